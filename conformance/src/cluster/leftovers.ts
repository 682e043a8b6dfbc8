import { readFile, rm, rmdir } from "node:fs/promises";
import { mustRun, runCommand } from "../toolchain/commands.ts";
import { removeCgroups } from "./cgroups.ts";
import { type Network, type Owner, takenNetworks } from "./network.ts";

/** When a process started; undefined if there is none of that pid. */
export async function startTimeOf(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
  // The program's name, in brackets, may have blanks in it; the time is the 20th field behind it (proc_pid_stat(5)).
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
}

/** Removes what a cluster has on this machine beside its folder, as soon as its processes have ended. Routes go with the bridge. */
export async function removeNetwork({ bridge }: Network, { made }: Pick<Owner, "made">): Promise<void> {
  await removeCgroups(`${bridge}-`);
  // A node's end of its link goes with its network namespace, which the kernel clears away only some time after the last process in it.
  for (const link of [...(await linksOf(`${bridge}-`)), bridge]) await runCommand("ip", ["link", "delete", link]);
  // Other clusters have something mounted there.
  if ((await takenNetworks()).length === 0) for (const folder of made) await rmdir(folder).catch(() => {}); // not empty: somebody else's by now
}

async function linksOf(prefix: string): Promise<readonly string[]> {
  const links = JSON.parse(await mustRun("ip", ["-json", "link", "show", "type", "veth"])) as ReadonlyArray<{ readonly ifname?: string }>;
  return links.flatMap(({ ifname = "" }) => (ifname.startsWith(prefix) ? [ifname] : []));
}

/** Removes what clusters have left whose program was killed. */
export async function sweep(): Promise<void> {
  for (const { network, owner } of await takenNetworks()) {
    if (owner === undefined || (await isRunning(owner))) continue;
    await removeNetwork(network, owner);
    await rm(owner.folder, { recursive: true, force: true });
  }
}

const isRunning = async ({ pid, startTime }: Owner): Promise<boolean> => (await startTimeOf(pid)) === startTime;
