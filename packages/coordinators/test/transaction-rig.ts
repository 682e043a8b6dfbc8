import assert from "node:assert/strict";
import { ManualClock } from "@millrace/kit";
import type { Draft, EndTxnResponse, InitProducerIdResponse, KafkaError } from "@millrace/protocol";
import {
  type AddResponse,
  type EncodedRecord,
  type MarkersTask,
  type ProducerIdentity,
  type Ticket,
  type TopicPartition,
  type TransactionConfig,
  TransactionCoordinator,
  type TransactionOutcome,
  transactionRecordFormat,
} from "../src/index.ts";

const transactionalId = "tx";

/** Kafka 4.3's defaults. */
const configDefaults: TransactionConfig = {
  transactionMaxTimeoutMs: 900_000,
  transactionalIdExpirationMs: 604_800_000,
  transactionAbortTimedOutTransactionCleanupIntervalMs: 10_000,
  transactionRemoveExpiredTransactionCleanupIntervalMs: 3_600_000,
};

export interface RigOptions extends Partial<TransactionConfig> {
  readonly transactionVersion?: number;
  /** What is to be done with the markers of a decided transaction; which partitions are left. */
  readonly write?: (task: MarkersTask) => readonly TopicPartition[];
}

/** A transaction coordinator with everything around it: a clock, a log that can be made to refuse, and partitions that take markers. */
export class TransactionRig {
  readonly clock = new ManualClock();
  readonly config: TransactionConfig;
  readonly #transactionVersion: number;
  readonly log: EncodedRecord[] = [];
  readonly write: (task: MarkersTask) => readonly TopicPartition[];
  coordinator: TransactionCoordinator;
  /** Set: appends fail with it. */
  refusal: KafkaError | undefined;
  /** Set: the process has died in the middle of what it was doing. */
  dead = false;
  nextProducerId = 1000;
  readonly #timers = new Map<string, () => void>();
  readonly #answers = new Map<number, unknown>();
  #tickets = 0;

  constructor({ write = () => [], transactionVersion = 2, ...config }: RigOptions = {}) {
    this.config = { ...configDefaults, ...config };
    this.#transactionVersion = transactionVersion;
    this.write = write;
    this.coordinator = this.#create();
    this.run(this.coordinator.loaded());
  }

  get format() {
    return transactionRecordFormat(() => this.#transactionVersion);
  }

  #create(): TransactionCoordinator {
    return new TransactionCoordinator({
      configs: { broker: this.config },
      transactionVersion: () => this.#transactionVersion,
      nextProducerId: () => this.nextProducerId++,
    });
  }

  /** Another coordinator that knows what is in the log. */
  replayed(): TransactionCoordinator {
    const other = this.#create();
    for (const { key, value } of this.log) {
      const record = this.format.decode(key, value);
      assert.ok(record);
      other.replay(record);
    }
    return other;
  }

  /** Starts again on what is in the log, as after `kill -9`. */
  restart(): void {
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
    this.dead = false;
    this.coordinator = this.replayed();
    this.run(this.coordinator.loaded());
  }

  run(outcome: TransactionOutcome): void {
    if (this.dead) return;
    let next: TransactionOutcome | undefined;
    if (outcome.records.length > 0) {
      if (this.refusal === undefined) {
        for (const record of outcome.records) {
          this.log.push(this.format.encode(record));
          this.coordinator.replay(record);
        }
      }
      next = outcome.appended?.(this.refusal);
    }
    for (const { ticket, response } of outcome.replies) this.#answers.set(ticket.id, response);
    for (const change of outcome.timers) this.#keepTime(change);
    for (const task of outcome.tasks) this.#carryOut(task);
    if (next !== undefined) this.run(next);
  }

  #keepTime(change: TransactionOutcome["timers"][number]): void {
    this.#timers.get(change.key)?.();
    this.#timers.delete(change.key);
    if (change.afterMs === undefined) return;
    const { key, event } = change;
    const cancel = this.clock.after(change.afterMs, () => {
      this.#timers.delete(key);
      this.run(this.coordinator.timeUp(event, this.clock.now()));
    });
    this.#timers.set(key, cancel);
  }

  #carryOut(task: MarkersTask): void {
    if (this.dead) return;
    const left = this.write(task);
    if (!this.dead) this.run(this.coordinator.markersWritten(task, left, this.clock.now()));
  }

  /** The answer; undefined if the process died before it could give one. */
  #ask<Response>(input: (ticket: Ticket<Draft<Response>>, nowMs: number) => TransactionOutcome): Draft<Response> | undefined {
    const ticket = { id: ++this.#tickets };
    this.run(input(ticket, this.clock.now()));
    return this.#answers.get(ticket.id) as Draft<Response> | undefined;
  }

  init(claim: Partial<ProducerIdentity> = {}, { id = transactionalId, timeoutMs = 60_000 } = {}) {
    const request = {
      transactionalId: id,
      transactionTimeoutMs: timeoutMs,
      producerId: -1,
      producerEpoch: -1,
      enable2Pc: false,
      keepPreparedTxn: false,
      ...claim,
    };
    return this.#ask<InitProducerIdResponse>((ticket, nowMs) => this.coordinator.initProducerId({ request, ticket, nowMs }));
  }

  add(producer: ProducerIdentity, partitions: readonly TopicPartition[], clientVersion = 2) {
    const request = { transactionalId, ...producer, partitions, clientVersion };
    return this.#ask<AddResponse>((ticket, nowMs) => this.coordinator.addPartitions({ request, ticket, nowMs }));
  }

  end(producer: ProducerIdentity, committed: boolean, clientVersion = 2) {
    const request = { transactionalId, ...producer, committed };
    return this.#ask<EndTxnResponse>((ticket, nowMs) => this.coordinator.endTransaction({ request, ticket, nowMs, clientVersion }));
  }

  get state() {
    return this.coordinator.describe(transactionalId).transactionState;
  }
}

export function partition(index: number): TopicPartition {
  return { topic: "t", partition: index };
}
