import { setFlagsFromString } from "node:v8";

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
