import assert from "node:assert/strict";
import { test } from "node:test";
import { batchHeader, decodeRecords, encodeBatch, encodeEndTransaction, endTransactionIn, splitBatches } from "@millrace/protocol";
import fc from "fast-check";
import type { AbortedTransaction, Log, Verification } from "../src/index.ts";
import { START_MS, settings } from "./harness.ts";
import { type Event, failures, pauses, type Stop, StoppableLog, stops } from "./stoppable-log.ts";

/**
 * Transactions of a few producers against a list of what was written, through every way to stop. After each step the log's last stable
 * offset, its aborted transactions and what a reader of committed records sees have to be what follows from the list.
 */

interface Entry {
  readonly kind: "plain" | "transactional" | "commit" | "abort" | "gone";
  readonly producerId: number;
  readonly value: string;
}

type Step =
  | Event
  | {
      readonly kind: "write";
      readonly producerId: number;
      readonly count: number;
      readonly valueBytes: number;
      readonly transactional: boolean;
    }
  | { readonly kind: "end"; readonly producerId: number; readonly committed: boolean }
  | { readonly kind: "delete"; readonly part: number };

const config = settings({ segmentBytes: 1_500, indexIntervalBytes: 200, retentionMs: -1, fileDeleteDelayMs: 1_000 });

/** What follows from the entries for those who read from `start` on. */
function consequences(entries: readonly Entry[], start: number) {
  const open = new Map<number, number[]>();
  const aborted: AbortedTransaction[] = [];
  const droppedOffsets = new Set<number>();
  for (const [offset, { kind, producerId }] of entries.entries()) {
    if (kind === "transactional") open.set(producerId, [...(open.get(producerId) ?? []), offset]);
    if (kind !== "commit" && kind !== "abort") continue;
    const offsets = open.get(producerId) ?? [];
    open.delete(producerId);
    if (kind === "commit") continue;
    const firstOffset = offsets.find((each) => each >= start);
    if (firstOffset !== undefined) aborted.push({ producerId, firstOffset, lastOffset: offset });
    for (const each of offsets) droppedOffsets.add(each);
  }
  const undecided = [...open.values()].flat();
  const unstable = undecided.filter((offset) => offset >= start);
  const lastStableOffset = Math.min(entries.length, ...unstable.map((offset) => firstOfItsOwn(open, offset, start)));
  const isHeldAtStart = undecided.some((offset) => offset < start) || entries.some(({ kind }) => kind === "gone");
  const committed = entries.flatMap(({ kind, value }, offset) => {
    const isSeen = offset >= start && offset < lastStableOffset && !droppedOffsets.has(offset);
    return isSeen && (kind === "plain" || kind === "transactional") ? [value] : [];
  });
  return { aborted, lastStableOffset, isHeldAtStart, committed };
}

function firstOfItsOwn(open: ReadonlyMap<number, readonly number[]>, offset: number, start: number): number {
  const own = [...open.values()].find((offsets) => offsets.includes(offset)) ?? [];
  return Math.max(start, Math.min(...own.filter((each) => each >= start)));
}

class Checked {
  readonly #its: StoppableLog;
  #entries: Entry[] = [];
  #promised = 0;
  #made = 0;
  /** Producers whose last transactional batch was refused by a failing disk. */
  readonly #refused = new Set<number>();

  constructor(its: StoppableLog) {
    this.#its = its;
  }

  get #log(): Log {
    return this.#its.log;
  }

  async run(step: Step): Promise<void> {
    if (step.kind === "write") this.#write(step);
    else if (step.kind === "end") this.#end(step);
    else if (step.kind === "delete") this.#delete(step.part);
    else await this.#happen(step);
    this.#its.advance(10);
    this.#check();
  }

  #producer(producerId: number) {
    const found = this.#log.activeProducers().find((each) => each.producerId === producerId);
    return found ?? { producerEpoch: 0, lastSequence: -1, currentTxnStartOffset: -1 };
  }

  #write({ producerId, count, valueBytes, transactional }: Step & { kind: "write" }): void {
    const { producerEpoch, lastSequence, currentTxnStartOffset } = this.#producer(producerId);
    // What the disk refused is tried again.
    const isTransactional = transactional || currentTxnStartOffset >= 0 || this.#refused.has(producerId);
    const baseSequence = lastSequence + 1;
    const verification = isTransactional ? this.#verify(producerId, producerEpoch, baseSequence) : undefined;
    const values = Array.from({ length: count }, () => `${this.#made++}`.padEnd(valueBytes, "."));
    const records = values.map((value) => ({ timestamp: START_MS, key: null, value: Buffer.from(value) }));
    const batch = encodeBatch({ records, producerId, producerEpoch, baseSequence, transactional: isTransactional });
    const outcome = this.#log.append(batch, { leaderEpoch: 0, origin: "client", verification });
    if (outcome.error !== undefined && isTransactional) this.#refused.add(producerId);
    else this.#refused.delete(producerId);
    const kind = isTransactional ? ("transactional" as const) : ("plain" as const);
    this.#added(
      outcome.error?.name,
      values.map((value) => ({ kind, producerId, value })),
    );
  }

  #verify(producerId: number, producerEpoch: number, baseSequence: number): Verification | undefined {
    const verification = this.#log.startVerification({ producerId, producerEpoch, baseSequence, supportsEpochBump: false });
    assert.ok(verification === undefined || !("error" in verification));
    return verification;
  }

  #end({ producerId, committed }: Step & { kind: "end" }): void {
    const producerEpoch = this.#producer(producerId).producerEpoch + 1;
    const marker = encodeEndTransaction({ producerId, producerEpoch, committed, coordinatorEpoch: 0, timestamp: START_MS });
    const outcome = this.#log.append(marker, { leaderEpoch: 0, origin: "coordinator", transactionVersion: 2 });
    this.#added(outcome.error?.name, [{ kind: committed ? "commit" : "abort", producerId, value: "" }]);
  }

  #added(error: string | undefined, entries: readonly Entry[]): void {
    if (error !== undefined) assert.equal(error, "KAFKA_STORAGE_ERROR");
    else this.#entries.push(...entries);
    this.#log.acknowledge(this.#log.endOffset);
  }

  #delete(part: number): void {
    const { startOffset } = this.#log;
    this.#its.tolerant(() => this.#log.deleteRecordsBefore(startOffset + Math.floor((this.#entries.length - startOffset) * part)));
  }

  async #happen(event: Event): Promise<void> {
    const end = this.#entries.length;
    await this.#its.happen(event);
    if (event.kind === "flush" || event.kind === "stop") this.#promised = end;
    if (event.kind === "stop" || event.kind === "kill" || event.kind === "losePower") this.#reopened(event.kind);
  }

  #reopened(kind: Stop): void {
    const kept = kind === "losePower" ? this.#promised : this.#entries.length;
    assert.ok(this.#log.endOffset >= kept, `${this.#log.endOffset} of ${kept} are left`);
    // What a crash brings back behind that may be anything that was once written there.
    this.#entries = [...this.#entries.slice(0, kept), ...this.#stored(kept)];
  }

  #stored(from: number): Entry[] {
    const entries: Entry[] = new Array(this.#log.endOffset - from).fill({ kind: "gone", producerId: -1, value: "" });
    for (const batch of this.#batches(this.#log.startOffset, this.#log.endOffset, false)) {
      const producerId = batchHeader.producerId(batch.bytes);
      const marker = endTransactionIn(batch.bytes);
      const data = batchHeader.isTransactional(batch.bytes) ? ("transactional" as const) : ("plain" as const);
      for (const { offset, value } of decodeRecords(batch.bytes)) {
        if (offset < from) continue;
        if (!batchHeader.isControl(batch.bytes)) entries[offset - from] = { kind: data, producerId, value: `${value}` };
        else entries[offset - from] = { kind: marker?.committed ? "commit" : "abort", producerId, value: "" };
      }
    }
    return entries;
  }

  /** The batches of `[from, upTo)`, each with the aborted transactions that were named along with it. */
  *#batches(from: number, upTo: number, withAborted: boolean): Iterable<{ bytes: Buffer; aborted: readonly AbortedTransaction[] }> {
    for (let at = from; at < upTo; ) {
      const outcome = this.#log.read(at, 600, { minOneMessage: true, upTo, withAborted });
      if (outcome.error !== undefined) {
        assert.equal(outcome.error.name, "KAFKA_STORAGE_ERROR");
        throw new DiskFails();
      }
      for (const bytes of splitBatches(outcome.records)) yield { bytes, aborted: outcome.aborted };
      at = outcome.nextOffset;
    }
  }

  #check(): void {
    const { startOffset, endOffset, lastStableOffset } = this.#log;
    assert.equal(endOffset, this.#entries.length);
    const expected = consequences(this.#entries, startOffset);
    if (!(expected.isHeldAtStart && lastStableOffset === startOffset)) assert.equal(lastStableOffset, expected.lastStableOffset);
    try {
      for (const each of expected.aborted) this.#checkNamed(each);
      const committed = [...this.#committed(lastStableOffset)];
      assert.deepEqual(committed, expected.committed.slice(0, lastStableOffset === startOffset ? 0 : undefined));
    } catch (failure) {
      if (!(failure instanceof DiskFails) && (failure as { code?: string }).code !== "IO_FAILED") throw failure;
    }
  }

  /** Of a transaction whose first records were deleted, the log may or may not know where it began. */
  #checkNamed({ producerId, firstOffset, lastOffset }: AbortedTransaction): void {
    const found = this.#log.abortedTransactions(this.#log.startOffset, this.#log.endOffset);
    const named = found.find((each) => each.producerId === producerId && each.lastOffset === lastOffset);
    assert.ok(named !== undefined, `${producerId}'s transaction up to ${lastOffset} is missing`);
    assert.ok(named.firstOffset <= firstOffset, `${named.firstOffset} is behind ${firstOffset}`);
  }

  /** Reads as Kafka's consumer does with `isolation.level=read_committed`. */
  *#committed(upTo: number): Iterable<string> {
    for (const { bytes, aborted } of this.#batches(this.#log.startOffset, upTo, true)) {
      const producerId = batchHeader.producerId(bytes);
      const offset = batchHeader.baseOffset(bytes);
      if (batchHeader.isControl(bytes)) continue;
      const isAborted = aborted.some((each) => each.producerId === producerId && each.firstOffset <= offset && offset < each.lastOffset);
      if (batchHeader.isTransactional(bytes) && isAborted) continue;
      for (const record of decodeRecords(bytes)) if (record.offset >= this.#log.startOffset) yield `${record.value}`;
    }
  }
}

class DiskFails extends Error {}

const producerId = fc.integer({ min: 1, max: 3 });
const write: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant("write" as const),
  producerId,
  count: fc.integer({ min: 1, max: 3 }),
  valueBytes: fc.integer({ min: 1, max: 200 }),
  transactional: fc.boolean(),
});
const end: fc.Arbitrary<Step> = fc.record({ kind: fc.constant("end" as const), producerId, committed: fc.boolean() });
const deletion: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant("delete" as const),
  part: fc.double({ min: 0, max: 0.6, noNaN: true }),
});

function steps(...more: fc.Arbitrary<Step>[]): fc.Arbitrary<Step[]> {
  const weighted = [pauses, deletion, stops, ...more].map((arbitrary) => ({ weight: 1, arbitrary }));
  return fc.array(fc.oneof({ weight: 5, arbitrary: write }, { weight: 3, arbitrary: end }, ...weighted), { maxLength: 60, size: "max" });
}

async function checkAll(seed: number, sequence: readonly Step[]): Promise<void> {
  const checked = new Checked(await StoppableLog.open(seed, config));
  for (const step of sequence) await checked.run(step);
}

test("readers of committed records see whole transactions through clean stops, kills and losses of power", async () => {
  await fc.assert(fc.asyncProperty(fc.nat(), steps(), checkAll), { numRuns: 120 });
});

test("readers of committed records see whole transactions on a disk that fails now and then", async () => {
  await fc.assert(fc.asyncProperty(fc.nat(), steps(failures), checkAll), { numRuns: 120 });
});
