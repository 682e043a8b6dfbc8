import assert from "node:assert/strict";
import { test } from "node:test";
import { systemClock } from "@millrace/kit";
import type { Cluster } from "../cluster.ts";
import { type KafkaProcesses, onKafkaProcesses } from "../test/kafka-processes.ts";
import { kubectl, until } from "../test/on-cluster.ts";
import { minutes, nodePool } from "../test/small-kafka.ts";

const names = [0, 1, 2].map((id) => `my-nodes-${id}`);

const pool = nodePool({ name: "nodes", roles: "controller, broker", replicas: 3 });
/** Of its settings those are changed that take a restart. */
const kafka = (config: string): string => `
apiVersion: kafka.strimzi.io/v1
kind: Kafka
metadata: { name: my, annotations: { millrace.io/canary-roll: "8s" } }
spec:
  kafka:
    config: { offsets.topic.replication.factor: 3, default.replication.factor: 3, min.insync.replicas: 2, ${config} }
    listeners: [{ name: plain, port: 9092, type: internal, tls: false }]
`;

interface Condition {
  readonly type: string;
  readonly reason?: string;
  readonly message?: string;
}

interface Seen {
  readonly generation: number;
  readonly observed: number;
  readonly conditions: readonly Condition[];
}

async function seen(cluster: Cluster): Promise<Seen> {
  const { metadata, status } = JSON.parse(await kubectl(cluster, "get kafka my --output json"));
  return { generation: metadata.generation, observed: status?.observedGeneration ?? 0, conditions: status?.conditions ?? [] };
}

const declare = (cluster: Cluster, config: string) => kubectl(cluster, "apply --filename=-", `${pool}${kafka(config)}`);

async function isReady(cluster: Cluster): Promise<boolean> {
  const { generation, observed, conditions } = await seen(cluster);
  return generation === observed && conditions.some(({ type }) => type === "Ready");
}

/** Uids of the pods that were not started anew, and a setting of a node's ConfigMap. */
async function pods(cluster: Cluster): Promise<readonly string[]> {
  const text = await kubectl(cluster, "get pods --output jsonpath={range.items[*]}{.metadata.name}={.metadata.uid};{end}");
  return text.split(";").filter((line) => line !== "");
}

const rollingOf = async (cluster: Cluster): Promise<string> =>
  (await seen(cluster)).conditions.find(({ type }) => type === "Rolling")?.message ?? "";

async function failureOf(cluster: Cluster): Promise<string> {
  const { conditions } = await seen(cluster);
  return conditions.find(({ reason }) => reason === "CanaryFailed")?.message ?? "";
}

async function allReady(cluster: Cluster): Promise<boolean> {
  const { items } = JSON.parse(await kubectl(cluster, "get pods --output json")) as {
    items: readonly { status: { conditions?: readonly { type: string; status: string }[] } }[];
  };
  const ready = items.filter(({ status: { conditions = [] } }) =>
    conditions.some(({ type, status }) => type === "Ready" && status === "True"),
  );
  return ready.length === names.length && items.length === names.length;
}

/** Waits until the canary has failed and is ready again as it was; what was said of it. */
async function takenBack(cluster: Cluster, before: readonly string[]): Promise<string> {
  await until("the canary fails", async () => (await failureOf(cluster)) !== "", minutes(3));
  const message = await failureOf(cluster);
  const canary = names.find((name) => message.includes(`pod ${name} `)) ?? "";
  await until("all pods are ready", () => allReady(cluster), minutes(2));
  const after = await pods(cluster);
  const changed = names.filter(
    (name) => before.find((pod) => pod.startsWith(`${name}=`)) !== after.find((pod) => pod.startsWith(`${name}=`)),
  );
  assert.deepEqual(changed, [canary], "the others are left alone");
  return message;
}

const configOf = async (cluster: Cluster, name: string): Promise<string> =>
  (await kubectl(cluster, `get configmap ${name} --output jsonpath={.data.server\\.config}`)).match(/^queued\.max\.requests=.*$/m)?.[0] ??
  "";

async function healthyChange({ cluster }: KafkaProcesses): Promise<void> {
  const before = await pods(cluster);
  await declare(cluster, "queued.max.requests: 400");
  await until(
    "the first one is watched",
    async () => /my-nodes-\d is watched before others follow \(\d s of 8 s\)/.test(await rollingOf(cluster)),
    minutes(2),
  );
  const after = await pods(cluster);
  assert.equal(before.filter((pod) => !after.includes(pod)).length, 1, "nobody follows meanwhile");
  await until("the change is brought about", () => isReady(cluster), minutes(4));
  assert.equal((await pods(cluster)).filter((pod) => before.includes(pod)).length, 0, "all are restarted");
}

async function changeThatFails({ cluster }: KafkaProcesses): Promise<void> {
  const before = await pods(cluster);
  await declare(cluster, "queued.max.requests: 0");
  const message = await takenBack(cluster, before);
  assert.match(message, /it does not come up: container kafka: CrashLoopBackOff: it is as it was before, and the others were left alone/);
  for (const name of names) assert.equal(await configOf(cluster, name), "queued.max.requests=400");
}

async function changeThatSlows({ cluster, kubelet }: KafkaProcesses): Promise<void> {
  const before = await pods(cluster);
  await declare(cluster, "queued.max.requests: 300");
  const restarted = async (): Promise<string> => {
    const after = await pods(cluster);
    return names.find((name) => !after.some((pod) => pod.startsWith(`${name}=`) && before.includes(pod))) ?? "";
  };
  await until("one is restarted", async () => (await restarted()) !== "", minutes(2));
  const first = await restarted();
  await until("it is watched", async () => /is watched .*\(\d+ s/.test(await rollingOf(cluster)));
  let ticks = 0;
  const slowly = systemClock.every(100, () => kubelet.signal(first, ticks++ % 10 === 0 ? "SIGCONT" : "SIGSTOP"));
  await until("the canary fails", async () => (await failureOf(cluster)) !== "", minutes(2));
  slowly();
  kubelet.signal(first, "SIGCONT");
  assert.match(await takenBack(cluster, before), /records took \d+ ms to be stored by it, and \d+ ms by others|could not be stored by it/);
}

async function nothingIsTriedAgain({ cluster }: KafkaProcesses): Promise<void> {
  const before = await pods(cluster);
  await kubectl(cluster, "annotate kafka my noticed=yes");
  await until("it is looked at again", async () => (await failureOf(cluster)) !== "");
  assert.deepEqual(await pods(cluster), before);
}

test("the first pod of a roll is watched: others follow one that is well, and one that is not becomes what it was", (t) =>
  onKafkaProcesses(t, async (processes) => {
    await declare(processes.cluster, "queued.max.requests: 500");
    await until("the Kafka is ready", () => isReady(processes.cluster), minutes(4));
    for (const step of [healthyChange, changeThatFails, changeThatSlows, nothingIsTriedAgain]) await step(processes);
  }));
