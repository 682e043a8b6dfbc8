import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { assert, MillraceError } from "@millrace/kit";
import { freePort } from "../../../conformance/src/peers/daemon.ts";
import { brokerConfig } from "../../../conformance/src/peers/peer.ts";
import { type BrokerProcess, launch } from "./broker-process.ts";
import type { ServerCertificate } from "./certificates.ts";
import { everyoneByDefault } from "./scrutiny.ts";

export const root = join(import.meta.dirname, "../../..");
const command = join(root, "packages/cli/bin/millrace.js");
const bundle = join(root, "packages/cli/dist/main.js");
/** How the line begins that tells that all resources are ready. */
export const readyLine = '{"ready":true';
/** What `npm start` runs. */
export const resources = join(root, "examples/quickstart/platform.yaml");

/** Strimzi's name for Kafka's own ACLs. */
const authorization = { type: "simple" } as const;

/** What `npm start` runs, with ACLs. */
async function resourcesWithAcls(): Promise<string> {
  const quickstart = await readFile(resources, "utf8");
  const given = quickstart.replace(/^ {2}kafka:\n/m, `$&    authorization: ${JSON.stringify(authorization)}\n`);
  const configs = Object.entries(everyoneByDefault).map(([name, value]) => `      ${name}: "${value}"\n`);
  const configured = given.replace(/^ {4}config:\n/m, `$&${configs.join("")}`);
  assert(quickstart !== given && given !== configured, "the quickstart has a Kafka with configs");
  return configured;
}

/** One node whose only listener has TLS, with this certificate; JSON is YAML too. */
function resourcesWithTls({ key, chain }: ServerCertificate): string {
  const apiVersion = "kafka.strimzi.io/v1";
  const brokerCertChainAndKey = { secretName: "own", certificate: "tls.crt", key: "tls.key" };
  const listener = { name: "tls", port: 9093, type: "internal", tls: true, configuration: { brokerCertChainAndKey } };
  const factors = Object.entries(brokerConfig).filter(([name]) => name.endsWith("replication.factor"));
  const config = { ...Object.fromEntries(factors), ...everyoneByDefault };
  const labels = { "strimzi.io/cluster": "bench" };
  const storage = { type: "persistent-claim", size: "10Gi" };
  const documents = [
    { apiVersion, kind: "Kafka", metadata: { name: "bench" }, spec: { kafka: { authorization, listeners: [listener], config } } },
    {
      apiVersion,
      kind: "KafkaNodePool",
      metadata: { name: "node", labels },
      spec: { replicas: 1, roles: ["controller", "broker"], storage },
    },
    { apiVersion: "v1", kind: "Secret", metadata: { name: "own" }, stringData: { "tls.key": key, "tls.crt": chain } },
  ];
  return documents.map((document) => `---\n${JSON.stringify(document)}\n`).join("");
}

export interface StartOptions {
  /** Where a CPU profile is written at the end, if one is wanted. */
  readonly profiles?: string;
  /** Listen with TLS, and with nothing else. */
  readonly certificate?: ServerCertificate;
}

/** Starts on an empty data directory below `folder` what `npm start` starts, or a node with TLS; with ACLs. */
export async function startMillrace(folder: string, { profiles, certificate }: StartOptions = {}): Promise<BrokerProcess> {
  if (!existsSync(bundle)) throw new MillraceError("NOT_FOUND", `${bundle} is missing`, { hint: "Run: npm run build" });
  const port = await freePort();
  await mkdir(folder, { recursive: true });
  const profiling = profiles === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${profiles}`];
  const file = join(folder, "platform.yaml");
  await writeFile(file, certificate === undefined ? await resourcesWithAcls() : resourcesWithTls(certificate));
  const trusted = certificate === undefined ? {} : { trusted: certificate.trusted };
  const up = ["up", "-f", file, "--port", String(port), "--data", join(folder, "data"), "--output", "json"];
  return launch({ name: "millrace", command: process.execPath, args: [...profiling, command, ...up], port, folder, ...trusted });
}
