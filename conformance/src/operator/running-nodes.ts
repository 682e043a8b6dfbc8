import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Admin, type ClientOptions, type Connect, openAdmin } from "@millrace/client";
import { type Clock, systemClock, systemRandom } from "@millrace/kit";
import type { KubeObject, Stored } from "@millrace/kube";
import { type CertifiedCluster, type ClusterNode, type DesiredObject, type KafkaCluster, nodeObjects } from "@millrace/operator";
import type { Kafka, KafkaNodePool } from "@millrace/resources";
import { Daemon } from "../peers/daemon.ts";
import { mustRun } from "../toolchain/commands.ts";
import { javaCommand, kafkaClasspath } from "../toolchain/java.ts";
import { accepts, connectTo } from "./connecting.ts";
import { trialCluster, trialKafka, trialTexts } from "./declared-cluster.ts";
import { configOf, NodeHome } from "./node-home.ts";
import { type KeyPair, TrialCertificates } from "./trial-certificates.ts";

const startMs = 240_000;

export interface RunningNodesOptions {
  readonly kafka?: Kafka;
  readonly nodePools?: readonly KafkaNodePool[];
  /** The operator's, by which it makes certificates. */
  readonly clock?: Clock;
}

/** What the operator wants there to be. */
interface Wanted {
  readonly certified: CertifiedCluster;
  readonly objects: readonly DesiredObject[];
}

/** A Kafka of several nodes, each a process that was told nothing but what the operator makes for its pod. */
export class RunningNodes {
  readonly certificates: TrialCertificates;
  readonly homes: ReadonlyMap<number, NodeHome>;
  readonly #folder: string;
  /** How long the last start of all nodes took. */
  startedInMs = 0;
  readonly #daemons = new Map<number, Daemon>();
  /** What the processes were started as. */
  readonly #pods = new Map<number, KubeObject>();
  #cluster: KafkaCluster;
  #wanted: Wanted;

  private constructor(
    folder: string,
    of: { cluster: KafkaCluster; certificates: TrialCertificates; homes: ReadonlyMap<number, NodeHome>; wanted: Wanted },
  ) {
    this.#folder = folder;
    this.#cluster = of.cluster;
    this.certificates = of.certificates;
    this.homes = of.homes;
    this.#wanted = of.wanted;
  }

  /** Prepares all nodes, each with an address of this machine's own loop: pods have the same ports, too. */
  static async prepare(folder: string, options: RunningNodesOptions = {}): Promise<RunningNodes> {
    const { kafka = trialKafka(), nodePools, clock = systemClock } = options;
    const certificates = await TrialCertificates.open(kafka, clock);
    const cluster = trialCluster(systemRandom.uuid(), certificates.kafka, nodePools);
    const network = `127.${10 + systemRandom.below(200)}.${systemRandom.below(250)}`;
    const homes = new Map(cluster.nodes.map(({ id }) => [id, new NodeHome(join(folder, String(id)), `${network}.${id + 1}`)]));
    const wanted = await wantedOf(cluster, certificates, []);
    const nodes = new RunningNodes(folder, { cluster, certificates, homes, wanted });
    await mkdir(folder, { recursive: true });
    await writeFile(nodes.#hostsFile, nodes.#hostLines());
    return nodes;
  }

  get cluster(): KafkaCluster {
    return this.#cluster;
  }

  get certified(): CertifiedCluster {
    return this.#wanted.certified;
  }

  /** What the operator has declared last. */
  get podSets(): ReadonlyArray<Stored<DesiredObject>> {
    return this.#wanted.objects.filter(({ kind }) => kind === "StrimziPodSet").map((object) => object as Stored<DesiredObject>);
  }

  /** The pods of processes that run. */
  get pods(): ReadonlyMap<number, KubeObject> {
    return this.#pods;
  }

  /** What users declare from now on. No node is told of it by that. */
  redeclare(kafka: Kafka): void {
    const pools = this.#cluster.pools.map(({ resource }) => resource);
    this.#cluster = trialCluster(this.#cluster.clusterId, kafka, pools);
  }

  /** A pass of the operator: certificates that are due, and what follows from them. No node has any of it before it is started anew. */
  async declare(): Promise<void> {
    this.#wanted = await wantedOf(this.cluster, this.certificates, [...this.#pods.values()]);
  }

  /** Starts nodes by their start script; all of them at once, as none is whole without the others. */
  async start(nodes: readonly ClusterNode[] = this.cluster.nodes): Promise<void> {
    const beganMs = systemClock.monotonicMs();
    for (const node of nodes) await this.launch(node);
    for (const node of nodes) await this.whenServing(node);
    this.startedInMs = systemClock.monotonicMs() - beganMs;
  }

  /** What the container of a node runs, with what the operator wants it to have by now. */
  async launch({ id, podName }: ClusterNode): Promise<void> {
    const [home, pod] = [this.home(id), podOf(this.#wanted.objects, podName)];
    const trusted = await this.certificates.entries(this.cluster.names.trustBundle);
    await home.write({ config: configOf(this.#wanted.objects, podName), certificates: await this.certificates.entries(podName), trusted });
    const script = home.path("opt/kafka/custom-config/kafka-start.sh");
    const env = { ...this.javaEnv, RACK: `rack-${id}`, KAFKA_HEAP_OPTS: "-Xmx256M", KAFKA_GC_LOG_OPTS: " " };
    this.#daemons.set(id, new Daemon("bash", [script], { logFile: home.path("kafka.log"), cwd: home.folder, env }));
    this.#pods.set(id, pod);
  }

  async whenServing(node: ClusterNode): Promise<void> {
    await this.#daemons.get(node.id)?.waitFor(node.podName, startMs, async () => ((await this.serves(node)) ? true : undefined));
  }

  async stop(node: ClusterNode, graceMs = 60_000): Promise<void> {
    this.#pods.delete(node.id);
    await this.#daemons.get(node.id)?.end("SIGTERM", graceMs);
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
  serves(node: ClusterNode): Promise<boolean> {
    return accepts(this.home(node.id).address, node.isBroker ? 9091 : 9090);
  }

  /** What the operator shows. */
  get operator(): KeyPair {
    const { chain, key } = this.certified.operator;
    return { certificate: chain, key };
  }

  /** Runs one of Kafka's tools as the operator, at the brokers' own listener; what it printed. */
  async tool(mainClass: string, args: readonly string[]): Promise<string> {
    const properties = {
      "security.protocol": "SSL",
      "ssl.keystore.type": "PEM",
      "ssl.keystore.certificate.chain": this.operator.certificate,
      "ssl.keystore.key": this.operator.key,
      "ssl.truststore.type": "PEM",
      "ssl.truststore.certificates": this.certified.operator.trusted,
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

  /** How the operator reaches the nodes, with the certificate that it has by now. */
  connect(): Promise<Connect> {
    return connectTo(new Map(this.#hosts), { authority: this.certified.operator.trusted, pair: this.operator });
  }

  /** Where the operator's own clients reach the brokers, and how. */
  async asOperator(): Promise<Pick<ClientOptions, "bootstrapServers" | "connect">> {
    const bootstrapServers = this.cluster.nodes.flatMap(({ isBroker }, at) => (isBroker ? [`${this.#hosts[at]?.[0]}:9091`] : []));
    return { bootstrapServers, connect: await this.connect() };
  }

  /** The operator's own client of the cluster. */
  async admin(operationTimeoutMs = 30_000): Promise<Admin> {
    return openAdmin({ ...(await this.asOperator()), operationTimeoutMs });
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

async function wantedOf(cluster: KafkaCluster, certificates: TrialCertificates, pods: readonly KubeObject[]): Promise<Wanted> {
  const certified = await certificates.bringAbout(cluster, pods);
  const facts = { addresses: new Map(), texts: trialTexts, certificates: certified.facts };
  return { certified, objects: nodeObjects(cluster, facts) };
}

/** The pod of a node as its set declares it. */
function podOf(objects: readonly DesiredObject[], podName: string): KubeObject {
  const sets = objects.filter(({ kind }) => kind === "StrimziPodSet") as ReadonlyArray<{
    readonly spec?: { readonly pods: readonly KubeObject[] };
  }>;
  const pod = sets.flatMap(({ spec }) => spec?.pods ?? []).find(({ metadata }) => metadata.name === podName);
  if (pod === undefined) throw new TypeError(`nobody declares ${podName}`);
  return pod;
}
