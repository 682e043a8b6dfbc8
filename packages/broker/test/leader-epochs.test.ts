import assert from "node:assert/strict";
import { test } from "node:test";
import { apis, errors } from "@millrace/protocol";
import { TestBroker } from "./harness/test-broker.ts";

/** A topic with two records that has seen two restarts since: its leader is in epoch 2, its records are of epoch 0. */
async function restartedTwice(): Promise<TestBroker> {
  const first = await TestBroker.start();
  await first.createTopic("one");
  await first.createTopic("empty");
  await first.produce("one", 0, ["a", "b"]);
  return (await first.restart()).restart();
}

test("a consumer that learnt an epoch in which nothing was written is not told of a truncation (KIP-320)", async () => {
  const broker = await restartedTwice();
  const end = async (topic: string, leaderEpoch: number) => {
    const { topics } = await broker.call(apis.offsetForLeaderEpoch, 4, {
      topics: [{ topic, partitions: [{ partition: 0, leaderEpoch }] }],
    });
    const partition = topics[0]?.partitions[0];
    return [partition?.leaderEpoch, partition?.endOffset];
  };
  assert.deepEqual(await end("one", 0), [0, 2]);
  assert.deepEqual(await end("one", 1), [0, 2]);
  assert.deepEqual(await end("one", 2), [2, 2]);
  assert.deepEqual(await end("one", 3), [-1, -1]);
  assert.deepEqual(await end("empty", 1), [1, 0]);
  const partition = { partition: 0, fetchOffset: 2, lastFetchedEpoch: 1, currentLeaderEpoch: 2, partitionMaxBytes: 1000 };
  const topics = [{ topic: "one", partitions: [partition] }];
  const { responses } = await broker.call(apis.fetch, 12, { sessionEpoch: -1, maxWaitMs: 0, topics });
  assert.equal(responses[0]?.partitions[0]?.errorCode, 0);
  assert.deepEqual(responses[0]?.partitions[0]?.divergingEpoch, { epoch: 0, endOffset: 2 }, "as Kafka: the reader goes on from there");
  await broker.stop();
});

test("Fetch finds a reader's divergence before its offset is looked at", async () => {
  const broker = await restartedTwice();
  const partition = { partition: 0, fetchOffset: 9, lastFetchedEpoch: 0, partitionMaxBytes: 1000 };
  const { responses } = await broker.call(apis.fetch, 12, {
    sessionEpoch: -1,
    maxWaitMs: 0,
    topics: [{ topic: "one", partitions: [partition] }],
  });
  assert.deepEqual(responses[0]?.partitions[0]?.divergingEpoch, { epoch: 0, endOffset: 2 });
  await broker.stop();
});

test("Fetch tells a reader with an old epoch who leads, from version 16 on (KIP-951)", async () => {
  const broker = await restartedTwice();
  const { topics } = await broker.call(apis.metadata, 12, { topics: [{ name: "one" }] });
  const topicId = topics[0]?.topicId ?? "";
  for (const [version, leaderEpoch, endpoints] of [
    [15, -1, 0],
    [16, 2, 1],
    [18, 2, 1],
  ] as const) {
    const asked = [{ topicId, partitions: [{ partition: 0, fetchOffset: 0, currentLeaderEpoch: 1, partitionMaxBytes: 1000 }] }];
    const reply = await broker.call(apis.fetch, version, { sessionEpoch: -1, maxWaitMs: 0, topics: asked });
    const partition = reply.responses[0]?.partitions[0];
    assert.equal(partition?.errorCode, errors.FENCED_LEADER_EPOCH.code);
    assert.equal(partition?.currentLeader.leaderEpoch, leaderEpoch);
    assert.equal(reply.nodeEndpoints.length, endpoints);
  }
  await broker.stop();
});

test("a session says of an id what became of its topic", async () => {
  const broker = await TestBroker.start();
  const topicId = await broker.createTopic("one");
  const topics = [{ topicId, partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1000 }] }];
  const fetch = async (sessionId: number, sessionEpoch: number) =>
    broker.call(apis.fetch, 13, { sessionId, sessionEpoch, maxWaitMs: 0, topics: sessionEpoch > 0 ? [] : topics });
  const code = async (reply: ReturnType<typeof fetch>) => (await reply).responses[0]?.partitions[0]?.errorCode;
  const { sessionId } = await fetch(0, 0);
  await broker.call(apis.deleteTopics, 6, { topics: [{ name: "one" }], timeoutMs: 1000 });
  assert.equal(await code(fetch(sessionId, 1)), errors.UNKNOWN_TOPIC_OR_PARTITION.code);
  assert.equal(await code(fetch(0, -1)), errors.UNKNOWN_TOPIC_ID.code, "a stranger's id");
  await broker.createTopic("one");
  assert.equal(await code(fetch(sessionId, 2)), errors.INCONSISTENT_TOPIC_ID.code);
  await broker.stop();
});
