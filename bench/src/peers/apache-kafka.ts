import { mkdir, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { systemRandom } from "@millrace/kit";
import { freePort } from "../../../conformance/src/peers/daemon.ts";
import { brokerConfig } from "../../../conformance/src/peers/peer.ts";
import { mustRun } from "../../../conformance/src/toolchain/commands.ts";
import { kafkaClasspath, requireJava } from "../../../conformance/src/toolchain/java.ts";
import { type BrokerProcess, launch } from "./broker-process.ts";
import type { ServerCertificate } from "./certificates.ts";
import { everyoneByDefault } from "./scrutiny.ts";

/** What Kafka's own start script gives its server, so that it is measured as people run it. */
const flags = [
  "-Xms1G",
  "-Xmx1G",
  "-server",
  "-XX:+UseG1GC",
  "-XX:MaxGCPauseMillis=20",
  "-XX:InitiatingHeapOccupancyPercent=35",
  "-XX:+ExplicitGCInvokesConcurrent",
  "-XX:MaxInlineLevel=15",
  "-Djava.awt.headless=true",
];

const logging = join(import.meta.dirname, "../../../conformance/java/log4j2.xml");

/** One node in one process with Kafka's defaults; only what a single node needs is set. */
function propertiesOf(port: number, controllerPort: number, folder: string, tls: Readonly<Record<string, string>>): string {
  const name = "ssl.keystore.type" in tls ? "SSL" : "PLAINTEXT";
  const listeners = `${name}://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`;
  const properties = {
    "process.roles": "broker,controller",
    "node.id": "0",
    listeners,
    "advertised.listeners": listeners,
    "controller.listener.names": "CONTROLLER",
    "controller.quorum.bootstrap.servers": `127.0.0.1:${controllerPort}`,
    "log.dirs": join(folder, "logs"),
    ...brokerConfig,
    "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
    ...everyoneByDefault,
    "share.coordinator.state.topic.replication.factor": "1",
    "share.coordinator.state.topic.min.isr": "1",
    ...tls,
  };
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${value}\n`)
    .join("");
}

/** Its only listener for clients has TLS; it is also a client of its own, and trusts itself. */
function tlsProperties({ key, chain, trusted }: ServerCertificate): Record<string, string> {
  const inline = (pem: string) => pem.trimEnd().replaceAll("\n", "\\n");
  return {
    "inter.broker.listener.name": "SSL",
    "listener.security.protocol.map": "SSL:SSL,CONTROLLER:PLAINTEXT",
    "ssl.keystore.type": "PEM",
    "ssl.keystore.key": inline(key),
    "ssl.keystore.certificate.chain": inline(chain),
    "ssl.truststore.type": "PEM",
    "ssl.truststore.certificates": inline(trusted),
  };
}

/** Formats an empty data directory below `folder` and starts Kafka on it. Formatting is not part of the start's time. */
export async function startApacheKafka(folder: string, certificate?: ServerCertificate): Promise<BrokerProcess> {
  const java = await requireJava();
  const classpath = (await kafkaClasspath()).join(delimiter);
  const [port, controllerPort] = [await freePort(), await freePort()];
  const properties = join(folder, "server.properties");
  const common = [`-Dlog4j2.configurationFile=${logging}`, "-cp", classpath];
  await mkdir(folder, { recursive: true });
  const [tls, trusted] = certificate === undefined ? [{}, {}] : [tlsProperties(certificate), { trusted: certificate.trusted }];
  await writeFile(properties, propertiesOf(port, controllerPort, folder, tls));
  const format = ["kafka.tools.StorageTool", "format", "--standalone", "-t", systemRandom.uuid(), "-c", properties];
  await mustRun(java, [...common, ...format], { timeoutMs: 60_000 });
  return launch({ name: "kafka", command: java, args: [...flags, ...common, "kafka.Kafka", properties], port, folder, ...trusted });
}
