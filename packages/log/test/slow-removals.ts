import type { Files } from "@millrace/files";
import { type Clock, type ManualClock, sleep } from "@millrace/kit";

/** How long it takes to remove a file. */
export const removalMs = 5;

/** Files that are removed slowly while others go on, and when that began for each. */
export function slowlyRemoved(files: Files, clock: Clock) {
  const begun: Array<{ readonly path: string; readonly atMs: number }> = [];
  const unlink = async (path: string): Promise<void> => {
    begun.push({ path, atMs: clock.monotonicMs() });
    await sleep(clock, removalMs);
    await files.unlink(path);
  };
  const slow = new Proxy<Files>(files, { get: (of, name) => (name === "unlink" ? unlink : Reflect.get(of, name)?.bind(of)) });
  return { files: slow, begun };
}

/** Time goes by, and what waits for something else than time comes to it before and in between. */
export async function pass(clock: ManualClock, ms: number): Promise<void> {
  await turn();
  for (let passed = 0; passed < ms; passed++) {
    clock.advance(1);
    await turn();
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
