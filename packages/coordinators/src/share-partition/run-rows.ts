import { type DeliveryState, deliveryStates } from "./delivery-state.ts";
import type { Run } from "./run.ts";

/** Offsets and times of a row. */
const [firstOffset, lockedUntil, batchFirst, batchLast] = [0, 1, 2, 3];
const wideFields = 4;
/** Everything else of it. */
const [state, becoming, deliveryCount, writeId] = [0, 1, 2, 3];
const narrowFields = 4;
/** Stands for nothing that a run is becoming. */
const nothing = -1;

const capacityAtFirst = 4;
const growth = 1.25;

/**
 * Runs in the order of their offsets, without gaps, as rows of numbers: a million of runs take 60 MB, where as many objects took three times as
 * much. A run that is taken out is a copy.
 */
export class RunRows {
  #wide = new Float64Array(capacityAtFirst * wideFields);
  #narrow = new Int32Array(capacityAtFirst * narrowFields);
  /** Their texts are shared. */
  readonly #memberIds: string[] = [];
  #endOffset: number;

  constructor(startOffset: number) {
    this.#endOffset = startOffset;
  }

  get count(): number {
    return this.#memberIds.length;
  }

  /** The offset behind the last run. */
  get endOffset(): number {
    return this.#endOffset;
  }

  set endOffset(offset: number) {
    this.#endOffset = offset;
  }

  firstOffsetAt(index: number): number {
    return index < this.count ? (this.#wide[index * wideFields + firstOffset] as number) : this.#endOffset;
  }

  lastOffsetAt(index: number): number {
    return this.firstOffsetAt(index + 1) - 1;
  }

  stateAt(index: number): DeliveryState {
    return this.#narrow[index * narrowFields + state] as DeliveryState;
  }

  /** What the run is, or is about to be. */
  fateAt(index: number): DeliveryState {
    const next = this.#narrow[index * narrowFields + becoming] as number;
    return next === nothing ? this.stateAt(index) : (next as DeliveryState);
  }

  get(index: number): Run {
    const wide = this.#wide.subarray(index * wideFields);
    const narrow = this.#narrow.subarray(index * narrowFields);
    const next = narrow[becoming] as number;
    return {
      firstOffset: wide[firstOffset] as number,
      lastOffset: this.lastOffsetAt(index),
      state: narrow[state] as DeliveryState,
      deliveryCount: narrow[deliveryCount] as number,
      memberId: this.#memberIds[index] as string,
      lockedUntilMs: wide[lockedUntil] as number,
      becoming: next === nothing ? undefined : (next as DeliveryState),
      writeId: narrow[writeId] as number,
      batchFirst: wide[batchFirst] as number,
      batchLast: wide[batchLast] as number,
    };
  }

  /** Keeps what has become of a run. Where it ends the next one says. */
  set(index: number, run: Run): void {
    const wide = index * wideFields;
    const narrow = index * narrowFields;
    this.#wide[wide + firstOffset] = run.firstOffset;
    this.#wide[wide + lockedUntil] = run.lockedUntilMs;
    this.#wide[wide + batchFirst] = run.batchFirst;
    this.#wide[wide + batchLast] = run.batchLast;
    this.#narrow[narrow + state] = run.state;
    this.#narrow[narrow + becoming] = run.becoming ?? nothing;
    this.#narrow[narrow + deliveryCount] = run.deliveryCount;
    this.#narrow[narrow + writeId] = run.writeId;
    this.#memberIds[index] = run.memberId;
  }

  insert(index: number, run: Run): void {
    const { count } = this;
    this.#makeRoom(count + 1);
    if (index < count) {
      this.#wide.copyWithin((index + 1) * wideFields, index * wideFields, count * wideFields);
      this.#narrow.copyWithin((index + 1) * narrowFields, index * narrowFields, count * narrowFields);
      this.#memberIds.splice(index, 0, run.memberId);
    }
    this.set(index, run);
  }

  /** Takes out `length` of them from the index on. The one before reaches as far as they did. */
  remove(index: number, length: number): void {
    const { count } = this;
    this.#wide.copyWithin(index * wideFields, (index + length) * wideFields, count * wideFields);
    this.#narrow.copyWithin(index * narrowFields, (index + length) * narrowFields, count * narrowFields);
    this.#memberIds.splice(index, length);
    this.#giveBackRoom();
  }

  #makeRoom(rows: number): void {
    if (rows * wideFields > this.#wide.length) this.#resize(Math.max(rows, Math.ceil((rows - 1) * growth)));
  }

  /** What was needed once is not kept for ever. */
  #giveBackRoom(): void {
    const capacity = this.#wide.length / wideFields;
    const needed = Math.max(capacityAtFirst, this.count);
    if (needed * wideFields < capacity) this.#resize(needed * 2);
  }

  #resize(rows: number): void {
    const kept = Math.min(rows, Math.ceil(this.#wide.length / wideFields));
    const wide = new Float64Array(rows * wideFields);
    wide.set(this.#wide.subarray(0, kept * wideFields));
    const narrow = new Int32Array(rows * narrowFields);
    narrow.set(this.#narrow.subarray(0, kept * narrowFields));
    this.#wide = wide;
    this.#narrow = narrow;
  }
}

/** Nothing is about to happen to it, and somebody may have it. */
export function isFreeAt(rows: RunRows, index: number): boolean {
  return rows.stateAt(index) === deliveryStates.AVAILABLE;
}
