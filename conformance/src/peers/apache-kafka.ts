import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { systemRandom } from "@millrace/kit";
import { allowedUrls } from "../connecting/properties.ts";
import { mustRun } from "../toolchain/commands.ts";
import { jmxExporterFlag, kafkaClasspath, requireJava, strimziReporter } from "../toolchain/java.ts";
import { accepts, Daemon, freePort } from "./daemon.ts";
import { brokerConfig, type FurtherListener, listenerName, type MetricsNaming, type Peer } from "./peer.ts";
import { type Launched, runningPeer } from "./running-peer.ts";

export interface ApacheKafkaOptions {
  /** Of the listener; without it a free one is taken. */
  readonly port?: number;
  readonly dataDir: string;
  /** Properties on top of those that a single node needs. */
  readonly config?: Readonly<Record<string, string>>;
  /** Listeners beside the plain one. */
  readonly listeners?: readonly FurtherListener[];
  /** Jars on its class path besides Kafka's own. */
  readonly jars?: readonly string[];
  /** Tell metrics, under the names that the JMX exporter with rules like Strimzi's gives them, or Strimzi's reporter. */
  readonly metrics?: MetricsNaming;
}

/** The broker is also the controller: one process, as small as Kafka gets. */
function propertiesOf(
  ports: { broker: number; controller: number },
  further: readonly BoundListener[],
  dataDir: string,
  config: Readonly<Record<string, string>>,
): string {
  const addresses = further.map(({ kafkaName, port }) => `,${kafkaName}://127.0.0.1:${port}`).join("");
  const properties: Record<string, string> = {
    "process.roles": "broker,controller",
    "node.id": "0",
    listeners: `PLAINTEXT://127.0.0.1:${ports.broker},CONTROLLER://127.0.0.1:${ports.controller}${addresses}`,
    "advertised.listeners": `PLAINTEXT://127.0.0.1:${ports.broker},CONTROLLER://127.0.0.1:${ports.controller}${addresses}`,
    "controller.listener.names": "CONTROLLER",
    "controller.quorum.bootstrap.servers": `127.0.0.1:${ports.controller}`,
    "log.dirs": join(dataDir, "logs"),
    ...brokerConfig,
    "share.coordinator.state.topic.replication.factor": "1",
    "share.coordinator.state.topic.min.isr": "1",
    ...config,
    ...furtherProperties(further),
  };
  // Kafka looks for the first time after half a minute, whatever the interval.
  properties["log.initial.task.delay.ms"] = properties["log.retention.check.interval.ms"] ?? "30000";
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${value}\n`)
    .join("");
}

interface BoundListener extends FurtherListener {
  readonly kafkaName: string;
  readonly port: number;
}

function furtherProperties(further: readonly BoundListener[]): Record<string, string> {
  if (further.length === 0) return {};
  const protocols = further.map(
    ({ kafkaName, keys, sasl }) => `,${kafkaName}:${sasl ? "SASL_" : ""}${keys === undefined ? "PLAINTEXT" : "SSL"}`,
  );
  const settings = further.flatMap(({ kafkaName, keys, settings: own }) =>
    Object.entries({ ...own, ...(keys === undefined ? {} : { "ssl.keystore.type": "PEM", "ssl.keystore.location": keys }) }).map(
      ([name, value]) => [`listener.name.${kafkaName.toLowerCase()}.${name}`, value.replaceAll("\n", "\\n")],
    ),
  );
  return {
    "listener.security.protocol.map": `PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT${protocols.join("")}`,
    "inter.broker.listener.name": "PLAINTEXT",
    ...Object.fromEntries(settings),
  };
}

/** Lets the broker read the keys that its listeners check tokens with. */
function keySets(further: readonly BoundListener[]): readonly string[] {
  const urls = further.flatMap(({ settings }) => settings["sasl.oauthbearer.jwks.endpoint.url"] ?? []);
  return allowedUrls([...new Set(urls)]);
}

async function bound(listeners: readonly FurtherListener[]): Promise<BoundListener[]> {
  const all: BoundListener[] = [];
  for (const listener of listeners) {
    const port = await freePort();
    all.push({ ...listener, port, kafkaName: listenerName(listener, port) });
  }
  return all;
}

/** What makes the server tell its metrics. */
interface Exposure {
  readonly url: string;
  readonly flags: readonly string[];
  readonly jars: readonly string[];
  readonly config: Readonly<Record<string, string>>;
}

async function expose(naming: MetricsNaming, port: number): Promise<Exposure> {
  const address = `http://127.0.0.1:${port}`;
  const url = `${address}/metrics`;
  if (naming === "jmxPrometheusExporter") return { url, flags: [await jmxExporterFlag(port)], jars: [], config: {} };
  const reporters = "io.strimzi.kafka.metrics";
  const config = {
    "metric.reporters": `${reporters}.KafkaPrometheusMetricsReporter`,
    "kafka.metrics.reporters": `${reporters}.YammerPrometheusMetricsReporter`,
    "prometheus.metrics.reporter.listener": address,
  };
  return { url, flags: [], jars: await strimziReporter(), config };
}

/** Starts a real Apache Kafka on 127.0.0.1 (KRaft, one node), formatting `dataDir` first if that was not done yet. */
export async function startApacheKafka(options: ApacheKafkaOptions): Promise<Peer> {
  const { dataDir, config = {}, metrics, jars = [] } = options;
  const further = await bound(options.listeners ?? []);
  const java = await requireJava();
  const exposure = metrics && (await expose(metrics, await freePort()));
  const classpath = [...(await kafkaClasspath()), ...(exposure?.jars ?? []), ...jars].join(delimiter);
  const ports = { broker: options.port || (await freePort()), controller: await freePort() };
  const properties = join(dataDir, "server.properties");
  const logging = join(import.meta.dirname, "../../java/log4j2.xml");
  // A short life on two cores: the quick compiler and the smallest collector start fastest.
  const flags = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx768m", `-Dlog4j2.configurationFile=${logging}`, "-cp", classpath];

  await mkdir(dataDir, { recursive: true });
  await writeFile(properties, propertiesOf(ports, further, dataDir, { ...exposure?.config, ...config }));
  if (!existsSync(join(dataDir, "logs", "meta.properties"))) {
    const format = ["kafka.tools.StorageTool", "format", "--standalone", "-t", systemRandom.uuid(), "-c", properties];
    await mustRun(java, [...flags, ...format], { timeoutMs: 60_000 });
  }

  const launch = (env: Readonly<Record<string, string>> = {}): Launched => {
    const daemon = new Daemon(java, [...(exposure?.flags ?? []), ...keySets(further), ...flags, "kafka.Kafka", properties], {
      logFile: join(dataDir, "server.log"),
      cwd: dataDir,
      env,
    });
    return { daemon, ready: daemon.waitFor("Apache Kafka", 60_000, () => accepts(ports.broker)) };
  };

  const bootstrapServers = `127.0.0.1:${ports.broker}`;
  const listeners = Object.fromEntries(further.map(({ name, port }) => [name, `127.0.0.1:${port}`]));
  const { daemon, ready } = launch();
  await ready;
  return runningPeer({ name: "kafka", bootstrapServers, listeners, ...(exposure && { metricsUrl: exposure.url }) }, daemon, launch);
}
