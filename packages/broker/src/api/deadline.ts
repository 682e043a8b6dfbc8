/**
 * Whether a change comes too late for its client: Kafka's controller looks at the deadline before it begins, so that without any time
 * nothing is done. Nothing here takes long enough for another deadline to pass.
 */
export function isTooLate(timeoutMs: number): boolean {
  return timeoutMs <= 0;
}
