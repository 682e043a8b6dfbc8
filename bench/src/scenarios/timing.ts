import { systemClock } from "@millrace/kit";

/** How long something takes by the clock. */
export async function millisecondsOf(work: () => Promise<void>): Promise<number> {
  const beganMs = systemClock.monotonicMs();
  await work();
  return systemClock.monotonicMs() - beganMs;
}
