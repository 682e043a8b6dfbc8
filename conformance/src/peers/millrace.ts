import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { mustRun } from "../toolchain/commands.ts";
import { Daemon, freePort } from "./daemon.ts";
import { brokerConfig, type MetricsNaming, type Peer } from "./peer.ts";
import { runningPeer } from "./running-peer.ts";

export interface MillraceOptions {
  /** Of the first listener; without it a free one is taken. */
  readonly port?: number;
  readonly dataDir: string;
  /** A file or folder of resources; without it, one node with `config`. */
  readonly resources?: string;
  /** Broker properties on top of those that both peers have. */
  readonly config?: Readonly<Record<string, string>>;
  /** Tell metrics under these names, at a port that is free. */
  readonly metrics?: MetricsNaming;
}

const root = join(import.meta.dirname, "../../..");
const command = join(root, "packages/cli/bin/millrace.js");

/** Builds the command if a source is newer, as `npm start` does. */
let built: Promise<unknown> | undefined;
function build(): Promise<unknown> {
  built ??= mustRun(process.execPath, [join(root, "scripts/prepare.mjs")], { cwd: root, timeoutMs: 600_000 });
  return built;
}

/** The resources of a single node; JSON is YAML too. */
function documentsOf(properties: Readonly<Record<string, string>>, metrics: MetricsNaming | undefined): string {
  // Which authorizer there is, a resource says by a word of its own.
  const { "authorizer.class.name": authorizer, ...config } = properties;
  const authorization = authorizer === undefined ? {} : { authorization: { type: "simple" } };
  const apiVersion = "kafka.strimzi.io/v1";
  // Without rules of its own, the JMX exporter's names are what `--metrics-port` alone gives.
  const metricsConfig = metrics === "strimziMetricsReporter" ? { metricsConfig: { type: metrics } } : {};
  const pool = {
    apiVersion,
    kind: "KafkaNodePool",
    metadata: { name: "node", labels: { "strimzi.io/cluster": "conformance" } },
    spec: { replicas: 1, roles: ["controller", "broker"], storage: { type: "persistent-claim", size: "10Gi" } },
  };
  const kafka = {
    apiVersion,
    kind: "Kafka",
    metadata: { name: "conformance" },
    spec: {
      kafka: { listeners: [{ name: "plain", port: 9092, type: "internal", tls: false }], config, ...authorization, ...metricsConfig },
    },
  };
  return [pool, kafka].map((document) => `---\n${JSON.stringify(document, null, 2)}\n`).join("");
}

interface Ready {
  readonly kafka: { readonly bootstrapServers: string };
  readonly metrics?: { readonly url: string };
}

/** The line of JSON that `--output json` prints when everything is up. */
function readyIn(log: string): Ready | undefined {
  const line = log.split("\n").find((candidate) => candidate.startsWith('{"ready":true'));
  return line === undefined ? undefined : (JSON.parse(line) as Ready);
}

/** Starts what `npm start` starts, on 127.0.0.1. */
export async function startMillrace(options: MillraceOptions): Promise<Peer> {
  const { dataDir } = options;
  await build();
  await mkdir(dataDir, { recursive: true });
  const resources = options.resources ?? join(dataDir, "platform.yaml");
  if (options.resources === undefined) await writeFile(resources, documentsOf({ ...brokerConfig, ...options.config }, options.metrics));

  let launches = 0;
  const launch = async (port: number): Promise<{ daemon: Daemon; ready: Ready }> => {
    launches += 1;
    const args = [command, "up", "-f", resources, "--port", String(port), "--data", join(dataDir, "data"), "--output", "json"];
    if (options.metrics !== undefined) args.push("--metrics-port", "0");
    const daemon = new Daemon(process.execPath, args, { logFile: join(dataDir, `millrace-${launches}.log`), cwd: dataDir });
    const readLog = () => readFile(daemon.logFile, "utf8");
    const ready = await daemon.waitFor("millrace", 30_000, async () => readyIn(await readLog()));
    return { daemon, ready };
  };

  const { daemon, ready } = await launch(options.port ?? (await freePort()));
  const { bootstrapServers } = ready.kafka;
  const again = async () => (await launch(Number(bootstrapServers.split(":")[1]))).daemon;
  return runningPeer({ name: "millrace", bootstrapServers, ...(ready.metrics && { metricsUrl: ready.metrics.url }) }, daemon, again);
}
