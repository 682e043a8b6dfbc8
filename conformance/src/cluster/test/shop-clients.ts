import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type CommandResult, runCommand } from "../../toolchain/commands.ts";
import { pythonWith } from "../../toolchain/python.ts";
import type { Cluster } from "../cluster.ts";
import { kubectl } from "./on-cluster.ts";

/** Programs that use the Kafka of examples/cluster, as one of its users or as somebody else. */
export interface ShopClient {
  /** Writes lines to a topic. What the program said is in the result, whether it let them be or not. */
  produce(topic: string, lines: readonly string[]): Promise<CommandResult>;
  /** Reads as many records of a topic as there are, up to `count`. */
  consume(topic: string, count: number, group: string): Promise<CommandResult>;
}

const program = join(import.meta.dirname, "../../../python/records.py");

export type ShopUser = "checkout" | "billing";

/** A pod with Kafka's own tools, which has of Kafka what any pod can be given: its authority's certificate and the users' Secrets. */
const toolsPod = (image: string) => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "tools" },
  spec: {
    securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
    terminationGracePeriodSeconds: 0,
    containers: [
      {
        ...{ name: "tools", image, command: ["sh", "-ec", writeProperties] },
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
        resources: { requests: { cpu: "250m" } },
        volumeMounts: ["authority", "checkout", "billing"].map((name) => ({ name, mountPath: `/given/${name}` })),
        readinessProbe: { exec: { command: ["test", "-e", "/tmp/ready"] }, periodSeconds: 1 },
      },
    ],
    volumes: [
      { name: "authority", secret: { secretName: "shop-cluster-ca-cert" } },
      ...["checkout", "billing"].map((secretName) => ({ name: secretName, secret: { secretName } })),
    ],
  },
});

const writeProperties = `
trust='ssl.truststore.type=PEM
ssl.truststore.location=/given/authority/ca.crt'
cat > /tmp/checkout.properties <<END
security.protocol=SASL_SSL
sasl.mechanism=SCRAM-SHA-512
sasl.jaas.config=$(cat /given/checkout/sasl.jaas.config)
$trust
END
cat > /tmp/billing.properties <<END
security.protocol=SSL
ssl.keystore.type=PKCS12
ssl.keystore.location=/given/billing/user.p12
ssl.keystore.password=$(cat /given/billing/user.password)
$trust
END
touch /tmp/ready
exec sleep infinity
`;

/** Starts the pod. The users' Secrets have to be there. */
export async function startTools(cluster: Cluster, image: string): Promise<void> {
  await kubectl(cluster, "apply --filename=-", JSON.stringify(toolsPod(image)));
  await kubectl(cluster, "wait --for=condition=Ready pod/tools --timeout=60s");
}

const ports: Readonly<Record<ShopUser, number>> = { checkout: 9092, billing: 9093 };

/** A user's program in a pod: Kafka's console tools. */
export function insideClient(cluster: Cluster, user: ShopUser): ShopClient {
  const common = ["--bootstrap-server", `shop-kafka-bootstrap:${ports[user]}`, "--command-config", `/tmp/${user}.properties`];
  const run = (tool: string, args: readonly string[], input = ""): Promise<CommandResult> =>
    cluster.kubectl(["exec", "--stdin", "tools", "--", `/opt/kafka/bin/${tool}`, ...common, ...args], { input, timeoutMs: 120_000 });
  return {
    produce: (topic, lines) => run("kafka-console-producer.sh", ["--topic", topic], text(lines)),
    consume: (topic, count, group) =>
      run("kafka-console-consumer.sh", [
        ...["--topic", topic, "--group", group, "--from-beginning"],
        ...["--max-messages", String(count), "--timeout-ms", "30000"],
      ]),
  };
}

/** A user's program outside of the cluster: librdkafka, by way of NodePorts. */
export async function outsideClient(cluster: Cluster, folder: string, user: ShopUser): Promise<ShopClient> {
  const listener = user === "checkout" ? "outside" : "outsidetls";
  const server = await kubectl(cluster, `get kafka shop --output jsonpath={.status.listeners[?(@.name=="${listener}")].bootstrapServers}`);
  return librdkafka(server, await loginOf(cluster, folder, user));
}

/** Somebody who knows where the Kafka is and whom to trust, and nothing else. */
export async function stranger(cluster: Cluster, folder: string, login: Readonly<Record<string, string>>): Promise<ShopClient> {
  const server = await kubectl(cluster, 'get kafka shop --output jsonpath={.status.listeners[?(@.name=="outside")].bootstrapServers}');
  return librdkafka(server, { ...(await trustOf(cluster, folder)), ...login });
}

async function librdkafka(server: string, login: Readonly<Record<string, string>>): Promise<ShopClient> {
  const python = await pythonWith(["confluent-kafka==2.16.1"]);
  const run = (more: Readonly<Record<string, string>>, args: readonly string[], input = ""): Promise<CommandResult> => {
    const settings = JSON.stringify({ "bootstrap.servers": server, ...login, ...more });
    return runCommand(python, ["-B", program, settings, ...args], { input, timeoutMs: 90_000 });
  };
  return {
    produce: (topic, lines) => run({}, ["produce", topic], text(lines)),
    consume: (topic, count, group) => run({ "group.id": group }, ["consume", topic, String(count)]),
  };
}

async function loginOf(cluster: Cluster, folder: string, user: ShopUser): Promise<Readonly<Record<string, string>>> {
  const trust = await trustOf(cluster, folder);
  if (user === "checkout") {
    const password = (await secretEntry(cluster, "checkout", "password")).toString();
    const scram = { "security.protocol": "SASL_SSL", "sasl.mechanism": "SCRAM-SHA-512" };
    return { ...trust, ...scram, "sasl.username": "checkout", "sasl.password": password };
  }
  const certificate = await secretFile(cluster, folder, "billing", "user.crt");
  const key = await secretFile(cluster, folder, "billing", "user.key");
  return { ...trust, "security.protocol": "SSL", "ssl.certificate.location": certificate, "ssl.key.location": key };
}

/** Machines come and go: as with Strimzi, certificates name none of them. */
const trustOf = async (cluster: Cluster, folder: string): Promise<Readonly<Record<string, string>>> => ({
  "ssl.ca.location": await secretFile(cluster, folder, "shop-cluster-ca-cert", "ca.crt"),
  "ssl.endpoint.identification.algorithm": "none",
});

async function secretEntry(cluster: Cluster, secret: string, entry: string): Promise<Buffer> {
  const encoded = await kubectl(cluster, `get secret ${secret} --output jsonpath={.data.${entry.replaceAll(".", "\\.")}}`);
  return Buffer.from(encoded, "base64");
}

async function secretFile(cluster: Cluster, folder: string, secret: string, entry: string): Promise<string> {
  await mkdir(join(folder, secret), { recursive: true });
  const path = join(folder, secret, entry);
  await writeFile(path, await secretEntry(cluster, secret, entry), { mode: 0o600 });
  return path;
}

const text = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join("");
