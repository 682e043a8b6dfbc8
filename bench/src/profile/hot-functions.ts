import { readFile } from "node:fs/promises";

interface CallFrame {
  readonly functionName: string;
  /** Empty for what is not JavaScript. */
  readonly url: string;
  readonly lineNumber: number;
}

/** What `node --cpu-prof` writes, as far as it is needed here (the DevTools protocol's `Profiler.Profile`). */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: CallFrame;
    /** Ids of what it called. */
    readonly children?: readonly number[];
  }[];
  /** Ids of the nodes that were on top, in the order of the samples. */
  readonly samples: readonly number[];
  /** Microseconds before each sample. */
  readonly timeDeltas: readonly number[];
}

export interface HotFunction {
  /** Name, file and line; of what is not JavaScript, name and caller. */
  readonly where: string;
  /** Time of its own, without what it called. */
  readonly selfMs: number;
  /** Part of all time that was not idle. */
  readonly share: number;
}

const idle = "(idle)";

/** The functions that took most time of their own, most first. */
export function hotFunctions(profile: CpuProfile, count: number): HotFunction[] {
  const names = namesOf(profile);
  const selfUs = new Map<string, number>();
  profile.samples.forEach((id, at) => {
    const where = names.get(id) ?? "(unknown)";
    selfUs.set(where, (selfUs.get(where) ?? 0) + (profile.timeDeltas[at] ?? 0));
  });
  selfUs.delete(idle);
  const total = [...selfUs.values()].reduce((sum, us) => sum + us, 0);
  return [...selfUs]
    .sort(([, a], [, b]) => b - a)
    .slice(0, count)
    .map(([where, us]) => ({ where, selfMs: us / 1000, share: us / total }));
}

function namesOf({ nodes }: CpuProfile): Map<number, string> {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const callers = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, frames.get(id)])));
  return new Map(nodes.map(({ id, callFrame }) => [id, whereOf(callFrame, callers.get(id))]));
}

function whereOf({ functionName, url, lineNumber }: CallFrame, caller: CallFrame | undefined): string {
  const name = functionName || "(anonymous)";
  if (url !== "") return `${name} ${url.split("/").slice(-2).join("/")}:${lineNumber + 1}`;
  // A system call is the same function whoever makes it; idling and collecting garbage have no caller that matters.
  return name.startsWith("(") || caller === undefined ? name : `${name} < ${caller.functionName || "(anonymous)"}`;
}

/** Reads a `.cpuprofile`. */
export async function readProfile(path: string): Promise<CpuProfile> {
  return JSON.parse(await readFile(path, "utf8")) as CpuProfile;
}
