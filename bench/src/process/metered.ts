import { systemClock } from "@millrace/kit";
import { usageOf } from "./usage.ts";

export interface Metered<T> {
  readonly result: T;
  /** Of the process and its children, all threads. */
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
}

/** Runs `load` and reads what `pid` took meanwhile. */
export async function metered<T>(pid: number, load: () => Promise<T>): Promise<Metered<T>> {
  const before = usageOf(pid).cpuSeconds;
  const startMs = systemClock.monotonicMs();
  const result = await load();
  const wallSeconds = (systemClock.monotonicMs() - startMs) / 1000;
  return { result, cpuSeconds: usageOf(pid).cpuSeconds - before, wallSeconds };
}
