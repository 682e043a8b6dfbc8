import assert from "node:assert/strict";
import { test } from "node:test";
import { batchHeader } from "@millrace/protocol";
import type { LogConfig } from "../src/index.ts";
import { pairs } from "./compacted.ts";
import { append, appended, batchOf, batchOffsets, faultyPlace, memoryPlace, onAllFiles, type Place, settings, values } from "./harness.ts";

const FIRST = "00000000000000000000";
const BATCH_BYTES = batchOf(1).length;

/** A log of single-record batches whose process was killed. */
async function killed(place: Place, count: number, config: Partial<LogConfig> = {}): Promise<void> {
  const log = await place.openLog(config);
  for (let i = 0; i < count; i++) appended(log, batchOf(1, { producerId: 5, producerEpoch: 0, baseSequence: i }));
}

async function checkGoesOn(place: Place, count: number): Promise<void> {
  const log = await place.openLog();
  assert.equal(log.endOffset, count);
  assert.equal(batchOffsets(log).length, count);
  const next = batchOf(1, { producerId: 5, producerEpoch: 0, baseSequence: count });
  assert.deepEqual([appended(log, next).baseOffset, appended(log, next).duplicate], [count, true]);
  assert.equal(values(log).length, count + 1);
}

onAllFiles("what was appended is there after the process was killed", async (place) => {
  await killed(place, 10, { segmentBytes: 3 * BATCH_BYTES });
  await checkGoesOn(place, 10);
});

test("the last batch torn at any byte is cut off, and so is the file", async () => {
  for (let bytes = 0; bytes < BATCH_BYTES; bytes++) {
    const place = memoryPlace();
    await killed(place, 3);
    const whole = place.content(`${FIRST}.log`);
    place.put(`${FIRST}.log`, whole.subarray(0, 2 * BATCH_BYTES + bytes));
    await checkGoesOn(place, 2);
    assert.equal(place.content(`${FIRST}.log`).length, 3 * BATCH_BYTES);
  }
});

test("any byte of the last batch changed, but for the leader epoch, cuts it off", async () => {
  for (let at = 0; at < BATCH_BYTES; at++) {
    if (at >= 12 && at < 16) continue;
    const place = memoryPlace();
    await killed(place, 3);
    const content = place.content(`${FIRST}.log`);
    content.writeUInt8(content.readUInt8(2 * BATCH_BYTES + at) ^ 0x11, 2 * BATCH_BYTES + at);
    place.put(`${FIRST}.log`, content);
    await checkGoesOn(place, 2);
    assert.ok(place.lines.some(({ level }) => level === "warn"));
  }
});

test("rubbish and zeros behind the last batch are cut off", async () => {
  for (const tail of [Buffer.alloc(1), Buffer.alloc(5_000), Buffer.alloc(500, 0xff), batchOf(1), batchOf(1, { baseOffset: 7 })]) {
    const place = memoryPlace();
    await killed(place, 3);
    place.put(`${FIRST}.log`, Buffer.concat([place.content(`${FIRST}.log`), tail]));
    await checkGoesOn(place, 3);
  }
});

test("a batch that is larger than what is read at once is gone over as a whole", async () => {
  const place = memoryPlace();
  const log = await place.openLog({ maxMessageBytes: 10_000_000 });
  for (let i = 0; i < 3; i++) appended(log, batchOf(1, { valueBytes: 3_000_000 }));
  assert.equal((await place.openLog()).endOffset, 3);
  const content = place.content(`${FIRST}.log`);
  content.writeUInt8(1, content.length - 1_000);
  place.put(`${FIRST}.log`, content);
  assert.equal((await place.openLog()).endOffset, 2);
});

test("damage in an earlier segment ends the log there: what is behind it is removed", async () => {
  const place = memoryPlace();
  await killed(place, 10, { segmentBytes: 3 * BATCH_BYTES });
  const content = place.content("00000000000000000003.log");
  content.writeUInt8(content.readUInt8(BATCH_BYTES + 64) ^ 1, BATCH_BYTES + 64);
  place.put("00000000000000000003.log", content);
  await checkGoesOn(place, 4);
  assert.deepEqual(place.names(".log"), [`${FIRST}.log`, "00000000000000000003.log"]);
  const told = place.lines.filter(({ level }) => level === "error").map(({ fields }) => fields);
  assert.deepEqual(
    told.map(({ endOffset, removedSegments }) => ({ endOffset, removedSegments })),
    [{ endOffset: 4, removedSegments: 2 }],
  );
});

test("damage in an earlier segment of a compacted log is no gap that a cleaning has left", async () => {
  const place = memoryPlace();
  const batch = () => pairs(["k=v"]);
  const config = { segmentBytes: 3 * batch().length, cleanupCompact: true };
  const log = await place.openLog(config);
  for (let i = 0; i < 9; i++) appended(log, batch());
  const file = "00000000000000000003.log";
  place.put(file, place.content(file).subarray(0, batch().length + 5));
  assert.equal((await place.openLog(config)).endOffset, 4);
});

test("a lost segment ends the log before it", async () => {
  for (const lose of ["empty", "remove"] as const) {
    const place = memoryPlace();
    await killed(place, 10, { segmentBytes: 3 * BATCH_BYTES });
    if (lose === "empty") place.put("00000000000000000003.log", Buffer.alloc(0));
    else place.files.remove(place.path("00000000000000000003.log"));
    await checkGoesOn(place, 3);
  }
});

for (const stop of ["clean", "crash"] as const) {
  test(`the file of a segment that could not be begun hides no records, even where it has become the first (${stop})`, async () => {
    const place = memoryPlace();
    const directory = await place.open();
    const log = directory.open("t", 0, settings({ segmentBytes: 3 * BATCH_BYTES, fileDeleteDelayMs: 0 }));
    for (let i = 0; i < 10; i++) appended(log, batchOf(1));
    log.deleteRecordsBefore(5);
    await directory.close();
    place.files.remove(place.path(`${FIRST}.log`));
    place.put("00000000000000000002.log", Buffer.alloc(0));
    if (stop === "crash") place.files.remove(`${place.directory}/.kafka_cleanshutdown`);
    for (const name of ["log-start-offset-checkpoint", "recovery-point-offset-checkpoint"])
      place.files.remove(`${place.directory}/${name}`);
    const reopened = await place.openLog();
    assert.deepEqual([reopened.startOffset, reopened.endOffset], [3, 10]);
    assert.deepEqual(batchOffsets(reopened, 3).length, 7);
  });
}

/** Ways in which an index may be wrong. */
const damages: Record<string, (content: Buffer) => Buffer | undefined> = {
  missing: () => undefined,
  empty: () => Buffer.alloc(0),
  "cut in an entry": (content) => content.subarray(0, content.length - 3),
  "longer than the log": (content) => Buffer.concat([content, Buffer.alloc(24, 0x7f)]),
  "zeros at the end": (content) => Buffer.concat([content.subarray(0, content.length / 2), Buffer.alloc(content.length / 2)]),
  "entries that point elsewhere": (content) => {
    for (let at = 7; at < content.length; at += 8) content.writeUInt8((content.readUInt8(at) + 3) & 0xff, at);
    return content;
  },
  rubbish: (content) => Buffer.alloc(content.length, 0xa5),
};

for (const [name, damage] of Object.entries(damages)) {
  for (const suffix of [".index", ".timeindex"]) {
    test(`a damaged ${suffix} (${name}) is found out and made anew, after a clean stop and after a crash`, async () => {
      for (const base of [0, 40]) {
        for (const clean of [true, false]) {
          const place = memoryPlace();
          const directory = await place.open();
          const log = directory.open("t", 0, settings({ segmentBytes: 40 * BATCH_BYTES, indexIntervalBytes: 200 }));
          for (let i = 0; i < 70; i++) appended(log, batchOf(1, { timestamp: 1_000 + i }));
          await directory.close();
          if (!clean) place.files.remove(`${place.directory}/.kafka_cleanshutdown`);
          const file = `${String(base).padStart(20, "0")}${suffix}`;
          const damaged = damage(Buffer.from(place.content(file)));
          if (damaged === undefined) place.files.remove(place.path(file));
          else place.put(file, damaged);
          const reopened = await place.openLog({ segmentBytes: 40 * BATCH_BYTES, indexIntervalBytes: 200 });
          for (let offset = 69; offset >= 0; offset -= 3) assert.equal(batchOffsets(reopened, offset, 150)[0]?.[0], offset);
          for (let i = 0; i < 70; i += 7) assert.equal(reopened.offsetForTimestamp(1_000 + i)?.offset, i, `timestamp ${i}`);
          assert.equal(reopened.offsetForMaxTimestamp()?.offset, 69);
          appended(reopened, batchOf(1, { timestamp: 2_000 }));
          assert.equal(reopened.offsetForMaxTimestamp()?.offset, 70);
        }
      }
    });
  }
}

test("only what is behind the recovery point is gone over", async () => {
  const place = memoryPlace();
  const directory = await place.open();
  const log = directory.open("t", 0, settings({ indexIntervalBytes: 100 }));
  for (let i = 0; i < 20; i++) appended(log, batchOf(1));
  place.clock.advance(60_000);
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(directory.unflushedBytes, 0);
  for (let i = 0; i < 5; i++) appended(log, batchOf(1));
  assert.equal(directory.unflushedBytes, 5 * BATCH_BYTES);
  const again = await place.open();
  assert.equal(again.clean, false);
  const reopened = again.open("t", 0, settings());
  assert.equal(again.unflushedBytes, 5 * BATCH_BYTES);
  assert.deepEqual([reopened.endOffset, reopened.flushedOffset], [25, 20]);
});

test("should what was on the disk for certain be missing, all of the segment is gone over", async () => {
  const place = memoryPlace();
  const directory = await place.open();
  const log = directory.open("t", 0, settings());
  for (let i = 0; i < 6; i++) appended(log, batchOf(1));
  await directory.close();
  place.files.remove(`${place.directory}/.kafka_cleanshutdown`);
  const content = place.content(`${FIRST}.log`);
  content.writeUInt8(content.readUInt8(BATCH_BYTES + 64) ^ 1, BATCH_BYTES + 64);
  place.put(`${FIRST}.log`, content.subarray(0, 3 * BATCH_BYTES));
  const reopened = await place.openLog();
  assert.deepEqual([reopened.endOffset, reopened.flushedOffset], [1, 1]);
});

test("the mark of a clean stop counts once", async () => {
  const place = memoryPlace();
  await (await place.open()).close();
  assert.equal((await place.open()).clean, true);
  assert.equal((await place.open()).clean, false);
});

test("a clean mark over a log that is not whole is not believed", async () => {
  const place = memoryPlace();
  const directory = await place.open();
  appended(directory.open("t", 0, settings()), batchOf(3));
  await directory.close();
  place.put(`${FIRST}.log`, Buffer.concat([place.content(`${FIRST}.log`), Buffer.alloc(10)]));
  const log = await place.openLog();
  assert.equal(log.endOffset, 3);
  assert.equal(place.content(`${FIRST}.log`).length, log.sizeBytes);
});

test("leader epochs that were not saved are found in the batches", async () => {
  const place = memoryPlace();
  const log = await place.openLog();
  for (const leaderEpoch of [2, 2, 5]) appended(log, batchOf(2), { leaderEpoch });
  const reopened = await place.openLog();
  assert.deepEqual(reopened.endOffsetForEpoch(2), { epoch: 2, endOffset: 4 });
  assert.equal(reopened.latestEpoch, 5);
});

test("files that an interrupted removal left, and indexes without a log, are removed", async () => {
  const place = memoryPlace();
  await killed(place, 2);
  for (const name of [
    `${FIRST}.log.deleted`,
    "00000000000000000009.index",
    "00000000000000000009.timeindex",
    "leader-epoch-checkpoint.tmp",
  ]) {
    place.put(name, Buffer.alloc(8));
  }
  place.put("partition.metadata", Buffer.from("version: 0\n"));
  await checkGoesOn(place, 2);
  assert.deepEqual(
    place.names().filter((name) => /deleted|009|tmp/.test(name)),
    [],
  );
  assert.equal(place.content("partition.metadata").toString(), "version: 0\n");
});

test("damaged checkpoints cost a scan, not records", async () => {
  const place = memoryPlace();
  const directory = await place.open();
  const log = directory.open("t", 0, settings());
  for (let i = 0; i < 5; i++) appended(log, batchOf(1), { leaderEpoch: i });
  await directory.close();
  place.files.remove(`${place.directory}/.kafka_cleanshutdown`);
  for (const name of ["recovery-point-offset-checkpoint", "log-start-offset-checkpoint"]) {
    const file = place.files.open(`${place.directory}/${name}`, "create");
    file.write(Buffer.from("0\n7\nrubbish\n"), 0);
    file.close();
  }
  place.put("leader-epoch-checkpoint", Buffer.from("x"));
  const reopened = await place.openLog();
  assert.deepEqual([reopened.endOffset, reopened.latestEpoch], [5, 4]);
});

test("a checksum is compared for each batch behind the recovery point, however many segments", async () => {
  const place = memoryPlace();
  await killed(place, 50, { segmentBytes: 7 * BATCH_BYTES });
  const base = 42;
  const name = `${String(base).padStart(20, "0")}.log`;
  const content = place.content(name);
  assert.equal(batchHeader.baseOffset(content), base);
  content.writeUInt8(content.readUInt8(4 * BATCH_BYTES - 1) ^ 1, 4 * BATCH_BYTES - 1);
  place.put(name, content);
  await checkGoesOn(place, 45);
});

test("a log cut below its start begins anew there", async () => {
  const place = faultyPlace();
  const directory = await place.open();
  const log = directory.open("t", 0, settings());
  for (let i = 0; i < 5; i++) appended(log, batchOf(1));
  log.deleteRecordsBefore(4);
  await new Promise((resolve) => setImmediate(resolve));
  place.files.kill();
  place.put(`${FIRST}.log`, Buffer.alloc(0));
  const reopened = await place.openLog();
  assert.deepEqual([reopened.startOffset, reopened.endOffset], [4, 4]);
  appended(reopened, batchOf(1));
  assert.deepEqual(place.names(".log"), ["00000000000000000004.log"]);
});

test("a flush that fails ends all writing until a restart; what was flushed before is safe", async () => {
  const place = faultyPlace();
  const directory = await place.open();
  const log = directory.open("t", 0, settings({ flushMessages: 1 }));
  await appended(log, batchOf(1)).flushed;
  place.files.fail({ call: "sync", code: "EIO", path: ".log" });
  await assert.rejects(appended(log, batchOf(1)).flushed ?? Promise.resolve(), { code: "IO_FAILED" });
  assert.equal(append(log, batchOf(1)).error?.name, "KAFKA_STORAGE_ERROR");
  await assert.rejects(log.flush(), { code: "IO_FAILED" });
  assert.equal(directory.unflushedBytes, 0);
  await directory.close();
  assert.equal(place.files.stat("/data/.kafka_cleanshutdown"), undefined);
  place.files.losePower();
  const reopened = await place.openLog();
  assert.ok(reopened.endOffset >= 1);
  appended(reopened, batchOf(1));
});

for (const isNoted of [true, false])
  test(`what stood behind a flush that failed${isNoted ? "" : " when the process died"} is flushed again before anybody may rely on it`, async () => {
    for (let seed = 0; seed < 20; seed++) {
      const place = faultyPlace(seed);
      const log = await place.openLog({ flushMessages: 1 });
      await appended(log, batchOf(1)).flushed;
      place.files.fail({ call: "sync", code: "EIO", path: ".log" });
      // As if the process had died before it could note that.
      if (!isNoted) place.files.fail({ call: "open", code: "EIO", path: "flush-failed" });
      await assert.rejects(appended(log, batchOf(1)).flushed ?? Promise.resolve(), { code: "IO_FAILED" });
      place.files.kill();
      const directory = await place.open();
      const reopened = directory.open("t", 0, settings({ flushMessages: 1 }));
      assert.equal(reopened.endOffset, 2, "the system has it still");
      await appended(reopened, batchOf(1)).flushed;
      assert.equal(place.files.stat(place.path("flush-failed")), undefined);
      place.files.losePower();
      assert.equal((await place.openLog()).endOffset, 3, `seed ${seed}`);
    }
  });

test("segments that can't be removed keep those behind them, so that a crash finds no gap", async () => {
  for (let after = 0; after < 8; after++) {
    const place = faultyPlace();
    const directory = await place.open();
    const log = directory.open("t", 0, settings({ segmentBytes: 2 * BATCH_BYTES }));
    for (let i = 0; i < 10; i++) appended(log, batchOf(1));
    log.acknowledge(10);
    place.files.fail({ call: "rename", code: "EIO", path: "t-0/", after, times: 1 });
    // Where the log begins is not noted either.
    place.files.fail({ call: "rename", code: "EIO", path: "log-start-offset-checkpoint", times: 9 });
    for (const offset of [4, 6]) log.deleteRecordsBefore(offset);
    assert.equal(log.startOffset, 6);
    assert.deepEqual(values(log).length, 4);
    place.files.kill();
    const reopened = await place.openLog();
    assert.equal(reopened.endOffset, 10, `after ${after}`);
    assert.ok(reopened.startOffset <= 6);
  }
});

for (const call of ["open", "read"] as const) {
  test(`a batch whose segment can't be looked up before it is written (${call}) is refused as a whole`, async () => {
    for (let after = 0; after < 12; after++) {
      const place = faultyPlace();
      const before = await place.open();
      const log = before.open("t", 0, settings());
      for (let i = 0; i < 3; i++) appended(log, batchOf(1));
      await before.close();
      const reopened = (await place.open()).open("t", 0, settings());
      place.files.fail({ call, code: "EIO", after });
      const isRefused = append(reopened, batchOf(1)).error !== undefined;
      place.files.mend();
      const next = isRefused ? 3 : 4;
      assert.equal(appended(reopened, batchOf(1)).baseOffset, next);
      const { sizeBytes } = reopened;
      place.files.kill();
      const again = await place.openLog();
      assert.deepEqual([again.endOffset, again.sizeBytes], [next + 1, sizeBytes], `after ${after}`);
    }
  });
}
