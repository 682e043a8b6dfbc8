import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import type { Point } from "./points.ts";

// Loaded into a process before anything of its own (`--import`): kills it, as `kill -9` does, when its disk files have reached a point so many
// times. What the `Files` port asks of the system are these calls, one or two for each of its own, so that nothing in the process itself has to know.

type Call = (...args: never[]) => unknown;

const { kill, pid } = process;
const { call, path, times, part } = JSON.parse(process.env.MILLRACE_DIES_AT ?? "{}") as Point;
const paths = new Map<unknown, string>();
let left = times;

/** The system's calls for each of the port's, and the path that they are about. */
const calls: Readonly<
  Record<Point["call"], readonly [path: (target: unknown) => string | undefined, ...names: ReadonlyArray<keyof typeof fs>]>
> = {
  open: [String, "openSync"],
  read: [(descriptor) => paths.get(descriptor), "readSync"],
  write: [(descriptor) => paths.get(descriptor), "writeSync"],
  truncate: [(descriptor) => paths.get(descriptor), "ftruncateSync"],
  sync: [(descriptor) => paths.get(descriptor), "fdatasync"],
  rename: [String, "renameSync"],
  remove: [String, "rmSync", "unlink"],
  syncDirectory: [(descriptor) => paths.get(descriptor), "fsync"],
};

function replace(name: keyof typeof fs, make: (original: Call) => Call): void {
  Object.assign(fs, { [name]: make(fs[name] as unknown as Call) });
}

function die(): void {
  kill(pid, "SIGKILL");
}

/** Whether it is this one. */
function isReached(target: string | undefined): boolean {
  if (target === undefined || !target.includes(path)) return false;
  left -= 1;
  return left === 0;
}

replace("openSync", (original) => (...args) => {
  const descriptor = original(...args);
  paths.set(descriptor, String(args[0]));
  return descriptor;
});
const [pathOf, ...names] = calls[call];
const dying =
  (original: Call): Call =>
  (...args) => {
    if (!isReached(pathOf(args[0]))) return original(...args);
    if (part === "before") die();
    if (part === "midst" && call === "write") {
      const [descriptor, bytes, from, length, position] = args as unknown as [number, Buffer, number, number, number];
      original(...([descriptor, bytes, from, length >> 1, position] as never[]));
      die();
    }
    const result = original(...args);
    die();
    return result;
  };
for (const name of names) replace(name, dying);
syncBuiltinESMExports();
