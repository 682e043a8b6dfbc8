import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openAdmin, openSecurity } from "@millrace/client";
import * as platformatic from "@platformatic/kafka";
import { conformanceFolder } from "../suite.ts";
import { mustRun, runCommand } from "../toolchain/commands.ts";
import { buildGo } from "../toolchain/go.ts";
import { javaCommand, kafkaClasspath } from "../toolchain/java.ts";
import { pythonWith } from "../toolchain/python.ts";
import type { Credentials } from "./attempts.ts";

/** Tries to list the topics. Says "connected", or what it says of the error, free of addresses and times. */
export type Client = (address: string, credentials: Credentials) => Promise<string>;

const timeoutMs = 6_000;

/** As Kafka's client.properties have it. */
function properties({ protocol, trusted, own, checksHost, version }: Credentials): Record<string, string> {
  return {
    "security.protocol": protocol,
    "ssl.truststore.type": "PEM",
    "ssl.truststore.location": trusted,
    ...(own === undefined ? {} : { "ssl.keystore.type": "PEM", "ssl.keystore.location": own }),
    ...(checksHost ? {} : { "ssl.endpoint.identification.algorithm": "" }),
    ...(version === undefined ? {} : { "ssl.enabled.protocols": version }),
  };
}

/** Kafka's own client, by one of its command line tools. */
export async function javaClient(): Promise<Client> {
  const classpath = await kafkaClasspath();
  return async (address, credentials) => {
    const folder = await mkdtemp(join(tmpdir(), "millrace-tls-client-"));
    try {
      const file = join(folder, "client.properties");
      const patience = { "default.api.timeout.ms": String(timeoutMs), "request.timeout.ms": "3000" };
      const lines = Object.entries({ ...properties(credentials), ...patience }).map(([name, value]) => `${name}=${value}\n`);
      await writeFile(file, lines.join(""));
      const args = ["--bootstrap-server", address, "--command-config", file, "--list"];
      const [command = "", ...rest] = await javaCommand("org.apache.kafka.tools.TopicCommand", args, classpath);
      const { code, stdout, stderr } = await runCommand(command, rest, { timeoutMs: 60_000 });
      return code === 0 ? "connected" : javaError(stdout + stderr);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
}

/** The classes of the exceptions, outermost first. What Java says of them differs by what a server's library says. */
function javaError(output: string): string {
  const classes = [...output.matchAll(/(?:^|Caused by: )(?:[a-z]+\.)+(\w+(?:Exception|Error))/gm)].map(([, name]) => name);
  return [...new Set(classes)].filter((name) => name !== "ExecutionException").join(", ");
}

/** librdkafka. */
export async function librdkafkaClient(): Promise<Client> {
  const python = await pythonWith(["confluent-kafka==2.16.1"]);
  const program = join(conformanceFolder, "python/connect.py");
  return async (address, { protocol, trusted, own, checksHost, version }) => {
    const config = {
      "bootstrap.servers": address,
      "security.protocol": protocol,
      "ssl.ca.location": trusted,
      ...(own === undefined ? {} : { "ssl.certificate.location": own, "ssl.key.location": own }),
      ...(checksHost ? {} : { "ssl.endpoint.identification.algorithm": "none" }),
    };
    return (await mustRun(python, ["-B", program, JSON.stringify({ config, version: version ?? null, timeoutMs })])).trim();
  };
}

/** franz-go. */
export async function franzGoClient(): Promise<Client> {
  const program = await buildGo(join(conformanceFolder, "go"));
  return async (address, credentials) =>
    (await mustRun(program, ["connect", JSON.stringify({ address, timeoutMs, ...credentials })])).trim();
}

/** @platformatic/kafka, which speaks TLS as Node does. */
export async function platformaticClient(): Promise<Client> {
  return async (address, { protocol, trusted, own, checksHost, version }) => {
    const pem = own === undefined ? undefined : readFileSync(own, "utf8");
    const tls = {
      ca: readFileSync(trusted, "utf8"),
      ...(pem === undefined ? {} : { key: pem, cert: pem }),
      ...(checksHost ? {} : { checkServerIdentity: () => undefined }),
      ...(version === undefined ? {} : { minVersion: version, maxVersion: version }),
    };
    const base = { clientId: "tls", bootstrapBrokers: [address], retries: 0, connectTimeout: 3000, requestTimeout: 3000 };
    const admin = new platformatic.Admin({ ...base, ...(protocol === "SSL" ? { tls } : {}) });
    return connecting(
      () => admin.listTopics(),
      () => admin.close(),
    );
  };
}

/** Our own client, with the properties that Kafka's tools take. */
export async function millraceClient(): Promise<Client> {
  return async (address, credentials) => {
    const { security } = await openSecurity({ properties: properties(credentials) });
    const admin = openAdmin({ bootstrapServers: address, security, requestTimeoutMs: timeoutMs, operationTimeoutMs: timeoutMs });
    return connecting(
      () => admin.listTopics(),
      () => admin.close(),
    );
  };
}

async function connecting(work: () => Promise<unknown>, close: () => Promise<unknown>): Promise<string> {
  try {
    await work();
    return "connected";
  } catch (thrown) {
    return codesOf(thrown).join(", ");
  } finally {
    await close().catch(() => {});
  }
}

/** The codes of an error and of those that it comes from. */
function codesOf(thrown: unknown): string[] {
  if (!(thrown instanceof Error)) return [];
  const own = "code" in thrown && typeof thrown.code === "string" ? [thrown.code] : [];
  const inner = "errors" in thrown && Array.isArray(thrown.errors) ? thrown.errors : [];
  return [...new Set([...own, ...inner.flatMap(codesOf), ...codesOf(thrown.cause)])];
}
