import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { type Admin, openAdmin, openSecurity } from "@millrace/client";
import { sleep, systemClock, systemRandom } from "@millrace/kit";
import { newAuthority } from "@millrace/security/certificates";
import { ourCrds } from "../../kubernetes/crds.ts";
import { startApacheKafka } from "../../peers/apache-kafka.ts";
import { Daemon, freePort } from "../../peers/daemon.ts";
import type { Peer } from "../../peers/peer.ts";
import { type Cluster, startApiCluster } from "../cluster.ts";
import { kubectl, onCluster, until } from "./on-cluster.ts";

const program = join(import.meta.dirname, "../../../../packages/operator/src/process/main.ts");
const login = (name: string, password: string, more = "") =>
  `org.apache.kafka.common.security.plain.PlainLoginModule required username="${name}" password="${password}"${more};`;

/** A Kafka that nobody declares, whose clients have to log in. */
const startKafka = (dataDir: string): Promise<Peer> =>
  startApacheKafka({
    dataDir,
    config: {
      "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
      "super.users": "User:operator;User:ANONYMOUS",
    },
    listeners: [
      {
        ...{ name: "login", sasl: true },
        settings: { "sasl.enabled.mechanisms": "PLAIN", "plain.sasl.jaas.config": login("x", "x", ' user_operator="secret"') },
      },
    ],
  });

const declared = `
apiVersion: kafka.strimzi.io/v1
kind: KafkaTopic
metadata: { name: orders, labels: { strimzi.io/cluster: elsewhere } }
spec: { partitions: 3, replicas: 1, config: { retention.ms: 60000 } }
---
apiVersion: kafka.strimzi.io/v1
kind: KafkaTopic
metadata: { name: others, labels: { strimzi.io/cluster: another } }
spec: { partitions: 1, replicas: 1 }
---
apiVersion: kafka.strimzi.io/v1
kind: KafkaUser
metadata: { name: ann, labels: { strimzi.io/cluster: elsewhere } }
spec:
  authentication: { type: scram-sha-512 }
  authorization: { type: simple, acls: [{ resource: { type: topic, name: orders }, operations: [Read] }] }
---
apiVersion: kafka.strimzi.io/v1
kind: KafkaUser
metadata: { name: bob, labels: { strimzi.io/cluster: elsewhere } }
spec: { authentication: { type: tls }, quotas: { producerByteRate: 1000 } }
`;

/** The authority of users' certificates, as its owner gives it. */
async function authoritySecrets(): Promise<string> {
  const policy = { validityDays: 1, renewalDays: 1, expirationPolicy: "renew-certificate" } as const;
  const making = { nowMs: systemClock.now(), serialNumber: () => systemRandom.bytes(16), keys: "ECDSA" as const };
  const { certificate, key } = await newAuthority("clients-ca", policy, making);
  assert.ok(key);
  const entries = {
    "elsewhere-clients-ca-cert": { "ca.crt": certificate.toString() },
    "elsewhere-clients-ca": { "ca.key": key.export({ type: "pkcs8", format: "pem" }).toString() },
  };
  const items = Object.entries(entries).map(([name, stringData]) => ({ apiVersion: "v1", kind: "Secret", metadata: { name }, stringData }));
  return JSON.stringify({ apiVersion: "v1", kind: "List", items });
}

/** One of the programs of the operator's image, once it says that it is ready. */
async function start(name: string, cluster: Cluster, folder: string, settings: Readonly<Record<string, string>>): Promise<Daemon> {
  const port = await freePort();
  const env = {
    ...{ KUBECONFIG: cluster.kubeconfig, STRIMZI_NAMESPACE: "default" },
    ...{ MILLRACE_HTTP_PORT: String(port), MILLRACE_HTTP_HOST: "127.0.0.1", ...settings },
  };
  const options = { logFile: join(folder, `${name}.log`), cwd: folder, env };
  const operator = new Daemon(process.execPath, ["--conditions=source", program, name], options);
  const isReady = async () => ((await fetch(`http://127.0.0.1:${port}/ready`).catch(() => undefined))?.ok ? true : undefined);
  await operator.waitFor(name, 30_000, isReady);
  return operator;
}

async function topicsAreLookedAfter(cluster: Cluster, admin: Admin): Promise<void> {
  await kubectl(cluster, "wait --for=condition=Ready kafkatopic/orders --timeout=60s");
  const [topic, ...more] = await admin.listTopics();
  assert.deepEqual([topic?.name, topic?.partitions.length, more], ["orders", 3, []]);
  await kubectl(cluster, 'patch kafkatopic orders --type=merge --patch {"spec":{"partitions":5}}');
  await until("the topic has grown", async () => (await admin.listTopics())[0]?.partitions.length === 5);
}

/** What could not be done while there was no Kafka is done as soon as there is one, rather than at the next try. */
async function lossesAreMadeUpFor(cluster: Cluster, kafka: Peer): Promise<void> {
  await kafka.kill9();
  await kubectl(cluster, 'patch kafkatopic orders --type=merge --patch {"spec":{"partitions":6}}');
  await kubectl(cluster, "wait --for=condition=Ready=False kafkatopic/orders --timeout=60s");
  await sleep(systemClock, 35_000); // by now the next try is half a minute away
  await kafka.restart();
  await kubectl(cluster, "wait --for=condition=Ready kafkatopic/orders --timeout=10s");
}

async function usersAreLookedAfter(cluster: Cluster, admin: Admin): Promise<void> {
  await kubectl(cluster, "wait --for=condition=Ready kafkauser/ann kafkauser/bob --timeout=60s");
  assert.deepEqual(
    (await admin.describeUserScramCredentials()).map(({ user }) => user),
    ["ann"],
  );
  assert.deepEqual(
    (await admin.describeAcls()).map(({ principal, resourceName, operation }) => `${principal} ${operation} ${resourceName}`),
    ["User:ann Read orders"],
  );
  assert.match(await kubectl(cluster, "get secret elsewhere-bob --output jsonpath={.data}"), /user\.crt.*user\.p12/);
  await kubectl(cluster, "delete kafkauser ann --wait");
  await until("the user is gone from Kafka", async () => (await admin.describeUserScramCredentials()).length === 0);
}

test("a Topic and a User Operator by themselves look after a Kafka that nobody declares", (t) =>
  onCluster(
    t,
    async (folder) => startApiCluster({ folder, crds: (await ourCrds()).filter(({ metadata }) => /topic|user/.test(metadata.name)) }),
    async (cluster) => {
      const folder = join(cluster.kubeconfig, "..");
      const kafka = await startKafka(join(folder, "kafka"));
      const address = { STRIMZI_KAFKA_BOOTSTRAP_SERVERS: kafka.listeners.login ?? "" };
      const clientConfig = [
        ...["security.protocol=SASL_PLAINTEXT", "sasl.mechanism=PLAIN"],
        `sasl.jaas.config=${login("operator", "secret").replaceAll("\\", "\\\\")}`,
      ].join("\n");
      const { security } = await openSecurity({ properties: {} });
      const admin = openAdmin({ bootstrapServers: kafka.bootstrapServers, security });
      const operators: Daemon[] = [];
      try {
        await kubectl(cluster, "apply --filename=-", await authoritySecrets());
        await kubectl(cluster, "apply --filename=-", declared);
        operators.push(
          await start("topic-operator", cluster, folder, {
            ...{ ...address, STRIMZI_RESOURCE_LABELS: "strimzi.io/cluster=elsewhere" },
            ...{ STRIMZI_SASL_ENABLED: "true", STRIMZI_SASL_MECHANISM: "plain" },
            ...{ STRIMZI_SASL_USERNAME: "operator", STRIMZI_SASL_PASSWORD: "secret" },
          }),
          await start("user-operator", cluster, folder, {
            ...{ ...address, STRIMZI_LABELS: "strimzi.io/cluster=elsewhere", STRIMZI_SECRET_PREFIX: "elsewhere-" },
            STRIMZI_KAFKA_ADMIN_CLIENT_CONFIGURATION: clientConfig,
          }),
        );
        await topicsAreLookedAfter(cluster, admin);
        await lossesAreMadeUpFor(cluster, kafka);
        await usersAreLookedAfter(cluster, admin);
        assert.equal(await kubectl(cluster, "get kafkatopic others --output jsonpath={.status}"), "", "those of others are left alone");
        for (const operator of operators) {
          process.kill(operator.pid, "SIGTERM");
          assert.equal(await Promise.race([operator.ended, sleep(systemClock, 10_000).then(() => "still runs")]), 0);
        }
      } catch (thrown) {
        t.diagnostic(await kubectl(cluster, "get kafkatopic,kafkauser --output jsonpath={.items[*].status}"));
        for (const { logFile } of operators) t.diagnostic(await readFile(logFile, "utf8"));
        throw thrown;
      } finally {
        for (const operator of operators) await operator.end("SIGKILL");
        await admin.close();
        await kafka.kill9();
      }
    },
  ));
