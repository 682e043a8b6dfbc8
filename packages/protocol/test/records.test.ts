import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { compress } from "../src/compression/compression.ts";
import {
  type BatchDraft,
  batchHeader,
  checkBatch,
  compressionTypes,
  decodeRecords,
  encodeBatch,
  RecordWalk,
  recordBytes,
  splitBatches,
} from "../src/records/index.ts";
import { ProtocolError } from "../src/wire/protocol-error.ts";

/** Batches that kafka-clients 4.3.1 made (`MemoryRecords.withRecords` and its kin). */
const golden = new Map(
  (JSON.parse(readFileSync(new URL("fixtures/golden-batches.json", import.meta.url), "utf8")) as { name: string; batch: string }[]).map(
    ({ name, batch }) => [name, Buffer.from(batch, "base64")],
  ),
);

function goldenBatch(name: string): Buffer {
  const batch = golden.get(name);
  assert.ok(batch !== undefined, name);
  return batch;
}

const goldenRecords = [
  {
    timestamp: 1_700_000_000_000,
    key: Buffer.from("k1"),
    value: Buffer.from("v1"),
    headers: [
      { key: "h", value: Buffer.from([1, 2]) },
      { key: "leer", value: null },
    ],
  },
  { timestamp: 1_700_000_005_000, key: null, value: Buffer.from("value without key"), headers: [] },
  { timestamp: 1_699_999_999_000, key: Buffer.from("tombstone"), value: null, headers: [] },
  { timestamp: 1_700_000_000_001, key: Buffer.alloc(0), value: Buffer.alloc(0), headers: [] },
  {
    timestamp: 1_700_000_000_002,
    key: Buffer.from("big"),
    value: Buffer.from(Array.from({ length: 100_000 }, (_, i) => i % 251)),
    headers: [],
  },
];

for (const compression of compressionTypes) {
  test(`a batch that Java's client compressed with ${compression} is read`, () => {
    const batch = goldenBatch(compression);
    assert.equal(checkBatch(batch, 0, batch.length), undefined);
    assert.equal(batchHeader.compressionType(batch), compression);
    assert.equal(batchHeader.partitionLeaderEpoch(batch), 3);
    assert.equal(batchHeader.maxTimestamp(batch), 1_700_000_005_000);
    const expected = goldenRecords.slice(0, compression === "none" ? 4 : 5).map((record, index) => ({ ...record, offset: 7 + index }));
    assert.deepEqual(decodeRecords(batch), expected);
  });

  test(`the records of a batch compressed with ${compression} come back`, () => {
    fc.assert(
      fc.property(drafts(compression), (draft) => {
        const batch = encodeBatch(draft);
        assert.equal(checkBatch(batch, 0, batch.length), undefined);
        const expected = draft.records.map(({ headers = [], ...record }, index) => ({
          ...record,
          headers,
          offset: (draft.baseOffset ?? 0) + index,
        }));
        assert.deepEqual(decodeRecords(batch), expected);
        assert.equal(batchHeader.maxTimestamp(batch), Math.max(...draft.records.map(({ timestamp }) => timestamp)));
        assert.equal(batchHeader.lastOffset(batch), (draft.baseOffset ?? 0) + draft.records.length - 1);
        assert.equal(batchHeader.producerId(batch), draft.producerId ?? -1);
        assert.equal(batchHeader.isTransactional(batch), draft.transactional ?? false);
        assert.equal(batchHeader.isControl(batch), draft.control ?? false);
      }),
      { numRuns: 50 },
    );
  });
}

function drafts(compression: NonNullable<BatchDraft["compression"]>): fc.Arbitrary<BatchDraft> {
  const bytes = fc.option(
    fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array)),
    { nil: null },
  );
  const record = fc.record(
    {
      timestamp: fc.oneof(fc.constant(-1), fc.integer({ min: 0, max: 2 ** 52 })),
      key: bytes,
      value: bytes,
      headers: fc.array(fc.record({ key: fc.string({ unit: "binary" }), value: bytes }, { noNullPrototype: true }), { maxLength: 3 }),
    },
    { requiredKeys: ["timestamp", "key", "value"], noNullPrototype: true },
  );
  return fc.record(
    {
      compression: fc.constant(compression),
      records: fc.array(record, { minLength: 1, maxLength: 70 }),
      baseOffset: fc.integer({ min: 0, max: 2 ** 52 }),
      producerId: fc.integer({ min: 0, max: 2 ** 52 }),
      transactional: fc.boolean(),
      control: fc.boolean(),
    },
    { requiredKeys: ["compression", "records"] },
  );
}

test("what is encoded is byte for byte what Java's client encodes", () => {
  const records = goldenRecords.slice(0, 4);
  assert.deepEqual(encodeBatch({ records, baseOffset: 7, partitionLeaderEpoch: 3 }), goldenBatch("none"));
  assert.deepEqual(
    encodeBatch({ records: records.slice(0, 3), producerId: 1_234_567_890_123, producerEpoch: 5, baseSequence: 2_147_483_646 }),
    goldenBatch("idempotent"),
  );
  assert.deepEqual(
    encodeBatch({ records: records.slice(0, 2), producerId: 42, producerEpoch: 1, baseSequence: 0, transactional: true }),
    goldenBatch("transactional"),
  );
});

test("control batches, sequences that wrap and append times are read as Java's client wrote them", () => {
  const control = goldenBatch("control");
  assert.ok(batchHeader.isControl(control) && batchHeader.isTransactional(control));
  assert.equal(batchHeader.baseOffset(control), 100);
  assert.equal(batchHeader.lastSequence(goldenBatch("idempotent")), 0);
  assert.equal(batchHeader.lastSequence(goldenBatch("none")), -1);
  const appended = goldenBatch("log-append-time");
  assert.equal(batchHeader.timestampType(appended), "LogAppendTime");
  assert.equal(decodeRecords(appended)[0]?.timestamp, 1_700_000_099_000);
});

test("offset and leader epoch are stamped without touching the checksum, the append time with it", () => {
  const batch = Buffer.from(goldenBatch("none"));
  batchHeader.stampBaseOffset(batch, 0, 2 ** 40);
  batchHeader.stampPartitionLeaderEpoch(batch, 0, 77);
  assert.equal(checkBatch(batch, 0, batch.length), undefined);
  assert.equal(batchHeader.batchCrc(batch), batchHeader.batchCrc(goldenBatch("none")));
  batchHeader.stampMaxTimestamp(batch, 0, batch.length, "LogAppendTime", 5);
  assert.equal(checkBatch(batch, 0, batch.length), undefined);
  assert.deepEqual(new Set(decodeRecords(batch).map(({ timestamp }) => timestamp)), new Set([5]));
  assert.equal(batchHeader.lastOffset(batch), 2 ** 40 + 3);
});

test("every changed byte behind the leader epoch, and every missing one, is found", () => {
  const whole = goldenBatch("none");
  for (let at = 16; at < whole.length; at++) {
    const broken = Buffer.from(whole);
    broken.writeUInt8(whole.readUInt8(at) ^ 0x40, at);
    assert.notEqual(checkBatch(broken, 0, broken.length), undefined, `byte ${at}`);
  }
  for (let length = 0; length < whole.length; length++) assert.equal(checkBatch(whole, 0, length), "length", `cut at ${length}`);
});

test("fetched bytes are split into whole batches, whatever is at their end", () => {
  const batches = [goldenBatch("none"), goldenBatch("gzip"), goldenBatch("control")];
  const together = Buffer.concat(batches);
  assert.deepEqual(splitBatches(together), batches);
  assert.deepEqual(splitBatches(together.subarray(0, together.length - 1)), batches.slice(0, 2));
  assert.deepEqual(splitBatches(Buffer.alloc(0)), []);
});

test("a walk over records accepts what can be decoded and nothing else", () => {
  const walk = new RecordWalk();
  fc.assert(
    fc.property(drafts("none"), fc.nat(), fc.integer({ min: 0, max: 255 }), fc.boolean(), (draft, where, byte, broken) => {
      const batch = encodeBatch(draft);
      const start = batchHeader.BATCH_HEADER_BYTES;
      if (broken) batch.writeUInt8(byte, start + (where % (batch.length - start)));
      const accepted = walk.over(batch, start, batch.length, draft.records.length);
      const timestamps = decodedTimestamps(batch);
      assert.equal(accepted, timestamps !== undefined);
      if (timestamps === undefined) return;
      assert.equal(walk.maxTimestampDelta + batchHeader.baseTimestamp(batch), Math.max(...timestamps));
      assert.equal(walk.minTimestampDelta + batchHeader.baseTimestamp(batch), Math.min(...timestamps));
    }),
    { numRuns: 500 },
  );
});

function decodedTimestamps(batch: Buffer): number[] | undefined {
  try {
    return decodeRecords(batch).map(({ timestamp }) => timestamp);
  } catch (failure) {
    assert.ok(failure instanceof ProtocolError);
    return undefined;
  }
}

test("a walk refuses a wrong number of records", () => {
  const batch = goldenBatch("none");
  const walk = new RecordWalk();
  for (const count of [0, 3, 5, -1]) assert.equal(walk.over(batch, 61, batch.length, count), false, `${count}`);
  assert.equal(walk.over(batch, 61, batch.length, 4), true);
});

test("records that decompress to more than the limit are refused", () => {
  const batch = encodeBatch({ compression: "gzip", records: [{ timestamp: 0, key: null, value: Buffer.alloc(1 << 20) }] });
  assert.throws(() => decodeRecords(batch, { decompressedBytesMax: 1 << 19 }), ProtocolError);
  assert.ok(recordBytes(batch, 1 << 21).length > 1 << 20);
});

test("millions of records in one batch are refused before anything is made of them", () => {
  const count = 5_000_000;
  const tiny = compress("zstd", Buffer.alloc(7 * count, Buffer.from([12, 0, 0, 0, 1, 1, 0])));
  const one = encodeBatch({ compression: "zstd", records: [{ timestamp: 0, key: null, value: null }] });
  const batch = Buffer.concat([one.subarray(0, 61), tiny]);
  batch.writeInt32BE(batch.length - 12, 8);
  batch.writeInt32BE(count, 57);
  assert.ok(batch.length < 10_000);
  assert.throws(() => decodeRecords(batch), /holds 5000000 records/);
});
