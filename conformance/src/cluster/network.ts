import { MillraceError } from "@millrace/kit";
import { mustRun, runCommand } from "../toolchain/commands.ts";

/** Addresses of a cluster with real nodes, all in 10.N.0.0/16, and the bridge that joins its nodes and this machine. */
export interface Network {
  readonly bridge: string;
  /** This machine on the bridge. */
  readonly gateway: string;
  /** ClusterIPs. */
  readonly services: string;
  readonly dns: string;
  /** Pods of all nodes. */
  readonly pods: string;
  /** Of the node `at`. */
  node(at: number): { readonly address: string; readonly pods: string; readonly link: string };
}

const bridgePrefix = "millrace";
const firstNet = 77;
const netsMax = 16;

/** Whose a network is. */
export interface Owner {
  readonly pid: number;
  /** In the kernel's clock ticks: it tells a program from a later one of the same pid. */
  readonly startTime: string;
  /** Holds all that the cluster keeps. */
  readonly folder: string;
  /** Folders that this machine had to have for it, which the last cluster removes. */
  readonly made: readonly string[];
}

function networkOf(net: number): Network {
  const prefix = `10.${net}`;
  const bridge = `${bridgePrefix}${net}`;
  return {
    bridge,
    gateway: `${prefix}.0.1`,
    services: `${prefix}.64.0/18`,
    dns: `${prefix}.64.10`,
    pods: `${prefix}.16.0/20`,
    node: (at) => ({ address: `${prefix}.0.${10 + at}`, pods: `${prefix}.${16 + at}.0/24`, link: `${bridge}-${at}` }),
  };
}

/** Takes the first network that neither another cluster nor anything else on this machine has. The bridge says whose it is. */
export async function takeNetwork(owner: Owner): Promise<Network> {
  const routes = (await mustRun("ip", ["-4", "route"])).split("\n");
  for (let net = firstNet; net < firstNet + netsMax; net++) {
    const network = networkOf(net);
    if (routes.some((route) => route.startsWith(`10.${net}.`))) continue;
    const { code, stderr } = await runCommand("ip", ["link", "add", network.bridge, "type", "bridge"]);
    if (code !== 0 && /File exists/.test(stderr)) continue;
    if (code !== 0) throw new MillraceError("REQUEST_FAILED", `no bridge between nodes can be made: ${stderr.trim()}`);
    try {
      await openBridge(network, owner);
    } catch (thrown) {
      await runCommand("ip", ["link", "delete", network.bridge]); // without an owner, nobody would ever clear it away
      throw thrown;
    }
    return network;
  }
  throw new MillraceError("REQUEST_FAILED", `none of 10.${firstNet}.0.0/16 to 10.${firstNet + netsMax - 1}.0.0/16 is free for a cluster`);
}

async function openBridge(network: Network, owner: Owner): Promise<void> {
  const { bridge, gateway, services } = network;
  await mustRun("ip", ["link", "set", bridge, "alias", JSON.stringify(owner)]);
  await mustRun("ip", ["address", "add", `${gateway}/24`, "dev", bridge]);
  await mustRun("ip", ["link", "set", bridge, "up"]);
  // This machine reaches ClusterIPs by way of the first node.
  await mustRun("ip", ["route", "add", services, "via", network.node(0).address]);
}

/** Networks of clusters on this machine, and whose they are; undefined: nobody's yet. */
export async function takenNetworks(): Promise<ReadonlyArray<{ readonly network: Network; readonly owner: Owner | undefined }>> {
  const links = JSON.parse(await mustRun("ip", ["-json", "link", "show", "type", "bridge"])) as ReadonlyArray<{
    readonly ifname?: string;
    readonly ifalias?: string;
  }>;
  return links.flatMap(({ ifname = "", ifalias }) => {
    const [, net] = new RegExp(`^${bridgePrefix}(\\d+)$`).exec(ifname) ?? [];
    if (net === undefined) return [];
    return [{ network: networkOf(Number(net)), owner: ifalias === undefined ? undefined : (JSON.parse(ifalias) as Owner) }];
  });
}
