import assert from "node:assert/strict";
import { test } from "node:test";
import { batchHeader, compressionTypes, decodeRecords, encodeBatch } from "@millrace/protocol";
import { cleanable, type LogFacts } from "../src/cleaner/cleanable.ts";
import { hashKey } from "../src/cleaner/key-hash.ts";
import { OffsetMap } from "../src/cleaner/offset-map.ts";
import { segmentGroups } from "../src/cleaner/segment-groups.ts";
import type { LogConfig } from "../src/index.ts";
import { batches, cleaningPlace, compacting, contents, pairs, turns, written } from "./compacted.ts";
import { batchOffsets, cleaned, memoryPlace, onAllFiles, refusal, START_MS, settings } from "./harness.ts";

test("keys are hashed as MurmurHash3 says", () => {
  const hash = (text: string, seed = 0): string => {
    const target = new Int32Array(4);
    const bytes = Buffer.from(`..${text}.`);
    hashKey(bytes, 2, bytes.length - 3, seed, target);
    return [...target].map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
  };
  assert.equal(hash(""), "00000000000000000000000000000000");
  assert.equal(hash("I will not buy this tobacconist's, it is scratched."), "9b5b7ba2ef3f7866889adeaf00f3f98e");
  const all = new Set(Array.from({ length: 40 }, (_, length) => hash("x".repeat(length), 7)));
  assert.equal(all.size, 40);
});

test("an offset map knows the last offset of each key, and when it is full", () => {
  const map = new OffsetMap(5);
  map.reset(1000, 0.9, 1 << 20);
  const key = (number: number) => Buffer.from(`key ${number}`);
  for (let number = 0; number < 1000; number++) assert.ok(map.put(key(number), 0, key(number).length, number));
  for (let number = 0; number < 1000; number += 2) map.put(key(number), 0, key(number).length, 2 ** 40 + number);
  const offsets = Array.from({ length: 1001 }, (_, number) => map.get(key(number), 0, key(number).length));
  assert.deepEqual(offsets, [...Array.from({ length: 1000 }, (_, number) => (number % 2 === 0 ? 2 ** 40 + number : number)), -1]);
  map.reset(1000, 0.5, 24 * 100);
  let count = 0;
  while (map.put(key(count), 0, key(count).length, count)) count++;
  assert.equal(count, 50);
  assert.equal(map.latestOffset, 49);
});

test("neighbouring segments are put together as long as they fit", () => {
  const segment = (baseOffset: number, sizeBytes: number) => ({ baseOffset, sizeBytes, offsetIndexBytes: 8, timeIndexBytes: 12 });
  const bases = (sizes: number[], limits: { segmentBytes?: number; indexBytes?: number; step?: number } = {}) => {
    const { segmentBytes = 100, indexBytes = 1000, step = 10 } = limits;
    const segments = sizes.map((size, index) => segment(index * step, size));
    return segmentGroups(segments, { segmentBytes, indexBytes, endOffset: sizes.length * step }).map((group) => group.length);
  };
  assert.deepEqual(bases([50, 50, 1, 99, 100, 0, 0]), [2, 2, 3]);
  assert.deepEqual(bases([1, 1, 1, 1], { indexBytes: 24 }), [2, 2]);
  assert.deepEqual(bases([1, 1, 1, 0], { step: 2 ** 30 }), [2, 2]);
  assert.deepEqual(bases([]), []);
});

test("what may be cleaned of a log ends before what is active, unstable or too young", () => {
  const facts = (changes: Partial<LogFacts> = {}, config: Partial<LogConfig> = {}): LogFacts => ({
    config: settings({ ...compacting, ...config }),
    startOffset: 0,
    endOffset: 40,
    lastStableOffset: 40,
    segments: [0, 10, 20, 30].map((baseOffset) => ({
      baseOffset,
      sizeBytes: 100,
      newestMs: () => 1_000 + baseOffset,
      firstTimestamp: () => 1_000 + baseOffset,
    })),
    ...changes,
  });
  const range = (log: LogFacts, cleanedTo?: number, nowMs = 2_000) => {
    const { firstDirtyOffset, endOffset, ratio, isDue } = cleanable(log, cleanedTo, nowMs);
    return [firstDirtyOffset, endOffset, Math.round(ratio * 100), isDue];
  };
  assert.deepEqual(range(facts()), [0, 30, 100, true]);
  assert.deepEqual(range(facts(), 20), [20, 30, 33, true]);
  assert.deepEqual(range(facts({}, { minCleanableDirtyRatio: 0.34 }), 20), [20, 30, 33, false]);
  assert.deepEqual(range(facts({}, { minCleanableDirtyRatio: 0.34, maxCompactionLagMs: 979 }), 20), [20, 30, 33, true]);
  assert.deepEqual(range(facts({}, { minCleanableDirtyRatio: 0.34, maxCompactionLagMs: 980 }), 20), [20, 30, 33, false]);
  assert.deepEqual(range(facts({ lastStableOffset: 25 })), [0, 20, 100, true]);
  assert.deepEqual(range(facts({}, { minCompactionLagMs: 990 })), [0, 20, 100, true]);
  assert.deepEqual(range(facts(), 30), [30, 30, 0, false]);
  assert.deepEqual(range(facts(), 41), [0, 30, 100, true]);
  assert.deepEqual(range(facts({ startOffset: 12 }), 5), [12, 30, 50, true]);
});

test("records without keys are refused where keys decide what is kept", async () => {
  const place = memoryPlace();
  const directory = await place.open();
  const log = directory.open("t", 0, settings(compacting));
  for (const compression of compressionTypes) {
    const records = ["k", null, "k"].map((key) => ({
      timestamp: START_MS,
      key: key === null ? null : Buffer.from(key),
      value: Buffer.alloc(9_000),
    }));
    assert.equal(refusal(log, encodeBatch({ records, compression })), "INVALID_RECORD");
    written(log, encodeBatch({ records: records.filter(({ key }) => key !== null), compression }));
  }
  const outcome = log.append(encodeBatch({ records: [{ timestamp: START_MS, key: null, value: null }] }), {
    leaderEpoch: 0,
    origin: "client",
  });
  assert.ok(outcome.error !== undefined);
  const message = "Compacted topic cannot accept message without key in topic partition t-0";
  assert.deepEqual(outcome.recordErrors, [{ batchIndex: 0, message }]);
});

for (const compression of compressionTypes) {
  test(`of each key the last record stays, at its offset (${compression})`, async () => {
    const place = cleaningPlace();
    const log = await place.openLog(compacting);
    written(log, pairs(["a=1", "b=1", "c=1"], { compression }));
    written(log, pairs(["a=2", "d=1"], { compression }));
    log.roll();
    written(log, pairs(["b=2"], { compression }));
    written(log, pairs(["e=1"], { compression }));
    log.roll();
    written(log, pairs(["c=9"], { compression }));
    await cleaned(place);
    assert.deepEqual(contents(log), ["2:c=1", "3:a=2", "4:d=1", "5:b=2", "6:e=1", "7:c=9"]);
    assert.deepEqual(batchOffsets(log), [
      [0, 2],
      [3, 4],
      [5, 5],
      [6, 6],
      [7, 7],
    ]);
    assert.deepEqual(place.names(".log"), ["00000000000000000000.log", "00000000000000000007.log"]);
    assert.equal(place.checkpoint("cleaner-offset-checkpoint"), "0\n1\nt 0 7\n");
    for (const batch of batches(log)) {
      assert.equal(batchHeader.compressionType(batch), compression);
      assert.equal(batchHeader.computeBatchCrc(batch, 0, batch.length), batchHeader.batchCrc(batch));
    }
  });
}

onAllFiles("a cleaned log is read from any offset, and again after a restart", async (place) => {
  place.cleaner = { ...place.cleaner, enable: true };
  const config = { ...compacting, segmentBytes: 600 };
  let directory = await place.open();
  let log = directory.open("t", 0, settings(config));
  for (let number = 0; number < 200; number++) written(log, pairs([`k${number % 7}=${number}`, `once${number % 40}=${number}`]));
  const before = log.endOffset;
  await cleaned(place);
  const expected = contents(log);
  assert.ok(expected.length < 70);
  const check = (): void => {
    assert.equal(log.endOffset, before);
    assert.equal(log.startOffset, 0);
    assert.deepEqual(contents(log), expected);
    for (let offset = 0; offset < before; offset++) {
      const outcome = log.read(offset, 1, { minOneMessage: true, upTo: before });
      assert.ok(outcome.error === undefined && outcome.records.length > 0);
      assert.ok(outcome.nextOffset > offset);
    }
  };
  check();
  await directory.close();
  directory = await place.open();
  log = directory.open("t", 0, settings(config));
  check();
  await directory.close();
});

test("a tombstone stays for delete.retention.ms after a cleaning has seen it", async () => {
  const place = cleaningPlace();
  const log = await place.openLog({ ...compacting, deleteRetentionMs: 100_000 });
  written(log, pairs(["a=1", "b=1", "a"]));
  log.roll();
  written(log, pairs(["c=1"]));
  await cleaned(place);
  assert.deepEqual(contents(log), ["1:b=1", "2:a", "3:c=1"]);
  const [batch] = batches(log);
  assert.ok(batch !== undefined);
  const horizon = batchHeader.deleteHorizonMs(batch);
  assert.ok(horizon !== undefined && horizon >= START_MS + 100_000);
  assert.deepEqual(
    decodeRecords(batch).map(({ timestamp }) => timestamp),
    [START_MS + 1, START_MS + 2],
  );
  assert.equal(batchHeader.maxTimestamp(batch), START_MS + 2);
  log.roll();
  written(log, pairs(["d=1"]));
  await cleaned(place);
  assert.deepEqual(contents(log), ["1:b=1", "2:a", "3:c=1", "4:d=1"]);
  place.clock.advance(100_000);
  log.roll();
  written(log, pairs(["e=1"]));
  await cleaned(place);
  assert.deepEqual(contents(log), ["1:b=1", "3:c=1", "4:d=1", "5:e=1"]);
});

test("each producer's last batch stays as a header, so that its sequence goes on", async () => {
  const place = cleaningPlace();
  let directory = await place.open();
  let log = directory.open("t", 0, settings(compacting));
  written(log, pairs(["a=1", "a=2"], { producerId: 7, baseSequence: 0 }));
  written(log, pairs(["a=3"], { producerId: 7, baseSequence: 2 }));
  written(log, pairs(["a=4"], { producerId: 8, baseSequence: 0 }));
  log.roll();
  written(log, pairs(["a=5"]));
  log.roll();
  written(log, pairs(["z=1"]));
  await cleaned(place);
  assert.deepEqual(contents(log), ["4:a=5", "5:z=1"]);
  assert.deepEqual(batchOffsets(log), [
    [2, 2],
    [3, 3],
    [4, 4],
    [5, 5],
  ]);
  const before = log.activeProducers();
  await directory.close();
  for (const name of place.names(".snapshot")) place.files.remove(place.path(name));
  directory = await place.open();
  log = directory.open("t", 0, settings(compacting));
  assert.deepEqual(log.activeProducers(), before);
  written(log, pairs(["a=6"], { producerId: 7, baseSequence: 3 }));
  assert.equal(refusal(log, pairs(["a=7"], { producerId: 8, baseSequence: 5 })), "OUT_OF_ORDER_SEQUENCE_NUMBER");
});

test("more keys than the map holds take several cleanings", async () => {
  const place = cleaningPlace();
  place.cleaner = { ...place.cleaner, dedupeBufferSize: 24 * 12 };
  const log = await place.openLog(compacting);
  for (let round = 0; round < 3; round++) {
    written(log, pairs(Array.from({ length: 30 }, (_, number) => `k${number}=${round}`)));
    log.roll();
  }
  written(log, pairs(["z=1"]));
  for (let pass = 0; pass < 4; pass++) await cleaned(place);
  assert.deepEqual(contents(log), [...Array.from({ length: 30 }, (_, number) => `${60 + number}:k${number}=2`), "90:z=1"]);
});

test("records without timestamps do not get younger by a cleaning", async () => {
  const place = cleaningPlace();
  const log = await place.openLog({ ...compacting, cleanupDelete: true, retentionMs: 100_000, segmentMs: 2 ** 40 });
  for (const value of [1, 2]) written(log, pairs([`a=${value}`], { timestamp: -1 }));
  log.roll();
  written(log, pairs(["b=1"], { timestamp: START_MS + 60_000 }));
  place.clock.advance(60_000);
  await cleaned(place);
  assert.deepEqual(contents(log), ["1:a=2", "2:b=1"]);
  place.clock.advance(50_000);
  await cleaned(place);
  assert.deepEqual(contents(log), ["2:b=1"]);
});

test("segments are not removed under a cleaning, but the log's start moves", async () => {
  const place = cleaningPlace();
  const directory = await place.open();
  const log = directory.open("t", 0, settings({ ...compacting, cleanupDelete: true, retentionMs: -1, segmentBytes: 100_000 }));
  const large = "v".repeat(1000);
  for (let number = 0; number < 1000; number++) written(log, pairs([`a${number}=${large}`]));
  place.clock.advance(15_000);
  await turns(place, 4);
  log.deleteRecordsBefore(500);
  assert.equal(log.startOffset, 500);
  assert.equal(log.enforceRetention(), 0);
  await cleaned(place);
  assert.ok(place.names(".log").every((name) => Number.parseInt(name, 10) > 300));
  assert.equal(contents(log)[0]?.split("=")[0], "500:a500");
  await directory.close();
});
