import assert from "node:assert/strict";
import { test } from "node:test";
import type { Log, LogDirectory } from "../src/index.ts";
import { batches, cleaningPlace, compacting, pairs, turns, written } from "./compacted.ts";
import { batchOffsets, cleaned, faultyPlace, settings } from "./harness.ts";

/** Which logs are cleaned, and when; what happens to those that can't be. */

/** A log with something to clean. */
function dirty(directory: LogDirectory, topic: string): Log {
  const log = directory.open(topic, 0, settings(compacting));
  for (const value of [1, 2, 3]) written(log, pairs([`a=${value}`]));
  log.roll();
  written(log, pairs(["b=1"]));
  return log;
}

test("a log that can't be read is left alone, and the others are cleaned", async () => {
  const place = cleaningPlace();
  const directory = await place.open();
  const logs = ["t", "u"].map((topic) => directory.open(topic, 0, settings(compacting)));
  for (const log of logs) {
    written(log, pairs(["a=1"]));
    written(log, pairs(["a=2", "a=3"]));
    log.roll();
    written(log, pairs(["b=1"]));
  }
  const content = place.content("00000000000000000000.log");
  content[content.length - 1] = 0x55; // in the value of a record that a cleaning writes anew
  place.put("00000000000000000000.log", content);
  await cleaned(place);
  assert.deepEqual(
    logs.map((log) => batchOffsets(log).length),
    [3, 2],
  );
  assert.deepEqual(
    place.lines.filter(({ level }) => level === "error").map(({ fields }) => [fields.topic, fields.reason]),
    [["t", "A batch has a wrong checksum"]],
  );
  assert.deepEqual(place.names(".cleaned"), []);
  const { uncleanable, uncleanableBytes, lastCleaning, lastRunMs } = directory.cleanerState;
  assert.deepEqual(
    uncleanable.map(({ topic }) => topic),
    ["t"],
  );
  const [segmentBytes = 0] = ["t", "u"].map((topic) => place.files.stat(`/data/${topic}-0/00000000000000000000.log`)?.sizeBytes);
  assert.equal(uncleanableBytes, segmentBytes);
  assert.equal(lastCleaning.bytesRead, segmentBytes);
  assert.equal(lastCleaning.bytesWritten, place.files.stat("/data/u-0/00000000000000000000.log")?.sizeBytes);
  assert.equal(lastRunMs, place.clock.now());
  await cleaned(place);
  assert.equal(place.lines.filter(({ level }) => level === "error").length, 1);
});

test("a cleaning ends when the topic is deleted, or no longer compacted", async () => {
  const place = cleaningPlace();
  const directory = await place.open();
  const log = directory.open("t", 0, settings(compacting));
  const large = "v".repeat(1000);
  for (let number = 0; number < 1000; number++) written(log, pairs([`a${number % 50}=${large}`]));
  log.roll();
  written(log, pairs(["b=1"]));
  place.clock.advance(15_000);
  await turns(place, 3);
  assert.equal(place.names(".cleaned").length, 0);
  log.reconfigure(settings({ ...compacting, cleanupCompact: false }));
  await cleaned(place);
  assert.equal(batchOffsets(log).length, 1001);
  log.reconfigure(settings(compacting));
  place.clock.advance(15_000);
  for (let turn = 0; turn < 50 && place.names(".cleaned").length === 0; turn++) await turns(place, 1);
  assert.ok(place.names(".cleaned").length > 0);
  directory.delete("t", 0);
  directory.open("t", 0, settings(compacting));
  await cleaned(place);
  assert.deepEqual(place.names(".log"), ["00000000000000000000.log"]);
  await directory.close();
});

test("a log that the disk refuses to clean is tried again, and keeps no other from its turn", async () => {
  const place = faultyPlace();
  place.cleaner = { ...place.cleaner, enable: true };
  const directory = await place.open();
  const logs = ["t", "u"].map((topic) => dirty(directory, topic));
  const sizes = () => logs.map((log) => batches(log).length);
  place.files.fail({ call: "write", path: "/t-0/00000000000000000000.log.cleaned", code: "EIO", times: Number.POSITIVE_INFINITY });
  await cleaned(place);
  assert.deepEqual(sizes(), [4, 4]);
  await cleaned(place);
  assert.deepEqual(sizes(), [4, 2]);
  await cleaned(place);
  place.files.mend();
  await cleaned(place);
  assert.deepEqual(sizes(), [2, 2]);
  const told = place.lines.filter(({ message }) => /^A log can('t)? be cleaned/.test(message));
  assert.deepEqual(
    told.map(({ level, message, fields }) => [level, message, fields.topic]),
    [
      ["error", "A log can't be cleaned; it is tried again", "t"],
      ["info", "A log can be cleaned again", "t"],
    ],
  );
  await directory.close();
});

test("a wait for the next pass is as long as log.cleaner.backoff.ms says now", async () => {
  const place = cleaningPlace();
  const directory = await place.open();
  const log = dirty(directory, "t");
  place.clock.advance(10_000);
  directory.cleanerReconfigured();
  place.clock.advance(5_000 - 1);
  await turns(place, 1);
  place.cleaner = { ...place.cleaner, backoffMs: 100 };
  directory.cleanerReconfigured();
  assert.equal(batches(log).length, 4);
  await cleaned(place);
  assert.equal(batches(log).length, 2);
  await directory.close();
  directory.cleanerReconfigured();
  place.cleaner = { ...place.cleaner, backoffMs: 50 };
  directory.cleanerReconfigured();
  place.clock.advance(1_000);
});
