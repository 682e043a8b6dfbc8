/** Records that were sent and have not been read yet. Others' records, and those of an earlier process, are none of them. */
export class AwaitedRecords {
  /** When each was sent, by the clock's monotonic time, and to which partition. */
  readonly #sent = new Map<string, { readonly ms: number; readonly partition: number }>();

  sent(key: string, partition: number, ms: number): void {
    this.#sent.set(key, { ms, partition });
  }

  /** It was not stored: nobody will read it. */
  failed(key: string): void {
    this.#sent.delete(key);
  }

  /** How long it took until it was read; undefined if nobody waited for it. */
  read(key: string, nowMs: number): number | undefined {
    const sent = this.#sent.get(key);
    this.#sent.delete(key);
    return sent && nowMs - sent.ms;
  }

  /** Gives up those that were sent before; to which partition each was. */
  giveUp(beforeMs: number): readonly number[] {
    const late = [...this.#sent].filter(([, { ms }]) => ms < beforeMs);
    for (const [key] of late) this.#sent.delete(key);
    return late.map(([, { partition }]) => partition);
  }
}
