import assert from "node:assert/strict";
import { test } from "node:test";
import { FaultyFiles } from "@millrace/files";
import { jsonLogger, ManualClock, seededRandom } from "@millrace/kit";
import { apis, batchHeader, endTransactionIn, errors, splitBatches } from "@millrace/protocol";
import { TestBroker } from "./harness/test-broker.ts";

const transactionalId = "tx";

interface Identity {
  readonly producerId: number;
  readonly producerEpoch: number;
}

/** A broker with a topic of two partitions and the transactions' topic. */
async function started(properties: Record<string, string> = {}, machine: Parameters<typeof TestBroker.start>[1] = {}) {
  const broker = await TestBroker.start(properties, machine);
  await broker.createTopic("t", 2);
  await broker.call(apis.findCoordinator, 6, { keyType: 1, coordinatorKeys: [transactionalId] });
  return broker;
}

async function init(broker: TestBroker, claim: Partial<Identity> = {}) {
  return broker.call(apis.initProducerId, 5, { transactionalId, transactionTimeoutMs: 60_000, ...claim });
}

async function add(broker: TestBroker, identity: Identity, partitions: number[] = [0]): Promise<number | undefined> {
  const { producerId: v3AndBelowProducerId, producerEpoch: v3AndBelowProducerEpoch } = identity;
  const v3AndBelowTopics = [{ name: "t", partitions }];
  const request = { v3AndBelowTransactionalId: transactionalId, v3AndBelowProducerId, v3AndBelowProducerEpoch, v3AndBelowTopics };
  const { resultsByTopicV3AndBelow } = await broker.call(apis.addPartitionsToTxn, 3, request);
  return resultsByTopicV3AndBelow[0]?.resultsByPartition[0]?.partitionErrorCode;
}

function end(broker: TestBroker, { producerId, producerEpoch }: Identity, committed: boolean, version = 5) {
  return broker.call(apis.endTxn, version, { transactionalId, producerId, producerEpoch, committed });
}

async function describe(broker: TestBroker) {
  const { transactionStates } = await broker.call(apis.describeTransactions, 0, { transactionalIds: [transactionalId] });
  const [state] = transactionStates;
  assert.ok(state);
  return state;
}

/** What ends transactions in a partition, in the log's order. */
async function markers(broker: TestBroker, partition: number): Promise<string[]> {
  const topics = [{ topic: "t", partitions: [{ partition, fetchOffset: 0, partitionMaxBytes: 1 << 20 }] }];
  const { responses } = await broker.call(apis.fetch, 12, { maxBytes: 1 << 20, topics });
  const records = responses[0]?.partitions[0]?.records ?? Buffer.alloc(0);
  return splitBatches(records).flatMap((batch) => {
    const marker = endTransactionIn(batch);
    return marker === undefined ? [] : `${marker.committed ? "commit" : "abort"} ${batchHeader.producerEpoch(batch)}`;
  });
}

test("a transaction is committed with a marker in each partition, and the producer gets its next epoch", async () => {
  const broker = await started();
  const identity = await init(broker);
  assert.equal(identity.errorCode, 0);
  assert.equal(await add(broker, identity, [0, 1]), 0);
  const open = await describe(broker);
  assert.deepEqual([open.transactionState, open.topics], ["Ongoing", [{ topic: "t", partitions: [0, 1] }]]);
  const ended = await end(broker, identity, true);
  assert.deepEqual(ended, { throttleTimeMs: 0, errorCode: 0, producerId: identity.producerId, producerEpoch: 1 });
  assert.equal((await describe(broker)).transactionState, "CompleteCommit");
  assert.deepEqual([await markers(broker, 0), await markers(broker, 1)], [["commit 1"], ["commit 1"]]);
  await broker.stop();
});

test("what is decided is carried out after a crash, though its markers were lost", async () => {
  const clock = new ManualClock();
  const files = new FaultyFiles(clock, seededRandom(3));
  const first = await started({}, { files, clock });
  const identity = await init(first);
  await add(first, identity);
  files.fail({ call: "write", code: "ENOSPC", path: "/t-0/" });
  assert.equal((await end(first, identity, true)).errorCode, 0);
  assert.equal((await describe(first)).transactionState, "PrepareCommit");
  files.kill();
  await first.stop().catch(() => {});
  files.mend();
  const second = await TestBroker.start({}, { files, clock });
  clock.advance(0);
  assert.equal((await describe(second)).transactionState, "CompleteCommit");
  assert.deepEqual(await markers(second, 0), ["commit 1"]);
  await second.stop();
});

test("a partition that refuses its marker gets it when it can, and is complained about once", async () => {
  const clock = new ManualClock();
  const files = new FaultyFiles(clock, seededRandom(3));
  const lines: string[] = [];
  const logger = jsonLogger({ level: "info", write: (line) => lines.push(line), now: () => 0 });
  const broker = await started({}, { files, clock, logger });
  const identity = await init(broker);
  await add(broker, identity, [0, 1]);
  files.fail({ call: "write", code: "ENOSPC", path: "/t-1/", times: 10 });
  await end(broker, identity, false);
  const { transactionState, topics } = await describe(broker);
  assert.deepEqual([transactionState, topics], ["PrepareAbort", [{ topic: "t", partitions: [1] }]]);
  assert.equal(await add(broker, identity), errors.CONCURRENT_TRANSACTIONS.code);
  clock.advance(500);
  assert.equal(lines.filter((line) => line.includes("a transaction marker could not be written")).length, 1);
  files.mend();
  clock.advance(100);
  assert.equal((await describe(broker)).transactionState, "CompleteAbort");
  assert.deepEqual([await markers(broker, 0), await markers(broker, 1)], [["abort 1"], ["abort 1"]]);
  await broker.stop();
});

test("a transaction that takes too long is aborted and its producer fenced", async () => {
  const broker = await started();
  const identity = await init(broker);
  await add(broker, identity);
  broker.clock.advance(71_000);
  assert.equal((await describe(broker)).transactionState, "CompleteAbort");
  assert.deepEqual(await markers(broker, 0), ["abort 1"]);
  assert.equal(await add(broker, identity), errors.PRODUCER_FENCED.code);
  await broker.stop();
});

async function committedOffset(broker: TestBroker, requireStable: boolean) {
  const topics = [{ name: "t", partitionIndexes: [0] }];
  const reply = await broker.call(apis.offsetFetch, 8, { groups: [{ groupId: "g", topics }], requireStable });
  const { committedOffset: offset, errorCode } = reply.groups[0]?.topics[0]?.partitions[0] ?? {};
  return { offset, errorCode };
}

function commitInTransaction(broker: TestBroker, { producerId, producerEpoch }: Identity, committedOffset: number, version = 5) {
  const topics = [{ name: "t", partitions: [{ partitionIndex: 0, committedOffset, committedMetadata: "" }] }];
  return broker.call(apis.txnOffsetCommit, version, { transactionalId, groupId: "g", producerId, producerEpoch, topics });
}

for (const committed of [true, false]) {
  test(`offsets of a transaction that is ${committed ? "committed" : "aborted"}, with restarts before and after its end`, async () => {
    let broker = await started();
    await broker.call(apis.findCoordinator, 0, { key: "g" });
    const identity = await init(broker);
    const { topics } = await commitInTransaction(broker, identity, 7);
    assert.equal(topics[0]?.partitions[0]?.errorCode, 0);
    broker = await broker.restart();
    broker.clock.advance(0);
    assert.deepEqual(await committedOffset(broker, false), { offset: -1, errorCode: 0 });
    assert.deepEqual(await committedOffset(broker, true), { offset: -1, errorCode: errors.UNSTABLE_OFFSET_COMMIT.code });
    assert.equal((await end(broker, identity, committed)).errorCode, 0);
    const expected = { offset: committed ? 7 : -1, errorCode: 0 };
    assert.deepEqual(await committedOffset(broker, true), expected);
    broker = await broker.restart();
    broker.clock.advance(0);
    assert.deepEqual(await committedOffset(broker, true), expected);
    await broker.stop();
  });
}

test("before version 5, a group's partition has to be in the transaction before offsets are committed in it", async () => {
  const broker = await started();
  await broker.call(apis.findCoordinator, 0, { key: "g" });
  const { producerId, producerEpoch } = await init(broker);
  const identity = { producerId, producerEpoch };
  const codeOf = async (version: number) => (await commitInTransaction(broker, identity, 7, version)).topics[0]?.partitions[0]?.errorCode;
  assert.equal(await codeOf(3), errors.INVALID_TXN_STATE.code);
  assert.equal(await codeOf(4), errors.TRANSACTION_ABORTABLE.code);
  assert.equal((await broker.call(apis.addOffsetsToTxn, 4, { transactionalId, ...identity, groupId: "g" })).errorCode, 0);
  assert.equal(await codeOf(3), 0);
  assert.equal((await end(broker, identity, true, 4)).errorCode, 0);
  assert.deepEqual(await committedOffset(broker, true), { offset: 7, errorCode: 0 });
  await broker.stop();
});
