import { existsSync } from "node:fs";
import { copyFile, mkdir, readdir, readFile, rmdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { MillraceError, systemClock } from "@millrace/kit";

const endMsMax = 20_000;

/** Of version 1, a tree for each controller; of version 2, one tree. A machine may have both. */
async function hierarchies(): Promise<readonly string[]> {
  const mounts = (await readFile("/proc/self/mounts", "utf8")).split("\n").map((line) => line.split(" "));
  return mounts.flatMap(([, folder = "", type]) => (type === "cgroup" || type === "cgroup2" ? [folder] : []));
}

/**
 * What a node may use of the processors where others want them too. To the kernel it stands beside single programs of this machine, and has
 * many: by the default, `1024` or `100`, a busy machine would hardly let it start anything.
 */
const weights = { "cpu.shares": "16384", "cpu.weight": "1600" };

/** Makes a cgroup at the top of each hierarchy. */
export async function makeCgroup(name: string): Promise<void> {
  for (const hierarchy of await hierarchies()) {
    const folder = join(hierarchy, name);
    await mkdir(folder, { recursive: true });
    // In version 1, a cgroup may use no processor and no memory until it is told which.
    for (const setting of ["cpuset.cpus", "cpuset.mems"])
      if (existsSync(join(hierarchy, setting))) await copyFile(join(hierarchy, setting), join(folder, setting));
    for (const [setting, weight] of Object.entries(weights))
      if (existsSync(join(folder, setting))) await writeFile(join(folder, setting), weight);
  }
}

/** Removes the cgroups at the top of each hierarchy whose name begins so, once their processes have ended. */
export async function removeCgroups(prefix: string): Promise<void> {
  for (const hierarchy of await hierarchies()) {
    const names = (await readdir(hierarchy)).filter((name) => name.startsWith(prefix));
    for (const name of names) await remove(join(hierarchy, name));
  }
}

/** The kernel lets a cgroup go once its last process has. */
async function remove(folder: string): Promise<void> {
  const endMs = systemClock.monotonicMs() + endMsMax;
  for (;;) {
    const failure = await removeTree(folder).then(
      () => undefined,
      (cause: unknown) => cause,
    );
    if (failure === undefined) return;
    if (systemClock.monotonicMs() > endMs)
      throw new MillraceError("TIMED_OUT", `the cgroup ${folder} can't be removed`, { cause: failure });
    await setTimeout(50); // unlike those of the clock, it keeps this program alive
  }
}

async function removeTree(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) if (entry.isDirectory()) await removeTree(join(folder, entry.name));
  await rmdir(folder);
}
