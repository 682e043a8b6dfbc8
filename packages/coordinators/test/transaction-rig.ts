import assert from "node:assert/strict";
import type { Draft, EndTxnResponse, InitProducerIdResponse } from "@millrace/protocol";
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
  type TransactionRecord,
  type TransactionTimer,
  transactionRecordFormat,
} from "../src/index.ts";
import { CoordinatorRig } from "./coordinator-rig.ts";

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
export class TransactionRig extends CoordinatorRig<TransactionRecord, TransactionTimer, MarkersTask> {
  readonly config: TransactionConfig;
  readonly #transactionVersion: number;
  readonly log: EncodedRecord[] = [];
  readonly write: (task: MarkersTask) => readonly TopicPartition[];
  coordinator: TransactionCoordinator;
  /** Set: the process has died in the middle of what it was doing. */
  dead = false;
  nextProducerId = 1000;
  readonly #answers = new Map<number, unknown>();
  #tickets = 0;

  constructor({ write = () => [], transactionVersion = 2, ...config }: RigOptions = {}) {
    super();
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
    this.stopTimers();
    this.dead = false;
    this.coordinator = this.replayed();
    this.run(this.coordinator.loaded());
  }

  override run(outcome: TransactionOutcome): void {
    if (!this.dead) super.run(outcome);
  }

  protected override append(record: TransactionRecord): void {
    this.log.push(this.format.encode(record));
  }

  protected override answer(ticket: number, response: unknown): void {
    this.#answers.set(ticket, response);
  }

  protected override carryOut(task: MarkersTask): void {
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
