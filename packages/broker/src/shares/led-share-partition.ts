import {
  type AcknowledgementBatch,
  type AcquiredRecords,
  type AcquireRequest,
  type ReadStateAnswer,
  SharePartition,
  type SharePartitionKey,
  type StateAnswer,
  type StateWrite,
} from "@millrace/coordinators";
import type { Cancel, Clock } from "@millrace/kit";
import { errors } from "@millrace/protocol";
import type { Partition } from "../partitions/partition.ts";
import type { DeliverySettings } from "./delivery-settings.ts";
import { endsLeadership, failureOf, type ShareFailure } from "./failure.ts";
import type { SharePersister } from "./persister.ts";

/** Told when there may be more to fetch than there was. */
export interface ShareWaiter {
  wake(): void;
}

export interface LedSharePartitionOptions {
  readonly key: SharePartitionKey;
  readonly partition: Partition;
  readonly persister: Pick<SharePersister, "read" | "write">;
  readonly clock: Clock;
  readonly settings: () => DeliverySettings;
  /** Called once, when this is of no use any more. */
  readonly ended: () => void;
}

const unknownStartOffset = -1;

/**
 * A share partition that this broker leads: its deliveries, what of them is stored, and who waits for more. Begins by reading what was stored;
 * until then nothing can be acquired.
 */
export class LedSharePartition {
  readonly partition: Partition;
  /** Of the log, as last read: how much has to be read for so many records. */
  bytesPerRecord = 1024;
  readonly #options: LedSharePartitionOptions;
  readonly #waiting = new Set<ShareWaiter>();
  #deliveries: SharePartition | undefined;
  #stateEpoch = 0;
  /** Where the group begins, as long as that is not stored. */
  #unstoredStart: number | undefined;
  #failure: ShareFailure | undefined;
  #ended = false;
  #cancelTimer: Cancel | undefined;
  #timerMs = Number.POSITIVE_INFINITY;

  constructor(options: LedSharePartitionOptions) {
    this.#options = options;
    this.partition = options.partition;
  }

  get key(): SharePartitionKey {
    return this.#options.key;
  }

  get settings(): DeliverySettings {
    return this.#options.settings();
  }

  /** It is left for another that begins anew. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Why it could not begin. */
  get failure(): ShareFailure | undefined {
    return this.#failure;
  }

  /** Where there is something to read that can be acquired; undefined if there is nothing. */
  nextOffset(): number | undefined {
    const deliveries = this.#deliveries;
    if (deliveries === undefined || this.#ended) return undefined;
    const { settings } = this;
    const { startOffset } = this.partition.log;
    if (deliveries.startOffset < startOffset) deliveries.dropBefore(startOffset);
    if (!deliveries.canAcquire(settings)) return undefined;
    const offset = deliveries.nextFetchOffset;
    return offset < this.partition.readableEnd(settings.readCommitted) ? offset : undefined;
  }

  /** Reads what was stored. */
  begin(): void {
    const { persister, key } = this.#options;
    const answer = persister.read(key, { leaderEpoch: this.partition.leaderEpoch });
    if (answer instanceof Promise) void answer.then((state) => this.#begin(state));
    else this.#begin(answer);
  }

  #begin(state: ReadStateAnswer): void {
    if (this.#ended) return;
    const failure = failureOf("read", state) ?? this.#load(state);
    if (failure !== undefined) {
      this.#failure = failure;
      this.end();
    }
    this.#wake();
  }

  #load({ startOffset, stateEpoch, stateBatches }: ReadStateAnswer): ShareFailure | undefined {
    const isUnknown = startOffset === unknownStartOffset;
    const start = isUnknown ? this.#firstOffset() : startOffset;
    const deliveries = SharePartition.load({ startOffset: start, stateBatches });
    const { groupId, topicId, partition } = this.key;
    if (deliveries === undefined)
      return { error: errors.UNKNOWN_SERVER_ERROR, message: `Failed to initialize the share partition ${groupId}-${topicId}-${partition}` };
    this.#deliveries = deliveries;
    this.#stateEpoch = stateEpoch;
    this.#unstoredStart = isUnknown ? start : undefined;
    return undefined;
  }

  #firstOffset(): number {
    const { log, highWatermark } = this.partition;
    const { autoOffsetReset } = this.settings;
    if (autoOffsetReset === "earliest") return log.startOffset;
    if (autoOffsetReset === "latest") return highWatermark;
    return log.offsetForTimestamp(this.#options.clock.now() - autoOffsetReset.durationMs)?.offset ?? highWatermark;
  }

  /** Hands records of what was read to a member. */
  acquire(request: AcquireRequest): readonly AcquiredRecords[] {
    const acquired = this.#deliveries?.acquire(request, this.settings, this.#nowMs) ?? [];
    this.#setTimer();
    return acquired;
  }

  /**
   * What has to be stored before records are handed out for the first time: where the group has begun. A group that begins at the end would
   * otherwise pass over them if nobody finished them before the broker fails.
   */
  storeStart(): Promise<void> | undefined {
    const startOffset = this.#unstoredStart;
    if (startOffset === undefined) return undefined;
    this.#unstoredStart = undefined;
    const stored = this.#store({ startOffset, deliveryCompleteCount: 0, stateBatches: [] }, () => {});
    return stored instanceof Promise ? stored.then(() => {}) : undefined;
  }

  /** Takes in what a member says of records that it holds. Undefined: it is stored. */
  acknowledge(memberId: string, batches: readonly AcknowledgementBatch[]): ShareFailure | undefined | Promise<ShareFailure | undefined> {
    const deliveries = this.#deliveries ?? nothingHeld();
    const result = deliveries.acknowledge(memberId, batches, this.settings, this.#nowMs);
    this.#setTimer();
    if (result === undefined) return undefined;
    return "error" in result ? result : this.#settle(result);
  }

  /** Takes back what a member holds. */
  release(memberId: string): void {
    this.#settleLater(this.#deliveries?.release(memberId, this.settings));
  }

  wait(waiter: ShareWaiter): void {
    this.#waiting.add(waiter);
  }

  stopWaiting(waiter: ShareWaiter): void {
    this.#waiting.delete(waiter);
  }

  /** Nothing is handed out any more; who waits looks anew. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#cancelTimer?.();
    this.#options.ended();
    this.#wake();
  }

  #settleLater(write: StateWrite | undefined): void {
    const settled = write === undefined ? undefined : this.#settle(write);
    if (settled instanceof Promise) void settled;
  }

  #settle(write: StateWrite): ShareFailure | undefined | Promise<ShareFailure | undefined> {
    return this.#store(write, (failure) => {
      this.#deliveries?.stored(write, failure === undefined);
      this.#setTimer();
      this.#wake();
    });
  }

  #store(
    { startOffset, deliveryCompleteCount, stateBatches }: Omit<StateWrite, "id">,
    stored: (failure: ShareFailure | undefined) => void,
  ): ShareFailure | undefined | Promise<ShareFailure | undefined> {
    const { persister, key } = this.#options;
    const epochs = { stateEpoch: this.#stateEpoch, leaderEpoch: this.partition.leaderEpoch };
    this.#unstoredStart = undefined;
    const answer = persister.write(key, { ...epochs, startOffset, deliveryCompleteCount, stateBatches });
    const settle = (told: StateAnswer) => {
      const failure = failureOf("write", told);
      stored(failure);
      if (failure !== undefined && endsLeadership(failure)) this.end();
      return failure;
    };
    return answer instanceof Promise ? answer.then(settle) : settle(answer);
  }

  #setTimer(): void {
    const untilMs = this.#deliveries?.nextTimeUpMs ?? Number.POSITIVE_INFINITY;
    if (untilMs >= this.#timerMs || this.#ended) return;
    this.#cancelTimer?.();
    this.#timerMs = untilMs;
    this.#cancelTimer = this.#options.clock.after(untilMs - this.#nowMs, () => {
      this.#timerMs = Number.POSITIVE_INFINITY;
      const write = this.#deliveries?.timeUp(this.settings, this.#nowMs);
      this.#setTimer();
      this.#settleLater(write);
      if (write !== undefined) this.#wake();
    });
  }

  get #nowMs(): number {
    return this.#options.clock.monotonicMs();
  }

  #wake(): void {
    for (const waiter of this.#waiting) waiter.wake();
  }
}

/** As long as nothing is known nobody holds anything. */
function nothingHeld(): SharePartition {
  return SharePartition.load({ startOffset: 0, stateBatches: [] }) as SharePartition;
}
