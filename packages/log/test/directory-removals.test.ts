import assert from "node:assert/strict";
import { test } from "node:test";
import { FaultyFiles } from "@millrace/files";
import { ManualClock, seededRandom, silentLogger } from "@millrace/kit";
import { DirectoryRemovals } from "../src/directory-removals.ts";
import { pass, removalMs, slowlyRemoved } from "./slow-removals.ts";

const directories = Array.from({ length: 100 }, (_, n) => `data/t-${n}-delete`);
const filesEach = 3;

/** Files of deleted partitions whose removal takes time. */
function deleted() {
  const clock = new ManualClock();
  const disk = new FaultyFiles(clock, seededRandom(1));
  for (const directory of directories) {
    disk.makeDirectory(directory);
    for (let n = 0; n < filesEach; n++) disk.open(`${directory}/${n}`, "create").close();
  }
  const { files, begun } = slowlyRemoved(disk, clock);
  const errors: string[] = [];
  const logger = { ...silentLogger, error: (message: string) => void errors.push(message) };
  return { clock, disk, begun, errors, removals: new DirectoryRemovals(files, clock, logger) };
}

test("directories that are due together go file by file, with as much time for others in between", async () => {
  const { clock, disk, begun, removals } = deleted();
  for (const directory of directories) removals.schedule(directory, 1_000);
  await pass(clock, 1_000 + directories.length * filesEach * 2 * removalMs);
  assert.deepEqual(disk.list("data"), []);
  assert.equal(begun.length, directories.length * filesEach);
  const pauses = begun.slice(1).map(({ atMs }, at) => atMs - (begun[at]?.atMs ?? 0));
  assert.ok(Math.min(...pauses) >= 2 * removalMs, `${Math.min(...pauses)} ms between the beginnings of two removals`);
});

test("closing waits for the removal under way; what is left then stays", async () => {
  const { clock, disk, begun, removals } = deleted();
  for (const directory of directories) removals.schedule(directory, 1_000);
  await pass(clock, 1_000 + 2 * removalMs + 1);
  assert.equal(begun.length, 2);
  let isClosed = false;
  const closed = removals.close().then(() => {
    isClosed = true;
  });
  await pass(clock, removalMs - 2);
  assert.equal(isClosed, false);
  await pass(clock, 1);
  assert.equal(isClosed, true);
  await closed;
  await pass(clock, 100 * removalMs);
  assert.equal(begun.length, 2);
  assert.equal(disk.list("data").length, directories.length);
});

test("closing between two removals waits for nothing", async () => {
  const { clock, begun, removals } = deleted();
  for (const directory of directories) removals.schedule(directory, 0);
  await pass(clock, removalMs + 2);
  await removals.close();
  await pass(clock, 100 * removalMs);
  assert.equal(begun.length, 1);
});

test("what was not due when it was closed, and what comes after, is left to the next start", async () => {
  const { clock, begun, removals } = deleted();
  const [first = "", ...others] = directories;
  removals.schedule(first, 1);
  await removals.close();
  for (const directory of others) removals.schedule(directory, 1);
  await pass(clock, 100 * removalMs);
  assert.deepEqual(begun, []);
});

test("a directory whose files can't be removed does not keep others from going", async () => {
  const { clock, disk, errors, removals } = deleted();
  disk.fail({ call: "remove", code: "EIO", path: "t-7-" });
  for (const directory of directories) removals.schedule(directory, 0);
  await pass(clock, directories.length * filesEach * 2 * removalMs);
  assert.deepEqual(disk.list("data"), ["t-7-delete"]);
  assert.deepEqual(errors, ["The files of a deleted partition can't be removed"]);
});

test("a directory that somebody has put into one goes along", async () => {
  const { clock, disk, removals } = deleted();
  disk.makeDirectory("data/t-0-delete/0-copies/of");
  removals.schedule("data/t-0-delete", 0);
  await pass(clock, (filesEach + 1) * 2 * removalMs);
  assert.equal(disk.stat("data/t-0-delete"), undefined);
});
