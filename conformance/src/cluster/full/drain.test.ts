import assert from "node:assert/strict";
import { test } from "node:test";
import type { Cluster } from "../cluster.ts";
import { type KafkaProcesses, onKafkaProcesses } from "../test/kafka-processes.ts";
import { kubectl, until } from "../test/on-cluster.ts";
import { endsOf, fill, nodePool, withAdmin } from "../test/small-kafka.ts";

const records = 300;
const changeMs = 4 * 60_000;

interface Wanted {
  readonly brokers: number;
  readonly volumes: number;
  readonly drains: boolean;
}

const pool = (name: string, roles: string, replicas: number, volumes: number): string => {
  const claims = Array.from({ length: volumes }, (_, id) => `{ id: ${id}, type: persistent-claim, size: 1Gi, deleteClaim: true }`);
  return nodePool({ name, roles, replicas, storage: `{ type: jbod, volumes: [${claims.join(", ")}] }` });
};

const declared = ({
  brokers,
  volumes,
  drains,
}: Wanted): string => `${pool("brokers", "broker", brokers, volumes)}${pool("controllers", "controller", 1, 1)}
apiVersion: kafka.strimzi.io/v1
kind: Kafka
metadata: { name: my }
spec:
${drains ? "  cruiseControl: { autoRebalance: [{ mode: remove-brokers }, { mode: add-brokers, template: { name: evenly } }] }" : ""}
  kafka:
    config: { offsets.topic.replication.factor: 1, default.replication.factor: 2, min.insync.replicas: 1, num.network.threads: 1 }
    listeners: [{ name: plain, port: 9092, type: internal, tls: false }]
`;

const declare = (cluster: Cluster, wanted: Wanted): Promise<string> => kubectl(cluster, "apply --filename=-", declared(wanted));
const field = (cluster: Cluster, object: string, path: string): Promise<string> =>
  kubectl(cluster, `get ${object} --output jsonpath={${path}}`);
const names = async (cluster: Cluster, kind: string): Promise<string> =>
  (await field(cluster, kind, ".items[*].metadata.name")).split(" ").sort().join(" ");

const topic = (name: string) => ({ name, partitionCount: 6, replicationFactor: 2 });
const countOf = (name: string): Promise<number> => withAdmin((admin) => endsOf(admin, topic(name)));

/** Ids of brokers that have replicas. */
const holders = (): Promise<string> =>
  withAdmin(async (admin) => {
    const topics = await admin.listTopics();
    const ids = topics.flatMap(({ partitions }) => partitions.flatMap(({ replicas }) => replicas));
    return [...new Set(ids)].sort().join();
  });

async function brokersAreEmptied({ cluster }: KafkaProcesses): Promise<void> {
  const all = "my-brokers-0 my-brokers-1 my-brokers-2 my-controllers-3";
  await declare(cluster, { brokers: 2, volumes: 1, drains: false });
  const warned = () => field(cluster, "kafkanodepool brokers", ".status.conditions");
  await until("that it can't go is told", async () => (await warned()).includes("keeps 3 nodes instead of 2: node 2 still holds replicas"));
  assert.equal(await names(cluster, "pods"), all);

  await declare(cluster, { brokers: 2, volumes: 1, drains: true });
  const told = new Set<string>();
  await until(
    "the broker is gone",
    async () => {
      told.add(await field(cluster, "kafka my", '.status.conditions[?(@.type=="Rolling")].message'));
      return (await names(cluster, "pods")) === all.replace("my-brokers-2 ", "");
    },
    changeMs,
  );
  assert.ok(
    [...told].some((message) => /replicas have still to be moved off broker 2|broker 2: empty/.test(message)),
    `the progress is told: ${[...told].join(" | ")}`,
  );
  assert.equal(await holders(), "0,1");
  assert.equal(await countOf("first"), records);
  await until("Kafka has forgotten it", () => withAdmin(async (admin) => (await admin.listFencedBrokers()).length === 0));
  const events = await kubectl(cluster, "get events --output jsonpath={.items[*].message}");
  assert.match(events, /Broker 2 takes no new partitions/);
  assert.match(events, /Broker 2 is gone, and Kafka has forgotten it/);
}

const paths = (): Promise<string> =>
  withAdmin(async (admin) => {
    const directories = await admin.describeLogDirs();
    const holding = directories
      .filter(({ replicas }) => replicas.length > 0)
      .map(({ brokerId, path }) => `${brokerId}${/data-\d/.exec(path)}`);
    return holding.sort().join(" ");
  });

async function volumesComeAndGo({ cluster }: KafkaProcesses): Promise<void> {
  await declare(cluster, { brokers: 2, volumes: 2, drains: true });
  await until(
    "both brokers have two log directories",
    () => withAdmin(async (admin) => (await admin.describeLogDirs()).length === 4).catch(() => false),
    changeMs,
  );
  await kubectl(cluster, "wait kafka/my --for=condition=Ready --timeout=60s");
  await fill(topic("second"), records);
  assert.equal(await paths(), "0data-0 0data-1 1data-0 1data-1");

  await declare(cluster, { brokers: 2, volumes: 1, drains: true });
  await until("the second volumes are gone", async () => !(await names(cluster, "pvc")).includes("data-1-my-brokers"), changeMs);
  await until("all is on the first volumes", async () => (await paths().catch(() => "")) === "0data-0 1data-0");
  assert.deepEqual([await countOf("first"), await countOf("second")], [records, records]);
}

const template = `
apiVersion: kafka.strimzi.io/v1
kind: KafkaRebalance
metadata: { name: evenly, annotations: { strimzi.io/rebalance-template: "true" } }
spec: { replicationThrottle: 10000000 }
`;

/** Where nothing but its template is missing that waits. */
async function brokersAreFilled({ cluster }: KafkaProcesses): Promise<void> {
  const auto = () => field(cluster, "kafka my", ".status.autoRebalance['state','modes']");
  assert.equal(await auto(), "Idle");
  await kubectl(cluster, "apply --filename=-", pool("extra", "broker", 1, 1));
  const missing = "KafkaRebalance evenly is to be the template, and does not exist";
  await until("its template is missed", async () => (await field(cluster, "kafka my", ".status.conditions")).includes(missing), changeMs);
  assert.equal(await auto(), 'Idle [{"brokers":[2],"mode":"add-brokers"}]');
  assert.equal(await holders(), "0,1");
  await kubectl(cluster, "apply --filename=-", template);
  await until("replicas are moved to it", async () => (await auto()) === "Idle", changeMs);
  assert.equal(await holders(), "0,1,2", "one that has the id of a broker that was emptied takes partitions");
  assert.equal(await names(cluster, "kafkarebalances"), "evenly");
  assert.equal(await countOf("first"), records);
  const events = await kubectl(cluster, "get events --output jsonpath={.items[*].message}");
  assert.match(events, /Replicas are moved to broker 2, which came: KafkaRebalance my-auto-rebalancing-add-brokers/);
}

/** A pool that is deleted stays until its brokers are empty. */
async function poolsAreEmptied({ cluster }: KafkaProcesses): Promise<void> {
  await fill(topic("third"), records);
  await kubectl(cluster, "delete kafkanodepool extra --wait=false");
  await until("the pool is gone", async () => !(await names(cluster, "kafkanodepools")).includes("extra"), changeMs);
  assert.equal(await holders(), "0,1");
  assert.equal(await countOf("third"), records);
  await until("so is its pod", async () => !(await names(cluster, "pods")).includes("extra"));
}

/** Nothing holds up pools of a Kafka that is gone. */
async function allGoes({ cluster }: KafkaProcesses): Promise<void> {
  await kubectl(cluster, "delete kafkas,kafkanodepools --all --wait --timeout=60s");
  await until("all pods are gone", async () => (await names(cluster, "pods")) === "");
}

test("brokers and volumes are emptied before they go, or stay, as is chosen, and those that come are filled", (t) =>
  onKafkaProcesses(t, async (processes) => {
    const { cluster } = processes;
    await declare(cluster, { brokers: 3, volumes: 1, drains: false });
    await kubectl(cluster, "wait kafka/my --for=condition=Ready --timeout=240s");
    await fill(topic("first"), records);
    for (const step of [brokersAreEmptied, volumesComeAndGo, brokersAreFilled, poolsAreEmptied, allGoes]) await step(processes);
  }));
