import assert from "node:assert/strict";
import { test } from "node:test";
import { type Files, MemoryFiles } from "@millrace/files";
import { type Clock, ManualClock, silentLogger } from "@millrace/kit";
import { DirectoryRemovals } from "../src/directory-removals.ts";

const directories = Array.from({ length: 100 }, (_, n) => `data/t-${n}-delete`);
const filesEach = 3;
const removalMs = 5;

/** Files of deleted partitions whose removal takes time, in which nothing else comes about, and when each was removed. */
function slowFiles() {
  const clock = new ManualClock();
  const memory = new MemoryFiles(clock);
  const removedMs: number[] = [];
  for (const directory of directories) {
    memory.makeDirectory(directory);
    for (let n = 0; n < filesEach; n++) memory.open(`${directory}/${n}`, "create").close();
  }
  const remove = (path: string) => {
    removedMs.push(clock.monotonicMs());
    memory.remove(path);
  };
  const files = new Proxy<Files>(memory, { get: (of, name) => (name === "remove" ? remove : Reflect.get(of, name).bind(of)) });
  const monotonicMs = () => clock.monotonicMs() + removedMs.length * removalMs;
  const slowed: Clock = {
    now: () => clock.now(),
    monotonicMs,
    after: (ms, task) => clock.after(ms, task),
    every: (ms, task) => clock.every(ms, task),
  };
  return { clock, memory, removedMs, removals: new DirectoryRemovals(files, slowed, silentLogger) };
}

test("directories that are due together go file by file, with as much time for others in between", () => {
  const { clock, memory, removedMs, removals } = slowFiles();
  for (const directory of directories) removals.schedule(directory, 1_000);
  clock.advance(1_000_000);
  assert.deepEqual(memory.list("data"), []);
  assert.equal(removedMs.length, directories.length * (filesEach + 1));
  const pauses = removedMs.slice(1).map((ms, at) => ms - (removedMs[at] ?? 0));
  assert.ok(Math.min(...pauses) >= removalMs, `${Math.min(...pauses)} ms between two removals`);
});

test("what is left when removals are cancelled stays", () => {
  const { clock, memory, removedMs, removals } = slowFiles();
  for (const directory of directories) removals.schedule(directory, 1_000);
  clock.advance(1_000 + 10 * removalMs);
  removals.cancel();
  const removed = removedMs.length;
  clock.advance(1_000_000);
  assert.equal(removedMs.length, removed);
  assert.ok(memory.list("data").length > 90);
});
