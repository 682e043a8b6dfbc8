import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { MillraceError, type Opened, opening, systemClock } from "@millrace/kit";
import { clusterProgram, pauseProgram } from "../toolchain/kubernetes.ts";
import { type Cluster, type ClusterOptions, openControlPlane } from "./cluster.ts";
import { nodes } from "./kinds.ts";
import { removeNetwork, startTimeOf, sweep } from "./leftovers.ts";
import { type Network, takeNetwork, takenNetworks } from "./network.ts";
import { ClusterNode, privateFolders } from "./node.ts";
import { nameOfNode } from "./node-configs.ts";
import { nodeImages } from "./node-images.ts";
import { requireNodeTools } from "./node-tools.ts";

/** A cluster whose nodes run pods. */
export interface NodeCluster extends Cluster {
  readonly nodes: readonly ClusterNode[];
  readonly network: Network;
  /** Gives all nodes the images of an OCI archive: nothing can be pulled. */
  load(archive: string): Promise<void>;
  /** Switches a node on again that was stopped, with its data, and waits until it is ready. */
  start(node: ClusterNode): Promise<void>;
  /** The command line that runs a program of this machine with the cluster's names: `NAME.NAMESPACE.svc.cluster.local`. */
  withNames(command: readonly string[]): readonly [command: string, args: readonly string[]];
}

export interface NodeClusterOptions extends ClusterOptions {
  /** How many nodes. */
  readonly count: number;
}

const nodesMax = 15;
const readyMsMax = 120_000;
const apiFlags = ["--allow-privileged=true", "--kubelet-preferred-address-types=InternalIP"];
const dnsManifest = join(import.meta.dirname, "../../kubernetes/dns/coredns.yaml");
const withResolver = 'mount --bind "$0" "$(readlink -f /etc/resolv.conf)"; exec "$@"';

/**
 * Starts a Kubernetes whose nodes, `node-0` in `zone-0` and so on, run pods on this machine. Pods, ClusterIPs and NodePorts are reached
 * from it as they are, and pods reach it at `network.gateway`. Throws USAGE, NOT_FOUND without root or tools.
 */
export async function startNodeCluster({ count, ...options }: NodeClusterOptions): Promise<NodeCluster> {
  if (!(count >= 1 && count <= nodesMax)) throw new MillraceError("USAGE", `a cluster has between 1 and ${nodesMax} nodes, not ${count}`);
  await requireNodeTools();
  await sweep();
  const programs = { cluster: await clusterProgram(), pause: await pauseProgram() };
  const images = await nodeImages();
  return opening(async (opened) => {
    const { folder } = options;
    await mkdir(folder, { recursive: true });
    const network = await openNetwork(opened, folder);
    const places = Array.from({ length: count }, (_, at) => ({ at, network, folder: join(folder, nameOfNode(at)) }));
    const all = places.map((place) => new ClusterNode(place, programs));
    opened.defer(async () => {
      await Promise.all(all.map((node) => node.stop()));
    });
    const boot = async (node: ClusterNode): Promise<void> => {
      await node.boot(count);
      for (const archive of images) await node.load(archive);
    };
    const reach = { address: network.gateway, services: network.services, names: apiNames(network), flags: apiFlags };
    // They take their images while the API server starts. All are waited for, since a cluster can't be cleared away while one goes on.
    const [control, booted] = [openControlPlane(opened, options, reach), all.map(boot)];
    await Promise.allSettled([control, ...booted]);
    const [cluster] = await Promise.all([control, ...booted]);
    const joinCluster = async (node: ClusterNode): Promise<void> => {
      const sinceMs = systemClock.now();
      node.join(cluster.kubeconfig);
      await untilReady(cluster, node, sinceMs);
    };
    await Promise.all(all.map(joinCluster));
    await startDns(cluster, network);
    const names = await writeNames(folder, network);
    return {
      ...{ ...cluster, nodes: all, network },
      async load(archive) {
        await Promise.all(all.map((node) => node.load(archive)));
      },
      async start(node) {
        await boot(node);
        await joinCluster(node);
      },
      withNames: (command) => ["unshare", ["--mount", "sh", "-ec", withResolver, names, ...command]],
    };
  });
}

async function openNetwork(opened: Opened, folder: string): Promise<Network> {
  const inherited = (await takenNetworks()).flatMap(({ owner }) => owner?.made ?? []);
  const made = privateFolders.filter((path) => !existsSync(path) || inherited.includes(path));
  const network = await takeNetwork({ pid: process.pid, startTime: (await startTimeOf(process.pid)) ?? "", folder, made });
  opened.defer(() => removeNetwork(network, { made }));
  for (const path of made) await mkdir(path, { recursive: true });
  return network;
}

/** How pods call the API server, whose ClusterIP is the first of all. */
const apiNames = ({ services }: Network): readonly string[] => [
  ...["", ".default", ".default.svc", ".default.svc.cluster.local"].map((domain) => `kubernetes${domain}`),
  services.replace(/\.0\/\d+$/, ".1"),
];

/** Waits until the node's kubelet says, not earlier than `sinceMs`, that it is ready. Throws TIMED_OUT. */
async function untilReady({ client }: Cluster, { name }: ClusterNode, sinceMs: number): Promise<void> {
  const endMs = systemClock.monotonicMs() + readyMsMax;
  for (;;) {
    const node = await client.get(nodes, { name });
    const ready = node?.status?.conditions?.find(({ type }) => type === "Ready");
    // Written in whole seconds.
    if (ready?.status === "True" && Date.parse(ready.lastHeartbeatTime ?? "") >= sinceMs - 1_000) return;
    if (systemClock.monotonicMs() > endMs) throw new MillraceError("TIMED_OUT", `${name} is not ready: ${JSON.stringify(ready)}`);
    await setTimeout(100);
  }
}

async function startDns(cluster: Cluster, { dns }: Network): Promise<void> {
  const manifest = (await readFile(dnsManifest, "utf8")).replaceAll("$ADDRESS", dns);
  const steps = [
    { args: ["apply", "--filename=-"], options: { input: manifest } },
    { args: ["--namespace=kube-system", "rollout", "status", "deployment/coredns", "--timeout=90s"] },
  ];
  for (const { args, options } of steps) {
    const { code, stdout, stderr } = await cluster.kubectl(args, options);
    if (code !== 0) throw new MillraceError("REQUEST_FAILED", `the cluster's DNS does not start: ${stdout}${stderr}`);
  }
}

/** For programs of this machine: the cluster's DNS first, then the machine's own for names outside. */
async function writeNames(folder: string, { dns }: Network): Promise<string> {
  const own = (await readFile("/etc/resolv.conf", "utf8")).split("\n").filter((line) => line.startsWith("nameserver "));
  const domain = "search default.svc.cluster.local svc.cluster.local cluster.local";
  const path = join(folder, "resolv.conf");
  await writeFile(path, [domain, "options ndots:5", `nameserver ${dns}`, ...own, ""].join("\n"));
  return path;
}
