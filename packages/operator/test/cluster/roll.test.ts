import assert from "node:assert/strict";
import { test } from "node:test";
import { ManualClock, silentLogger } from "@millrace/kit";
import type { KubeObject, Stored } from "@millrace/kube";
import type { Kafka } from "@millrace/resources";
import { patienceMs } from "../../src/cluster/patience.ts";
import { Roll, type RollOptions, type RollTurn } from "../../src/cluster/roll.ts";
import type { KafkaCluster } from "../../src/model/cluster.ts";

const stored = { uid: "1", resourceVersion: "1", creationTimestamp: "2026-01-01T00:00:00Z", namespace: "n" };
const ids = [0, 1, 2, 3, 4, 5];
const nameOf = (id: number): string => `my-brokers-${id}`;
const podOf = (id: number, revision: string, isReady = true): Stored<KubeObject> =>
  ({
    ...{ apiVersion: "v1", kind: "Pod" },
    status: { podIP: "198.18.0.1", conditions: [{ type: "Ready", status: isReady ? "True" : "False" }] },
    metadata: { ...stored, uid: `uid-${id}`, name: nameOf(id), annotations: { "strimzi.io/revision": revision } },
  }) as Stored<KubeObject>;
const kafka = (annotations: Record<string, string>): Stored<Kafka> => ({
  ...{ apiVersion: "kafka.strimzi.io/v1", kind: "Kafka" },
  metadata: { ...stored, name: "my", annotations },
  spec: { kafka: { listeners: [] } },
});
const cluster = {
  ...{ name: "my", namespace: "n", clusterId: "c" },
  nodes: ids.map((id) => ({ id, podName: nameOf(id), pool: "brokers", isBroker: true, isController: false })),
} as unknown as KafkaCluster;

interface Setting {
  readonly annotations?: Record<string, string>;
  /** Pods that are as declared; the others are of an old revision. */
  readonly current?: readonly number[];
  readonly unready?: readonly number[];
  /** Brokers that Kafka does not know. */
  readonly unknown?: readonly number[];
  readonly brokerState?: number;
  readonly inSync?: readonly number[];
}

/** A roll whose steps are taken where it is as `setting` says by then. */
class Tried {
  readonly clock = new ManualClock();
  readonly deleted: string[] = [];
  setting: Setting;
  readonly #roll: Roll;

  constructor(setting: Setting) {
    this.setting = setting;
    const admin = {
      describeCluster: async () => ({ clusterId: "c", brokers: this.#known.map((id) => ({ id, rack: "abc"[id % 3] })) }),
      describeMetadataQuorum: async () => undefined,
      listTopics: async () => [
        { name: "t", partitions: [{ partition: 0, leaderId: 0, replicas: [0, 1, 2], isr: this.setting.inSync ?? [0, 1, 2] }] },
      ],
      describeConfigs: async () => [{ name: "t", entries: [{ value: "2" }] }],
    };
    const podSet = { metadata: { ...stored, name: "my-brokers" }, spec: { pods: ids.map((id) => podOf(id, "new")) } };
    this.#roll = new Roll({
      client: {
        delete: async (_: unknown, { name }: { name: string }, { uid }: { uid: string }) => void this.deleted.push(`${name} ${uid}`),
      },
      pods: { podSets: { cache: { by: () => [podSet] } }, pods: { cache: { by: () => this.#pods } } },
      links: { of: () => ({ admin, isUp: true, trouble: undefined }) },
      access: { addressOf: () => ({ bootstrapServers: "" }) },
      brokerStateOf: async () => this.setting.brokerState,
      ...{ clock: this.clock, logger: silentLogger },
    } as unknown as RollOptions);
  }

  advance(turn: RollTurn = {}) {
    return this.#roll.advance(kafka(this.setting.annotations ?? {}), cluster, AbortSignal.timeout(5_000), turn);
  }

  get #known(): readonly number[] {
    return ids.filter((id) => !this.setting.unknown?.includes(id));
  }

  get #pods() {
    const { current = [], unready = [] } = this.setting;
    return ids.map((id) => podOf(id, current.includes(id) ? "new" : "old", !unready.includes(id)));
  }
}

async function advanced(annotations: Record<string, string>, current: readonly number[] = []) {
  const tried = new Tried({ annotations, current });
  return { ...(await tried.advance()), deleted: tried.deleted };
}

test("one pod is deleted at a time, with an Event for it, and how far the roll is", async () => {
  const { deleted, done, rolling } = await advanced({}, [0]);
  assert.deepEqual(deleted, ["my-brokers-1 uid-1"]);
  assert.deepEqual(done, [
    { type: "Normal", reason: "PodHasOldRevision", message: "Pod my-brokers-1 is restarted: its pod is not as it is declared now" },
  ]);
  assert.match(
    rolling ?? "",
    /^1 of 6 pods are as declared; next: restart my-brokers-1 \(PodHasOldRevision\), then .*, then 2 more steps$/,
  );
});

test("as many of a rack are deleted together as the Kafka says", async () => {
  const { deleted, done, rolling } = await advanced({ "millrace.io/max-parallel-restarts": "2" });
  assert.deepEqual(deleted, ["my-brokers-0 uid-0", "my-brokers-3 uid-3"]);
  assert.equal(done.length, 2);
  assert.match(rolling ?? "", /next: restart my-brokers-0 with my-brokers-3 .*, then restart my-brokers-1 with my-brokers-4/);
});

test("nothing is deleted, and nothing told of a roll, where all pods are as declared", async () => {
  const { deleted, step, rolling } = await advanced({}, ids);
  assert.deepEqual([deleted, step, rolling], [[], { type: "done" }, undefined]);
});

test("a pod that hangs as it is declared is made anew once ten tries have passed, if what it serves allows it", async () => {
  const tried = new Tried({ current: ids, unready: [4], brokerState: 1 });
  assert.equal((await tried.advance()).step.type, "wait");
  tried.clock.advance(patienceMs - 1);
  assert.deepEqual([(await tried.advance()).step.type, tried.deleted], ["wait", []]);
  tried.setting = { ...tried.setting, unready: [1], inSync: [0, 1] };
  assert.equal((await tried.advance()).step.type, "wait");
  tried.clock.advance(patienceMs);
  assert.match(JSON.stringify((await tried.advance()).step), /would have fewer replicas in sync/);
  tried.setting = { ...tried.setting, inSync: [0, 2] };
  const { done } = await tried.advance();
  assert.deepEqual(tried.deleted, ["my-brokers-1 uid-1"]);
  assert.equal(done[0]?.reason, "PodForceRestartOnError");
});

test("a broker that reads its logs, or of which it can't be found out, is waited for for ever", async () => {
  for (const brokerState of [2, undefined]) {
    const tried = new Tried({ current: ids, unready: [4], ...(brokerState === undefined ? {} : { brokerState }) });
    await tried.advance();
    tried.clock.advance(100 * patienceMs);
    assert.deepEqual([(await tried.advance()).step.type, tried.deleted], ["wait", []]);
  }
});

test("a broker whose pod is ready and that Kafka does not know for long is made anew, and not before", async () => {
  const tried = new Tried({ current: ids, unknown: [5] });
  assert.match(JSON.stringify((await tried.advance()).step), /Kafka does not know my-brokers-5 yet/);
  tried.clock.advance(patienceMs - 1);
  await tried.advance();
  tried.setting = { ...tried.setting, unknown: [] };
  assert.equal((await tried.advance()).step.type, "done");
  tried.setting = { ...tried.setting, unknown: [5] };
  tried.clock.advance(patienceMs);
  assert.equal((await tried.advance()).step.type, "wait");
  tried.clock.advance(patienceMs);
  const { done } = await tried.advance();
  assert.deepEqual([tried.deleted, done[0]?.reason], [["my-brokers-5 uid-5"], "PodUnresponsive"]);
});

test("nothing is deleted while another Kafka has its turn, or a canary is watched, however long that takes", async () => {
  const tried = new Tried({});
  const { step, rolling } = await tried.advance({ before: "n/other" });
  assert.deepEqual(step, { type: "wait", why: "n/other is rolled before, as the operator is another one", isPatient: true });
  assert.match(rolling ?? "", /^0 of 6 pods are as declared; next: wait: n\/other is rolled before, .*, then restart my-brokers-0/);
  const canary = { podName: "my-brokers-0", outcome: "watching", told: "3 s of 60 s" } as const;
  tried.setting = { current: ids };
  const watched = await tried.advance({ canaries: { broker: canary } });
  assert.deepEqual(watched.step, { type: "wait", why: "pod my-brokers-0 is watched before others follow (3 s of 60 s)", isPatient: true });
  assert.deepEqual(tried.deleted, []);
});

test("a canary is written down before it is deleted", async () => {
  const tried = new Tried({});
  const told: string[] = [];
  await tried.advance({ canaries: {}, restarting: async (nodes) => void told.push(`${nodes[0]?.podName} ${tried.deleted.length}`) });
  assert.deepEqual([told, tried.deleted.length], [["my-brokers-0 0"], 1]);
});
