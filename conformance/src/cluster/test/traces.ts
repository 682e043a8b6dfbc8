import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { mustRun } from "../../toolchain/commands.ts";

/** What clusters may leave on a machine. */
export interface Traces {
  readonly mounts: readonly string[];
  readonly links: readonly string[];
  readonly routes: readonly string[];
  readonly cgroups: readonly string[];
  readonly processes: readonly string[];
}

/** Those of clusters with real nodes on this machine, of which `bridge` and `folder` are one's. */
export async function tracesOf(bridge: string, folder: string): Promise<Traces> {
  const [mounts, links, routes] = await Promise.all([readFile("/proc/mounts", "utf8"), mustRun("ip", ["link"]), mustRun("ip", ["route"])]);
  const about = (text: string): readonly string[] => text.split("\n").filter((line) => line.includes(bridge) || line.includes(folder));
  const prefix = `10.${bridge.replace(/\D+/, "")}.`;
  return {
    mounts: about(mounts),
    links: about(links),
    routes: routes.split("\n").filter((line) => line.startsWith(prefix)),
    cgroups: await cgroupsOf(bridge),
    processes: await processesOf(folder),
  };
}

async function cgroupsOf(bridge: string): Promise<readonly string[]> {
  const root = "/sys/fs/cgroup";
  const hierarchies = await readdir(root, { withFileTypes: true });
  const found = await Promise.all(
    hierarchies.map(async (entry) =>
      entry.isDirectory() ? (await readdir(join(root, entry.name))).map((name) => join(entry.name, name)) : [],
    ),
  );
  return found.flat().filter((name) => name.includes(`${bridge}-`));
}

/** Processes whose command line names the folder, or that are in a network that only they have. */
async function processesOf(folder: string): Promise<readonly string[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name) && name !== String(process.pid));
  const commands = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")));
  return commands.filter((command) => command.includes(folder)).map((command) => command.replaceAll("\0", " "));
}
