import assert from "node:assert/strict";
import { Refusal } from "../src/refusal.ts";
import type { AcquiredRecords, FetchedBatch } from "../src/share-partition/acquire.ts";
import type { DeliveryConfig } from "../src/share-partition/delivery-config.ts";
import { acknowledgeTypes, type DeliveryState, deliveryStates, isDeliveryState } from "../src/share-partition/delivery-state.ts";
import { SharePartition } from "../src/share-partition/share-partition.ts";
import type { StateWrite } from "../src/share-partition/state-write.ts";
import type { AcknowledgementBatch } from "../src/share-partition/transition.ts";
import type { StateBatch } from "../src/share-state/state-batches.ts";

/** What the plain model says of a record: nothing but its history. */
interface Fate {
  state: DeliveryState;
  count: number;
  memberId: string;
  untilMs: number;
  /** The state that a write, which is under way, leads to. */
  becoming: DeliveryState | undefined;
}

interface StoredFate {
  readonly state: DeliveryState;
  readonly count: number;
}

interface Pending {
  readonly write: StateWrite;
  readonly offsets: readonly number[];
}

export interface Fetching {
  readonly memberId: string;
  readonly batchCount: number;
  readonly recordLimit: boolean;
  readonly maxRecords: number;
  readonly batchSize: number;
}

/** A share partition, the log before it and the store behind it, watched by a model that has an object for each offset. */
export class ShareRig {
  readonly config: DeliveryConfig;
  partition: SharePartition;
  nowMs = 1_000;
  readonly #log: FetchedBatch[] = [];
  #logStart = 0;
  #logEnd = 0;
  #fates = new Map<number, Fate>();
  readonly #stored = new Map<number, StoredFate>();
  #storedStart = 0;
  readonly #pending: Pending[] = [];
  /** Offsets that hold a record for members. */
  readonly #real = new Set<number>();

  constructor(config: Partial<DeliveryConfig> = {}) {
    this.config = { recordLockDurationMs: 30, deliveryCountLimit: 4, partitionMaxRecordLocks: 40, renewAcknowledgeEnable: true, ...config };
    this.partition = this.#load();
  }

  get logEnd(): number {
    return this.#logEnd;
  }

  append(count: number, gap: number, withheld: boolean): void {
    const firstOffset = this.#logEnd + gap;
    const lastOffset = firstOffset + count - 1;
    this.#log.push({ firstOffset, lastOffset, withheld });
    this.#logEnd = lastOffset + 1;
    if (!withheld) for (let offset = firstOffset; offset <= lastOffset; offset++) this.#real.add(offset);
  }

  fetch({ memberId, batchCount, recordLimit, maxRecords, batchSize }: Fetching): readonly AcquiredRecords[] {
    const { partition, config } = this;
    if (!partition.canAcquire(config)) return [];
    const fetchOffset = partition.nextFetchOffset;
    const batches = this.#log.filter(({ lastOffset }) => lastOffset >= fetchOffset).slice(0, batchCount);
    const inFlightBefore = partition.inFlightCount;
    const acquired = partition.acquire({ memberId, fetchOffset, batches, recordLimit, maxRecords, batchSize }, config, this.nowMs);
    let count = 0;
    for (const { firstOffset, lastOffset, deliveryCount } of acquired) {
      for (let offset = firstOffset; offset <= lastOffset; offset++) {
        this.#handedOut(offset, memberId, deliveryCount);
        count++;
      }
    }
    if (recordLimit) {
      assert.ok(count <= maxRecords, `${count} records instead of ${maxRecords}`);
      const withoutRecords = batches.some(({ withheld }) => withheld) || this.#hasGaps();
      const inFlightMax = Math.max(inFlightBefore, config.partitionMaxRecordLocks);
      assert.ok(withoutRecords || partition.inFlightCount <= inFlightMax, "too much is in flight");
    }
    const hasMoved = count > 0 || partition.nextFetchOffset > fetchOffset;
    assert.ok(batches.length === 0 || maxRecords === 0 || hasMoved, `nothing came of a fetch at ${fetchOffset}`);
    this.#check();
    return acquired;
  }

  acknowledge(memberId: string, batches: readonly AcknowledgementBatch[]): string | undefined {
    const offsets: number[] = [];
    let expected: string | undefined;
    for (const batch of batches) expected ??= this.#expect(memberId, batch, offsets);
    const result = this.partition.acknowledge(memberId, batches, this.config, this.nowMs);
    assert.equal(result instanceof Refusal ? result.error.name : undefined, expected);
    const changed = offsets.filter((offset) => this.#fates.get(offset)?.becoming !== undefined);
    if (result instanceof Refusal) for (const offset of changed) this.#undo(offset);
    else if (result !== undefined) this.#pending.push({ write: result, offsets: changed });
    else assert.equal(changed.length, 0, "what is to be stored is handed out");
    this.#check();
    return expected;
  }

  /** Notes what is said of each record up to the first of which it can't be said. Returns the error that comes of it. */
  #expect(memberId: string, batch: AcknowledgementBatch, offsets: number[]): string | undefined {
    const { startOffset, endOffset, inFlightCount } = this.partition;
    const { firstOffset, lastOffset, acknowledgeTypes: types } = batch;
    if (lastOffset < startOffset) return undefined;
    if (inFlightCount === 0) return "INVALID_RECORD_STATE";
    if (lastOffset >= endOffset) return "INVALID_REQUEST";
    for (let offset = Math.max(firstOffset, startOffset); offset <= lastOffset; offset++) {
      const type = types.length === 1 ? types[0] : types[offset - firstOffset];
      if (!this.#say(offset, memberId, type ?? acknowledgeTypes.GAP)) return "INVALID_RECORD_STATE";
      offsets.push(offset);
    }
    return undefined;
  }

  #undo(offset: number): void {
    const fate = this.#fates.get(offset);
    if (fate !== undefined) fate.becoming = undefined;
  }

  /** Whether a member may say that of a record. */
  #say(offset: number, memberId: string, type: number): boolean {
    const fate = this.#fates.get(offset);
    if (fate?.state !== deliveryStates.ACQUIRED || fate.becoming !== undefined || fate.memberId !== memberId) return false;
    if (type === acknowledgeTypes.RENEW) fate.untilMs = this.nowMs + this.config.recordLockDurationMs;
    else fate.becoming = this.#after(type, fate);
    return true;
  }

  leave(memberId: string): void {
    const write = this.partition.release(memberId, this.config);
    const offsets: number[] = [];
    for (const [offset, fate] of this.#fates) {
      if (fate.memberId !== memberId || fate.state !== deliveryStates.ACQUIRED || fate.becoming !== undefined) continue;
      if (offset < this.partition.startOffset) continue;
      fate.becoming = this.#after(acknowledgeTypes.RELEASE, fate);
      offsets.push(offset);
    }
    assert.equal(write !== undefined, offsets.length > 0);
    if (write !== undefined) this.#pending.push({ write, offsets });
    this.#check();
  }

  /** The oldest write comes to its end. */
  finishWrite(success: boolean): void {
    const next = this.#pending.shift();
    if (next === undefined) return;
    if (success) this.#store(next.write);
    this.partition.stored(next.write, success);
    for (const offset of next.offsets) {
      const fate = this.#fates.get(offset);
      if (fate?.becoming === undefined) continue;
      if (success) this.#settle(fate, fate.becoming);
      fate.becoming = undefined;
    }
    this.#check();
  }

  finishWrites(): void {
    while (this.#pending.length > 0) this.finishWrite(true);
  }

  pass(durationMs: number): void {
    this.nowMs += durationMs;
    if (this.partition.nextTimeUpMs > this.nowMs) {
      for (const fate of this.#fates.values()) assert.ok(!this.#isOver(fate), "the time of records is over, and nobody looks");
      return;
    }
    const { startOffset } = this.partition;
    const write = this.partition.timeUp(this.config, this.nowMs);
    let freed = 0;
    for (const [offset, fate] of this.#fates) {
      if (!this.#isOver(fate) || offset < startOffset) continue;
      this.#settle(fate, this.#after(acknowledgeTypes.RELEASE, fate));
      freed++;
    }
    assert.ok(write !== undefined || freed === 0, "what was freed is to be stored");
    if (write !== undefined) this.#pending.push({ write, offsets: [] });
    assert.ok(this.partition.nextTimeUpMs > this.nowMs);
    this.#check();
  }

  /** Retention drops the oldest batch of the log. */
  drop(): void {
    const batch = this.#log.shift();
    if (batch === undefined) return;
    this.#logStart = batch.lastOffset + 1;
    this.partition.dropBefore(this.#logStart);
    for (const offset of [...this.#fates.keys()]) if (offset < this.#logStart) this.#fates.delete(offset);
    this.#check();
  }

  /** The process dies. Of the writes that are under way, so many were stored. */
  restart(written: number): void {
    for (const { write } of this.#pending.splice(0).slice(0, written)) this.#store(write);
    this.#fates = new Map();
    for (const [offset, { state, count }] of this.#stored) {
      if (offset >= this.#storedStart) this.#fates.set(offset, { state, count, memberId: "", untilMs: 0, becoming: undefined });
    }
    this.partition = this.#load();
    this.partition.dropBefore(this.#logStart);
    for (const offset of [...this.#fates.keys()]) if (offset < this.#logStart) this.#fates.delete(offset);
    this.#check();
  }

  /** Hands out and accepts whatever is left; in the end nothing is, and nothing was lost. */
  drain(): void {
    this.finishWrites();
    for (let round = 0; this.partition.startOffset < this.#logEnd; round++) {
      assert.ok(round < 5_000, `records from ${this.partition.startOffset} on are never done with`);
      this.pass(this.config.recordLockDurationMs);
      this.finishWrites();
      const acquired = this.fetch({ memberId: "last", batchCount: 3, recordLimit: false, maxRecords: 10, batchSize: 10 });
      const batches = acquired.map(({ firstOffset, lastOffset }) => ({
        firstOffset,
        lastOffset,
        acknowledgeTypes: [acknowledgeTypes.ACCEPT],
      }));
      if (batches.length > 0) assert.equal(this.acknowledge("last", batches), undefined);
      this.finishWrites();
    }
    for (const offset of this.#real) {
      const fate = this.#fates.get(offset);
      if (offset < this.#logStart || fate === undefined) continue;
      assert.ok(isDone(fate), `record ${offset} is ${fate.state} in the end`);
    }
    assert.equal(this.partition.runCount, 0);
  }

  #handedOut(offset: number, memberId: string, deliveryCount: number): void {
    const fate = this.#fates.get(offset);
    assert.ok(fate === undefined || (fate.state === deliveryStates.AVAILABLE && fate.becoming === undefined), `${offset} was not free`);
    assert.equal(deliveryCount, (fate?.count ?? 0) + 1, `count of ${offset}`);
    assert.ok(deliveryCount <= this.config.deliveryCountLimit);
    const withheld = this.#log.some(({ firstOffset, lastOffset, withheld }) => withheld && firstOffset <= offset && offset <= lastOffset);
    assert.ok(!withheld, `${offset} is of an aborted transaction`);
    const untilMs = this.nowMs + this.config.recordLockDurationMs;
    this.#fates.set(offset, { state: deliveryStates.ACQUIRED, count: deliveryCount, memberId, untilMs, becoming: undefined });
  }

  /** What the engine says of itself is what the history says. */
  #check(): void {
    const { startOffset, endOffset, nextFetchOffset } = this.partition;
    assert.ok(startOffset <= nextFetchOffset && nextFetchOffset <= endOffset);
    for (const offset of this.#real) {
      if (offset < this.#logStart) continue;
      const fate = this.#fates.get(offset);
      const done = fate !== undefined && isDone(fate) && fate.becoming === undefined;
      if (offset < startOffset) assert.ok(done || offset < this.#storedStart, `${offset} is lost`);
      else if (offset < nextFetchOffset)
        assert.ok(
          fate !== undefined && (fate.state !== deliveryStates.AVAILABLE || fate.becoming !== undefined),
          `${offset} waits in vain`,
        );
      if (offset === startOffset && offset < endOffset) assert.ok(!done, `the start stays at ${offset}`);
    }
  }

  #hasGaps(): boolean {
    return this.#log.some(({ firstOffset }, index) => index > 0 && firstOffset > (this.#log[index - 1]?.lastOffset ?? 0) + 1);
  }

  #after(type: number, { count }: Fate): DeliveryState {
    if (type === acknowledgeTypes.ACCEPT) return deliveryStates.ACKNOWLEDGED;
    if (type !== acknowledgeTypes.RELEASE) return deliveryStates.ARCHIVED;
    return count >= this.config.deliveryCountLimit ? deliveryStates.ARCHIVED : deliveryStates.AVAILABLE;
  }

  #isOver({ state, becoming, untilMs }: Fate): boolean {
    return state === deliveryStates.ACQUIRED && becoming === undefined && untilMs <= this.nowMs;
  }

  #settle(fate: Fate, state: DeliveryState): void {
    fate.state = state;
    fate.memberId = "";
  }

  #load(): SharePartition {
    const stateBatches: StateBatch[] = [];
    for (const [offset, { state, count }] of [...this.#stored].sort(([a], [b]) => a - b)) {
      if (offset < this.#storedStart) continue;
      const last = stateBatches.at(-1);
      if (last?.lastOffset === offset - 1 && last.deliveryState === state && last.deliveryCount === count)
        stateBatches[stateBatches.length - 1] = { ...last, lastOffset: offset };
      else stateBatches.push({ firstOffset: offset, lastOffset: offset, deliveryState: state, deliveryCount: count });
    }
    const partition = SharePartition.load({ startOffset: this.#storedStart, stateBatches });
    assert.ok(partition);
    return partition;
  }

  #store({ startOffset, stateBatches }: StateWrite): void {
    this.#storedStart = Math.max(this.#storedStart, startOffset);
    for (const { firstOffset, lastOffset, deliveryState, deliveryCount } of stateBatches) {
      assert.ok(isDeliveryState(deliveryState));
      for (let offset = firstOffset; offset <= lastOffset; offset++)
        this.#stored.set(offset, { state: deliveryState, count: deliveryCount });
    }
  }
}

function isDone({ state }: Fate): boolean {
  return state === deliveryStates.ACKNOWLEDGED || state === deliveryStates.ARCHIVED;
}
