import type { TestContext } from "node:test";
import { systemClock } from "@millrace/kit";

/** Tells what a step took: the figures are for people. */
export async function timed<T>(test: TestContext, what: string, step: () => Promise<T>): Promise<T> {
  const beganMs = systemClock.monotonicMs();
  const result = await step();
  test.diagnostic(`${what}: ${Math.round(systemClock.monotonicMs() - beganMs)} ms`);
  return result;
}
