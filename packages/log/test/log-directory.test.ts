import assert from "node:assert/strict";
import { test } from "node:test";
import { MemoryFiles, readFile } from "@millrace/files";
import { OpenSegments, openSegmentsLimits, type Releasable } from "../src/open-segments.ts";
import { appended, batchOf, batchOffsets, faultyPlace, memoryPlace, onAllFiles, Place, settings } from "./harness.ts";
import { pass, removalMs, slowlyRemoved } from "./slow-removals.ts";

const BATCH_BYTES = batchOf(1).length;

async function turns(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}

function text(place: Place, name: string): string {
  return readFile(place.files, `${place.directory}/${name}`).toString();
}

onAllFiles("the directory of many logs, with Kafka's checkpoints and the mark of a clean stop", async (place) => {
  const directory = await place.open();
  for (const [topic, partition, count] of [
    ["a", 0, 3],
    ["a", 1, 0],
    ["__consumer_offsets", 12, 5],
  ] as const) {
    const log = directory.open(topic, partition, settings());
    for (let i = 0; i < count; i++) appended(log, batchOf(1));
  }
  directory.log("a", 0)?.deleteRecordsBefore(2);
  assert.deepEqual(
    [...directory.logs()].map(({ topic, partition }) => `${topic}/${partition}`),
    ["a/0", "a/1", "__consumer_offsets/12"],
  );
  assert.equal(directory.log("b", 0), undefined);
  await directory.close();
  const [version, count, ...offsets] = text(place, "recovery-point-offset-checkpoint").trimEnd().split("\n");
  assert.deepEqual([version, count, offsets.sort()], ["0", "3", ["__consumer_offsets 12 5", "a 0 3", "a 1 0"]]);
  assert.equal(text(place, "log-start-offset-checkpoint"), "0\n1\na 0 2\n");
  assert.equal(text(place, ".kafka_cleanshutdown"), '{"version":0,"brokerEpoch":-1}');
  const again = await place.open();
  assert.deepEqual(again.present(), [
    { topic: "__consumer_offsets", partition: 12 },
    { topic: "a", partition: 0 },
    { topic: "a", partition: 1 },
  ]);
  assert.equal(again.open("a", 0, settings()).startOffset, 2);
  await again.close();
});

test("what a process before has left unflushed is flushed where answers wait for the disk", async () => {
  const place = memoryPlace();
  const directory = await place.open();
  for (const topic of ["asked", "not-asked"]) appended(directory.open(topic, 0, settings()), batchOf(1));
  const again = await place.open(); // without a close: it was killed
  const logs = [again.open("asked", 0, settings({ flushMessages: 1 })), again.open("not-asked", 0, settings())];
  const flushed = () => logs.map(({ flushedOffset }) => flushedOffset);
  assert.deepEqual(flushed(), [0, 0]);
  await again.flushRecovered();
  assert.deepEqual(flushed(), [1, 0]);
});

test("a closed log refuses everything, and closing twice is closing once", async () => {
  const place = memoryPlace();
  const directory = await place.open();
  const log = directory.open("t", 0, settings());
  appended(log, batchOf(1));
  await Promise.all([directory.close(), directory.close()]);
  assert.equal(log.append(batchOf(1), { leaderEpoch: 0, origin: "client" }).error?.name, "KAFKA_STORAGE_ERROR");
  assert.equal(log.read(0, 100, { minOneMessage: true, upTo: 1 }).error?.name, "KAFKA_STORAGE_ERROR");
  assert.equal((await place.open()).open("t", 0, settings()).endOffset, 1);
});

test("a disk that is full when everything is closed leaves no clean mark, and loses nothing", async () => {
  const place = faultyPlace();
  const directory = await place.open();
  appended(directory.open("t", 0, settings()), batchOf(3));
  place.files.capacityBytes = 0;
  await assert.rejects(directory.close(), { code: "IO_FAILED" });
  place.files.kill();
  place.files.mend();
  const again = await place.open();
  assert.equal(again.clean, false);
  assert.equal(again.open("t", 0, settings()).endOffset, 3);
});

test("a name that would leave the directory is refused", async () => {
  const directory = await memoryPlace().open();
  for (const topic of ["..", "a/b", ""]) assert.throws(() => directory.open(topic, 0, settings()), { code: "USAGE" });
  assert.throws(() => directory.delete("../..", 0), { code: "USAGE" });
});

test("a deleted partition's records are out of the way at once and leave the disk later; its name is free", async () => {
  const place = memoryPlace();
  const directory = await place.open();
  const config = settings({ fileDeleteDelayMs: 500, segmentBytes: 2 * BATCH_BYTES });
  const log = directory.open("t", 0, config);
  for (let i = 0; i < 9; i++) appended(log, batchOf(1));
  log.deleteRecordsBefore(3);
  directory.delete("t", 0);
  assert.deepEqual(directory.present(), []);
  assert.equal(directory.log("t", 0), undefined);
  assert.equal(log.append(batchOf(1), { leaderEpoch: 0, origin: "client" }).error?.name, "KAFKA_STORAGE_ERROR");
  await assert.rejects(log.flush());
  const [left = ""] = place.files.list(place.directory).filter((name) => name.endsWith("-delete"));
  assert.match(left, /^t-0\.[0-9a-f]{32}-delete$/);
  const young = directory.open("t", 0, config);
  assert.deepEqual([young.startOffset, young.endOffset], [0, 0]);
  appended(young, batchOf(1));
  // What it is about to remove has the name of what the one before was to remove.
  const retired = `${"0".repeat(20)}.log.deleted`;
  place.put(retired, Buffer.alloc(0));
  await pass(place.clock, 499);
  assert.ok(place.files.stat(`${place.directory}/${left}`) !== undefined);
  await pass(place.clock, 30);
  assert.equal(place.files.stat(`${place.directory}/${left}`), undefined);
  assert.deepEqual(place.names(".deleted"), [retired]);
  assert.equal(directory.unflushedBytes, BATCH_BYTES);
  await directory.close();
  assert.equal(text(place, "recovery-point-offset-checkpoint"), "0\n1\nt 0 1\n");
});

test("deleting what was never opened, or is not there, is fine", async () => {
  const place = memoryPlace();
  const first = await place.open();
  appended(first.open("t", 0, settings()), batchOf(1));
  await first.close();
  const second = await place.open();
  second.delete("t", 0);
  second.delete("other", 3);
  place.clock.advance(60_000);
  assert.deepEqual(second.present(), []);
  assert.equal((await place.open()).open("t", 0, settings()).endOffset, 0);
});

test("what was deleted but not removed yet is removed after the next start", async () => {
  const place = memoryPlace();
  const directory = await place.open();
  appended(directory.open("t", 0, settings()), batchOf(1));
  directory.delete("t", 0);
  await directory.close();
  assert.equal(
    place.files.list(place.directory).some((name) => name.endsWith("-delete")),
    true,
  );
  await place.open();
  await pass(place.clock, 30);
  assert.equal(
    place.files.list(place.directory).some((name) => name.endsWith("-delete")),
    false,
  );
});

test("what a log was to remove is gone when its directory is closed", async () => {
  const place = new Place((clock) => slowlyRemoved(new MemoryFiles(clock), clock).files, "/data");
  const directory = await place.open();
  const log = directory.open("t", 0, settings({ segmentBytes: 2 * BATCH_BYTES }));
  for (let i = 0; i < 9; i++) appended(log, batchOf(1));
  log.deleteRecordsBefore(7);
  assert.equal(place.names(".deleted").length, 9);
  let isClosed = false;
  const closed = directory.close().then(() => {
    isClosed = true;
  });
  await pass(place.clock, 9 * removalMs - 1);
  assert.equal(isClosed, false);
  await pass(place.clock, 1);
  await closed;
  assert.deepEqual(place.names(".deleted"), []);
});

test("a directory is not closed while a file of a deleted partition is being removed", async () => {
  const place = new Place((clock) => slowlyRemoved(new MemoryFiles(clock), clock).files, "/data");
  const directory = await place.open();
  directory.open("t", 0, settings({ fileDeleteDelayMs: 0 }));
  directory.delete("t", 0);
  await pass(place.clock, 1);
  let isClosed = false;
  const closed = directory.close().then(() => {
    isClosed = true;
  });
  await pass(place.clock, removalMs - 2);
  assert.equal(isClosed, false);
  await pass(place.clock, 1);
  await closed;
});

test("retention is looked after by the clock, for every log, whatever becomes of one", async () => {
  const place = faultyPlace();
  const directory = await place.open();
  const config = settings({ retentionMs: 1_000, segmentBytes: 2 * BATCH_BYTES });
  const logs = [0, 1, 2].map((partition) => directory.open("t", partition, config));
  for (const log of logs) {
    for (let i = 0; i < 4; i++) appended(log, batchOf(1));
    log.acknowledge(4);
  }
  place.files.fail({ call: "rename", code: "EIO", path: "t-1" });
  place.clock.advance(300_000);
  assert.deepEqual(
    logs.map(({ startOffset }) => startOffset),
    [4, 4, 4],
  );
  assert.ok(place.lines.some(({ level, message }) => level === "error" && message.includes("retention")));
});

test("the clock brings all logs onto the disk, and notes it", async () => {
  const place = memoryPlace();
  const directory = await place.open();
  for (const partition of [0, 1, 2]) appended(directory.open("t", partition, settings()), batchOf(3));
  place.clock.advance(60_000);
  await turns();
  assert.equal(directory.unflushedBytes, 0);
  assert.equal(text(place, "recovery-point-offset-checkpoint"), "0\n3\nt 0 3\nt 1 3\nt 2 3\n");
});

test("a log that can't be flushed keeps no other from the disk", async () => {
  const place = faultyPlace();
  const directory = await place.open();
  const logs = [0, 1].map((partition) => directory.open("t", partition, settings()));
  for (const log of logs) appended(log, batchOf(3));
  place.files.fail({ call: "sync", code: "EIO", path: "t-0/" });
  place.clock.advance(60_000);
  await turns();
  assert.deepEqual(
    logs.map(({ flushedOffset }) => flushedOffset),
    [0, 3],
  );
  assert.equal(directory.unflushedBytes, 0);
});

test("more segments than handles: those used last stay open, and all can be read and written", async () => {
  const place = memoryPlace();
  const log = await place.openLog({ segmentBytes: 2 * BATCH_BYTES });
  for (let i = 0; i < 1_300; i++) appended(log, batchOf(1));
  let open = 0;
  let most = 0;
  const original = place.files.open;
  place.files.open = (path, mode) => {
    const file = original.call(place.files, path, mode);
    most = Math.max(most, ++open);
    const close = file.close.bind(file);
    file.close = () => {
      open--;
      close();
    };
    return file;
  };
  assert.equal(batchOffsets(log).length, 1_300);
  assert.equal(batchOffsets(log).length, 1_300);
  assert.ok(most <= 510, `${most} handles`);
  for (let i = 0; i < 10; i++) appended(log, batchOf(1));
});

test("segments are released when there are too many handles or too much memory, used ones last", () => {
  class Fake implements Releasable {
    used = true;
    released = 0;
    readonly bytes: number;
    readonly busy: boolean;
    constructor(bytes: number, busy = false) {
      this.bytes = bytes;
      this.busy = busy;
    }
    heldBytes(): number {
      return this.bytes;
    }
    release(): boolean {
      if (this.busy) return false;
      this.released++;
      return true;
    }
  }
  const segments = new OpenSegments({ handlesMax: 3, heldBytesMax: 100 });
  const [a, b, c, d] = [new Fake(1), new Fake(1), new Fake(1), new Fake(1)];
  for (const segment of [a, b, c]) segments.note(segment);
  a.used = true;
  b.used = false;
  segments.note(d);
  assert.deepEqual(
    [a, b, c, d].map(({ released }) => released),
    [0, 1, 0, 0],
  );
  const large = new Fake(99);
  segments.note(large);
  assert.equal(large.released, 0);
  assert.ok(segments.count <= 2);
  const busy = [new Fake(90, true), new Fake(90, true)];
  for (const segment of busy) segments.note(segment);
  assert.equal(segments.count, 2, "what can't be released stays");
});

test("segments take a quarter of the files that the process may have open, 500 where nobody says, and never more than 10,000", () => {
  assert.deepEqual(
    [undefined, 1_000_000, 20_000, 200].map((openMax) => openSegmentsLimits(openMax).handlesMax),
    [500, 10_000, 5_000, 50],
  );
});

test("a start that ends before all logs are open leaves them to be looked at by the next", async () => {
  const place = memoryPlace();
  const crashed = await place.open();
  for (const topic of ["t", "u"]) appended(crashed.open(topic, 0, settings()), batchOf(1));
  const unfinished = await place.open();
  assert.equal(unfinished.clean, false);
  unfinished.open("u", 0, settings());
  await unfinished.close();
  const finished = await place.open();
  assert.equal(finished.clean, false);
  for (const topic of ["t", "u"]) finished.open(topic, 0, settings());
  await finished.close();
  const again = await place.open();
  assert.equal(again.clean, true);
  await again.close();
  assert.equal((await place.open()).clean, true, "nothing has happened since");
});

test("a log that was deleted leaves those alone that take its place", async () => {
  const place = memoryPlace();
  const directory = await place.open();
  const deleted = directory.open("t", 0, settings());
  for (let i = 0; i < 3; i++) {
    appended(deleted, batchOf(1));
    deleted.roll();
  }
  deleted.acknowledge(deleted.endOffset);
  directory.delete("t", 0);
  const log = directory.open("t", 0, settings());
  appended(log, batchOf(1));
  const names = place.names();
  deleted.deleteRecordsBefore(3);
  assert.deepEqual(place.names(), names);
  assert.equal(log.endOffset, 1);
});
