import { readFileSync } from "node:fs";
import { join } from "node:path";
import { openAdmin, openSecurity } from "@millrace/client";
import type { Closeable } from "@millrace/kit";
import { hasTls } from "@millrace/security";
import * as platformatic from "@platformatic/kafka";
import { Driver } from "../driver.ts";
import { conformanceFolder } from "../suite.ts";
import { mustRun } from "../toolchain/commands.ts";
import { buildGo } from "../toolchain/go.ts";
import { compileJava, javaCommand, kafkaClasspath } from "../toolchain/java.ts";
import { pythonWith } from "../toolchain/python.ts";
import type { Credentials } from "./credentials.ts";
import { clientProperties } from "./properties.ts";

/**
 * Tries to list the topics, and once more after `pauseMs` if that is given. Says "connected", or what it says of the error, free of
 * addresses and times.
 */
export type Client = (address: string, credentials: Credentials, pauseMs?: number) => Promise<string>;

/** Of a machine that has much to do besides. */
const timeoutMs = 20_000;

/** Kafka's own client. The program goes on until it is closed. */
export async function javaClient(): Promise<Closeable & { readonly connect: Client }> {
  const classpath = await kafkaClasspath();
  const classes = await compileJava(join(conformanceFolder, "java"), classpath);
  const [command = "", ...args] = await javaCommand("dev.millrace.conformance.Connecting", [], [classes, ...classpath]);
  const driver = new Driver({ command, args });
  await driver.cases;
  let attempts = 0;
  return {
    close: () => driver.close(),
    async connect(address, credentials, pauseMs = 0) {
      const patience = { "default.api.timeout.ms": String(timeoutMs), "request.timeout.ms": String(timeoutMs / 2) };
      const properties = { ...clientProperties(credentials), ...patience, "bootstrap.servers": address };
      return String(await driver.ask(String(++attempts), { properties, pauseMs }, 60_000));
    },
  };
}

/** librdkafka. */
export async function librdkafkaClient(): Promise<Client> {
  const python = await pythonWith(["confluent-kafka==2.16.1"]);
  const program = join(conformanceFolder, "python/connect.py");
  return async (address, credentials, pauseMs = 0) => {
    const { protocol, trusted, own, checksHost, version, sasl } = credentials;
    const config = {
      "bootstrap.servers": address,
      "security.protocol": protocol,
      "ssl.ca.location": trusted,
      ...(own === undefined ? {} : { "ssl.certificate.location": own, "ssl.key.location": own }),
      ...(checksHost ? {} : { "ssl.endpoint.identification.algorithm": "none" }),
      ...(sasl === undefined ? {} : { "sasl.mechanism": sasl.mechanism }),
      ...(sasl === undefined || "token" in sasl ? {} : { "sasl.username": sasl.username, "sasl.password": sasl.password }),
    };
    const token = sasl !== undefined && "token" in sasl ? sasl.token : null;
    const asked = { config, version: version ?? null, token, timeoutMs, pauseMs };
    return (await mustRun(python, ["-B", program, JSON.stringify(asked)])).trim();
  };
}

/** franz-go. */
export async function franzGoClient(): Promise<Client> {
  const program = await buildGo(join(conformanceFolder, "go"));
  return async (address, credentials, pauseMs = 0) =>
    (await mustRun(program, ["connect", JSON.stringify({ address, timeoutMs, pauseMs, ...credentials })])).trim();
}

/** @platformatic/kafka, which speaks TLS as Node does. */
export async function platformaticClient(): Promise<Client> {
  return async (address, credentials, pauseMs) => {
    const { protocol, trusted, own, checksHost, version, sasl } = credentials;
    const pem = own === undefined ? undefined : readFileSync(own, "utf8");
    const tls = {
      ca: readFileSync(trusted, "utf8"),
      ...(pem === undefined ? {} : { key: pem, cert: pem }),
      ...(checksHost ? {} : { checkServerIdentity: () => undefined }),
      ...(version === undefined ? {} : { minVersion: version, maxVersion: version }),
    };
    const patience = { retries: 0, connectTimeout: timeoutMs / 2, requestTimeout: timeoutMs / 2 };
    const base = { clientId: "connecting", bootstrapBrokers: [address], ...patience };
    const admin = new platformatic.Admin({ ...base, ...(hasTls(protocol) ? { tls } : {}), ...(sasl === undefined ? {} : { sasl }) });
    return connecting(
      () => admin.listTopics(),
      () => admin.close(),
      pauseMs,
    );
  };
}

/** Our own client, with the properties that Kafka's tools take. */
export async function millraceClient(): Promise<Client> {
  return async (address, credentials, pauseMs) => {
    const { security } = await openSecurity({ properties: clientProperties(credentials) });
    const admin = openAdmin({ bootstrapServers: address, security, requestTimeoutMs: timeoutMs, operationTimeoutMs: timeoutMs });
    return connecting(
      () => admin.listTopics(),
      () => admin.close(),
      pauseMs,
    );
  };
}

async function connecting(work: () => Promise<unknown>, close: () => Promise<unknown>, pauseMs = 0): Promise<string> {
  try {
    await work();
    if (pauseMs > 0) {
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      await work();
    }
    return "connected";
  } catch (thrown) {
    return [...codesOf(thrown), ...saidOfLogin(thrown)].join(", ");
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

/** What the broker said of a login, as the client repeats it. */
function saidOfLogin(thrown: unknown): string[] {
  if (!(thrown instanceof Error)) return [];
  const inner = "errors" in thrown && Array.isArray(thrown.errors) ? thrown.errors : [];
  const own = /authenticat|SASL/i.test(thrown.message) ? [thrown.message.replace(/127\.0\.0\.1:\d+/, "the broker")] : [];
  return [...new Set([...own, ...inner.flatMap(saidOfLogin), ...saidOfLogin(thrown.cause)])];
}
