import assert from "node:assert/strict";
import { test } from "node:test";
import { MillraceError } from "@millrace/kit";
import type { RollNode } from "@millrace/plans/rolls";
import { advanceQuorum } from "../../src/cluster/quorum.ts";
import { tendKafka } from "../../src/cluster/tend-kafka.ts";
import { kafkaCluster, nobodyHeld } from "../../src/index.ts";
import { noFacts, pool, settings, small } from "../model/declared.ts";

const declared = small({}, [
  pool("nodes", { replicas: 1, roles: ["controller"] }, { nodeIds: [0, 1] }),
  pool("brokers", { roles: ["broker"] }),
]);

function cluster() {
  const result = kafkaCluster(declared, { ...noFacts, held: { ...nobodyHeld, voters: new Set([0, 1]) } }, settings);
  assert.ok(result.type === "cluster");
  return result.cluster;
}

const replica = (id: number) => ({ id, directoryId: `d${id}`, logEndOffset: 1, lastFetchMs: 5, lastCaughtUpMs: 1_000 });
const nodeOf = (id: number, more: Partial<RollNode> = {}): RollNode => ({
  ...{ id, podName: `orders-nodes-${id}`, isController: true, isBroker: false, state: "ready", reasons: [], ...more },
});

/** Takes a step where `voters` vote; what Kafka was asked to do besides. */
async function advanced(voters: readonly number[], observers: readonly number[] = [], { second = nodeOf(1), refuses = false } = {}) {
  const asked: unknown[] = [];
  const ask = async (what: unknown): Promise<void> => {
    asked.push(what);
    if (refuses) throw new MillraceError("REQUEST_FAILED", "one change at a time");
  };
  const admin = {
    describeMetadataQuorum: async () => ({
      ...{ leaderId: voters[0] ?? -1, leaderEpoch: 1, highWatermark: 1 },
      ...{ voters: voters.map(replica), observers: observers.map(replica) },
    }),
    addRaftVoter: ask,
    removeRaftVoter: ask,
  };
  const outcome = await advanceQuorum(admin, { kafka: declared.kafka, cluster: cluster(), nodes: [nodeOf(0), second], isRolled: true });
  return { ...outcome, asked };
}

test("a controller that goes leaves the quorum once it runs as declared, and then there is nothing to do", async () => {
  const first = await advanced([0, 1]);
  assert.deepEqual(first.asked, [{ id: 1, directoryId: "d1" }]);
  assert.deepEqual(first.done, [{ type: "Normal", reason: "QuorumChanged", message: "controller orders-nodes-1 leaves the quorum" }]);
  assert.equal(first.underWay, "controller orders-nodes-1 leaves the quorum");
  const restarting = await advanced([0, 1], [], { second: nodeOf(1, { reasons: ["ConfigChangeRequiresRestart"] }) });
  assert.deepEqual(
    [restarting.asked, restarting.underWay],
    [[], "controller orders-nodes-1 is about to be restarted, and leaves the quorum then"],
  );
  const gone = await advanced([0, 1], [], { second: nodeOf(1, { reasons: ["ConfigChangeRequiresRestart"], state: "absent" }) });
  assert.equal(gone.asked.length, 1);
  assert.deepEqual(await advanced([0], [1]), { underWay: undefined, done: [], warnings: [], asked: [] });
});

test("a controller that is to vote is added, with where it is reached", async () => {
  const { asked } = await advanced([1], [0]);
  const endpoints = [{ listener: "CONTROLPLANE-9090", host: "orders-nodes-0.orders-kafka-brokers.tests.svc", port: 9090 }];
  assert.deepEqual(asked, [{ id: 0, directoryId: "d0", endpoints }]);
});

test("what Kafka refuses is told, and tried again later", async () => {
  const { warnings, underWay, done } = await advanced([0, 1], [], { refuses: true });
  assert.deepEqual(
    [warnings.map(({ message }) => message), done],
    [["controller orders-nodes-1 leaves the quorum; not yet: one change at a time"], []],
  );
  assert.ok(underWay);
});

test("a Kafka that is not up is not asked, and one that does not answer is left for later", async () => {
  const fails = () => Promise.reject(new MillraceError("TIMED_OUT", "nobody answers"));
  const failing = { describeMetadataQuorum: fails, describeFeatures: fails, listFencedBrokers: fails };
  const tended = { kafka: declared.kafka, cluster: cluster(), nodes: [], isRolled: true };
  for (const isUp of [true, false]) {
    const admin = (isUp ? failing : {}) as unknown as Parameters<typeof tendKafka>[0]["admin"];
    assert.deepEqual(await tendKafka({ admin, isUp }, tended), { underWay: undefined, done: [], warnings: [] });
  }
});
