import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pemBlocks } from "@millrace/security/tls";
import { mustRun } from "../toolchain/commands.ts";
import { Daemon, freePort } from "./daemon.ts";
import { ownWords } from "./own-words.ts";
import { brokerConfig, type FurtherListener, type MetricsNaming, type Peer } from "./peer.ts";
import { type Launched, runningPeer } from "./running-peer.ts";

export interface MillraceOptions {
  /** Of the first listener; without it a free one is taken. */
  readonly port?: number;
  readonly dataDir: string;
  /** A file or folder of resources; without it, one node with `config`. */
  readonly resources?: string;
  /** Broker properties on top of those that both peers have. */
  readonly config?: Readonly<Record<string, string>>;
  /** Listeners beside the plain one. */
  readonly listeners?: readonly FurtherListener[];
  /** Tell metrics under these names, at a port that is free. */
  readonly metrics?: MetricsNaming;
  /** A command line that runs the process in place of this machine as it is: with limits, or other things mounted. It keeps its process id. */
  readonly within?: readonly string[];
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
async function documentsOf(
  properties: Readonly<Record<string, string>>,
  { metrics, listeners = [] }: Pick<MillraceOptions, "metrics" | "listeners">,
): Promise<string> {
  const { config, spec } = ownWords(properties);
  const apiVersion = "kafka.strimzi.io/v1";
  // Without rules of its own, the JMX exporter's names are what `--metrics-port` alone gives.
  const metricsConfig = metrics === "strimziMetricsReporter" ? { metricsConfig: { type: metrics } } : {};
  const plain = { name: "plain", port: 9092, type: "internal", tls: false };
  const further: object[] = [];
  const secrets: object[] = [];
  for (const { name, keys, sasl, settings } of listeners) {
    const authentication = { type: "custom", sasl, listenerConfig: settings };
    const common = { name, port: await freePort(), type: "internal", tls: keys !== undefined, authentication };
    if (keys === undefined) further.push(common);
    else {
      const pem = await readFile(keys, "utf8");
      const stringData = { "tls.key": pemBlocks(pem, "PRIVATE KEY").join("\n"), "tls.crt": pemBlocks(pem, "CERTIFICATE").join("\n") };
      secrets.push({ apiVersion: "v1", kind: "Secret", metadata: { name }, stringData });
      const brokerCertChainAndKey = { secretName: name, certificate: "tls.crt", key: "tls.key" };
      further.push({ ...common, configuration: { brokerCertChainAndKey } });
    }
  }
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
    spec: { kafka: { listeners: [plain, ...further], config, ...spec, ...metricsConfig } },
  };
  return [pool, kafka, ...secrets].map((document) => `---\n${JSON.stringify(document, null, 2)}\n`).join("");
}

interface Ready {
  readonly kafka: {
    readonly bootstrapServers: string;
    readonly listeners: readonly { readonly listener: string; readonly bootstrapServers: string }[];
  };
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
  if (options.resources === undefined) await writeFile(resources, await documentsOf({ ...brokerConfig, ...options.config }, options));

  let launches = 0;
  const launch = (port: number, env: Readonly<Record<string, string>> = {}): Launched<Ready> => {
    launches += 1;
    const args = [command, "up", "-f", resources, "--port", String(port), "--data", join(dataDir, "data"), "--output", "json"];
    if (options.metrics !== undefined) args.push("--metrics-port", "0");
    const [program = process.execPath, ...before] = [...(options.within ?? []), process.execPath];
    const daemon = new Daemon(program, [...before, ...args], { logFile: join(dataDir, `millrace-${launches}.log`), cwd: dataDir, env });
    const readLog = () => readFile(daemon.logFile, "utf8");
    return { daemon, ready: daemon.waitFor("millrace", 60_000, async () => readyIn(await readLog())) };
  };

  const { daemon, ready: firstReady } = launch(options.port ?? (await freePort()));
  const ready = await firstReady;
  const { bootstrapServers } = ready.kafka;
  const again = (env: Readonly<Record<string, string>>) => launch(Number(bootstrapServers.split(":")[1]), env);
  const listeners = Object.fromEntries(
    ready.kafka.listeners.map(({ listener, bootstrapServers: address }) => [listener.replace(/-\d+$/, "").toLowerCase(), address]),
  );
  return runningPeer(
    { name: "millrace", bootstrapServers, listeners, ...(ready.metrics && { metricsUrl: ready.metrics.url }) },
    daemon,
    again,
  );
}
