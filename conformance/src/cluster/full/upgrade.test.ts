import assert from "node:assert/strict";
import { test } from "node:test";
import type { Cluster } from "../cluster.ts";
import { type KafkaProcesses, onKafkaProcesses } from "../test/kafka-processes.ts";
import { kubectl, until } from "../test/on-cluster.ts";
import { endsOf, fill, nodePool, withAdmin } from "../test/small-kafka.ts";

const records = 200;
const rollMs = 4 * 60_000;

const declared = (
  versions: Readonly<Record<string, string>>,
): string => `${nodePool({ name: "nodes", roles: "controller, broker", replicas: 3 })}
apiVersion: kafka.strimzi.io/v1
kind: Kafka
metadata: { name: my }
spec:
  kafka:
${Object.entries(versions)
  .map(([name, version]) => `    ${name}: "${version}"\n`)
  .join(
    "",
  )}    config: { offsets.topic.replication.factor: 3, default.replication.factor: 3, min.insync.replicas: 2, num.network.threads: 1 }
    listeners: [{ name: plain, port: 9092, type: internal, tls: false }]
`;

interface Status {
  readonly kafkaVersion?: string;
  readonly kafkaMetadataVersion?: string;
  readonly observedGeneration?: number;
  readonly conditions?: readonly { readonly type: string; readonly status: string; readonly reason?: string; readonly message?: string }[];
}

async function statusOf(cluster: Cluster): Promise<{ readonly generation: number; readonly status: Status }> {
  const { metadata, status = {} } = JSON.parse(await kubectl(cluster, "get kafka my --output json")) as {
    metadata: { generation: number };
    status?: Status;
  };
  return { generation: metadata.generation, status };
}

/** Declares versions, and waits until the Kafka has come to rest as `holds` says. */
async function becomes(
  cluster: Cluster,
  versions: Readonly<Record<string, string>>,
  holds: (status: Status) => boolean,
  look = async () => {},
): Promise<Status> {
  await kubectl(cluster, "apply --filename=-", declared(versions));
  let last: Status = {};
  await until(
    `the Kafka of ${JSON.stringify(versions)} is as it should be`,
    async () => {
      await look();
      const { generation, status } = await statusOf(cluster);
      last = status;
      return status.observedGeneration === generation && holds(status);
    },
    rollMs,
  );
  return last;
}

const isReady = ({ conditions = [] }: Status): boolean => conditions.some(({ type, status }) => type === "Ready" && status === "True");
const has =
  (kafkaVersion: string, kafkaMetadataVersion: string) =>
  (status: Status): boolean =>
    isReady(status) && status.kafkaVersion === kafkaVersion && status.kafkaMetadataVersion === kafkaMetadataVersion;

/** Uids of pods: another one of the same name is another one. */
const uids = async (cluster: Cluster): Promise<readonly string[]> =>
  (await kubectl(cluster, "get pods --output jsonpath={.items[*].metadata.uid}")).split(" ");

const topic = { name: "kept", partitionCount: 3, replicationFactor: 3 };

async function downAndUp({ cluster }: KafkaProcesses): Promise<void> {
  const pinned = { metadataVersion: "4.2" };
  await becomes(cluster, { version: "4.3.1", ...pinned }, has("4.3.1", "4.2-IV1"));
  await fill(topic, records);

  // With the metadata held back, there is a way back.
  const first = await uids(cluster);
  await becomes(cluster, { version: "4.2.2", ...pinned }, has("4.2.2", "4.2-IV1"));
  const old = await uids(cluster);
  assert.ok(
    old.every((uid) => !first.includes(uid)),
    "all pods are others",
  );
  const seen = new Set<string>();
  await becomes(cluster, { version: "4.3.1" }, has("4.3.1", "4.3-IV0"), async () => {
    for (const uid of await uids(cluster)) seen.add(uid);
  });
  assert.equal([...seen].filter((uid) => !old.includes(uid)).length, 3, "one roll, and the metadata is raised without one");

  // And now there is none.
  const before = await uids(cluster);
  const refused = await becomes(cluster, { version: "4.2.2" }, (status) => !isReady(status));
  const why = refused.conditions?.map(({ reason, message }) => `${reason} ${message}`).join("\n");
  assert.match(
    why ?? "",
    /^UnsupportedKafkaVersionException .*metadata is of version 4\.3-IV0, and Kafka 4\.2\.2 reads no newer than 4\.2-IV1/,
  );
  const isTold = ({ conditions = [] }: Status) => conditions.some(({ reason }) => reason === "MetadataUpdateFailed");
  const lowered = await becomes(cluster, { version: "4.3.1", ...pinned }, (status) => isReady(status) && isTold(status));
  assert.match(
    JSON.stringify(lowered.conditions),
    /stays of version 4\.3-IV0 and does not become 4\.2-IV1: .*Refusing to perform the requested downgrade/,
  );
  assert.deepEqual(await uids(cluster), before, "what was refused restarted nobody");
  assert.equal(await withAdmin((admin) => endsOf(admin, topic)), records);
}

test("Kafka goes from 4.3 back to 4.2 as long as its metadata is held back, and only forward afterwards", (t) =>
  onKafkaProcesses(t, downAndUp));
