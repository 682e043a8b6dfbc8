import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Admin, openAdmin } from "@millrace/client";
import { systemRandom } from "@millrace/kit";
import type { ClusterNode, KafkaCluster } from "@millrace/operator";
import { Daemon } from "../peers/daemon.ts";
import { mustRun } from "../toolchain/commands.ts";
import { javaCommand, kafkaClasspath } from "../toolchain/java.ts";
import { ClusterCertificates } from "./cluster-certificates.ts";
import { connectTo } from "./connecting.ts";
import { trialCluster } from "./declared-cluster.ts";
import { configOf, NodeHome } from "./node-home.ts";

const startMs = 240_000;

/** A Kafka of several nodes, each a process that was told nothing but what the operator makes for its pod. */
export class RunningNodes {
  readonly cluster: KafkaCluster;
  readonly certificates: ClusterCertificates;
  readonly homes: ReadonlyMap<number, NodeHome>;
  readonly #folder: string;
  readonly #daemons = new Map<number, Daemon>();

  private constructor(folder: string, cluster: KafkaCluster, certificates: ClusterCertificates, homes: ReadonlyMap<number, NodeHome>) {
    this.#folder = folder;
    this.cluster = cluster;
    this.certificates = certificates;
    this.homes = homes;
  }

  /** Prepares all nodes, each with an address of this machine's own loop: pods have the same ports, too. */
  static async prepare(folder: string): Promise<RunningNodes> {
    const { cluster, objects } = trialCluster(systemRandom.uuid());
    const certificates = await ClusterCertificates.make();
    const network = `127.${10 + systemRandom.below(200)}.${systemRandom.below(250)}`;
    const homes = new Map(cluster.nodes.map(({ id }) => [id, new NodeHome(join(folder, String(id)), `${network}.${id + 1}`)]));
    const nodes = new RunningNodes(folder, cluster, certificates, homes);
    await mkdir(folder, { recursive: true });
    await writeFile(nodes.#hostsFile, nodes.#hostLines());
    for (const node of cluster.nodes) {
      const config = configOf(objects, node.podName);
      await homes.get(node.id)?.write({ config, certificates: await certificates.ofNode(cluster, node), trusted: certificates.trusted });
    }
    return nodes;
  }

  /** Starts nodes by their start script; all of them at once, as none is whole without the others. */
  async start(nodes: readonly ClusterNode[] = this.cluster.nodes): Promise<void> {
    for (const node of nodes) this.#daemons.set(node.id, this.#launch(node));
    for (const node of nodes)
      await this.#daemons.get(node.id)?.waitFor(node.podName, startMs, async () => ((await this.serves(node)) ? true : undefined));
  }

  /** What the container of a node runs. */
  #launch({ id }: ClusterNode): Daemon {
    const home = this.home(id);
    const script = home.path("opt/kafka/custom-config/kafka-start.sh");
    const env = { ...this.javaEnv, RACK: `rack-${id}`, KAFKA_HEAP_OPTS: "-Xmx256M", KAFKA_GC_LOG_OPTS: " " };
    return new Daemon("bash", [script], { logFile: home.path("kafka.log"), cwd: home.folder, env });
  }

  async stop(node: ClusterNode): Promise<void> {
    await this.#daemons.get(node.id)?.end("SIGTERM", 60_000);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#daemons.values()].map((daemon) => daemon.end("SIGKILL")));
  }

  home(id: number): NodeHome {
    const home = this.homes.get(id);
    if (home === undefined) throw new TypeError(`there is no node ${id}`);
    return home;
  }

  /** Whether a node takes connections, as its liveness script sees it. */
  async serves(node: ClusterNode): Promise<boolean> {
    const { accepts } = await import("./connecting.ts");
    return accepts(this.home(node.id).address, node.isBroker ? 9091 : 9090);
  }

  /** Runs one of Kafka's tools as the operator, at the brokers' own listener; what it printed. */
  async tool(mainClass: string, args: readonly string[]): Promise<string> {
    const { certificate, key } = await this.certificates.ofClient(true);
    const properties = {
      "security.protocol": "SSL",
      "ssl.keystore.type": "PEM",
      "ssl.keystore.certificate.chain": certificate,
      "ssl.keystore.key": key,
      "ssl.truststore.type": "PEM",
      "ssl.truststore.certificates": this.certificates.trusted["cluster-ca.crt"] ?? "",
    };
    const file = join(this.#folder, "operator.properties");
    const lines = Object.entries(properties).map(([name, value]) => `${name}=${value.replaceAll("\n", "\\n")}`);
    await writeFile(file, lines.join("\n"));
    const [java = "", ...flags] = await javaCommand(
      mainClass,
      args.map((arg) => (arg === "OPERATOR" ? file : arg)),
      await kafkaClasspath(),
    );
    return mustRun(java, flags, { env: this.javaEnv, timeoutMs: 60_000 });
  }

  /** The operator's own client of the cluster. */
  async admin(): Promise<Admin> {
    const connect = connectTo(new Map(this.#hosts.map(([host, address]) => [host, address])), {
      ...{ authority: this.certificates.trusted["cluster-ca.crt"] ?? "", pair: await this.certificates.ofClient(true) },
    });
    const bootstrapServers = this.#hosts.map(([host]) => `${host}:9091`);
    return openAdmin({ bootstrapServers, connect, operationTimeoutMs: 30_000 });
  }

  /** Lets Java find the hosts of pods, and no others. */
  get javaEnv(): Record<string, string> {
    return { JAVA_TOOL_OPTIONS: `-Djdk.net.hosts.file=${this.#hostsFile}` };
  }

  /** The host of each pod, and the address that it has here. */
  get #hosts(): ReadonlyArray<readonly [host: string, address: string]> {
    const { nodes, names, namespace } = this.cluster;
    return nodes.map(({ id, podName }) => [`${podName}.${names.brokersService}.${namespace}.svc`, this.home(id).address]);
  }

  get #hostsFile(): string {
    return join(this.#folder, "hosts");
  }

  #hostLines(): string {
    return ["127.0.0.1 localhost", ...this.#hosts.map(([host, address]) => `${address} ${host}`), ""].join("\n");
  }
}
