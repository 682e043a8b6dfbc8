import { readFile } from "node:fs/promises";

/** What `node --cpu-prof` writes, as far as it is needed here (the DevTools protocol's `Profiler.Profile`). */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  /** Ids of the nodes that were on top, in the order of the samples. */
  readonly samples: readonly number[];
  /** Microseconds before each sample. */
  readonly timeDeltas: readonly number[];
}

export interface HotFunction {
  /** Name, file and line. */
  readonly where: string;
  /** Time of its own, without what it called. */
  readonly selfMs: number;
  /** Part of all time that was not idle. */
  readonly share: number;
}

const idle = "(idle)";

/** The functions that took most time of their own, most first. */
export function hotFunctions(profile: CpuProfile, count: number): HotFunction[] {
  const names = new Map(profile.nodes.map(({ id, callFrame }) => [id, whereOf(callFrame)]));
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

function whereOf({ functionName, url, lineNumber }: CpuProfile["nodes"][number]["callFrame"]): string {
  const name = functionName || "(anonymous)";
  return url === "" ? name : `${name} ${url.split("/").slice(-2).join("/")}:${lineNumber + 1}`;
}

/** Reads a `.cpuprofile`. */
export async function readProfile(path: string): Promise<CpuProfile> {
  return JSON.parse(await readFile(path, "utf8")) as CpuProfile;
}
