import assert from "node:assert/strict";
import { test } from "node:test";
import { batchHeader, encodeBatch, splitBatches } from "@millrace/protocol";
import type { Log } from "../src/index.ts";
import {
  append,
  appended,
  batchOf,
  batchOffsets,
  faultyPlace,
  memoryPlace,
  onAllFiles,
  read,
  START_MS,
  settings,
  values,
} from "./harness.ts";
import { pass } from "./slow-removals.ts";

const BATCH_BYTES = batchOf(1).length;

function error(log: Log, offset: number): string | undefined {
  return log.read(offset, 1_000, { minOneMessage: true, upTo: log.endOffset }).error?.name;
}

onAllFiles("what is appended is read, from each offset on, whatever the size of the fetch", async (place) => {
  const log = await place.openLog({ indexIntervalBytes: 200 });
  const sizes = [1, 5, 2, 30, 1, 1, 7, 100, 3];
  for (const count of sizes) appended(log, batchOf(count));
  const starts = sizes.map((_, index) => sizes.slice(0, index).reduce((sum, count) => sum + count, 0));
  const expected = starts.map((start, index) => [start, start + (sizes[index] as number) - 1]);
  for (const maxBytes of [1, 61, 70, 150, 500, 1 << 20]) assert.deepEqual(batchOffsets(log, 0, maxBytes), expected, `${maxBytes} bytes`);
  for (let offset = 0; offset < log.endOffset; offset++) {
    const first = splitBatches(read(log, offset, 1))[0];
    assert.ok(first !== undefined && batchHeader.baseOffset(first) <= offset && batchHeader.lastOffset(first) >= offset, `${offset}`);
  }
});

onAllFiles("at the end there is nothing, outside the log an error", async (place) => {
  const log = await place.openLog();
  assert.equal(read(log, 0).length, 0);
  assert.equal(error(log, 1), "OFFSET_OUT_OF_RANGE");
  appended(log, batchOf(3));
  assert.equal(read(log, 3).length, 0);
  assert.equal(error(log, 4), "OFFSET_OUT_OF_RANGE");
  assert.equal(error(log, -1), "OFFSET_OUT_OF_RANGE");
});

test("a batch larger than the fetch comes only if one message is asked for at least", async () => {
  const log = await memoryPlace().openLog();
  appended(log, batchOf(1, { valueBytes: 500 }));
  appended(log, batchOf(1));
  for (const maxBytes of [0, 10, 61, 300]) {
    assert.equal(read(log, 0, maxBytes, false).length, 0);
    assert.equal(splitBatches(read(log, 0, maxBytes)).length, 1);
  }
});

test("a read ends before the offset that it may not reach", async () => {
  const log = await memoryPlace().openLog();
  for (let i = 0; i < 5; i++) appended(log, batchOf(2));
  for (const upTo of [0, 2, 4, 8, 10, 99]) {
    const outcome = log.read(0, 1 << 20, { minOneMessage: true, upTo });
    assert.ok(outcome.error === undefined);
    assert.deepEqual([splitBatches(outcome.records).length, outcome.nextOffset], [Math.min(upTo, 10) / 2, Math.min(upTo, 10)]);
  }
});

test("the bytes go where the caller says", async () => {
  const log = await memoryPlace().openLog();
  appended(log, batchOf(1));
  const pool = Buffer.alloc(1_000);
  const outcome = log.read(0, 1_000, { minOneMessage: true, upTo: 1, allocate: () => pool });
  assert.ok(outcome.error === undefined);
  assert.equal(outcome.records.buffer, pool.buffer);
});

onAllFiles("a full segment is followed by another; reads do not cross, and go on in the next", async (place) => {
  const log = await place.openLog({ segmentBytes: 3 * BATCH_BYTES });
  for (let i = 0; i < 10; i++) appended(log, batchOf(1));
  assert.deepEqual(
    place.names(".log"),
    [0, 3, 6, 9].map((offset) => `${String(offset).padStart(20, "0")}.log`),
  );
  assert.equal(splitBatches(read(log, 1)).length, 2);
  assert.equal(batchOffsets(log).length, 10);
  assert.equal(log.sizeBytes, 10 * BATCH_BYTES);
});

test("a segment ends when the records' time in it is over, less its part of the jitter", async () => {
  const place = memoryPlace();
  const log = await place.openLog({ segmentMs: 1_000 });
  appended(log, batchOf(1, { timestamp: 5_000 }));
  appended(log, batchOf(1, { timestamp: 6_000 }));
  assert.equal(place.names(".log").length, 1);
  appended(log, batchOf(1, { timestamp: 6_001 }));
  assert.equal(place.names(".log").length, 2);
  log.reconfigure({ ...log.config, segmentMs: 1_000_000, segmentJitterMs: 999_999 });
  log.roll();
  appended(log, batchOf(1, { timestamp: 10_000 }));
  appended(log, batchOf(1, { timestamp: 1_009_999 }));
  assert.equal(place.names(".log").length, 4);
});

test("a segment of records without timestamps ends by the clock", async () => {
  const place = memoryPlace();
  const log = await place.openLog({ segmentMs: 1_000 });
  appended(log, batchOf(1, { timestamp: -1 }));
  log.acknowledge(1);
  place.clock.advance(1_000);
  appended(log, batchOf(1, { timestamp: -1 }));
  assert.equal(place.names(".log").length, 1);
  place.clock.advance(1);
  appended(log, batchOf(1, { timestamp: -1 }));
  assert.equal(place.names(".log").length, 2);
});

test("a segment ends when an index is full", async () => {
  const place = memoryPlace();
  const log = await place.openLog({ indexIntervalBytes: 0, segmentIndexBytes: 40 });
  for (let i = 0; i < 20; i++) appended(log, batchOf(1, { timestamp: START_MS + i }));
  assert.ok(place.names(".log").length >= 5);
  for (const name of place.names("index")) assert.ok(place.content(name).length <= 40, name);
  assert.equal(batchOffsets(log).length, 20);
});

onAllFiles("after a clean stop everything is as it was, without a scan", async (place) => {
  const directory = await place.open();
  const log = directory.open("t", 0, settings({ segmentBytes: 20 * BATCH_BYTES, indexIntervalBytes: 100 }));
  for (let i = 0; i < 50; i++) appended(log, batchOf(1), { leaderEpoch: i >> 4 });
  const before = batchOffsets(log);
  await directory.close();
  const again = await place.open();
  assert.equal(again.clean, true);
  const reopened = again.open("t", 0, settings());
  assert.equal(again.unflushedBytes, 0);
  assert.deepEqual(batchOffsets(reopened), before);
  assert.deepEqual([reopened.startOffset, reopened.endOffset, reopened.flushedOffset, reopened.latestEpoch], [0, 50, 50, 3]);
  assert.deepEqual(reopened.endOffsetForEpoch(1), { epoch: 1, endOffset: 32 });
  appended(reopened, batchOf(1));
  assert.equal(batchOffsets(reopened).length, 51);
});

test("a log that is opened, left alone and closed touches no old segment", async () => {
  const place = memoryPlace();
  const first = await place.open();
  const log = first.open("t", 0, settings({ segmentBytes: 5 * BATCH_BYTES }));
  for (let i = 0; i < 20; i++) appended(log, batchOf(1));
  await first.close();
  const names = place.names();
  const opened: string[] = [];
  const { open } = place.files;
  place.files.open = (path, mode) => {
    opened.push(path.slice(path.lastIndexOf("/") + 1));
    return open.call(place.files, path, mode);
  };
  const second = await place.open();
  second.open("t", 0, settings());
  await second.close();
  assert.deepEqual(
    opened.filter((name) => /^0{19}[05]|^0{18}10/.test(name)),
    [],
  );
  assert.deepEqual(place.names(), names);
});

test("retention by size removes the oldest segments, and lets the log be larger by up to one", async () => {
  const place = memoryPlace();
  const log = await place.openLog({ segmentBytes: 5 * BATCH_BYTES, retentionBytes: 12 * BATCH_BYTES, retentionMs: -1 });
  for (let i = 0; i < 23; i++) appended(log, batchOf(1));
  log.acknowledge(7);
  assert.equal(log.enforceRetention(), 1, "what may not be read yet stays");
  log.acknowledge(23);
  assert.equal(log.enforceRetention(), 1);
  assert.deepEqual([log.startOffset, log.sizeBytes], [10, 13 * BATCH_BYTES]);
  assert.equal(log.enforceRetention(), 0);
  assert.equal(error(log, 9), "OFFSET_OUT_OF_RANGE");
  assert.equal(batchOffsets(log).length, 13);
});

test("retention by time goes by the newest record of a segment; a log may lose all of them and goes on behind", async () => {
  const place = memoryPlace();
  const log = await place.openLog({ segmentBytes: 2 * BATCH_BYTES, retentionMs: 1_000, messageTimestampAfterMaxMs: 2 ** 60 });
  for (let i = 0; i < 6; i++) appended(log, batchOf(1, { timestamp: START_MS + (i < 4 ? 0 : 5_000) }));
  log.acknowledge(6);
  place.clock.advance(1_000);
  assert.equal(log.enforceRetention(), 0);
  place.clock.advance(1);
  assert.equal(log.enforceRetention(), 2);
  assert.equal(log.startOffset, 4);
  place.clock.advance(10_000);
  assert.equal(log.enforceRetention(), 1);
  assert.deepEqual([log.startOffset, log.endOffset, log.sizeBytes], [6, 6, 0]);
  place.clock.advance(100_000_000);
  assert.equal(log.enforceRetention(), 0, "an empty log has nothing to lose");
  appended(log, batchOf(1, { timestamp: place.clock.now() }));
  assert.deepEqual(batchOffsets(log), [[6, 6]]);
});

test("records without timestamps age by their file", async () => {
  const place = memoryPlace();
  const log = await place.openLog({ retentionMs: 1_000 });
  appended(log, batchOf(1, { timestamp: -1 }));
  log.acknowledge(1);
  place.clock.advance(1_000);
  assert.equal(log.enforceRetention(), 0);
  place.clock.advance(1);
  assert.equal(log.enforceRetention(), 1);
});

test("without cleanup.policy delete, and with limits of -1, nothing is removed", async () => {
  for (const config of [
    { cleanupDelete: false, retentionMs: 0, retentionBytes: 0 },
    { retentionMs: -1, retentionBytes: -1 },
  ]) {
    const place = memoryPlace();
    const log = await place.openLog({ segmentBytes: 2 * BATCH_BYTES, ...config });
    for (let i = 0; i < 6; i++) appended(log, batchOf(1, { timestamp: 1 }));
    log.acknowledge(6);
    place.clock.advance(100_000_000);
    assert.equal(log.enforceRetention(), 0);
  }
});

test("the files of removed segments stay for a while, then go, snapshots too", async () => {
  const place = memoryPlace();
  const log = await place.openLog({ segmentBytes: 2 * BATCH_BYTES, retentionBytes: 0, retentionMs: -1, fileDeleteDelayMs: 500 });
  for (let i = 0; i < 6; i++) appended(log, batchOf(1));
  log.acknowledge(6);
  log.enforceRetention();
  assert.equal(place.names(".deleted").length, 9);
  place.clock.advance(499);
  assert.equal(place.names(".deleted").length, 9);
  await pass(place.clock, 1);
  assert.deepEqual(place.names(".deleted"), []);
  assert.deepEqual(place.names(".snapshot"), ["00000000000000000006.snapshot"]);
});

onAllFiles("deleted records are gone for readers at once, and stay gone", async (place) => {
  const directory = await place.open();
  const log = directory.open("t", 0, settings({ segmentBytes: 4 * batchOf(2).length }));
  for (let i = 0; i < 10; i++) appended(log, batchOf(2), { leaderEpoch: i >> 1 });
  log.deleteRecordsBefore(5);
  assert.deepEqual([log.startOffset, place.names(".log").length], [5, 3]);
  assert.equal(error(log, 4), "OFFSET_OUT_OF_RANGE");
  assert.equal(batchOffsets(log, 5)[0]?.[0], 4);
  log.deleteRecordsBefore(11);
  assert.deepEqual([log.startOffset, place.names(".log").length], [11, 2]);
  log.deleteRecordsBefore(3);
  assert.equal(log.startOffset, 11);
  assert.deepEqual(log.endOffsetForEpoch(1), { epoch: 1, endOffset: 11 });
  log.deleteRecordsBefore(20);
  assert.deepEqual([log.startOffset, log.endOffset], [20, 20]);
  await directory.close();
  const reopened = await place.openLog();
  assert.deepEqual([reopened.startOffset, reopened.endOffset], [20, 20]);
  appended(reopened, batchOf(1));
});

test("old records are not removed early because others are deleted", async () => {
  const log = await memoryPlace().openLog({ segmentBytes: 2 * BATCH_BYTES, retentionMs: 1 });
  for (let i = 0; i < 6; i++) appended(log, batchOf(1, { timestamp: 1 }));
  log.deleteRecordsBefore(1);
  assert.equal(log.startOffset, 1);
});

test("the first record at or behind a timestamp, in whichever segment and batch", async () => {
  const place = memoryPlace();
  const log = await place.openLog({ indexIntervalBytes: 100, segmentBytes: 900 });
  const timestamps = [10, 30, 20, 50, 40, 70, 60, 90, 80, 100, 120, 110, 130, 140, 160, 150].map((at) => START_MS + at);
  for (let i = 0; i < timestamps.length; i += 2) {
    const records = timestamps.slice(i, i + 2).map((timestamp) => ({ timestamp, key: null, value: Buffer.alloc(40) }));
    appended(log, encodeBatch({ records, compression: i % 4 === 0 ? "none" : "gzip" }), { leaderEpoch: 4 });
  }
  assert.ok(place.names(".log").length > 1);
  for (let at = START_MS; at <= START_MS + 170; at += 5) {
    const offset = timestamps.findIndex((timestamp) => timestamp >= at);
    const expected = offset < 0 ? undefined : { timestamp: timestamps[offset], offset, leaderEpoch: 4 };
    assert.deepEqual(log.offsetForTimestamp(at), expected, `${at - START_MS}`);
  }
  assert.deepEqual(log.offsetForMaxTimestamp(), { timestamp: START_MS + 160, offset: 14, leaderEpoch: 4 });
  log.deleteRecordsBefore(4);
  assert.equal(log.offsetForTimestamp(START_MS)?.offset, 4);
});

test("an empty log has no timestamps; equal ones are found at their first record", async () => {
  const log = await memoryPlace().openLog();
  assert.equal(log.offsetForTimestamp(0), undefined);
  assert.equal(log.offsetForMaxTimestamp(), undefined);
  for (let i = 0; i < 3; i++) appended(log, batchOf(3));
  assert.equal(log.offsetForMaxTimestamp()?.offset, 0);
  assert.equal(log.offsetForTimestamp(START_MS)?.offset, 0);
});

test("leader epochs: where each begins and ends", async () => {
  const log = await memoryPlace().openLog();
  for (const [count, leaderEpoch] of [
    [2, 1],
    [3, 1],
    [1, 4],
    [5, 6],
  ] as const)
    appended(log, batchOf(count), { leaderEpoch });
  assert.deepEqual(
    [0, 1, 2, 4, 5, 6, 7].map((epoch) => log.endOffsetForEpoch(epoch)),
    [
      { epoch: 0, endOffset: 0 },
      { epoch: 1, endOffset: 5 },
      { epoch: 1, endOffset: 5 },
      { epoch: 4, endOffset: 6 },
      { epoch: 4, endOffset: 6 },
      { epoch: 6, endOffset: 11 },
      undefined,
    ],
  );
  assert.deepEqual(
    [0, 4, 5, 6, 10].map((offset) => log.epochForOffset(offset)),
    [1, 1, 4, 6, 6],
  );
  assert.equal(log.latestEpoch, 6);
});

test("a full disk refuses appends and spoils nothing; when there is room again, they go on", async () => {
  const place = faultyPlace();
  const log = await place.openLog({ segmentBytes: 4 * BATCH_BYTES });
  for (let i = 0; i < 3; i++) appended(log, batchOf(1));
  for (const room of [0, 1, 61, BATCH_BYTES - 1]) {
    place.files.capacityBytes = log.sizeBytes + room;
    assert.equal(append(log, batchOf(1)).error?.name, "KAFKA_STORAGE_ERROR");
    assert.equal(append(log, batchOf(1, { valueBytes: 30 })).error?.name, "KAFKA_STORAGE_ERROR");
    assert.equal(batchOffsets(log).length, log.endOffset);
    place.files.mend();
    appended(log, batchOf(1));
  }
  assert.equal(values(log).length, 7);
  assert.equal(place.lines.filter(({ level }) => level === "error").length, 4);
  place.files.kill();
  assert.equal(batchOffsets(await place.openLog()).length, 7);
});

test("a disk that fails anywhere while a segment is begun refuses the append; the next one finds everything in order", async () => {
  for (const call of ["open", "write", "truncate"] as const) {
    for (let nth = 0; nth < 6; nth++) {
      const place = faultyPlace();
      const log = await place.openLog({ segmentBytes: 2 * BATCH_BYTES, indexIntervalBytes: 0 });
      for (let i = 0; i < 2; i++) appended(log, batchOf(1, { producerId: 1, producerEpoch: 0, baseSequence: i }));
      place.files.fail({ call, code: "EIO", after: nth });
      const third = batchOf(1, { producerId: 1, producerEpoch: 0, baseSequence: 2 });
      if (append(log, third).error === undefined) continue;
      assert.equal(log.endOffset, 2);
      appended(log, third);
      assert.equal(values(log).length, 3);
      place.files.kill();
      const reopened = await place.openLog();
      assert.equal(values(reopened).length, 3);
      assert.equal(appended(reopened, third).duplicate, true);
    }
  }
});

test("records that are damaged on the disk are refused, wherever the read before ended", async () => {
  const place = memoryPlace();
  const log = await place.openLog();
  for (let count = 0; count < 3; count++) appended(log, batchOf(1));
  const content = place.content("00000000000000000000.log");
  content.writeInt32BE(0, BATCH_BYTES + 8);
  place.put("00000000000000000000.log", content);
  assert.equal(error(log, 1), "CORRUPT_MESSAGE");
  assert.deepEqual(splitBatches(read(log, 0, BATCH_BYTES)).length, 1);
  assert.equal(error(log, 1), "CORRUPT_MESSAGE");
  assert.equal(error(log, 2), "CORRUPT_MESSAGE");
});
