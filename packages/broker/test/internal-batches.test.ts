import assert from "node:assert/strict";
import { test } from "node:test";
import { apis, batchHeader, splitBatches } from "@millrace/protocol";
import { TestBroker } from "./harness/test-broker.ts";
import { TransactionalProducer } from "./harness/transactional-producer.ts";

const properties = { "offsets.topic.num.partitions": "1", "transaction.state.log.num.partitions": "1" };

/** What the headers of a partition's batches say of producers. */
async function headers(broker: TestBroker, topic: string) {
  const topics = [{ topic, partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1 << 20 }] }];
  const { responses } = await broker.call(apis.fetch, 12, { topics, maxBytes: 1 << 20 });
  return splitBatches(responses[0]?.partitions[0]?.records ?? Buffer.alloc(0)).map((batch) => ({
    hasProducer: batchHeader.producerId(batch) >= 0,
    baseSequence: batchHeader.baseSequence(batch),
    lastSequence: batchHeader.lastSequence(batch),
    isControl: batchHeader.isControl(batch),
  }));
}

const partitions = [
  { partitionIndex: 0, committedOffset: 3 },
  { partitionIndex: 1, committedOffset: 4 },
];

test("batches of groups begin with sequence number 0, whoever wrote them; markers and batches of transactions' states have none", async () => {
  const broker = await TestBroker.start(properties);
  await broker.createTopic("t", 2);
  await broker.call(apis.findCoordinator, 0, { key: "g" });
  await broker.call(apis.offsetCommit, 8, { groupId: "g", topics: [{ name: "t", partitions }] });
  const producer = new TransactionalProducer("p", (api, version, draft) => broker.call(api, version, draft), false);
  await broker.call(apis.findCoordinator, 6, { keyType: 1, coordinatorKeys: ["p"] });
  await producer.init();
  await producer.commitOffset(5);
  await producer.commitOffset(6);
  const { topics } = await broker.call(apis.describeProducers, 0, { topics: [{ name: "__consumer_offsets", partitionIndexes: [0] }] });
  assert.equal(topics[0]?.partitions[0]?.activeProducers[0]?.lastSequence, 0);
  await producer.end(true);
  broker.clock.advance(0);
  assert.deepEqual(await headers(broker, "__consumer_offsets"), [
    { hasProducer: false, baseSequence: 0, lastSequence: 1, isControl: false },
    { hasProducer: true, baseSequence: 0, lastSequence: 0, isControl: false },
    { hasProducer: true, baseSequence: 0, lastSequence: 0, isControl: false },
    { hasProducer: true, baseSequence: -1, lastSequence: -1, isControl: true },
  ]);
  const states = await headers(broker, "__transaction_state");
  assert.ok(states.length >= 4, `${states.length} batches`);
  for (const state of states) assert.deepEqual(state, { hasProducer: false, baseSequence: -1, lastSequence: -1, isControl: false });
  await broker.stop();
});
