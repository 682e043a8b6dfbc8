import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type FaultyCall, FaultyFiles } from "@millrace/files";
import { ManualClock, seededRandom } from "@millrace/kit";
import { apis, decodeRecords, encodeBatch, errors, splitBatches } from "@millrace/protocol";
import { TestBroker } from "./harness/test-broker.ts";

const transactionalId = "tx";
const groupId = "g";
/** The writes of the transaction itself, of its end, and one more. */
const stepsMax = 16;
const nothing = [[], [], -1];
const all = [["v"], ["v"], 5];
/** Fewer files to open in each of many starts. */
const small = { "transaction.state.log.num.partitions": "1", "offsets.topic.num.partitions": "1" };

interface Identity {
  readonly producerId: number;
  readonly producerEpoch: number;
}

/** As a producer does that starts: comes again for as long as the coordinator has something to clear away. */
async function init(broker: TestBroker, clock: ManualClock): Promise<Identity> {
  for (let attempt = 0; attempt < 20; attempt++) {
    const { errorCode, ...identity } = await broker.call(apis.initProducerId, 5, { transactionalId, transactionTimeoutMs: 60_000 });
    if (errorCode === 0) return identity;
    clock.advance(100);
  }
  throw new Error("the producer can't get its id");
}

async function started(files: FaultyFiles, clock: ManualClock, properties: Record<string, string>): Promise<[TestBroker, Identity]> {
  const broker = await TestBroker.start(properties, { files, clock });
  await broker.createTopic("t", 2);
  await broker.call(apis.findCoordinator, 6, { keyType: 0, coordinatorKeys: [groupId] });
  await broker.call(apis.findCoordinator, 6, { keyType: 1, coordinatorKeys: [transactionalId] });
  return [broker, await init(broker, clock)];
}

async function produce(broker: TestBroker, identity: Identity, index: number): Promise<boolean> {
  const record = { key: null, value: Buffer.from("v"), timestamp: 0 };
  const records = encodeBatch({ records: [record], transactional: true, baseSequence: 0, ...identity });
  const topicData = [{ name: "t", partitionData: [{ index, records }] }];
  const { responses } = await broker.call(apis.produce, 12, { transactionalId, acks: -1, timeoutMs: 1000, topicData });
  return responses[0]?.partitionResponses[0]?.errorCode === 0;
}

async function commitOffset(broker: TestBroker, { producerId, producerEpoch }: Identity): Promise<boolean> {
  const topics = [{ name: "t", partitions: [{ partitionIndex: 0, committedOffset: 5, committedMetadata: "" }] }];
  const reply = await broker.call(apis.txnOffsetCommit, 5, { transactionalId, groupId, producerId, producerEpoch, topics });
  return reply.topics[0]?.partitions[0]?.errorCode === 0;
}

/** A transaction over two partitions and a group; whether its end was promised. */
async function transact(broker: TestBroker, identity: Identity, committed: boolean): Promise<boolean> {
  const written = [await produce(broker, identity, 0), await produce(broker, identity, 1), await commitOffset(broker, identity)];
  if (!written.every(Boolean)) return false;
  const { producerId, producerEpoch } = identity;
  return (await broker.call(apis.endTxn, 5, { transactionalId, producerId, producerEpoch, committed })).errorCode === 0;
}

/** What committed readers see of it. */
async function seen(broker: TestBroker) {
  const values = async (partition: number) => {
    const topics = [{ topic: "t", partitions: [{ partition, fetchOffset: 0, partitionMaxBytes: 1 << 20 }] }];
    const { responses } = await broker.call(apis.fetch, 12, { maxBytes: 1 << 20, isolationLevel: 1, topics });
    const { records, abortedTransactions } = responses[0]?.partitions[0] ?? {};
    if ((abortedTransactions ?? []).length > 0) return [];
    return splitBatches(records ?? Buffer.alloc(0)).flatMap((batch) =>
      decodeRecords(batch).flatMap(({ value }) => (value?.length === 1 ? ["v"] : [])),
    );
  };
  const groups = [{ groupId, topics: [{ name: "t", partitionIndexes: [0] }] }];
  const { groups: fetched } = await broker.call(apis.offsetFetch, 8, { groups, requireStable: true });
  const { committedOffset, errorCode } = fetched[0]?.topics[0]?.partitions[0] ?? {};
  assert.equal(errorCode, errors.NONE.code, "offsets are left pending");
  return [await values(0), await values(1), committedOffset];
}

type Harm = (files: FaultyFiles) => void;

async function survive(committed: boolean, seed: number, harm: Harm, death: "kill" | "losePower", at: string): Promise<void> {
  const clock = new ManualClock();
  const files = new FaultyFiles(clock, seededRandom(seed));
  const properties = { ...small, ...(death === "kill" ? {} : { "log.flush.interval.messages": "1" }) };
  const [first, identity] = await started(files, clock, properties);
  harm(files);
  const promised = await transact(first, identity, committed);
  files[death]();
  files.mend();
  first.client.close();
  await first.broker.close().catch(() => {});
  const second = await TestBroker.start(properties, { files, clock, seed: 9 });
  try {
    await inspect(second, clock, { committed, promised }, at);
  } finally {
    await second.stop();
  }
}

/** What was promised holds, nothing is left half done, and transactions go on. */
async function inspect(
  broker: TestBroker,
  clock: ManualClock,
  { committed, promised }: { committed: boolean; promised: boolean },
  at: string,
): Promise<void> {
  clock.advance(0);
  const next = await init(broker, clock);
  const result = await seen(broker);
  if (promised) assert.deepEqual(result, committed ? all : nothing, `${at}: what was promised`);
  else
    assert.ok(
      [all, nothing].some((either) => JSON.stringify(either) === JSON.stringify(result)),
      `${at}: ${JSON.stringify(result)}`,
    );
  if (!committed) assert.deepEqual(result, nothing, at);
  assert.equal(await transact(broker, next, true), true, `${at}: the next transaction`);
}

const calls: readonly FaultyCall[] = ["write", "sync"];

describe("a death in the middle of a transaction", () => {
  for (const committed of [true, false]) {
    const end = committed ? "a commit" : "an abort";
    for (const call of calls) {
      test(`is survived at whatever ${call} the disk gave up before it, on the way to ${end}`, async () => {
        for (let after = 0; after < stepsMax; after++) {
          const harm: Harm = (files) => files.fail({ call, code: "EIO", after, times: Number.POSITIVE_INFINITY });
          await survive(committed, after, harm, call === "write" ? "kill" : "losePower", `${call} after ${after}`);
        }
      });
    }

    test(`is survived when the power goes behind ${end}`, async () => {
      for (let seed = 0; seed < 10; seed++) await survive(committed, seed, () => {}, "losePower", `seed ${seed}`);
    });
  }
});
