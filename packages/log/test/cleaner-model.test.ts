import assert from "node:assert/strict";
import { test } from "node:test";
import { type Fault, type FaultyCall, FaultyFiles } from "@millrace/files";
import { MillraceError, seededRandom } from "@millrace/kit";
import {
  batchHeader,
  compressionTypes,
  decodeRecords,
  encodeBatch,
  encodeEndTransaction,
  type RecordDraft,
  splitBatches,
} from "@millrace/protocol";
import fc from "fast-check";
import type { ActiveProducer, Log, LogDirectory } from "../src/index.ts";
import { cleaned, Place, START_MS, settings } from "./harness.ts";

/**
 * A log that is cleaned against one that is not, both given the same: producers with and without transactions, tombstones, every compression.
 * The process dies at any operation on the files that a cleaning does, or the power goes. After each step the cleaned log has to hold nothing
 * but what the other one holds, at the same offsets, and all of it that is the last committed of its key; and to know the same producers.
 */

interface Write {
  readonly kind: "write";
  readonly producerId: number;
  readonly keys: readonly number[];
  readonly compression: number;
  readonly transactional: boolean;
}

type Step =
  | Write
  | { readonly kind: "end"; readonly producerId: number; readonly committed: boolean }
  | { readonly kind: "roll" | "stop" | "kill" | "forget" }
  | { readonly kind: "wait"; readonly ms: number }
  | { readonly kind: "delete"; readonly part: number }
  | { readonly kind: "clean" }
  | { readonly kind: "die"; readonly after: number; readonly losesPower: boolean };

const DELETE_RETENTION_MS = 60_000;
const shared = { segmentBytes: 1_200, indexIntervalBytes: 150, retentionMs: -1, cleanupDelete: false, fileDeleteDelayMs: 1_000 };
const plain = settings(shared);
const compacted = settings({ ...shared, cleanupCompact: true, minCleanableDirtyRatio: 0.05, deleteRetentionMs: DELETE_RETENTION_MS });

/** Files that all fail from some change on, as if the process were no longer there to make it. */
class MortalFiles extends FaultyFiles {
  changesLeft = Number.POSITIVE_INFINITY;

  override check(call: FaultyCall, path: string, beforeFailing?: (fault: Fault) => void): void {
    if (this.changesLeft <= 0) throw new MillraceError("IO_FAILED", `dead before ${call} of ${path}`);
    if (call !== "open" && call !== "read") this.changesLeft--;
    super.check(call, path, beforeFailing);
  }
}

interface Found {
  readonly offset: number;
  readonly key: string;
  readonly value: string | undefined;
}

class Checked {
  readonly #files: MortalFiles;
  readonly #place: Place;
  #directory: LogDirectory;
  #log: Log;
  #shadow: Log;
  #made = 0;
  #hasDeleted = false;

  private constructor(place: Place, directory: LogDirectory) {
    this.#place = place;
    this.#files = place.files as MortalFiles;
    this.#directory = directory;
    [this.#log, this.#shadow] = openBoth(directory);
  }

  static async open(seed: number): Promise<Checked> {
    const place = new Place((clock) => new MortalFiles(clock, seededRandom(seed)), "/data");
    place.cleaner = { ...place.cleaner, enable: true, dedupeBufferSize: 24 * 40, ioBufferSize: 1_000 };
    return new Checked(place, await place.open());
  }

  async run(step: Step): Promise<void> {
    if (step.kind === "write") this.#write(step);
    else if (step.kind === "end") this.#end(step.producerId, step.committed);
    else if (step.kind === "roll") for (const log of this.#both()) log.roll();
    else if (step.kind === "wait") this.#place.clock.advance(step.ms);
    else if (step.kind === "delete") this.#delete(step.part);
    else if (step.kind === "clean") await this.#clean();
    else if (step.kind === "die") await this.#die(step);
    else await this.#restart(step.kind);
    this.#check();
  }

  /** What was written so far may be cleaned. */
  async #clean(): Promise<void> {
    for (const log of this.#both()) log.roll();
    await cleaned(this.#place);
  }

  #both(): [Log, Log] {
    return [this.#log, this.#shadow];
  }

  #write({ producerId, keys, compression, transactional }: Write): void {
    const records = keys.map((key): RecordDraft => {
      const value = ++this.#made % 4 === 0 ? null : Buffer.from(`value ${this.#made}`);
      return { timestamp: START_MS + this.#made, key: Buffer.from(`key ${key}`), value };
    });
    const { producerEpoch = 0, lastSequence = -1, currentTxnStartOffset = -1 } = this.#known(producerId) ?? {};
    const isTransactional = producerId >= 0 && (transactional || currentTxnStartOffset >= 0);
    const producer = producerId < 0 ? {} : { producerId, producerEpoch, baseSequence: lastSequence + 1 };
    const batch = encodeBatch({
      records,
      compression: compressionTypes[compression] ?? "none",
      transactional: isTransactional,
      ...producer,
    });
    for (const log of this.#both()) {
      const outcome = log.append(Buffer.from(batch), { leaderEpoch: 0, origin: "client", unverified: true });
      assert.equal(outcome.error?.name, undefined);
      log.acknowledge(log.endOffset);
    }
  }

  /** What is known of a producer in the log that knows more: of one whose records were deleted, see `#check`. */
  #known(producerId: number): ActiveProducer | undefined {
    const known = this.#both().flatMap((log) => log.activeProducers().filter((each) => each.producerId === producerId));
    return known.sort((a, b) => b.producerEpoch - a.producerEpoch || b.lastSequence - a.lastSequence)[0];
  }

  #end(producerId: number, committed: boolean): void {
    const producerEpoch = (this.#known(producerId)?.producerEpoch ?? 0) + 1;
    const marker = encodeEndTransaction({ producerId, producerEpoch, committed, coordinatorEpoch: 0, timestamp: this.#place.clock.now() });
    for (const log of this.#both()) {
      const outcome = log.append(Buffer.from(marker), { leaderEpoch: 0, origin: "coordinator", transactionVersion: 2 });
      assert.equal(outcome.error?.name, undefined);
      log.acknowledge(log.endOffset);
    }
  }

  #delete(part: number): void {
    this.#hasDeleted = true;
    const { startOffset, lastStableOffset } = this.#shadow;
    const offset = startOffset + Math.floor((lastStableOffset - startOffset) * part);
    for (const log of this.#both()) log.deleteRecordsBefore(offset);
  }

  /** Everything that was written is on the disk before a loss of power: what it may take is another test's matter. */
  async #die({ after, losesPower }: Step & { kind: "die" }): Promise<void> {
    if (losesPower) for (const log of this.#both()) await log.flush();
    this.#files.changesLeft = after;
    await this.#clean().catch((failure) => assert.equal(failure.code, "IO_FAILED"));
    await this.#kill(losesPower);
    await this.#reopen();
  }

  /** The process must not go on behind its successor's back. */
  async #kill(losesPower: boolean): Promise<void> {
    this.#files.changesLeft = 0;
    await settled();
    this.#files.changesLeft = Number.POSITIVE_INFINITY;
    if (losesPower) this.#files.losePower();
    else this.#files.kill();
  }

  async #restart(kind: "stop" | "kill" | "forget"): Promise<void> {
    if (kind === "stop") await this.#directory.close();
    else await this.#kill(false);
    if (kind === "forget") this.#forget();
    await this.#reopen();
  }

  /** Everything but the log has to be made anew from it. */
  #forget(): void {
    for (const directory of ["/data/t-0", "/data/shadow-0"]) {
      for (const name of this.#files.list(directory)) if (!name.endsWith(".log")) this.#files.remove(`${directory}/${name}`);
    }
    this.#files.remove("/data/recovery-point-offset-checkpoint");
  }

  async #reopen(): Promise<void> {
    this.#directory = await this.#place.open();
    [this.#log, this.#shadow] = openBoth(this.#directory);
    // Where a log begins is noted in the background; a crash may come between the two.
    const startOffset = Math.max(this.#log.startOffset, this.#shadow.startOffset);
    for (const log of this.#both()) log.deleteRecordsBefore(startOffset);
    const left = this.#files.list("/data/t-0").filter((name) => /\.(cleaned|swap)$/.test(name));
    assert.deepEqual(left, []);
  }

  #check(): void {
    const [log, shadow] = this.#both();
    assert.deepEqual(
      [log.startOffset, log.endOffset, log.lastStableOffset],
      [shadow.startOffset, shadow.endOffset, shadow.lastStableOffset],
    );
    // What is left of a deleted producer depends on where segments begin, and on which snapshots a crash has left.
    if (!this.#hasDeleted) assert.deepEqual(producersOf(log), producersOf(shadow));
    const all = new Map(found(shadow).map((each) => [each.offset, each]));
    const kept = found(log);
    for (const each of kept) assert.deepEqual(each, all.get(each.offset));
    assert.ok(kept.every(({ offset }, index) => offset > (kept[index - 1]?.offset ?? -1)));
    const last = (records: readonly Found[]) => new Map(records.map((each) => [each.key, each]));
    const left = last(kept);
    for (const [key, each] of last([...all.values()])) {
      // A tombstone may go in the end, with all that it covered.
      if (each.value !== undefined || left.has(key)) assert.deepEqual(left.get(key), each);
    }
    for (let offset = log.startOffset; offset < log.endOffset; offset += 3) {
      const outcome = log.read(offset, 1, { minOneMessage: true, upTo: log.endOffset });
      assert.ok(outcome.error === undefined && outcome.nextOffset > offset);
    }
  }
}

/** Lets everything that runs in the background come to its end. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}

function openBoth(directory: LogDirectory): [Log, Log] {
  return [directory.open("t", 0, compacted), directory.open("shadow", 0, plain)];
}

/** What is known of the producers, but for the coordinator's epoch: that is in the markers, which go with their transactions' records. */
function producersOf(log: Log) {
  const known = log
    .activeProducers()
    .map((each) => [each.producerId, each.producerEpoch, each.lastSequence, each.currentTxnStartOffset] as const);
  return known.sort(([a], [b]) => a - b);
}

/** What a consumer with `isolation.level=read_committed` sees. */
function found(log: Log): Found[] {
  const records: Found[] = [];
  for (let at = log.startOffset; at < log.lastStableOffset; ) {
    const outcome = log.read(at, 700, { minOneMessage: true, upTo: log.lastStableOffset, withAborted: true });
    assert.ok(outcome.error === undefined, outcome.error?.name);
    for (const batch of splitBatches(outcome.records)) {
      assert.equal(batchHeader.computeBatchCrc(batch, 0, batch.length), batchHeader.batchCrc(batch));
      const [producerId, offset] = [batchHeader.producerId(batch), batchHeader.baseOffset(batch)];
      const isAborted = outcome.aborted.some(
        (each) => each.producerId === producerId && each.firstOffset <= offset && offset < each.lastOffset,
      );
      if (batchHeader.isControl(batch) || (batchHeader.isTransactional(batch) && isAborted)) continue;
      for (const record of decodeRecords(batch)) {
        if (record.offset >= log.startOffset)
          records.push({ offset: record.offset, key: `${record.key}`, value: record.value?.toString() });
      }
    }
    at = outcome.nextOffset;
  }
  return records;
}

const producerId = fc.integer({ min: 1, max: 3 });
const write: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant("write" as const),
  producerId: fc.oneof(fc.constant(-1), producerId),
  keys: fc.array(fc.nat(7), { minLength: 1, maxLength: 4 }),
  compression: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(4) }),
  transactional: fc.boolean(),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 10, arbitrary: write },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("end" as const), producerId, committed: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom("roll" as const, "clean" as const) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("die" as const), after: fc.nat(90), losesPower: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom("stop" as const, "kill" as const, "forget" as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("wait" as const), ms: fc.constantFrom(1_000, DELETE_RETENTION_MS) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("delete" as const), part: fc.double({ min: 0, max: 0.5, noNaN: true }) }) },
);

test("a cleaned log holds the last of each key, and knows its producers, whenever the process dies or the power goes", async () => {
  const steps = fc.array(step, { maxLength: 60, size: "max" });
  const run = async (seed: number, sequence: readonly Step[]): Promise<void> => {
    const checked = await Checked.open(seed);
    for (const each of sequence) await checked.run(each);
  };
  await fc.assert(fc.asyncProperty(fc.nat(), steps, run), { numRuns: 80 });
});
