import type { KafkaError } from "@millrace/protocol";
import type { Coordinator, ProducerIdentity } from "../coordinator.ts";
import type { TopicImage } from "../modern/topic-image.ts";
import { answerOnceStored, Outcome, replied, type Ticket } from "../outcome.ts";
import { coordinatorKey, type SharePartitionKey } from "./share-partition-key.ts";
import { type ShareState, stateOfUpdate, unknownEpoch, updated } from "./share-state.ts";
import type { ShareStateConfigs } from "./share-state-config.ts";
import type { ShareStateRecord } from "./share-state-record.ts";
import { stateRefusal } from "./share-state-rules.ts";
import { combineBatches, type StateBatch, unknownStartOffset } from "./state-batches.ts";

/** How a request about one share partition ends: a code of the error table, 0 for success, and what the error is about. */
export interface StateAnswer {
  readonly errorCode: number;
  readonly errorMessage: string | null;
}

/** The group begins anew at an offset; -1: where it begins is not known yet. */
export interface InitializeState {
  readonly stateEpoch: number;
  readonly startOffset: number;
}

/** What a partition's leader has to say of it. -1 stands for what is not known, or stays as it was. */
export interface WriteState {
  readonly stateEpoch: number;
  readonly leaderEpoch: number;
  readonly startOffset: number;
  readonly deliveryCompleteCount: number;
  readonly stateBatches: readonly StateBatch[];
}

export interface ReadState {
  /** Of who reads, to be remembered; -1 leaves it as it was. */
  readonly leaderEpoch: number;
}

export interface ReadStateAnswer extends StateAnswer {
  readonly stateEpoch: number;
  readonly startOffset: number;
  readonly stateBatches: readonly StateBatch[];
}

export interface StateSummaryAnswer extends StateAnswer {
  readonly stateEpoch: number;
  readonly leaderEpoch: number;
  readonly startOffset: number;
  readonly deliveryCompleteCount: number;
}

/** A request about one share partition, with its surroundings. */
export interface StateCall<Request, Answer> {
  readonly key: SharePartitionKey;
  readonly request: Request;
  readonly nowMs: number;
  readonly ticket: Ticket<Answer>;
}

export type ShareStateTimer = { readonly type: "prune" } | { readonly type: "cold-snapshots" };

/** Records before the offset are of no use any more. */
export interface PruneTask {
  readonly beforeOffset: number;
}

export type ShareStateOutcome = Outcome<ShareStateRecord, ShareStateTimer, PruneTask>;

interface Entry {
  readonly key: SharePartitionKey;
  readonly state: ShareState;
  /** The greatest that were ever told. */
  readonly leaderEpoch: number;
  readonly stateEpoch: number;
  /** Updates since they were last gathered in a snapshot. */
  readonly updates: number;
  /** Where the latest snapshot is; -1 if there is none. */
  readonly snapshotOffset: number;
}

const done: StateAnswer = { errorCode: 0, errorMessage: null };

/**
 * Keeps the state of share partitions in one partition of `__share_group_state` (KIP-932): a snapshot, updates on top of it, and a new
 * snapshot after so many of them. The topic is not compacted: what is before the oldest snapshot that counts is deleted.
 */
export class ShareStateCoordinator implements Coordinator<ShareStateRecord, ShareStateTimer, PruneTask> {
  readonly #configs: ShareStateConfigs;
  readonly #topics: Pick<TopicImage, "topicById">;
  readonly #entries = new Map<string, Entry>();
  #lastSnapshotOffset = 0;
  #prunedBefore = 0;

  constructor(configs: ShareStateConfigs, topics: Pick<TopicImage, "topicById">) {
    this.#configs = configs;
    this.#topics = topics;
  }

  replay(record: ShareStateRecord, _nowMs: number, _producer: ProducerIdentity | undefined, offset: number): void {
    const id = coordinatorKey(record.key);
    const known = this.#entries.get(id);
    if (record.type === "ShareSnapshot") this.#lastSnapshotOffset = offset;
    if (record.value === null) this.#entries.delete(id);
    else if (record.type === "ShareSnapshot") this.#entries.set(id, this.#withSnapshot(known, record.key, record.value, offset));
    else {
      const leaderEpoch = Math.max(known?.leaderEpoch ?? unknownEpoch, record.value.leaderEpoch);
      const state = known === undefined ? stateOfUpdate(record.value) : updated(known.state, record.value);
      const entry = known ?? { key: record.key, stateEpoch: unknownEpoch, updates: 0, snapshotOffset: -1 };
      this.#entries.set(id, { ...entry, state, leaderEpoch, updates: entry.updates + 1 });
    }
  }

  #withSnapshot(known: Entry | undefined, key: SharePartitionKey, state: ShareState, snapshotOffset: number): Entry {
    const updates = known?.updates ?? 0;
    return {
      key,
      state,
      leaderEpoch: Math.max(known?.leaderEpoch ?? unknownEpoch, state.leaderEpoch),
      stateEpoch: Math.max(known?.stateEpoch ?? unknownEpoch, state.stateEpoch),
      updates: updates >= this.#configs.broker.shareCoordinatorSnapshotUpdateRecordsPerSnapshot ? 0 : updates,
      snapshotOffset,
    };
  }

  /** Nobody writes transactions to this log. */
  replayEnd(): void {}

  /** What the log says of a share partition. */
  stateOf(key: SharePartitionKey): ShareState | undefined {
    return this.#entries.get(coordinatorKey(key))?.state;
  }

  loaded(): ShareStateOutcome {
    const outcome: ShareStateOutcome = new Outcome();
    this.#schedule(outcome, "prune");
    this.#schedule(outcome, "cold-snapshots");
    return outcome;
  }

  unload(): ShareStateOutcome {
    return new Outcome();
  }

  timeUp(event: ShareStateTimer, nowMs: number): ShareStateOutcome {
    const outcome = event.type === "prune" ? this.#prune() : this.#snapshotColdPartitions(nowMs);
    this.#schedule(outcome, event.type);
    return outcome;
  }

  initialize({ key, request, nowMs, ticket }: StateCall<InitializeState, StateAnswer>): ShareStateOutcome {
    const refusal = this.#refusal("initialize", key, { stateEpoch: request.stateEpoch });
    if (refusal !== undefined) return replied(ticket, refusal);
    const { stateEpoch, startOffset } = request;
    const value: ShareState = {
      snapshotEpoch: (this.stateOf(key)?.snapshotEpoch ?? -1) + 1,
      stateEpoch,
      leaderEpoch: 0,
      startOffset,
      // Nothing can be told of how far the group is before it is known where it begins (KIP-1226).
      deliveryCompleteCount: startOffset === unknownStartOffset ? -1 : 0,
      createTimestamp: nowMs,
      writeTimestamp: nowMs,
      stateBatches: [],
    };
    return this.#store(ticket, { type: "ShareSnapshot", key, value }, "initialize");
  }

  write({ key, request, nowMs, ticket }: StateCall<WriteState, StateAnswer>): ShareStateOutcome {
    const refusal = this.#refusal("write", key, request);
    const entry = this.#entries.get(coordinatorKey(key));
    if (refusal !== undefined || entry === undefined) return replied(ticket, refusal ?? done);
    return this.#store(ticket, this.#changed(entry, request, entry.state.leaderEpoch, nowMs), "write");
  }

  read({ key, request, nowMs, ticket }: StateCall<ReadState, ReadStateAnswer>): ShareStateOutcome {
    const nothing = { stateEpoch: 0, startOffset: 0, stateBatches: [] };
    const refusal = this.#refusal("read", key, request);
    const entry = this.#entries.get(coordinatorKey(key));
    if (refusal !== undefined || entry === undefined) return replied(ticket, { ...nothing, ...(refusal ?? done) });
    const { stateEpoch, startOffset, stateBatches, deliveryCompleteCount } = entry.state;
    const answer: ReadStateAnswer = { ...done, stateEpoch, startOffset, stateBatches };
    const { leaderEpoch } = request;
    if (leaderEpoch === unknownEpoch || leaderEpoch === entry.leaderEpoch) return replied(ticket, answer);
    const asRead: WriteState = { stateEpoch, leaderEpoch, startOffset, deliveryCompleteCount, stateBatches: [] };
    const outcome: ShareStateOutcome = new Outcome();
    outcome.store([this.#changed(entry, asRead, leaderEpoch, nowMs)]);
    return answerOnceStored(outcome, ticket, answer, (error) => ({ ...nothing, ...unstored("read", error) }));
  }

  /** Only looks. Who asks of a partition that has no state is told so by -1 and zeros. */
  readSummary(key: SharePartitionKey): StateSummaryAnswer {
    const unknown = { stateEpoch: 0, leaderEpoch: 0, startOffset: unknownStartOffset, deliveryCompleteCount: -1 };
    const refusal = this.#refusal("readSummary", key, {});
    if (refusal !== undefined) return { ...unknown, startOffset: 0, ...refusal };
    const { stateEpoch, leaderEpoch, startOffset, deliveryCompleteCount } = this.stateOf(key) ?? unknown;
    return { ...done, stateEpoch, leaderEpoch, startOffset, deliveryCompleteCount };
  }

  delete({ key, ticket }: StateCall<undefined, StateAnswer>): ShareStateOutcome {
    const refusal = this.#refusal("delete", key, {});
    if (refusal !== undefined || this.stateOf(key) === undefined) return replied(ticket, refusal ?? done);
    return this.#store(ticket, { type: "ShareSnapshot", key, value: null }, "delete");
  }

  /** Takes the state of topics away that are gone. */
  topicsDeleted(ids: ReadonlySet<string>): ShareStateOutcome {
    const outcome: ShareStateOutcome = new Outcome();
    outcome.divisible = true;
    for (const { key } of this.#entries.values()) if (ids.has(key.topicId)) outcome.store([{ type: "ShareSnapshot", key, value: null }]);
    return outcome;
  }

  #refusal(
    operation: Parameters<typeof stateRefusal>[0],
    key: SharePartitionKey,
    { leaderEpoch = unknownEpoch, stateEpoch = unknownEpoch }: { readonly leaderEpoch?: number; readonly stateEpoch?: number },
  ): StateAnswer | undefined {
    const known = this.#entries.get(coordinatorKey(key));
    const refusal = stateRefusal(operation, { key, leaderEpoch, stateEpoch, known, topics: this.#topics });
    return refusal && { errorCode: refusal.error.code, errorMessage: refusal.message };
  }

  /** An update, or a snapshot when there have been enough of them. */
  #changed(entry: Entry, written: WriteState, leaderEpoch: number, nowMs: number): ShareStateRecord {
    const { key, state, updates } = entry;
    const { startOffset, deliveryCompleteCount, stateBatches } = written;
    const { snapshotEpoch } = state;
    if (updates < this.#configs.broker.shareCoordinatorSnapshotUpdateRecordsPerSnapshot) {
      const batches = [...combineBatches([], stateBatches, startOffset)];
      const value = { snapshotEpoch, leaderEpoch, startOffset, deliveryCompleteCount, stateBatches: batches };
      return { type: "ShareUpdate", key, value };
    }
    const from = startOffset === unknownStartOffset ? state.startOffset : startOffset;
    const value: ShareState = {
      snapshotEpoch: snapshotEpoch + 1,
      stateEpoch: state.stateEpoch,
      leaderEpoch,
      startOffset: from,
      deliveryCompleteCount,
      createTimestamp: nowMs,
      writeTimestamp: nowMs,
      stateBatches: [...combineBatches(state.stateBatches, stateBatches, from)],
    };
    return { type: "ShareSnapshot", key, value };
  }

  #store(ticket: Ticket<StateAnswer>, record: ShareStateRecord, operation: string): ShareStateOutcome {
    const outcome: ShareStateOutcome = new Outcome();
    outcome.store([record]);
    return answerOnceStored(outcome, ticket, done, (error) => unstored(operation, error));
  }

  #prune(): ShareStateOutcome {
    const outcome: ShareStateOutcome = new Outcome();
    let beforeOffset = this.#lastSnapshotOffset;
    for (const { snapshotOffset } of this.#entries.values()) beforeOffset = Math.min(beforeOffset, snapshotOffset);
    if (beforeOffset <= this.#prunedBefore) return outcome;
    this.#prunedBefore = beforeOffset;
    outcome.tasks.push({ beforeOffset });
    return outcome;
  }

  /** Partitions that nobody writes of would hold back all pruning: their snapshots move ahead, unless all of them rest. */
  #snapshotColdPartitions(nowMs: number): ShareStateOutcome {
    const outcome: ShareStateOutcome = new Outcome();
    outcome.divisible = true;
    const entries = [...this.#entries.values()];
    if (entries.every(({ state }) => state.createTimestamp !== state.writeTimestamp)) return outcome;
    const oldestMs = nowMs - this.#configs.broker.shareCoordinatorColdPartitionSnapshotIntervalMs;
    for (const { key, state } of entries) {
      if (state.writeTimestamp > oldestMs) continue;
      const value = { ...state, snapshotEpoch: state.snapshotEpoch + 1, writeTimestamp: nowMs };
      outcome.store([{ type: "ShareSnapshot", key, value }]);
    }
    return outcome;
  }

  #schedule(outcome: ShareStateOutcome, type: ShareStateTimer["type"]): void {
    const { shareCoordinatorStateTopicPruneIntervalMs, shareCoordinatorColdPartitionSnapshotIntervalMs } = this.#configs.broker;
    const afterMs = type === "prune" ? shareCoordinatorStateTopicPruneIntervalMs : shareCoordinatorColdPartitionSnapshotIntervalMs;
    outcome.startTimer(type, afterMs, { type });
  }
}

function unstored(operation: string, error: KafkaError): StateAnswer {
  return { errorCode: error.code, errorMessage: `Unable to ${operation} share group state: ${error.message}` };
}
