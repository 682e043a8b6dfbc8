import type { DeliveryConfig } from "./delivery-config.ts";
import { deliveryStates } from "./delivery-state.ts";
import { isFree, isOfBatch, lengthOf, newRun, type OffsetRange, type Run, settle } from "./run.ts";
import type { Runs } from "./runs.ts";
import { isThrottled, throttledCount } from "./throttle.ts";

/** A batch of the log, as far as it matters who gets its records. */
export interface FetchedBatch extends OffsetRange {
  /** Nobody is to see its records: those of an aborted transaction, for a group that reads what is committed. */
  readonly withheld: boolean;
}

export interface AcquireRequest {
  readonly memberId: string;
  /** Where the log was read from. */
  readonly fetchOffset: number;
  /** What was read, in its order. */
  readonly batches: readonly FetchedBatch[];
  /** Never more than `maxRecords`; otherwise batches of the log are not divided where that can be helped (KIP-1206). */
  readonly recordLimit: boolean;
  readonly maxRecords: number;
  /** How many records are to be acknowledged together, if batches of the log allow that. */
  readonly batchSize: number;
}

/** Records that a member holds from now on, and how often they have been handed out with this time. */
export interface AcquiredRecords extends OffsetRange {
  readonly deliveryCount: number;
}

/** Hands records to a member: one turn, which knows how many more it may get. */
export class Acquisition {
  readonly acquired: AcquiredRecords[] = [];
  readonly #runs: Runs;
  readonly #request: AcquireRequest;
  readonly #config: DeliveryConfig;
  readonly #lockedUntilMs: number;
  #room = 0;
  #lastOffset: number;
  /** What was acquired last. */
  #last: Run | undefined;

  constructor(runs: Runs, request: AcquireRequest, config: DeliveryConfig, nowMs: number) {
    this.#runs = runs;
    this.#request = request;
    this.#config = config;
    this.#lockedUntilMs = nowMs + config.recordLockDurationMs;
    this.#lastOffset = request.batches.at(-1)?.lastOffset ?? -1;
  }

  /** Takes what it can. Beyond the limit of records in flight only those come that are in flight already. */
  take(): void {
    const { batches, fetchOffset, maxRecords } = this.#request;
    const [first] = batches;
    const { startOffset, endOffset } = this.#runs;
    if (first === undefined || this.#lastOffset < startOffset) return;
    this.#room = Math.min(maxRecords, this.#config.partitionMaxRecordLocks - (endOffset - startOffset));
    if (this.#room <= 0) {
      this.#room = Math.min(maxRecords, endOffset - fetchOffset);
      this.#lastOffset = Math.min(this.#lastOffset, endOffset - 1);
    }
    if (this.#room <= 0) return;
    this.#archive({ firstOffset: fetchOffset, lastOffset: first.firstOffset - 1 });
    for (const part of partsOf(batches)) {
      if (this.#room <= 0 || part.firstOffset > this.#lastOffset) return;
      const range = {
        firstOffset: Math.max(part.firstOffset, this.#runs.startOffset),
        lastOffset: Math.min(part.lastOffset, this.#lastOffset),
      };
      if (range.lastOffset < range.firstOffset) continue;
      if (part.withheld) this.#archive(range);
      else this.#acquire(range);
    }
  }

  /** The log has no records there, or none for members: nobody is to ask for them again. */
  #archive(range: OffsetRange): void {
    for (const run of this.#runs.in(range)) if (isFree(run)) settle(run, deliveryStates.ARCHIVED);
    const { endOffset } = this.#runs;
    if (range.lastOffset < endOffset) return;
    this.#runs.append(newRun({ firstOffset: endOffset, lastOffset: range.lastOffset }, deliveryStates.ARCHIVED, 0));
  }

  #acquire(range: OffsetRange): void {
    for (const run of this.#runs.in(range)) {
      if (!isFree(run)) continue;
      if (this.#room <= 0 && (this.#request.recordLimit || !this.#isOfLastBatch(run))) return;
      if (run.deliveryCount === 0) this.#acquireFresh(run);
      else this.#acquireAgain(run);
    }
    const firstOffset = Math.max(range.firstOffset, this.#runs.endOffset);
    if (this.#room <= 0 || firstOffset > range.lastOffset) return;
    if (firstOffset > this.#runs.endOffset) this.#archive({ firstOffset: this.#runs.endOffset, lastOffset: firstOffset - 1 });
    for (const part of this.#divide({ firstOffset, lastOffset: range.lastOffset })) {
      const run = newRun(part, deliveryStates.AVAILABLE, 0);
      this.#hold(run);
      this.#runs.append(run);
    }
  }

  /** What is in flight without having been handed out, as far as is known: nothing of it was stored before the last start. */
  #acquireFresh(run: Run): void {
    const [part] = this.#divide(run);
    if (part === undefined) return;
    this.#runs.cut(run, part.lastOffset);
    run.batchFirst = part.firstOffset;
    run.batchLast = part.lastOffset;
    this.#hold(run);
  }

  #acquireAgain(run: Run): void {
    const { deliveryCountLimit } = this.#config;
    const throttled = isThrottled(run.deliveryCount, deliveryCountLimit);
    if (throttled && this.acquired.length > 0) {
      this.#stop();
      return;
    }
    let count = lengthOf(run);
    if (throttled) count = Math.min(count, throttledCount(run.deliveryCount, deliveryCountLimit, run.batchLast - run.batchFirst + 1));
    if (this.#request.recordLimit) count = Math.min(count, this.#room);
    this.#runs.cut(run, run.firstOffset + count - 1);
    this.#hold(run);
    if (throttled) this.#stop();
  }

  #stop(): void {
    this.#room = 0;
    this.#last = undefined;
  }

  #hold(run: Run): void {
    run.state = deliveryStates.ACQUIRED;
    run.deliveryCount++;
    run.memberId = this.#request.memberId;
    run.lockedUntilMs = this.#lockedUntilMs;
    this.#room -= lengthOf(run);
    this.#tell(run);
    this.#last = run;
  }

  #isOfLastBatch(run: Run): boolean {
    return this.#last !== undefined && isOfBatch(run, this.#last);
  }

  #tell(run: Run): void {
    const { firstOffset, lastOffset, deliveryCount } = run;
    const last = this.acquired.at(-1);
    const follows = last?.lastOffset === firstOffset - 1 && last.deliveryCount === deliveryCount && this.#isOfLastBatch(run);
    if (last !== undefined && follows) this.acquired[this.acquired.length - 1] = { ...last, lastOffset };
    else this.acquired.push({ firstOffset, lastOffset, deliveryCount });
  }

  /** As much of the range as there is room for, in parts of about `batchSize` where batches of the log end. */
  #divide(range: OffsetRange): OffsetRange[] {
    const { recordLimit, batches, batchSize } = this.#request;
    let { firstOffset, lastOffset } = range;
    if (lengthOf(range) > this.#room) {
      lastOffset = firstOffset + this.#room - 1;
      if (!recordLimit) lastOffset = Math.min(range.lastOffset, endOfBatch(batches, lastOffset));
    }
    const parts: OffsetRange[] = [];
    if (!recordLimit && lastOffset - firstOffset + 1 > batchSize) {
      for (const batch of batches) {
        if (batch.firstOffset > lastOffset) break;
        if (batch.firstOffset - firstOffset < batchSize) continue;
        parts.push({ firstOffset, lastOffset: batch.firstOffset - 1 });
        firstOffset = batch.firstOffset;
      }
    }
    parts.push({ firstOffset, lastOffset });
    return parts;
  }
}

function endOfBatch(batches: readonly FetchedBatch[], offset: number): number {
  return batches.find(({ firstOffset, lastOffset }) => firstOffset <= offset && offset <= lastOffset)?.lastOffset ?? offset;
}

/** The fetched offsets in parts that are withheld or not. Offsets between batches have no records; members tell so. */
function partsOf(batches: readonly FetchedBatch[]): FetchedBatch[] {
  const parts: FetchedBatch[] = [];
  for (const batch of batches) {
    const last = parts.at(-1);
    const { withheld, lastOffset } = batch;
    if (last !== undefined && last.withheld === withheld) parts[parts.length - 1] = { ...last, lastOffset };
    else parts.push({ firstOffset: last === undefined ? batch.firstOffset : last.lastOffset + 1, lastOffset, withheld });
  }
  return parts;
}
