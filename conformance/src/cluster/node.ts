import { mkdir, readFile, readlink, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { MillraceError } from "@millrace/kit";
import { Daemon, tiedToUs } from "../peers/daemon.ts";
import { type CommandResult, mustRun, runCommand } from "../toolchain/commands.ts";
import { makeCgroup } from "./cgroups.ts";
import {
  containerdConfig,
  kubeletConfig,
  kubeletFlags,
  kubeProxyFlags,
  type NodePlace,
  nameOfNode,
  podNetworkConfig,
  socketOf,
} from "./node-configs.ts";

/** Folders that programs insist on, which each node has for itself. */
export const privateFolders = ["/run", "/var/log", "/var/lib/cni", "/var/lib/kubelet"] as const;

/** Becomes pid 1 of the node, once it has its own of what programs would otherwise share with this machine. */
const begin = `mount --make-rshared /
for folder in ${privateFolders.join(" ")}; do mount -t tmpfs tmpfs $folder; done
mkdir /run/netns /run/containerd
exec "$0"`;

export interface NodePrograms {
  /** etcd and all of Kubernetes' own, by its first argument. */
  readonly cluster: string;
  /** Does nothing, as pid 1 of a node. */
  readonly pause: string;
}

/**
 * One node of a cluster: a tree of processes with its own network, mounts and process ids. All of it ends with its pid 1, and what it
 * had of this machine goes with it, but for its cgroups.
 */
export class ClusterNode {
  readonly #place: NodePlace;
  readonly #programs: NodePrograms;
  readonly #daemons: Daemon[] = [];
  #init = -1;

  constructor(place: NodePlace, programs: NodePrograms) {
    this.#place = place;
    this.#programs = programs;
  }

  get name(): string {
    return nameOfNode(this.#place.at);
  }

  /**
   * Switches it on, as one of `count` nodes: namespaces, network, cgroups and containerd; no kubelet yet. Throws CONNECTION_FAILED with the
   * log of what failed.
   */
  async boot(count: number): Promise<void> {
    const { folder } = this.#place;
    // What a node forgets when it is switched off.
    for (const name of ["run", "addresses"]) await rm(join(folder, name), { recursive: true, force: true });
    await mkdir(join(folder, "cni"), { recursive: true });
    await writeFile(join(folder, "containerd.toml"), containerdConfig(folder));
    await writeFile(join(folder, "cni/10-pods.conflist"), JSON.stringify(podNetworkConfig(this.#place)));
    await writeFile(join(folder, "kubelet.json"), JSON.stringify(kubeletConfig(this.#place)));
    await this.#makeNamespaces();
    await this.#joinNetwork(count);
    await makeCgroup(this.#place.network.node(this.#place.at).link);
    const containerd = this.#run("containerd", ["containerd", "--config", join(folder, "containerd.toml")]);
    const answers = async () => ((await this.#ctr(["version"])).code === 0 ? true : undefined);
    await containerd.waitFor(`containerd of ${this.name}`, 30_000, answers);
  }

  /** Starts kubelet and kube-proxy, which make the machine a node of the cluster. */
  join(kubeconfig: string): void {
    const { cluster } = this.#programs;
    this.#run("kubelet", [cluster, "kubelet", ...kubeletFlags(this.#place, kubeconfig)]);
    this.#run("kube-proxy", [cluster, "kube-proxy", ...kubeProxyFlags(this.#place, kubeconfig)]);
  }

  /** Gives it the images of an OCI archive. Throws REQUEST_FAILED. */
  async load(archive: string): Promise<void> {
    const { code, stderr } = await this.#ctr(["--namespace", "k8s.io", "images", "import", archive]);
    if (code !== 0) throw new MillraceError("REQUEST_FAILED", `${archive} can't be loaded into ${this.name}: ${stderr}`);
  }

  /** Switches it off, as if its power failed: nothing says good-bye. */
  async stop(): Promise<void> {
    // First, so that others see silence rather than closed connections.
    await runCommand("ip", ["link", "delete", this.#place.network.node(this.#place.at).link]);
    for (const daemon of this.#daemons.splice(0)) await daemon.end("SIGKILL");
  }

  /** The command line that runs a command inside the node. */
  inside([command = "", ...args]: readonly string[]): [command: string, args: readonly string[]] {
    return ["nsenter", ["--target", String(this.#init), "--net", "--mount", "--pid", "--", command, ...args]];
  }

  async #makeNamespaces(): Promise<void> {
    const { pause } = this.#programs;
    const namespaces = ["--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "--propagation", "slave"];
    const node = this.#daemon("node", tiedToUs("unshare", [...namespaces, "sh", "-ec", begin, pause]));
    this.#init = await node.waitFor(this.name, 10_000, async () => {
      const children = await readFile(`/proc/${node.pid}/task/${node.pid}/children`, "utf8");
      const child = Number(children.trim());
      const program = child > 0 ? await readlink(`/proc/${child}/exe`).catch(() => "") : "";
      return program === pause ? child : undefined;
    });
  }

  async #joinNetwork(count: number): Promise<void> {
    const { at, network } = this.#place;
    const { address, pods, link } = network.node(at);
    await mustRun("ip", ["link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", String(this.#init)]);
    await mustRun("ip", ["link", "set", link, "master", network.bridge, "up"]);
    const commands = [
      ["ip", "link", "set", "lo", "up"],
      ["ip", "address", "add", `${address}/24`, "dev", "eth0"],
      ["ip", "link", "set", "eth0", "up"],
      ["ip", "route", "add", "default", "via", network.gateway],
      ["sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward"],
      ...Array.from({ length: count }, (_, other) => network.node(other)).flatMap((other) =>
        other.address === address ? [] : [["ip", "route", "add", other.pods, "via", other.address]],
      ),
    ];
    for (const command of commands) await mustRun(...this.inside(command));
    await mustRun("ip", ["route", "replace", pods, "via", address]);
  }

  #ctr(args: readonly string[]): Promise<CommandResult> {
    return runCommand("ctr", ["--address", socketOf(this.#place.folder), ...args], { timeoutMs: 300_000 });
  }

  #run(name: string, command: readonly string[]): Daemon {
    return this.#daemon(name, this.inside(command));
  }

  #daemon(name: string, [command, args]: readonly [string, readonly string[]]): Daemon {
    const { folder } = this.#place;
    const daemon = new Daemon(command, args, { logFile: join(folder, `${name}.log`), cwd: folder });
    this.#daemons.push(daemon);
    return daemon;
  }
}
