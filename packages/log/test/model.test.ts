import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeRecords, encodeBatch, splitBatches } from "@millrace/protocol";
import fc from "fast-check";
import type { Log } from "../src/index.ts";
import { START_MS, settings } from "./harness.ts";
import { type Event, failures, pauses, type Stop, StoppableLog, stops } from "./stoppable-log.ts";

/**
 * A log against an array of values, through every way to stop. After each step the log has to be the array, from its start to its end. Loss
 * of power may take the end away, and bring back what an earlier loss took; but nothing that a flush had promised may change.
 */

type Step =
  | Event
  | { readonly kind: "append"; readonly count: number; readonly valueBytes: number }
  | { readonly kind: "delete"; readonly part: number };

const config = settings({ segmentBytes: 1_500, indexIntervalBytes: 200, retentionMs: -1, fileDeleteDelayMs: 1_000 });

class Checked {
  readonly #its: StoppableLog;
  #values: string[] = [];
  /** Offset up to which a flush has promised the records. */
  #promised = 0;
  #start = 0;
  #made = 0;
  /** Records that were refused by a failing disk: if it would not even take them away again, a crash may bring them back. */
  #refused: string[] = [];
  /** What has ever been written at each offset. */
  readonly #history: Array<Set<string>> = [];

  constructor(its: StoppableLog) {
    this.#its = its;
  }

  get #log(): Log {
    return this.#its.log;
  }

  async run(step: Step): Promise<void> {
    if (step.kind === "append") this.#append(step.count, step.valueBytes);
    else if (step.kind === "delete") this.#deleteBefore(this.#start + Math.floor((this.#values.length - this.#start) * step.part));
    else await this.#happen(step);
    this.#its.advance(10);
    this.#check();
  }

  #append(count: number, valueBytes: number): void {
    const values = Array.from({ length: count }, () => `${this.#made++}`.padEnd(valueBytes, "."));
    const records = values.map((value) => ({ timestamp: START_MS, key: null, value: Buffer.from(value) }));
    const batch = encodeBatch({ records, producerId: 77, producerEpoch: 0, baseSequence: this.#values.length });
    const outcome = this.#log.append(batch, { leaderEpoch: 0, origin: "client" });
    if (outcome.error !== undefined) {
      assert.equal(outcome.error.name, "KAFKA_STORAGE_ERROR");
      this.#refused = values;
      this.#remember(values);
      return;
    }
    this.#refused = [];
    assert.equal(outcome.baseOffset, this.#values.length);
    assert.equal(outcome.duplicate, false);
    this.#remember(values);
    this.#values.push(...values);
  }

  #remember(values: readonly string[]): void {
    for (const [index, value] of values.entries()) {
      const offset = this.#values.length + index;
      this.#history[offset] = (this.#history[offset] ?? new Set()).add(value);
    }
  }

  #deleteBefore(offset: number): void {
    this.#its.tolerant(() => this.#log.deleteRecordsBefore(offset));
    this.#start = this.#log.startOffset;
    assert.equal(this.#start, offset);
  }

  async #happen(event: Event): Promise<void> {
    const end = this.#values.length;
    await this.#its.happen(event);
    if (event.kind === "flush" || event.kind === "stop") this.#promised = end;
    if (event.kind === "flush") assert.equal(this.#log.flushedOffset, end);
    if (event.kind === "stop" || event.kind === "kill" || event.kind === "losePower") this.#reopened(event.kind);
  }

  #reopened(kind: Stop): void {
    assert.equal(this.#its.directory.clean, kind === "stop");
    if (kind === "losePower") {
      assert.ok(this.#log.endOffset >= this.#promised, `${this.#log.endOffset} records of ${this.#promised} promised`);
      this.#values = [...this.#values.slice(0, this.#promised), ...this.#survivors()];
    } else {
      if (kind === "kill" && this.#log.endOffset > this.#values.length) this.#values.push(...this.#refused);
      assert.equal(this.#log.endOffset, this.#values.length);
    }
    this.#refused = [];
    // Deletions are noted in the background: a crash may come before.
    if (kind === "stop") assert.equal(this.#log.startOffset, this.#start);
    else this.#start = this.#log.startOffset;
  }

  /** What is there behind the promised records after a loss of power. */
  #survivors(): string[] {
    const survivors: string[] = new Array(this.#log.endOffset - this.#promised).fill("");
    for (let at = Math.max(this.#promised, this.#log.startOffset); at < this.#log.endOffset; ) {
      const outcome = this.#log.read(at, 1 << 20, { minOneMessage: true, upTo: this.#log.endOffset });
      assert.ok(outcome.error === undefined);
      for (const { offset, value } of splitBatches(outcome.records).flatMap((batch) => decodeRecords(batch))) {
        assert.ok(offset < this.#promised || this.#history[offset]?.has(`${value}`), `${value} was never written at ${offset}`);
        if (offset >= this.#promised) survivors[offset - this.#promised] = `${value}`;
      }
      at = outcome.nextOffset;
    }
    return survivors;
  }

  #check(): void {
    assert.deepEqual([this.#log.startOffset, this.#log.endOffset], [this.#start, this.#values.length]);
    for (let at = this.#start; at < this.#values.length; ) {
      const outcome = this.#log.read(at, 600, { minOneMessage: true, upTo: this.#log.endOffset });
      if (outcome.error !== undefined) {
        assert.equal(outcome.error.name, "KAFKA_STORAGE_ERROR");
        return;
      }
      for (const batch of splitBatches(outcome.records)) {
        for (const { offset, value } of decodeRecords(batch)) assert.equal(value?.toString(), this.#values[offset]);
      }
      assert.ok(outcome.nextOffset > at);
      at = outcome.nextOffset;
    }
  }
}

const append: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant("append" as const),
  count: fc.integer({ min: 1, max: 4 }),
  valueBytes: fc.integer({ min: 1, max: 300 }),
});
const deletion: fc.Arbitrary<Step> = fc.record({ kind: fc.constant("delete" as const), part: fc.double({ min: 0, max: 1, noNaN: true }) });

function steps(...more: fc.Arbitrary<Step>[]): fc.Arbitrary<Step[]> {
  return fc.array(fc.oneof({ weight: 6, arbitrary: append }, pauses, deletion, ...more), { maxLength: 60, size: "max" });
}

async function checkAll(seed: number, sequence: readonly Step[]): Promise<void> {
  const checked = new Checked(await StoppableLog.open(seed, config));
  for (const step of sequence) await checked.run(step);
}

test("a log keeps what it was given through clean stops, kills and losses of power", async () => {
  await fc.assert(fc.asyncProperty(fc.nat(), steps(stops), checkAll), { numRuns: 150 });
});

test("a log keeps what it accepted on a disk that fails now and then", async () => {
  await fc.assert(fc.asyncProperty(fc.nat(), steps(stops, failures), checkAll), { numRuns: 150 });
});
