import assert from "node:assert/strict";
import { test } from "node:test";
import type { Cluster } from "../cluster.ts";
import { type KafkaProcesses, onKafkaProcesses } from "./kafka-processes.ts";
import { kubectl, until } from "./on-cluster.ts";
import { minutes, nodePool, withAdmin } from "./small-kafka.ts";

const kafka = `
apiVersion: kafka.strimzi.io/v1
kind: Kafka
metadata: { name: my }
spec:
  kafka:
    config: { offsets.topic.replication.factor: 1, default.replication.factor: 1, min.insync.replicas: 1, num.network.threads: 1 }
    listeners: [{ name: plain, port: 9092, type: internal, tls: false }]
`;

interface Wanted {
  readonly controllers: number;
  readonly brokerRoles?: string;
}

async function declare(cluster: Cluster, { controllers, brokerRoles = "broker" }: Wanted): Promise<void> {
  const pools = [
    nodePool({ name: "controllers", roles: "controller", replicas: controllers }),
    nodePool({ name: "brokers", roles: brokerRoles, replicas: 1 }),
  ];
  await kubectl(cluster, "apply --filename=-", [...pools, kafka].join(""));
}

const voters = (): Promise<readonly number[]> =>
  withAdmin(async (admin) => (await admin.describeMetadataQuorum()).voters.map(({ id }) => id).sort());

/** Uids of pods: another one of the same name is another one. */
async function pods(cluster: Cluster): Promise<ReadonlyMap<string, string>> {
  const text = await kubectl(cluster, "get pods --output jsonpath={range.items[*]}{.metadata.name}={.metadata.uid};{end}");
  return new Map(text.split(";").flatMap((line) => (line === "" ? [] : [line.split("=") as [string, string]])));
}

async function becomes(
  cluster: Cluster,
  wanted: Wanted,
  { ids, names }: { ids: readonly number[]; names: readonly string[] },
): Promise<void> {
  await declare(cluster, wanted);
  const isSo = async (): Promise<boolean> => {
    const [there, condition] = [await pods(cluster), await kubectl(cluster, "get kafka my --output jsonpath={.status}")];
    if ([...there.keys()].sort().join() !== [...names].sort().join()) return false;
    const { conditions, observedGeneration } = JSON.parse(condition) as {
      conditions: { type: string; status: string }[];
      observedGeneration: number;
    };
    if (observedGeneration === undefined || !conditions.some(({ type, status }) => type === "Ready" && status === "True")) return false;
    return (await voters().catch(() => [])).join() === ids.join();
  };
  await until(`${JSON.stringify(wanted)} comes about`, isSo, minutes(4));
}

async function controllersComeAndGo({ cluster }: KafkaProcesses): Promise<void> {
  const broker = "my-brokers-0";
  await becomes(cluster, { controllers: 1 }, { ids: [1], names: [broker, "my-controllers-1"] });
  await withAdmin((admin) => admin.createTopics([{ name: "kept", partitionCount: 2, replicationFactor: 1 }]));

  const three = [1, 2, 3];
  const all = [broker, ...three.map((id) => `my-controllers-${id}`)];
  await becomes(cluster, { controllers: 3 }, { ids: three, names: all });

  const before = await pods(cluster);
  await becomes(cluster, { controllers: 3, brokerRoles: "controller, broker" }, { ids: [0, ...three], names: all });
  const after = await pods(cluster);
  const restarted = [...after].filter(([name, uid]) => before.get(name) !== uid).map(([name]) => name);
  assert.deepEqual(restarted, [broker], "who knows most of the controllers is not restarted for one more");

  await becomes(cluster, { controllers: 3 }, { ids: three, names: all });
  await becomes(cluster, { controllers: 1 }, { ids: [1], names: [broker, "my-controllers-1"] });
  assert.deepEqual(await withAdmin(async (admin) => (await admin.listTopics()).map(({ name }) => name)), ["kept"]);
  const events = await kubectl(cluster, "get events --field-selector reason=QuorumChanged --output jsonpath={.items[*].message}");
  for (const id of [2, 3]) assert.match(events, new RegExp(`controller my-controllers-${id} leaves the quorum`));
  assert.match(events, /controller my-brokers-0 leaves the quorum/);
}

test("controllers join a running quorum and leave it, by number and by role", (t) => onKafkaProcesses(t, controllersComeAndGo));
