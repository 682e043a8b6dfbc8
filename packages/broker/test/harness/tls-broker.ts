import { once } from "node:events";
import { type ConnectionOptions, connect, type TLSSocket } from "node:tls";
import { MemoryFiles } from "@millrace/files";
import { jsonLogger, ManualClock } from "@millrace/kit";
import { certificatePem, certify, keyPem, type Pair } from "./certificates.ts";
import { TestBroker } from "./test-broker.ts";

export const authority = certify("authority", { kind: "authority" });
export const names = ["localhost", "127.0.0.1"];
export const server = certify("broker", { kind: "server", names }, { issuer: authority });
export const keyStorePath = "tls/keys.pem";
export const trusting = { host: "127.0.0.1", ca: certificatePem(authority) };
export const withCertificate = (pair: Pair) => ({ ...trusting, key: keyPem(pair), cert: certificatePem(pair) });

export function writeKeyStore(files: MemoryFiles, pair: Pair): void {
  writeStore(files, keyStorePath, Buffer.from(keyPem(pair) + certificatePem(pair)));
}

export function writeStore(files: MemoryFiles, path: string, bytes: Buffer): void {
  files.makeDirectory("tls");
  const file = files.open(path, "create");
  file.truncate(0);
  file.write(bytes, 0);
  file.close();
}

/**
 * A broker with a listener that has TLS and one that has not; its log, and its files. Properties that are undefined are left out; `prepare`
 * writes further files before it starts.
 */
export async function startTlsBroker(
  properties: Readonly<Record<string, string | undefined>> = {},
  securityProtocol: "SSL" | "SASL_SSL" = "SSL",
  prepare: (files: MemoryFiles) => void = () => {},
) {
  const lines: Record<string, unknown>[] = [];
  const logger = jsonLogger({ level: "info", now: () => 0, write: (line) => lines.push(JSON.parse(line)) });
  const clock = new ManualClock();
  const files = new MemoryFiles(clock);
  writeKeyStore(files, server);
  prepare(files);
  const listeners = [
    { name: "PLAIN-9092", host: "127.0.0.1", port: 0 },
    { name: "TLS-9093", securityProtocol, host: "127.0.0.1", port: 0 },
  ] as const;
  const given = { "listener.name.tls-9093.ssl.keystore.type": "PEM", "listener.name.tls-9093.ssl.keystore.location": keyStorePath };
  const trust = { "ssl.truststore.type": "PEM", "ssl.truststore.certificates": certificatePem(authority) };
  const all = Object.entries({ ...given, ...trust, ...properties }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  const broker = await TestBroker.start(Object.fromEntries(all), { clock, files, logger, listeners });
  const [plainPort = 0, port = 0] = broker.broker.listeners.map((listener) => listener.port);
  const failures = () => lines.filter(({ message }) => message === "TLS handshake failed").map(({ reason }) => String(reason));
  return { broker, clock, files, lines, plainPort, port, failures };
}

export async function shakeHands(port: number, options: ConnectionOptions = trusting): Promise<TLSSocket> {
  const socket = connect({ port, ...options });
  await once(socket, "secureConnect");
  return socket;
}

export async function eventually(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}
