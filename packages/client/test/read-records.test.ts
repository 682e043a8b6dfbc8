import assert from "node:assert/strict";
import { test } from "node:test";
import { type BatchDraft, encodeBatch } from "@millrace/protocol";
import { type Fetched, readRecords } from "../src/consumer/read-records.ts";

function batch(baseOffset: number, values: readonly string[], more: Partial<BatchDraft> = {}): Buffer {
  return encodeBatch({ ...more, baseOffset, records: values.map((value) => ({ timestamp: 1, key: null, value: Buffer.from(value) })) });
}

/** The end of a transaction; type 0 is an abort, 1 a commit. */
function marker(baseOffset: number, producerId: number, type: 0 | 1): Buffer {
  const key = Buffer.from([0, 0, 0, type]);
  return encodeBatch({
    baseOffset,
    producerId,
    producerEpoch: 0,
    transactional: true,
    control: true,
    records: [{ timestamp: 1, key, value: Buffer.alloc(6) }],
  });
}

function read(fromOffset: number, batches: readonly Buffer[], abortedTransactions: Fetched["abortedTransactions"] = null) {
  const { records, nextOffset } = readRecords({ topic: "t", partition: 0, fromOffset, bytes: Buffer.concat(batches), abortedTransactions });
  return [records.map(({ offset, value }) => `${offset}${value}`).join(" "), nextOffset];
}

const transaction = (producerId: number) => ({ producerId, producerEpoch: 0, transactional: true });

test("records in front of the position are passed over", () => {
  assert.deepEqual(read(11, [batch(10, ["a", "b", "c"]), batch(13, ["d"])]), ["11b 12c 13d", 14]);
});

test("a batch that is cut off at the end is left for the next fetch", () => {
  const second = batch(12, ["c", "d"]);
  assert.deepEqual(read(10, [batch(10, ["a", "b"]), second.subarray(0, second.length - 1)]), ["10a 11b", 12]);
  assert.deepEqual(read(12, [second.subarray(0, 10)]), ["", 12]);
});

test("markers are not records, but are passed", () => {
  assert.deepEqual(read(0, [batch(0, ["a"], transaction(7)), marker(1, 7, 1)]), ["0a", 2]);
});

test("records of aborted transactions are left out, those of others are not", () => {
  const batches = [
    batch(0, ["a"], transaction(7)),
    batch(1, ["b"], transaction(8)),
    batch(2, ["c"]),
    marker(3, 7, 0),
    batch(4, ["d"], transaction(7)),
    marker(5, 8, 1),
    marker(6, 7, 1),
  ];
  assert.deepEqual(read(0, batches, [{ producerId: 7, firstOffset: 0 }]), ["1b 2c 4d", 7]);
  assert.deepEqual(read(0, batches, null), ["0a 1b 2c 4d", 7]);
});

test("a producer may abort twice in one fetch", () => {
  const batches = [batch(0, ["a"], transaction(7)), marker(1, 7, 0), batch(2, ["b"], transaction(7)), marker(3, 7, 0), batch(4, ["c"])];
  const aborted = [
    { producerId: 7, firstOffset: 2 },
    { producerId: 7, firstOffset: 0 },
  ];
  assert.deepEqual(read(0, batches, aborted), ["4c", 5]);
});

test("damaged records are not handed out", () => {
  const damaged = batch(10, ["abc"]);
  damaged[damaged.length - 2] = (damaged[damaged.length - 2] ?? 0) ^ 1;
  assert.throws(() => read(10, [damaged]), { code: "DATA_CORRUPT", message: /t-0 at offset 10/ });
});

test("formats from before Kafka 0.11 are named", () => {
  const old = batch(0, ["a"]);
  old[16] = 1;
  assert.throws(() => read(0, [old]), { code: "UNSUPPORTED_VERSION", message: /format 1/ });
});
