import { type Client, franzGoClient, javaClient, librdkafkaClient, millraceClient, platformaticClient } from "../connecting/clients.ts";
import { addressOf, type FurtherListener, type Peer } from "../peers/peer.ts";
import type { Case, Suite } from "../suite.ts";
import { type Attempt, attempts } from "../tls/attempts.ts";
import { type CertificateFiles, Certificates } from "../tls/certificates.ts";
import { type JavaStores, makeJavaStores, storePassword } from "../tls/java-stores.ts";
import { ownStores } from "../tls/own-stores.ts";
import { opensslClient, sslyze } from "../tls/scanners.ts";
import { storeCases, storeListeners } from "../tls/store-cases.ts";
import { answerTo, beginnings } from "../tls/wire.ts";

const certificates = new Certificates();
let stores: Promise<JavaStores> | undefined;
function javaStores(): Promise<JavaStores> {
  stores ??= makeJavaStores(certificates);
  return stores;
}
process.on("exit", () => certificates.close());

function listeners(
  { authority, server, serverOfOtherHost, serverSoonExpired }: CertificateFiles,
  stores: JavaStores,
): readonly FurtherListener[] {
  const trust = { "ssl.truststore.type": "PEM", "ssl.truststore.location": authority };
  const trustIn = (location: string, type: string) => ({
    "ssl.truststore.type": type,
    "ssl.truststore.location": location,
    "ssl.truststore.password": storePassword,
    "ssl.client.auth": "required",
  });
  const listener = (name: string, keys: string, more: Readonly<Record<string, string>> = {}): FurtherListener => ({
    name,
    keys,
    sasl: false,
    settings: more,
  });
  return [
    listener("server", server),
    listener("mutual", server, { ...trust, "ssl.client.auth": "required" }),
    listener("wanted", server, { ...trust, "ssl.client.auth": "requested" }),
    listener("otherhost", serverOfOtherHost),
    listener("expiring", serverSoonExpired),
    listener("newest", server, { "ssl.enabled.protocols": "TLSv1.3" }),
    listener(storeListeners.altered, server),
    listener(storeListeners.pkcs12, server, trustIn(stores.trust, "PKCS12")),
    listener(storeListeners.jks, server, trustIn(stores.trustJks, "JKS")),
    listener("chosen", server, { "ssl.enabled.protocols": "TLSv1.2", "ssl.cipher.suites": "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256" }),
  ];
}

function tried(name: string, client: Client, attempt: Attempt): Case {
  return {
    name: `${name}: ${attempt.name}`,
    async run(peer) {
      if (attempt.afterExpiry === true) await certificates.expired();
      return { outcome: await client(addressOf(peer, attempt.listener), attempt.with) };
    },
  };
}

async function clientCases(java: Client): Promise<Case[]> {
  const all = attempts(certificates.files);
  // librdkafka takes the newest version that both speak, and can't be told otherwise.
  const newest = all.filter(({ with: { version } }) => version !== "TLSv1.2");
  const clients: readonly [name: string, client: Client, attempts: readonly Attempt[]][] = [
    ["java", java, all],
    ["librdkafka", await librdkafkaClient(), newest],
    ["franz-go", await franzGoClient(), all],
    ["platformatic", await platformaticClient(), all],
    ["millrace", await millraceClient(), all],
  ];
  return clients.flatMap(([name, client, own]) => own.map((attempt) => tried(name, client, attempt)));
}

async function scannerCases(): Promise<Case[]> {
  const [scan, shakeHands] = [await sslyze(), opensslClient()];
  return [
    { name: "sslyze", alone: true, run: (peer) => scan(peer, addressOf(peer, "server")) },
    ...["tls1_2", "tls1_3", "tls1_1"].map((version) => ({
      name: `openssl s_client ${version}`,
      run: (peer: Peer) => shakeHands(addressOf(peer, "server"), certificates.files, version),
    })),
  ];
}

const wireCases: readonly Case[] = Object.entries(beginnings).map(([what, bytes]) => ({
  name: `bytes: ${what}`,
  run: (peer) => answerTo(addressOf(peer, "server"), bytes),
}));

/** Right, wrong, missing, expired and untrusted certificates on both sides, by many clients; and what scanners find. */
export const tls: Suite = {
  name: "tls",
  async listeners() {
    const made = await javaStores();
    certificates.beginShortLife();
    return listeners(certificates.files, made);
  },
  async prepare() {
    const java = await javaClient();
    const clients = { java: java.connect, millrace: await millraceClient() };
    const withStores = storeCases(await javaStores(), certificates.files, await platformaticClient(), clients);
    const own = [...withStores, ownStores(certificates), ...(await scannerCases()), ...wireCases];
    return { cases: [...(await clientCases(java.connect)), ...own], close: () => java.close() };
  },
};
