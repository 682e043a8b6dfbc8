import { setFlagsFromString } from "node:v8";
import type { Cancel, Clock } from "@millrace/kit";

/** What V8 does by itself, and what it does while something starts (docs/adr/0016-no-compilers-while-starting.md). */
const flags: ReadonlyArray<readonly [byItself: string, whileStarting: string]> = [
  ["--sparkplug", "--no-sparkplug"],
  ["--maglev", "--no-maglev"],
  ["--opt", "--no-opt"],
  ["--semi-space-growth-factor=2", "--semi-space-growth-factor=1"],
];

/** Whoever runs this process with flags of that sort knows better. */
const isTold = [...process.execArgv, process.env.NODE_OPTIONS ?? ""].some((options) =>
  /jitless|lite-mode|sparkplug|maglev|turbofan|-opt\b|semi-space/.test(options),
);

/** From now on code runs that runs once: it is not worth V8's compilers, and what it leaves behind for a moment not worth room for more of it. */
export function startSparingly(): void {
  if (!isTold) for (const [, whileStarting] of flags) setFlagsFromString(whileStarting);
}

/** From now on code runs that may run for long. */
export function startIsOver(): void {
  if (!isTold) for (const [byItself] of flags) setFlagsFromString(byItself);
}

/** Of this process, all threads. A few topics and users take less, on cores that are shared, too. */
const startCpuMsMax = 500;
const checkMs = 50;

/** Ends a start that takes long: something is read or made in loops, which are worth compilers. The result lets it take its time. */
export function endLongStart(clock: Pick<Clock, "every">): Cancel {
  const cancel = clock.every(checkMs, () => {
    const { user, system } = process.cpuUsage();
    if ((user + system) / 1000 < startCpuMsMax) return;
    cancel();
    startIsOver();
  });
  return cancel;
}
