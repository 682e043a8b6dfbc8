import { gzipSync } from "node:zlib";
import type { Case, Suite } from "../suite.ts";
import type { Verdict } from "../verdicts.ts";
import { type BatchFields, recordBatch } from "../wire/batch.ts";
import { RawConnection } from "../wire/connection.ts";
import { createTopic, offsetAt } from "../wire/exchange.ts";
import { produce, produceFrame } from "../wire/produce.ts";

const value = Buffer.from("value");
const plain = { value };
const garbage = Buffer.from(Array.from({ length: 300 }, (_, at) => (at * 31 + 7) % 256));

const batches: Readonly<Record<string, BatchFields>> = {
  good: {},
  "wrong crc": { crc: 1 },
  "magic 0": { magic: 0 },
  "magic 1": { magic: 1 },
  "magic 3": { magic: 3 },
  "negative magic": { magic: -1 },
  "length beyond the bytes": { batchLength: 10_000 },
  "length less than the bytes": { batchLength: 55 },
  "length less than a header": { batchLength: 10 },
  "length zero": { batchLength: 0 },
  "negative length": { batchLength: -1 },
  "no records": { records: [] },
  "more records counted than there are": { recordCount: 5, lastOffsetDelta: 4 },
  "fewer records counted than there are": { records: [plain, plain, plain], recordCount: 1, lastOffsetDelta: 0 },
  "two thousand million records": { recordCount: 2_147_483_647, lastOffsetDelta: 2_147_483_646 },
  "negative count": { recordCount: -3 },
  "last offset delta too large": { lastOffsetDelta: 7 },
  "last offset delta too small": { records: [plain, plain, plain], lastOffsetDelta: 1 },
  "negative last offset delta": { lastOffsetDelta: -1 },
  "offset deltas with a gap": { records: [plain, { value, offsetDelta: 5 }], lastOffsetDelta: 5 },
  "offset deltas that go back": {
    records: [
      { value, offsetDelta: 1 },
      { value, offsetDelta: 0 },
    ],
  },
  "base offset not zero": { baseOffset: 1000 },
  "leader epoch set": { leaderEpoch: 12 },
  "record longer than the batch": { records: [{ value, length: 10_000 }] },
  "record shorter than its fields": { records: [{ value, length: 3 }] },
  "negative record length": { records: [{ value, length: -1 }] },
  "bytes after a record": { records: [{ value, trailing: Buffer.from("more") }] },
  "headers counted that are not there": { records: [{ value, headerCount: 3 }] },
  "negative header count": { records: [{ value, headerCount: -1 }] },
  "garbage for records": { payload: garbage, recordCount: 3, lastOffsetDelta: 2 },
  "gzip that is none": { attributes: 1, payload: garbage },
  "snappy that is none": { attributes: 2, payload: garbage },
  "lz4 that is none": { attributes: 3, payload: garbage },
  "zstd that is none": { attributes: 4, payload: garbage },
  "unknown compression 5": { attributes: 5, payload: garbage },
  "unknown compression 7": { attributes: 7, payload: garbage },
  "gzip of garbage": { attributes: 1, payload: gzipSync(garbage) },
  "gzip of more records than counted": {
    attributes: 1,
    payload: gzipSync(recordBatch({ records: [plain, plain] }).subarray(61)),
    recordCount: 1,
    lastOffsetDelta: 0,
  },
  "gzip cut": { attributes: 1, payload: gzipSync(recordBatch().subarray(61)).subarray(0, 12) },
  "log append time set by the producer": { attributes: 8 },
  "unknown attribute bits": { attributes: 0x7f00 },
  "transactional without a transaction": { attributes: 16 },
  "transactional with a producer id": { attributes: 16, producerId: 4_000, producerEpoch: 0, baseSequence: 0 },
  "control batch": { attributes: 32, records: [{ key: Buffer.from([0, 0, 0, 1]), value: Buffer.from([0, 0, 0, 0, 0, 0]) }] },
  "delete horizon set": { attributes: 64 },
  "no timestamp": { baseTimestamp: -1, maxTimestamp: -1 },
  "timestamp of long ago": { baseTimestamp: -500, maxTimestamp: -500 },
  "timestamp of the far future": { baseTimestamp: 9e15, maxTimestamp: 9e15 },
  "max timestamp that is not the largest": { records: [plain, { value, timestampDelta: 500 }], maxTimestamp: 1000 },
  "max timestamp too large": { maxTimestamp: 999_999 },
  "producer id without an epoch": { producerId: 5_000, producerEpoch: -1, baseSequence: 0 },
  "producer id without a sequence": { producerId: 5_001, producerEpoch: 0, baseSequence: -1 },
  "unknown producer id": { producerId: 123_456_789, producerEpoch: 0, baseSequence: 0 },
  "first sequence not zero": { producerId: 5_002, producerEpoch: 0, baseSequence: 10 },
  "sequence without a producer": { baseSequence: 3 },
};

async function tryBatch(bootstrapServers: string, topic: string, sent: (topic: string) => Buffer): Promise<Verdict> {
  await createTopic(bootstrapServers, topic);
  const connection = await RawConnection.open(bootstrapServers);
  const seen = await produce(connection, sent(topic));
  connection.close();
  const end = await offsetAt(bootstrapServers, topic, 0, "latest");
  const fresh = await RawConnection.open(bootstrapServers);
  const afterwards = await produce(fresh, produceFrame(topic, recordBatch()));
  fresh.close();
  return { seen, end, "a good one afterwards": afterwards };
}

const requests: Readonly<Record<string, (topic: string) => Buffer>> = {
  "acks 5": (topic) => produceFrame(topic, recordBatch(), { acks: 5 }),
  "acks -2": (topic) => produceFrame(topic, recordBatch(), { acks: -2 }),
  "missing topic": () => produceFrame("bad-batches.missing-topic.never", recordBatch()),
  "invalid topic": () => produceFrame("not valid", recordBatch()),
  "missing partition": (topic) => produceFrame(topic, recordBatch(), { partition: 9 }),
  "negative partition": (topic) => produceFrame(topic, recordBatch(), { partition: -1 }),
  "transactional id without a transaction": (topic) => produceFrame(topic, recordBatch(), { transactionalId: "txn" }),
  "null records": (topic) => produceFrame(topic, null),
  "empty records": (topic) => produceFrame(topic, Buffer.alloc(0)),
  "a few bytes for records": (topic) => produceFrame(topic, Buffer.from("abc")),
  "a batch cut short": (topic) => produceFrame(topic, recordBatch().subarray(0, 50)),
  "a batch and a part of one": (topic) => produceFrame(topic, Buffer.concat([recordBatch(), recordBatch().subarray(0, 30)])),
  "two batches": (topic) => produceFrame(topic, Buffer.concat([recordBatch(), recordBatch()])),
  "a batch larger than the limit": (topic) => produceFrame(topic, recordBatch({ records: [{ value: Buffer.alloc(1_100_000) }] })),
};

/** What a producer with an id may and may not send, one after the other on one partition: sequence and epoch of each batch. */
const sequences: Readonly<Record<string, readonly (readonly [epoch: number, sequence: number, count?: number])[]>> = {
  "in order": [
    [0, 0],
    [0, 1],
    [0, 2],
  ],
  "again the last": [
    [0, 0],
    [0, 1],
    [0, 1],
  ],
  "again one of the last five": [
    [0, 0],
    [0, 1],
    [0, 2],
    [0, 3],
    [0, 4],
    [0, 0],
  ],
  "again one before the last five": [
    [0, 0],
    [0, 1],
    [0, 2],
    [0, 3],
    [0, 4],
    [0, 5],
    [0, 0],
  ],
  "with a gap": [
    [0, 0],
    [0, 5],
  ],
  overlapping: [
    [0, 0, 3],
    [0, 2, 3],
  ],
  "older epoch": [
    [3, 0],
    [2, 1],
  ],
  "newer epoch from zero": [
    [0, 0],
    [1, 0],
  ],
  "newer epoch not from zero": [
    [0, 0],
    [1, 7],
  ],
};

async function trySequence(bootstrapServers: string, topic: string, steps: (typeof sequences)[string]): Promise<Verdict> {
  await createTopic(bootstrapServers, topic);
  const connection = await RawConnection.open(bootstrapServers);
  const seen: Verdict[] = [];
  for (const [producerEpoch, baseSequence, count = 1] of steps) {
    const records = Array.from({ length: count }, () => plain);
    seen.push(await produce(connection, produceFrame(topic, recordBatch({ records, producerId: 777, producerEpoch, baseSequence }))));
  }
  connection.close();
  return seen;
}

/** Produce requests with something wrong inside: error codes, and that the log stays whole. */
export const badBatches: Suite = {
  name: "bad-batches",
  async prepare() {
    const topicOf = (name: string): string => `bad-batches.${name.replace(/[^\w.-]/g, "-")}`;
    const fromBatches = Object.entries(batches).map(
      ([name, fields]) => [name, (topic: string) => produceFrame(topic, recordBatch(fields))] as const,
    );
    const cases: Case[] = [...fromBatches, ...Object.entries(requests)].map(([name, sent]) => ({
      name,
      run: ({ bootstrapServers }) => tryBatch(bootstrapServers, topicOf(name), sent),
    }));
    for (const [name, steps] of Object.entries(sequences)) {
      cases.push({
        name: `sequence ${name}`,
        run: ({ bootstrapServers }) => trySequence(bootstrapServers, topicOf(`sequence ${name}`), steps),
      });
    }
    return { cases, async close() {} };
  },
};
