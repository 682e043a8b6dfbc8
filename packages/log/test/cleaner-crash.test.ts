import assert from "node:assert/strict";
import { test } from "node:test";
import { FaultyFiles, type File, type OpenMode } from "@millrace/files";
import { type Clock, seededRandom } from "@millrace/kit";
import { compacting, contents, pairs, turns, written } from "./compacted.ts";
import { cleaned, Place, settings } from "./harness.ts";

/** What a cleaning must not lose, whatever else goes on at the time. */

/** Files of which one can be held: its flushes wait. */
class HeldFiles extends FaultyFiles {
  /** The end of its path. */
  held: string | undefined;
  /** Lets a flush that waits go on. */
  readonly waiting: Array<() => void> = [];

  constructor(clock: Clock) {
    super(clock, seededRandom(1));
  }

  override open(path: string, mode: OpenMode): File {
    const file = super.open(path, mode);
    const sync = file.sync.bind(file);
    file.sync = () => this.#afterHold(path, sync);
    return file;
  }

  override syncDirectory(directory: string): Promise<void> {
    return this.#afterHold(directory, () => super.syncDirectory(directory));
  }

  async #afterHold(path: string, flush: () => Promise<void>): Promise<void> {
    if (this.held !== undefined && path.endsWith(this.held)) await new Promise<void>((release) => this.waiting.push(release));
    await flush();
  }
}

function heldPlace(): { place: Place; files: HeldFiles } {
  const place = new Place((clock) => new HeldFiles(clock), "/data");
  place.cleaner = { ...place.cleaner, enable: true, backoffMs: 1_000_000 };
  return { place, files: place.files as HeldFiles };
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}

test("a log is not cleaned beyond what a start is told that is on the disk", async () => {
  const { place, files } = heldPlace();
  let directory = await place.open();
  const [log, other] = ["t", "u"].map((topic) => directory.open(topic, 0, settings(compacting)));
  assert.ok(log !== undefined && other !== undefined);
  written(log, pairs(["z=1"]));
  place.clock.advance(60_000);
  await settled();
  for (const value of [1, 2, 3]) {
    written(log, pairs([`a=${value}`, `b=${value}`]));
    log.roll();
  }
  written(log, pairs(["c=1"]));
  written(other, pairs(["d=1"]));
  // A round of flushing is done with this log, but not with the other: nothing is noted yet.
  files.held = "/data/u-0";
  place.clock.advance(60_000);
  await settled();
  assert.ok(files.waiting.length > 0);
  // The process dies before it has noted what it cleaned.
  files.fail({ call: "rename", path: "cleaner-offset-checkpoint", code: "EIO" });
  await cleaned(place);
  const before = contents(log);
  const end = log.endOffset;
  files.kill();
  files.held = undefined;
  directory = await place.open();
  const again = directory.open("t", 0, settings(compacting));
  assert.equal(again.endOffset, end);
  assert.deepEqual(contents(again), before);
});

test("a log is cleaned while it is being flushed, and takes records afterwards", async () => {
  const { place, files } = heldPlace();
  const directory = await place.open();
  const log = directory.open("t", 0, settings(compacting));
  written(log, pairs(["a=1"]));
  log.roll();
  written(log, pairs(["a=2"]));
  place.clock.advance(60_000);
  await settled();
  // What is on the disk ends where the active segment begins, so that the segment before it is flushed along.
  log.roll();
  written(log, pairs(["b=1"]));
  files.held = "/00000000000000000001.index";
  place.clock.advance(60_000);
  await settled();
  assert.equal(files.waiting.length, 1);
  await cleaned(place);
  assert.deepEqual(contents(log), ["1:a=2", "2:b=1"]);
  for (const release of files.waiting) release();
  await settled();
  written(log, pairs(["c=1"]));
  assert.deepEqual(contents(log), ["1:a=2", "2:b=1", "3:c=1"]);
  await directory.close();
});

test("what is written in the place of lost records is cleaned like everything else", async () => {
  const { place, files } = heldPlace();
  let directory = await place.open();
  let log = directory.open("t", 0, settings(compacting));
  for (let number = 0; number < 6; number++) {
    written(log, pairs([`once${number}=1`]));
    log.roll();
  }
  written(log, pairs(["z=1"]));
  await cleaned(place);
  assert.equal(place.checkpoint("cleaner-offset-checkpoint"), "0\n1\nt 0 6\n");
  files.kill();
  for (const name of place.names()) files.remove(place.path(name));
  directory = await place.open();
  log = directory.open("t", 0, settings(compacting));
  assert.equal(log.endOffset, 0);
  for (let number = 0; number < 8; number++) {
    written(log, pairs([number < 4 ? `a=${number}` : `b=${number}`]));
    log.roll();
  }
  written(log, pairs(["z=2"]));
  await cleaned(place);
  assert.deepEqual(contents(log), ["3:a=3", "7:b=7", "8:z=2"]);
  await directory.close();
});

for (const fault of [
  { call: "rename", path: ".index.cleaned", code: "EIO" },
  { call: "syncDirectory", path: "/data/t-0", code: "EIO" },
] as const) {
  test(`nothing is left of a cleaned segment that could not be put in place: ${fault.call}`, async () => {
    const { place, files } = heldPlace();
    const directory = await place.open();
    const log = directory.open("t", 0, settings(compacting));
    for (const value of [1, 2, 3]) written(log, pairs([`a=${value}`]));
    log.roll();
    written(log, pairs(["b=1"]));
    place.clock.advance(60_000);
    await settled();
    files.fail(fault);
    await cleaned(place);
    assert.equal(contents(log).length, 4);
    assert.deepEqual(place.names(".swap"), []);
    await cleaned(place);
    assert.deepEqual(contents(log), ["2:a=3", "3:b=1"]);
    await directory.close();
  });
}

test("a log can be read and written at every moment of a cleaning", async () => {
  const { place } = heldPlace();
  const directory = await place.open();
  const log = directory.open("t", 0, settings({ ...compacting, segmentBytes: 60_000 }));
  const last = new Map<string, string>();
  const write = (number: number): void => {
    const [key, value] = [`k${(number * 7) % 90}`, `${number} ${"v".repeat(900)}`];
    written(log, pairs([`${key}=${value}`]));
    last.set(key, value);
  };
  const look = (): number => {
    const records = contents(log).map((text) => /^\d+:(k\d+)=(.*)$/.exec(text) ?? []);
    assert.deepEqual(new Map(records.map(([, key = "", value = ""]) => [key, value])), last);
    for (let offset = log.startOffset; offset < log.endOffset; offset += 13) {
      const outcome = log.read(offset, 1, { minOneMessage: true, upTo: log.endOffset });
      assert.ok(outcome.error === undefined && outcome.nextOffset > offset);
    }
    return records.length;
  };
  for (let number = 0; number < 1_000; number++) write(number);
  const passes = place.passes;
  const sizes = new Set<number>();
  place.clock.advance(place.cleaner.backoffMs);
  for (let number = 1_000; place.passes === passes; number++) {
    write(number);
    sizes.add(look() - number);
    await turns(place, 1);
  }
  assert.ok(look() < 250);
  assert.ok(sizes.size > 5, "it shrinks segment by segment");
  await directory.close();
});
