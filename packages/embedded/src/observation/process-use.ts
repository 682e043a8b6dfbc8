import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import type { ProcessUse } from "@millrace/broker";

/** Metrics that are read together see the same stretch of time. */
const sameMs = 100;
const nanosPerMs = 1_000_000;

/** What the process uses of the machine. */
export function processUse(): ProcessUse {
  return {
    idleRatio: idleRatio(),
    idleNanos: () => performance.eventLoopUtilization().idle * nanosPerMs,
    diskReadBytes: () => diskBytes("read_bytes"),
    diskWriteBytes: () => diskBytes("write_bytes"),
  };
}

/** From 0 to 1, over the time since it was last asked; over all of it the first time. */
function idleRatio(): () => number {
  let last: ReturnType<typeof performance.eventLoopUtilization> | undefined;
  let ratio = 1;
  return () => {
    const now = performance.eventLoopUtilization();
    const since = last === undefined ? now : performance.eventLoopUtilization(now, last);
    if (since.idle + since.active < sameMs) return ratio;
    last = now;
    ratio = 1 - since.utilization;
    return ratio;
  };
}

/** proc(5); undefined where there is no such file. */
function diskBytes(field: "read_bytes" | "write_bytes"): number | undefined {
  try {
    return Number(new RegExp(`^${field}: (\\d+)`, "m").exec(readFileSync("/proc/self/io", "utf8"))?.[1] ?? 0);
  } catch {
    return undefined;
  }
}
