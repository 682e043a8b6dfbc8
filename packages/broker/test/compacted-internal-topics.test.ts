import assert from "node:assert/strict";
import { test } from "node:test";
import type { ManualClock } from "@millrace/kit";
import { apis, batchHeader, decodeRecords, splitBatches } from "@millrace/protocol";
import { TestBroker } from "./harness/test-broker.ts";

const backoffMs = 1_000;
const properties = {
  "offsets.topic.num.partitions": "1",
  "transaction.state.log.num.partitions": "1",
  "transaction.state.log.replication.factor": "1",
  "transaction.state.log.min.isr": "1",
  "log.cleaner.backoff.ms": String(backoffMs),
};

/** Makes every record that comes a second later the first of a new segment, and cleans however little there is. */
async function cutFinely(broker: TestBroker, topic: string): Promise<void> {
  const settings = { "segment.ms": "500", "min.cleanable.dirty.ratio": "0.01" };
  const configs = Object.entries(settings).map(([name, value]) => ({ name, configOperation: 0, value }));
  const { responses } = await broker.call(apis.incrementalAlterConfigs, 1, {
    resources: [{ resourceType: 2, resourceName: topic, configs }],
  });
  assert.equal(responses[0]?.errorCode, 0);
}

async function commit(broker: TestBroker, groupId: string, offset: number): Promise<void> {
  broker.clock.advance(100);
  const partitions = [{ partitionIndex: 0, committedOffset: offset, committedMetadata: "m" }];
  const reply = await broker.call(apis.offsetCommit, 8, { groupId, topics: [{ name: "t", partitions }] });
  assert.equal(reply.topics[0]?.partitions[0]?.errorCode, 0);
}

async function committed(broker: TestBroker, groupId: string): Promise<number | undefined> {
  const reply = await broker.call(apis.offsetFetch, 7, { groupId, topics: [{ name: "t", partitionIndexes: [0] }] });
  return reply.topics[0]?.partitions[0]?.committedOffset;
}

async function turns(clock: ManualClock): Promise<void> {
  for (let turn = 0; turn < 200; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(0);
  }
}

/** Lets the cleaner make its passes. */
async function clean(clock: ManualClock): Promise<void> {
  clock.advance(backoffMs);
  await turns(clock);
}

/** The offsets of what an ordinary consumer finds in a partition. */
async function consumed(broker: TestBroker, topic: string): Promise<number[]> {
  const offsets: number[] = [];
  for (let at = 0, end = 1; at < end; ) {
    const topics = [{ topic, partitions: [{ partition: 0, fetchOffset: at, partitionMaxBytes: 1 << 20 }] }];
    const { responses } = await broker.call(apis.fetch, 12, { topics, maxBytes: 1 << 20 });
    const answer = responses[0]?.partitions[0];
    assert.equal(answer?.errorCode, 0);
    end = answer?.highWatermark ?? 0;
    for (const batch of splitBatches(answer?.records ?? Buffer.alloc(0))) {
      at = batchHeader.lastOffset(batch) + 1;
      for (const { offset } of decodeRecords(batch)) offsets.push(offset);
    }
  }
  return offsets;
}

/** The same broker after its internal topic was cleaned and it was started again. */
async function cleanedAndRestarted(broker: TestBroker, topic: string, writtenMin: number): Promise<TestBroker> {
  await clean(broker.clock);
  const after = await consumed(broker, topic);
  const last = after.at(-1) ?? 0;
  assert.ok(last >= writtenMin - 1 && after.length < writtenMin / 2, `${after.length} of ${last + 1} records are left`);
  const next = await broker.restart(properties);
  await turns(next.clock);
  assert.deepEqual(await consumed(next, topic), after);
  return next;
}

test("groups have the same offsets after their log was cleaned", async () => {
  const first = await TestBroker.start(properties);
  await first.createTopic("t");
  await first.call(apis.findCoordinator, 0, { key: "g0" });
  await cutFinely(first, "__consumer_offsets");
  for (let offset = 0; offset < 60; offset++) await commit(first, `g${offset % 3}`, offset);
  const second = await cleanedAndRestarted(first, "__consumer_offsets", 60);
  assert.deepEqual([await committed(second, "g0"), await committed(second, "g1"), await committed(second, "g2")], [57, 58, 59]);
  await second.stop();
});

test("transactional producers are known as before after their log was cleaned", async () => {
  const first = await TestBroker.start(properties);
  const ids = ["one", "two"];
  for (const transactionalId of ids) {
    await first.call(apis.findCoordinator, 6, { keyType: 1, coordinatorKeys: [transactionalId] });
    await turns(first.clock);
  }
  await cutFinely(first, "__transaction_state");
  const epochs = new Map<string, number>();
  for (let round = 0; round < 20; round++) {
    for (const transactionalId of ids) {
      first.clock.advance(400);
      const identity = await first.call(apis.initProducerId, 4, { transactionalId, transactionTimeoutMs: 60_000 });
      assert.equal(identity.errorCode, 0);
      epochs.set(transactionalId, identity.producerEpoch);
    }
  }
  const second = await cleanedAndRestarted(first, "__transaction_state", 40);
  const { transactionStates } = await second.call(apis.describeTransactions, 0, { transactionalIds: ids });
  assert.deepEqual(
    transactionStates.map(({ transactionalId, producerEpoch, transactionState }) => [transactionalId, producerEpoch, transactionState]),
    ids.map((transactionalId) => [transactionalId, epochs.get(transactionalId), "Empty"]),
  );
  await second.stop();
});
