import assert from "node:assert/strict";
import { test } from "node:test";
import type { DeclaredKafka } from "@millrace/controllers";
import { ManualClock, silentLogger } from "@millrace/kit";
import { type Foresight, foreseen, type ProposalsOptions } from "../../src/cluster/proposals.ts";
import { Roll, type RollOptions } from "../../src/cluster/roll.ts";
import { podsIn } from "../../src/cluster/seen-pods.ts";
import { type Declared, kafkaCluster, nodeObjects } from "../../src/index.ts";
import { observedCertificates } from "../../src/model/observed-certificates.ts";
import { noFacts, pool, settings, small } from "../model/declared.ts";
import { Brokers, threads } from "./running-brokers.ts";

const certificates = {
  clusterCaCertGeneration: 3,
  clusterCaKeyGeneration: 1,
  clientsCaCertGeneration: 2,
  trustedKeys: { clusterCa: ["a", "b"], clientsCa: ["u"] },
  serverCertHashes: new Map([0, 1].map((id) => [`orders-nodes-${id}`, `hash-${id}`])),
  listenerCertThumbprints: new Map([["plain", "t1"]]),
};
const replicas = (count: number) => pool("nodes", { replicas: count });

function objectsOf(declared: Declared) {
  const result = kafkaCluster(declared, noFacts, settings);
  assert.ok(result.type === "cluster");
  return nodeObjects(result.cluster, { addresses: new Map(), texts: new Map(), certificates });
}

/** What is said of it anyway. */
const warned = [
  ...["default.replication.factor", "min.insync.replicas"].map(
    (name) => `${name} is not set in spec.kafka.config, so that it is 1: what is on a single broker is not there while the broker is not`,
  ),
  "2 controllers bear no more of them missing than 1 do; an odd number, at least three, is best",
];

function config(declared: Record<string, string | number>, count = 2): Declared {
  const { kafka, nodePools } = small({ config: declared }, [replicas(count)]);
  return {
    kafka: { ...kafka, status: { conditions: warned.map((message) => ({ type: "Warning", status: "True", message })) } },
    nodePools,
  };
}

const began: Declared = config({ [threads]: 8 });
const stored = { uid: "1", resourceVersion: "1", creationTimestamp: "2026-01-01T00:00:00Z" };

/** What the operator foresees of a change, where two nodes run as `began` declares. */
function foresee(declared: Declared, brokers = new Brokers({ [threads]: "8" }, { [threads]: "8" }), isUp = true): Promise<Foresight> {
  const objects = objectsOf(began);
  const podSets = objects.filter(({ kind }) => kind === "StrimziPodSet");
  const ready = { status: { conditions: [{ type: "Ready", status: "True" }] } };
  const pods = podsIn(objects).map((pod) => ({ ...pod, metadata: { ...pod.metadata, ...stored }, ...ready }));
  const quorum = { leaderId: 0, voters: [0, 1].map((id) => ({ id, lastCaughtUpMs: 1, logEndOffset: 1 })), observers: [] };
  const admin = { ...brokers.admin, describeMetadataQuorum: async () => quorum, listTopics: async () => [] };
  const link = { admin, isUp, trouble: undefined };
  const watched = { podSets: { cache: { by: () => podSets } }, pods: { cache: { by: () => pods } } };
  const options = {
    ...{ client: {}, objects: { of: () => [] }, pods: watched, links: { of: () => link }, settings },
    ...{ access: { addressOf: () => ({ bootstrapServers: "" }) }, clock: new ManualClock(), logger: silentLogger },
  };
  const roll = new Roll(options as unknown as RollOptions);
  return foreseen(declared as DeclaredKafka, { ...options, roll } as unknown as ProposalsOptions, AbortSignal.timeout(5_000));
}

const linesOf = (foresight: Foresight): readonly string[] => (foresight.type === "planned" ? foresight.lines : foresight.problems);

test("what declared pods say of certificates makes the same pods again", () => {
  const observed = observedCertificates(podsIn(objectsOf(began)));
  assert.deepEqual(observed, certificates);
});

test("what Kafka takes while it runs restarts nobody, unless Kafka would not have it", async () => {
  assert.deepEqual(linesOf(await foresee(began)), ["no pod is restarted: all 2 are as declared"]);
  assert.deepEqual(linesOf(await foresee(config({ [threads]: 16 }))), [
    `without a restart: ${threads} is 16 from now on, in the whole cluster`,
    "no pod is restarted: all 2 are as declared",
  ]);
  const strict = new Brokers({ [threads]: "8" }, { [threads]: "8" });
  strict.refusal = () => "more than twice as many";
  const [warning, first] = linesOf(await foresee(config({ [threads]: 64 }), strict));
  assert.equal(warning, `warning: Kafka refuses that ${threads} is 64 while brokers run: more than twice as many`);
  assert.match(first ?? "", /^2 of 2 pods are restarted/);
  assert.deepEqual(strict.requests, []);
});

test("what is read at the start restarts nodes, one after the other, and says why", async () => {
  const lines = linesOf(await foresee(config({ [threads]: 8, "num.partitions": 3 })));
  assert.match(
    lines.join("\n"),
    /^2 of 2 pods are restarted, in 2 steps; 0 stay as they are\n1\. restart orders-nodes-1\n[\s\S]*ConfigChangeRequiresRestart: [\s\S]*\n2\. restart orders-nodes-0\n/,
  );
});

test("pods that come and go are told, and what can't be known where Kafka does not answer", async () => {
  assert.ok(linesOf(await foresee(config({ [threads]: 8 }, 3))).includes("pods that are made: orders-nodes-2"));
  const unanswered = linesOf(await foresee(began, undefined, false));
  assert.equal(unanswered[0], "warning: Kafka does not answer: what it takes without a restart is not known");
});

test("what would be refused is told", async () => {
  const refused = await foresee(small({ config: { "config.providers": "strimzienv" } }, [replicas(2)]));
  assert.equal(refused.type, "refused");
  assert.match(linesOf(refused).join(), /config\.providers/);
});
