import assert from "node:assert/strict";
import { test } from "node:test";
import type { File, Files } from "@millrace/files";
import { FlushLedger } from "../src/flush-ledger.ts";
import { PartitionLog } from "../src/partition-log.ts";
import { SharedRuns } from "../src/shared-runs.ts";
import { appended, batchOf, faultyPlace, memoryPlace, settings } from "./harness.ts";

const BATCH_BYTES = batchOf(1).length;

/** Counts flushes of log files, and lets a test hold them. */
class Gate {
  count = 0;
  #held: Array<() => void> | undefined;

  constructor(files: Files) {
    const { open } = files;
    files.open = (path, mode) => this.#wrap(open.call(files, path, mode));
  }

  hold(): void {
    this.#held ??= [];
  }

  release(): void {
    for (const resolve of this.#held ?? []) resolve();
    this.#held = undefined;
  }

  #wrap(file: File): File {
    if (!file.path.endsWith(".log")) return file;
    const sync = file.sync.bind(file);
    file.sync = async () => {
      this.count++;
      if (this.#held !== undefined) await new Promise<void>((resolve) => this.#held?.push(resolve));
      await sync();
    };
    return file;
  }
}

async function turns(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}

test("with flush.messages=1 an answer waits for the disk, and many wait for the same flush", async () => {
  const place = memoryPlace();
  const gate = new Gate(place.files);
  const log = await place.openLog({ flushMessages: 1 });
  gate.hold();
  let answered = 0;
  const answer = (): void => void appended(log, batchOf(1)).flushed?.then(() => answered++);
  for (let i = 0; i < 10; i++) answer();
  await turns();
  assert.deepEqual([gate.count, answered, log.flushedOffset], [1, 0, 0], "those of one turn share");
  for (let i = 0; i < 10; i++) answer();
  await turns();
  assert.equal(gate.count, 1, "those that come during a flush wait for the next");
  gate.release();
  await turns();
  assert.deepEqual([gate.count, answered, log.flushedOffset], [2, 20, 20]);
});

test("with a larger flush.messages only the append that completes the number waits", async () => {
  const log = await memoryPlace().openLog({ flushMessages: 5 });
  assert.equal(appended(log, batchOf(2)).flushed, undefined);
  assert.equal(appended(log, batchOf(2)).flushed, undefined);
  await appended(log, batchOf(2)).flushed;
  assert.equal(log.flushedOffset, 6);
  assert.equal(appended(log, batchOf(4)).flushed, undefined);
});

test("a duplicate of what is not on the disk yet waits too", async () => {
  const log = await memoryPlace().openLog({ flushMessages: 1 });
  const batch = batchOf(1, { producerId: 1, producerEpoch: 0, baseSequence: 0 });
  appended(log, batch);
  const again = appended(log, batch);
  assert.equal(again.duplicate, true);
  await again.flushed;
  assert.equal(log.flushedOffset, 1);
  assert.equal(appended(log, batch).flushed, undefined);
});

test("a flush that fails with nobody waiting for it hurts nobody", async () => {
  const place = faultyPlace();
  const log = await place.openLog({ flushMessages: 1 });
  place.files.fail({ call: "sync", code: "EIO" });
  appended(log, batchOf(1));
  await turns();
  assert.ok(place.lines.some(({ message }) => message.includes("can't be brought onto the disk")));
});

for (const code of ["EMFILE", "ENFILE"]) {
  for (const call of ["open", "syncDirectory"] as const) {
    test(`a log that can't be flushed as too much is open (${code} at ${call}) is flushed another time`, async () => {
      const place = faultyPlace();
      const log = await place.openLog();
      assert.ok(log instanceof PartitionLog);
      appended(log, batchOf(2));
      log.roll();
      appended(log, batchOf(1));
      for (let after = 0; ; after++) {
        place.files.fail({ call, code, after });
        const failed = await log.checkpoint().then(
          () => false,
          () => true,
        );
        place.files.mend();
        if (!failed) break;
        assert.ok(after < 20);
        assert.equal(log.failure, undefined);
      }
      assert.deepEqual([log.recoveryPoint, log.unflushedBytes], [3, 0]);
      place.files.losePower();
      assert.equal((await place.openLog()).endOffset, 3);
    });
  }
}

test("flush.ms flushes at the latest that long after an append, once", async () => {
  const place = memoryPlace();
  const gate = new Gate(place.files);
  const log = await place.openLog({ flushMs: 100 });
  for (let i = 0; i < 3; i++) appended(log, batchOf(1));
  place.clock.advance(99);
  await turns();
  assert.equal(gate.count, 0);
  place.clock.advance(1);
  await turns();
  assert.deepEqual([gate.count, log.flushedOffset], [1, 3]);
  place.clock.advance(1_000);
  await turns();
  assert.equal(gate.count, 1);
  appended(log, batchOf(1));
  place.clock.advance(100);
  await turns();
  assert.equal(gate.count, 2);
});

test("a flush goes over all segments that need it, and no others", async () => {
  const place = memoryPlace();
  const gate = new Gate(place.files);
  const log = await place.openLog({ segmentBytes: 2 * BATCH_BYTES });
  for (let i = 0; i < 5; i++) appended(log, batchOf(1));
  await log.flush();
  assert.deepEqual([gate.count, log.flushedOffset], [3, 5]);
  await log.flush();
  assert.equal(gate.count, 3, "nothing to do");
  appended(log, batchOf(1));
  await log.flush();
  assert.equal(gate.count, 4);
});

test("the background flushes from 64 MB of what presses on, and makes producers wait from 128 MB on", async () => {
  const place = memoryPlace();
  const gate = new Gate(place.files);
  const directory = await place.open();
  const logs = [0, 1].map((partition) => directory.open("t", partition, settings({ maxMessageBytes: 1 << 24 })));
  const batch = batchOf(1, { valueBytes: 8 << 20 });
  gate.hold();
  const add = (count: number): Array<Promise<void> | undefined> =>
    Array.from({ length: count }, (_, i) => logs[i % 2]).map((log) => (log === undefined ? undefined : appended(log, batch).flushed));
  assert.ok(add(7).every((flushed) => flushed === undefined));
  await turns();
  assert.equal(gate.count, 0);
  assert.ok(add(8).every((flushed) => flushed === undefined));
  await turns();
  assert.ok(gate.count > 0);
  const waiting = add(2).filter((flushed) => flushed !== undefined);
  assert.ok(waiting.length > 0);
  gate.release();
  await Promise.all(waiting);
  await turns();
  assert.ok(directory.unflushedBytes < 64 << 20);
  await directory.close();
});

test("little that each of many logs has does not press, and is flushed all the same within the interval", async () => {
  const place = memoryPlace();
  const gate = new Gate(place.files);
  const directory = await place.open();
  const logs = Array.from({ length: 600 }, (_, partition) => directory.open("t", partition, settings()));
  const batch = batchOf(1, { valueBytes: 250_000 });
  for (const log of logs) assert.equal(appended(log, batch).flushed, undefined);
  await turns();
  assert.equal(gate.count, 0);
  assert.ok(directory.unflushedBytes > 128 << 20);
  place.clock.advance(60_000);
  for (let n = 0; n < 1_000 && directory.unflushedBytes > 0; n++) await turns();
  assert.equal(directory.unflushedBytes, 0);
  assert.ok(gate.count >= logs.length);
});

test("shared runs: each call is followed by a run that began after it, and no two are under way at once", async () => {
  let running = 0;
  let runs = 0;
  const gates: Array<() => void> = [];
  const shared = new SharedRuns(async () => {
    assert.equal(running++, 0);
    runs++;
    await new Promise<void>((resolve) => gates.push(resolve));
    running--;
  });
  const first = [shared.request(), shared.request()];
  await turns();
  assert.equal(runs, 1);
  const second = [shared.request(), shared.request(), shared.request()];
  await turns();
  assert.equal(runs, 1);
  gates.shift()?.();
  await Promise.all(first);
  await turns();
  assert.equal(runs, 2);
  gates.shift()?.();
  await Promise.all(second);
});

test("shared runs: a failure reaches those who shared the run, and the next run takes place", async () => {
  let fails = true;
  const shared = new SharedRuns(async () => {
    await undefined;
    if (fails) throw new Error("disk");
  });
  const first = shared.request();
  const shares = shared.request();
  await assert.rejects(first, /disk/);
  await assert.rejects(shares, /disk/);
  fails = false;
  await shared.request();
});

test("the ledger starts once, and again only when told that the round is over", () => {
  let starts = 0;
  const ledger = new FlushLedger({ startBytes: 10, limitBytes: 20, start: () => starts++ });
  ledger.add(9);
  assert.equal(starts, 0);
  ledger.add(1);
  ledger.add(5);
  assert.equal(starts, 1);
  assert.equal(ledger.backlog, undefined);
  ledger.add(5);
  assert.notEqual(ledger.backlog, undefined);
  ledger.settle(8);
  assert.equal(ledger.backlog, undefined);
  ledger.rearm();
  assert.equal(starts, 2);
  ledger.settle(12);
  ledger.rearm();
  assert.deepEqual([starts, ledger.pressingBytes], [2, 0]);
});
