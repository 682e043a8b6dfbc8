import assert from "node:assert/strict";
import { test } from "node:test";
import type { Cluster } from "../cluster.ts";
import { type KafkaProcesses, onKafkaProcesses } from "../test/kafka-processes.ts";
import { startOperator } from "../test/local-operator.ts";
import { kubectl, until } from "../test/on-cluster.ts";
import { minutes, nodePool } from "../test/small-kafka.ts";

const kafka = (name: string): string => `${nodePool({ name: `${name}-node`, roles: "controller, broker", replicas: 1, kafka: name })}
apiVersion: kafka.strimzi.io/v1
kind: Kafka
metadata: { name: ${name} }
spec:
  kafka:
    config: { offsets.topic.replication.factor: 1, default.replication.factor: 1, min.insync.replicas: 1 }
    listeners: [{ name: plain, port: 9092, type: internal, tls: false }]
---`;

interface Seen {
  readonly pod: string;
  readonly version: string;
  readonly rolling: string;
  readonly isReady: boolean;
}

async function seen(cluster: Cluster, name: string): Promise<Seen> {
  const { status = {} } = JSON.parse(await kubectl(cluster, `get kafka ${name} --output json`));
  const conditions = (status.conditions ?? []) as readonly { type: string; message?: string }[];
  return {
    pod: await kubectl(cluster, `get pods --selector strimzi.io/cluster=${name} --output jsonpath={.items[*].metadata.uid}`),
    version: status.operatorLastSuccessfulVersion ?? "",
    rolling: conditions.find(({ type }) => type === "Rolling")?.message ?? "",
    isReady: conditions.some(({ type }) => type === "Ready"),
  };
}

async function oneAfterTheOther({ cluster, operator }: KafkaProcesses): Promise<void> {
  await kubectl(cluster, "apply --filename=-", `${kafka("one")}${kafka("other")}`);
  const areReady = async () => (await seen(cluster, "one")).isReady && (await seen(cluster, "other")).isReady;
  await until("both are ready", areReady, minutes(4));
  const [one, other] = [await seen(cluster, "one"), await seen(cluster, "other")];

  await operator.close();
  const earlier = JSON.stringify({ status: { operatorLastSuccessfulVersion: "0.0.1" } });
  for (const name of ["one", "other"]) await kubectl(cluster, `patch kafka ${name} --subresource=status --type=merge --patch ${earlier}`);
  const next = await startOperator(cluster, { STRIMZI_IMAGE_PULL_SECRETS: "registry" });
  try {
    await until("one is restarted", async () => (await seen(cluster, "one")).pod !== one.pod, minutes(2));
    const waiting = await seen(cluster, "other");
    assert.equal(waiting.pod, other.pod, "the other one waits");
    assert.match(
      waiting.rolling,
      /^0 of 1 pods are as declared; next: wait: default\/one is rolled before, as the operator is another one/,
    );
    assert.equal(waiting.isReady, true);
    let last = await seen(cluster, "one");
    const follows = async (): Promise<boolean> => {
      const now = await seen(cluster, "other");
      if (now.pod === other.pod) last = await seen(cluster, "one");
      return now.pod !== other.pod;
    };
    await until("the other one follows", follows, minutes(3));
    assert.equal(last.version, one.version, "once the first is ready");
    await until("both are brought about", async () => (await seen(cluster, "other")).version === one.version, minutes(3));
  } finally {
    await next.close();
  }
}

test("where another version of the operator declares all pods otherwise, one Kafka is rolled after the other", (t) =>
  onKafkaProcesses(t, oneAfterTheOther));
