import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type BatchDraft,
  batchHeader,
  type CodecName,
  compress,
  compressionTypes,
  decodeRecords,
  encodeBatch,
  putInt32,
  putInt64,
} from "@millrace/protocol";
import { append, appended, batchOf, memoryPlace, read, refusal, START_MS } from "./harness.ts";

/** Changes a batch and gives it the right checksum again: a client that lies, not a damaged message. */
function lie(batch: Buffer, change: (batch: Buffer) => void): Buffer {
  change(batch);
  putInt32(batch, 17, batchHeader.computeBatchCrc(batch, 0, batch.length));
  return batch;
}

test("offsets and leader epoch are stamped; the bytes are otherwise stored as they came", async () => {
  const log = await memoryPlace().openLog();
  const first = appended(log, batchOf(3), { leaderEpoch: 5 });
  assert.deepEqual(
    [first.baseOffset, first.lastOffset, first.logAppendTimeMs, first.logStartOffset, first.duplicate],
    [0, 2, -1, 0, false],
  );
  const sent = batchOf(2, { compression: "gzip" });
  const second = appended(log, sent, { leaderEpoch: 6 });
  assert.deepEqual([second.baseOffset, second.lastOffset], [3, 4]);
  const stored = read(log, 3);
  assert.equal(batchHeader.baseOffset(stored), 3);
  assert.equal(batchHeader.partitionLeaderEpoch(stored), 6);
  assert.deepEqual(stored.subarray(16), sent.subarray(16));
  assert.equal(log.endOffset, 5);
  assert.equal(log.latestEpoch, 6);
});

/** What a client may get wrong, and Kafka's answer. The changes keep the checksum right unless they are about it. */
const refusals: Array<[string, () => Buffer, string]> = [
  ["nothing at all", () => Buffer.alloc(0), "INVALID_RECORD"],
  ["half a batch", () => batchOf(2).subarray(0, 70), "INVALID_RECORD"],
  ["two batches", () => Buffer.concat([batchOf(1), batchOf(1)]), "INVALID_RECORD"],
  ["a length that no message can have", () => lie(batchOf(1), (b) => putInt32(b, 8, 13)), "CORRUPT_MESSAGE"],
  ["a negative length", () => lie(batchOf(1), (b) => putInt32(b, 8, -1)), "CORRUPT_MESSAGE"],
  ["a length beyond the end", () => lie(batchOf(1), (b) => putInt32(b, 8, 1_000)), "INVALID_RECORD"],
  ["a batch shorter than its header", () => lie(batchOf(1).subarray(0, 40), (b) => putInt32(b, 8, 28)), "CORRUPT_MESSAGE"],
  ["format 0", () => lie(batchOf(1), (b) => b.writeInt8(0, 16)), "INVALID_RECORD"],
  ["format 1", () => lie(batchOf(1), (b) => b.writeInt8(1, 16)), "INVALID_RECORD"],
  ["format 3", () => lie(batchOf(1), (b) => b.writeInt8(3, 16)), "CORRUPT_MESSAGE"],
  [
    "a wrong checksum",
    () => {
      const b = batchOf(1);
      b.writeUInt8(b.readUInt8(20) ^ 1, 20);
      return b;
    },
    "CORRUPT_MESSAGE",
  ],
  ["a base offset other than 0", () => batchOf(1, { baseOffset: 7 }), "INVALID_RECORD"],
  ["an unknown compression", () => lie(batchOf(1), (b) => b.writeUInt8(5, 22)), "UNKNOWN_SERVER_ERROR"],
  ["a control batch", () => batchOf(1, { control: true }), "INVALID_RECORD"],
  ["a producer without sequence number", () => batchOf(1, { producerId: 1, producerEpoch: 0, baseSequence: -1 }), "INVALID_RECORD"],
  ["a number of records that is negative", () => lie(batchOf(2), (b) => putInt32(b, 57, -1)), "INVALID_RECORD"],
  ["no records", () => lie(batchOf(1), (b) => putInt32(b, 57, 0)), "INVALID_RECORD"],
  ["fewer records than offsets", () => lie(batchOf(2), (b) => putInt32(b, 57, 1)), "INVALID_RECORD"],
  ["a last offset before the first", () => lie(batchOf(2), (b) => putInt32(b, 23, -2)), "INVALID_RECORD"],
  [
    "more records than there are",
    () =>
      lie(batchOf(2), (b) => {
        putInt32(b, 57, 3);
        putInt32(b, 23, 2);
      }),
    "INVALID_RECORD",
  ],
  [
    "fewer records than there are",
    () =>
      lie(batchOf(2), (b) => {
        putInt32(b, 57, 1);
        putInt32(b, 23, 0);
      }),
    "INVALID_RECORD",
  ],
  ["a record longer than the batch", () => lie(batchOf(1), (b) => b.writeUInt8(0x7e, 61)), "INVALID_RECORD"],
  ["a batch over max.message.bytes", () => batchOf(1, { valueBytes: 5_000 }), "MESSAGE_TOO_LARGE"],
  ["a batch over segment.bytes", () => batchOf(1, { valueBytes: 3_500 }), "RECORD_LIST_TOO_LARGE"],
  ["a timestamp too far ahead", () => batchOf(1, { timestamp: START_MS + 3_600_001 }), "INVALID_TIMESTAMP"],
  [
    "a transaction that was never opened",
    () => batchOf(1, { producerId: 1, producerEpoch: 0, baseSequence: 0, transactional: true }),
    "INVALID_TXN_STATE",
  ],
];

for (const [name, make, error] of refusals) {
  test(`refused: ${name}`, async () => {
    const place = memoryPlace();
    const log = await place.openLog({ maxMessageBytes: 4_000, segmentBytes: 3_000 });
    appended(log, batchOf(2));
    assert.equal(refusal(log, make()), error);
    assert.equal(log.endOffset, 2);
    appended(log, batchOf(1));
    assert.equal(log.endOffset, 3);
    assert.equal(place.content("00000000000000000000.log").length, log.sizeBytes);
  });
}

test("half a batch behind a whole one is left out, as Kafka does", async () => {
  const log = await memoryPlace().openLog();
  const batch = batchOf(2);
  appended(log, Buffer.concat([batch, batchOf(1).subarray(0, 20)]));
  assert.equal(log.sizeBytes, batch.length);
});

test("each record with a bad timestamp is named", async () => {
  const log = await memoryPlace().openLog({ messageTimestampBeforeMaxMs: 1_000, messageTimestampAfterMaxMs: 1_000 });
  for (const compression of compressionTypes) {
    const draft: BatchDraft = {
      compression,
      records: [0, -1_001, 1_000, 1_001].map((delta) => ({ timestamp: START_MS + delta, key: null, value: null })),
    };
    const outcome = append(log, encodeBatch(draft));
    assert.ok(outcome.error !== undefined);
    assert.equal(outcome.error.name, "INVALID_TIMESTAMP");
    assert.deepEqual(
      outcome.recordErrors.map(({ batchIndex }) => batchIndex),
      [1, 3],
    );
  }
  appended(log, batchOf(1, { timestamp: -1 }));
  assert.equal(log.endOffset, 1);
});

test("of many records with bad timestamps not all are named: each takes a text", async () => {
  const log = await memoryPlace().openLog();
  const records = Array.from({ length: 5000 }, () => ({ timestamp: START_MS + 10 ** 12, key: null, value: null }));
  const outcome = append(log, encodeBatch({ compression: "zstd", records }));
  assert.equal(outcome.error?.name, "INVALID_TIMESTAMP");
  assert.equal(outcome.error === undefined ? 0 : outcome.recordErrors.length, 1000);
});

test("compressed records are not believed when their header's largest timestamp is out of range", async () => {
  const log = await memoryPlace().openLog();
  const batch = lie(batchOf(2, { compression: "zstd" }), (b) => putInt64(b, 35, START_MS + 7_200_000));
  appended(log, batch);
  assert.equal(batchHeader.maxTimestamp(read(log, 0)), START_MS);
});

test("a largest timestamp that is not that of the records is put right", async () => {
  const log = await memoryPlace().openLog();
  appended(
    log,
    lie(batchOf(2), (b) => putInt64(b, 35, 5)),
  );
  const stored = read(log, 0);
  assert.equal(batchHeader.maxTimestamp(stored), START_MS);
  assert.equal(batchHeader.computeBatchCrc(stored, 0, stored.length), batchHeader.batchCrc(stored));
});

test("with LogAppendTime each batch gets the time of its append; a client may not claim that type", async () => {
  const place = memoryPlace();
  const log = await place.openLog({ messageTimestampType: "LogAppendTime" });
  place.clock.advance(5);
  const outcome = appended(log, batchOf(2, { timestamp: 1 }));
  assert.equal(outcome.logAppendTimeMs, START_MS + 5);
  const stored = read(log, 0);
  assert.equal(batchHeader.computeBatchCrc(stored, 0, stored.length), batchHeader.batchCrc(stored));
  assert.deepEqual(
    decodeRecords(stored).map(({ timestamp }) => timestamp),
    [START_MS + 5, START_MS + 5],
  );
  const claimed = append(log, batchOf(2, { logAppendTimeMs: 7 }));
  assert.ok(claimed.error !== undefined);
  assert.equal(claimed.error.name, "INVALID_TIMESTAMP");
  assert.equal(claimed.recordErrors.length, 2);
});

test("compression.type other than the producer's compresses anew, and keeps everything else", async () => {
  for (const compressionType of ["gzip", "snappy", "lz4", "zstd", "uncompressed"] as const) {
    for (const source of compressionTypes) {
      const log = await memoryPlace().openLog({ compressionType });
      appended(log, batchOf(1));
      const draft: Partial<BatchDraft> = { compression: source, producerId: 9, producerEpoch: 2, baseSequence: 4 };
      appended(log, batchOf(3, draft), { leaderEpoch: 8 });
      const stored = read(log, 1);
      assert.equal(batchHeader.compressionType(stored), compressionType === "uncompressed" ? "none" : compressionType);
      assert.deepEqual(
        [
          batchHeader.producerId(stored),
          batchHeader.producerEpoch(stored),
          batchHeader.baseSequence(stored),
          batchHeader.partitionLeaderEpoch(stored),
        ],
        [9, 2, 4, 8],
      );
      assert.deepEqual(
        decodeRecords(stored).map(({ offset, timestamp }) => [offset, timestamp]),
        [1, 2, 3].map((offset) => [offset, START_MS]),
      );
    }
  }
});

test("what grows beyond max.message.bytes by being compressed anew is refused, and so is what can't be taken apart", async () => {
  const log = await memoryPlace().openLog({ compressionType: "uncompressed", maxMessageBytes: 1_000 });
  assert.equal(refusal(log, batchOf(1, { compression: "gzip", valueBytes: 2_000 })), "MESSAGE_TOO_LARGE");
  const garbage = lie(batchOf(3, { compression: "lz4" }), (b) => b.fill(7, 61));
  assert.equal(refusal(log, garbage), "UNKNOWN_SERVER_ERROR");
  assert.equal(log.endOffset, 0);
});

/** The records of a batch, compressed, in place of those that it has. */
function holding(batch: Buffer, codec: CodecName, records: Buffer): Buffer {
  const changed = Buffer.concat([batch.subarray(0, 61), compress(codec, records)]);
  return lie(changed, (b) => {
    putInt32(b, 8, b.length - 12);
    b.writeUInt8(compressionTypes.indexOf(codec), 22);
  });
}

for (const codec of ["gzip", "snappy", "lz4", "zstd"] as const) {
  test(`small batches that say ${codec} are opened, and answered as Kafka answers`, async () => {
    const log = await memoryPlace().openLog({ messageTimestampAfterMaxMs: 1_000 });
    const plain = batchOf(3);
    const records = plain.subarray(61);
    const mark = compressionTypes.indexOf(codec);
    assert.equal(
      refusal(
        log,
        lie(Buffer.from(plain), (b) => b.writeUInt8(mark, 22)),
      ),
      "UNKNOWN_SERVER_ERROR",
    );
    assert.equal(refusal(log, holding(plain, codec, Buffer.from("no records at all"))), "INVALID_RECORD");
    assert.equal(refusal(log, holding(plain, codec, Buffer.concat([records, records]))), "INVALID_RECORD");
    const ahead = batchOf(3, { timestamp: START_MS + 2_000 });
    const modest = lie(holding(ahead, codec, ahead.subarray(61)), (b) => putInt64(b, 35, START_MS));
    assert.equal(refusal(log, modest), "INVALID_TIMESTAMP");
    appended(
      log,
      lie(holding(plain, codec, records), (b) => putInt64(b, 35, 5)),
    );
    assert.equal(batchHeader.maxTimestamp(read(log, 0)), START_MS);
  });

  test(`large batches that say ${codec}, and small ones that hold a lot, are believed`, async () => {
    const log = await memoryPlace().openLog({ maxMessageBytes: 10_000_000 });
    const large = lie(batchOf(5_000), (b) => b.writeUInt8(compressionTypes.indexOf(codec), 22));
    appended(log, large);
    appended(log, batchOf(1, { compression: codec, valueBytes: 4_000_000 }));
    assert.equal(log.endOffset, 5_001);
  });
}

test("a coordinator may write control batches, and is not asked for sequence numbers", async () => {
  const log = await memoryPlace().openLog();
  const outcome = log.append(batchOf(1, { control: true, producerId: 3, producerEpoch: 1 }), { leaderEpoch: 0, origin: "coordinator" });
  assert.equal(outcome.error, undefined);
  const large = log.append(batchOf(1, { valueBytes: 2_000_000 }), { leaderEpoch: 0, origin: "coordinator" });
  assert.equal(large.error?.name, "MESSAGE_TOO_LARGE");
});

test("new settings hold from the next append on", async () => {
  const log = await memoryPlace().openLog();
  appended(log, batchOf(1, { valueBytes: 500 }));
  log.reconfigure({ ...log.config, maxMessageBytes: 200 });
  assert.equal(refusal(log, batchOf(1, { valueBytes: 500 })), "MESSAGE_TOO_LARGE");
});
