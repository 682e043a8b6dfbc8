import assert from "node:assert/strict";
import { test } from "node:test";
import { FaultyFiles } from "@millrace/files";
import { type Cancel, ManualClock, seededRandom, silentLogger } from "@millrace/kit";
import { FileRemovals } from "../src/file-removals.ts";
import { SerialQueue } from "../src/serial-queue.ts";
import { pass, removalMs, slowlyRemoved } from "./slow-removals.ts";

const retired = ["0.log.deleted", "0.index.deleted", "0.timeindex.deleted"];

/** Two logs of a data directory with files that are to go. */
function twoLogs() {
  const clock = new ManualClock();
  const disk = new FaultyFiles(clock, seededRandom(1));
  const { files, begun } = slowlyRemoved(disk, clock);
  const errors: unknown[] = [];
  const logger = { ...silentLogger, error: (_message: string, fields = {}) => void errors.push(fields) };
  const queue = new SerialQueue();
  const timers = new Set<Cancel>();
  const counted = {
    now: () => clock.now(),
    monotonicMs: () => clock.monotonicMs(),
    every: (ms: number, task: () => void) => clock.every(ms, task),
    after(ms: number, task: () => void): Cancel {
      const cancel = clock.after(ms, task);
      timers.add(cancel);
      return () => {
        timers.delete(cancel);
        cancel();
      };
    },
  };
  const log = (directory: string) => {
    disk.makeDirectory(directory);
    const paths = retired.map((name) => `${directory}/${name}`);
    for (const path of paths) disk.open(path, "create").close();
    return { directory, paths, removals: new FileRemovals({ files, clock: counted, logger, queue }) };
  };
  return { clock, disk, begun, errors, timers, one: log("/data/one"), other: log("/data/other") };
}

test("files go when they are due, one at a time, whichever log they are of", async () => {
  const { clock, disk, begun, one, other } = twoLogs();
  for (const { removals, paths } of [one, other]) removals.schedule(paths, 100);
  await pass(clock, 99);
  assert.deepEqual(begun, []);
  await pass(clock, 1 + 6 * removalMs);
  assert.deepEqual([...disk.list(one.directory), ...disk.list(other.directory)], []);
  assert.deepEqual(
    begun.map(({ path, atMs }) => ({ path, atMs })),
    [...one.paths, ...other.paths].map((path, at) => ({ path, atMs: 100 + at * removalMs })),
  );
});

test("what still waits at the end is removed at once, and waited for", async () => {
  const { clock, disk, one, other } = twoLogs();
  one.removals.schedule(one.paths, 60_000);
  other.removals.schedule(other.paths, 60_000);
  let isDone = false;
  const done = one.removals.finish().then(() => {
    isDone = true;
  });
  await pass(clock, retired.length * removalMs - 1);
  assert.equal(isDone, false);
  await pass(clock, 1);
  assert.equal(isDone, true);
  await done;
  assert.deepEqual(disk.list(one.directory), []);
  assert.equal(disk.list(other.directory).length, retired.length);
  await twoLogs().one.removals.finish(); // of nothing
});

test("of a log whose directory goes nothing more is removed, and nobody complains about what has gone with it", async () => {
  const { clock, disk, begun, errors, timers, one } = twoLogs();
  const [, second = "", third = ""] = one.paths;
  one.removals.schedule(one.paths, 0);
  one.removals.schedule([second], 1_000);
  await pass(clock, 1);
  assert.equal(timers.size, 1);
  one.removals.cancel();
  assert.equal(timers.size, 0);
  disk.rename(one.directory, "/data/gone");
  disk.makeDirectory(one.directory);
  disk.open(third, "create").close();
  await pass(clock, 2_000);
  assert.equal(begun.length, 1);
  assert.deepEqual([disk.list("/data/gone").length, disk.list(one.directory).length], [retired.length, 1]);
  assert.deepEqual(errors, []);
});

test("a file that can't be removed is told, and the others go", async () => {
  const { clock, disk, errors, one } = twoLogs();
  const [first = ""] = one.paths;
  disk.fail({ call: "remove", code: "EIO", path: first });
  one.removals.schedule(one.paths, 0);
  await pass(clock, 4 * removalMs);
  assert.deepEqual(disk.list(one.directory), ["0.log.deleted"]);
  assert.deepEqual(errors, [{ path: first, reason: `Can't remove ${first}: EIO: made to fail` }]);
});

test("an index that could not be renamed goes in its turn, but on the spot: its name may be another's later", async () => {
  const { clock, disk, begun, one } = twoLogs();
  const path = `${one.directory}/0.txnindex`;
  disk.open(path, "create").close();
  one.removals.schedule([...one.paths, path], 0);
  await pass(clock, retired.length * removalMs);
  assert.ok(disk.stat(path) !== undefined);
  await pass(clock, 1);
  assert.equal(disk.stat(path), undefined);
  assert.equal(begun.length, retired.length);
});
