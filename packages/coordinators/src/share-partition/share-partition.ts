import type { Refusal } from "../refusal.ts";
import type { StateBatch } from "../share-state/state-batches.ts";
import { type AcquiredRecords, type AcquireRequest, Acquisition } from "./acquire.ts";
import type { DeliveryConfig } from "./delivery-config.ts";
import { deliveryStates, isDeliveryState } from "./delivery-state.ts";
import { isHeld, newRun, type OffsetRange, settle } from "./run.ts";
import { Runs } from "./runs.ts";
import { addStateBatch, type StateWrite } from "./state-write.ts";
import { type AcknowledgementBatch, stateAfter, Transition } from "./transition.ts";

/** What was stored of a share partition. */
export interface StoredState {
  readonly startOffset: number;
  /** In the order of their offsets. */
  readonly stateBatches: readonly StateBatch[];
}

const writesMax = 2 ** 31;

/**
 * Deliveries of one partition to the members of a share group (KIP-932): who holds which records until when, how often each was handed out,
 * and what became of it. Time is handed in. What has to be stored is handed out, and becomes true when `stored` is told so; records that run
 * out of time are free at once, as nothing is promised to anybody by that.
 */
export class SharePartition {
  readonly #runs: Runs;
  #nextTimeUpMs = Number.POSITIVE_INFINITY;
  #writes = 0;

  private constructor(runs: Runs) {
    this.#runs = runs;
    runs.trim();
  }

  /** Goes on from what was stored; undefined if that can't be true. */
  static load({ startOffset, stateBatches }: StoredState): SharePartition | undefined {
    const runs = new Runs(startOffset);
    for (const batch of stateBatches) {
      const { firstOffset, lastOffset, deliveryState, deliveryCount } = batch;
      const { endOffset } = runs;
      if (firstOffset < endOffset || lastOffset < firstOffset || !isDeliveryState(deliveryState)) return undefined;
      if (firstOffset > endOffset)
        runs.append(newRun({ firstOffset: endOffset, lastOffset: firstOffset - 1 }, deliveryStates.AVAILABLE, 0));
      // Whoever held records has to acquire them anew.
      const state = deliveryState === deliveryStates.ACQUIRED ? deliveryStates.AVAILABLE : deliveryState;
      runs.append(newRun({ firstOffset, lastOffset }, state, deliveryCount));
    }
    return new SharePartition(runs);
  }

  /** All records before it are done with. */
  get startOffset(): number {
    return this.#runs.startOffset;
  }

  /** The first record that was never handed out. */
  get endOffset(): number {
    return this.#runs.endOffset;
  }

  /** Records that are handed out, wait to be handed out again, or stand behind such. */
  get inFlightCount(): number {
    return this.endOffset - this.startOffset;
  }

  /** How many runs of records are told apart. */
  get runCount(): number {
    return this.#runs.count;
  }

  /** When `timeUp` is to be called, if not before; infinite if nobody holds anything. There may turn out to be nothing to do. */
  get nextTimeUpMs(): number {
    return this.#nextTimeUpMs;
  }

  /** Where to read what is to be handed out next. */
  get nextFetchOffset(): number {
    return this.#runs.firstFree;
  }

  /** Whether there is room for more, or something waits to be handed out again. */
  canAcquire({ partitionMaxRecordLocks }: DeliveryConfig): boolean {
    return this.nextFetchOffset < this.endOffset || this.inFlightCount < partitionMaxRecordLocks;
  }

  /** Hands records of what was read to a member. */
  acquire(request: AcquireRequest, config: DeliveryConfig, nowMs: number): readonly AcquiredRecords[] {
    if (request.maxRecords <= 0) return [];
    const acquisition = new Acquisition(this.#runs, request, config, nowMs);
    acquisition.take();
    this.#runs.join({ firstOffset: request.fetchOffset, lastOffset: this.endOffset });
    this.#runs.trim();
    if (acquisition.acquired.length > 0) this.#watch(nowMs + config.recordLockDurationMs);
    return acquisition.acquired;
  }

  /** Takes in what a member says of records that it holds: all of it, or nothing but more time. Undefined: there is nothing to store. */
  acknowledge(
    memberId: string,
    batches: readonly AcknowledgementBatch[],
    config: DeliveryConfig,
    nowMs: number,
  ): StateWrite | Refusal | undefined {
    const id = this.#nextWrite();
    const transition = new Transition(this.#runs, config, id);
    for (const batch of batches) {
      const refusal = transition.acknowledge(memberId, batch, nowMs);
      if (refusal === undefined) continue;
      this.#settle(id, transition.stateBatches, false);
      this.#runs.join(batch);
      return refusal;
    }
    for (const batch of batches) this.#runs.join(batch);
    return this.#write(id, transition.stateBatches);
  }

  /** Takes back all that a member holds: it has left. */
  release(memberId: string, config: DeliveryConfig): StateWrite | undefined {
    const id = this.#nextWrite();
    const transition = new Transition(this.#runs, config, id);
    for (const run of this.#runs.all()) if (isHeld(run) && run.memberId === memberId) transition.release(run);
    return this.#write(id, transition.stateBatches);
  }

  /** Says whether what was to be stored is stored. If not, all is as it was, for as long as the members' time goes on. */
  stored({ id, stateBatches }: StateWrite, success: boolean): void {
    this.#settle(id, stateBatches, success);
    this.#runs.trim();
  }

  /** Frees what members have held for too long. Undefined: nothing was, and there is nothing to store. */
  timeUp(config: DeliveryConfig, nowMs: number): StateWrite | undefined {
    const stateBatches: StateBatch[] = [];
    this.#nextTimeUpMs = Number.POSITIVE_INFINITY;
    for (const run of this.#runs.all()) {
      if (!isHeld(run)) continue;
      if (run.lockedUntilMs > nowMs) {
        this.#watch(run.lockedUntilMs);
        continue;
      }
      const { firstOffset, lastOffset, deliveryCount } = run;
      settle(run, stateAfter(deliveryStates.AVAILABLE, deliveryCount, config));
      addStateBatch(stateBatches, { firstOffset, lastOffset, deliveryState: run.state, deliveryCount });
    }
    const write = this.#write(this.#nextWrite(), stateBatches);
    if (write === undefined) return undefined;
    for (const range of stateBatches) this.#runs.join(range);
    this.#runs.trim();
    return write;
  }

  /** The log has dropped what was before the offset: nothing of it is handed out or asked for any more. */
  dropBefore(offset: number): void {
    this.#runs.dropBefore(offset);
    this.#runs.trim();
  }

  /** Numbers come again after so many writes that none of the first is under way any more. */
  #nextWrite(): number {
    this.#writes = (this.#writes + 1) % writesMax;
    return this.#writes;
  }

  #settle(id: number, ranges: readonly OffsetRange[], success: boolean): void {
    for (const range of ranges) {
      for (const run of this.#runs.in(range)) {
        if (run.becoming === undefined || run.writeId !== id) continue;
        if (success) settle(run, run.becoming);
        else {
          run.becoming = undefined;
          this.#watch(run.lockedUntilMs);
        }
      }
      this.#runs.join(range);
    }
  }

  #write(id: number, stateBatches: readonly StateBatch[]): StateWrite | undefined {
    if (stateBatches.length === 0) return undefined;
    return { id, startOffset: this.startOffset, deliveryCompleteCount: this.#runs.completeCount, stateBatches };
  }

  #watch(untilMs: number): void {
    this.#nextTimeUpMs = Math.min(this.#nextTimeUpMs, untilMs);
  }
}
