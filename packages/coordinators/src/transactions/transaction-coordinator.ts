import {
  type AddOffsetsToTxnResponse,
  type Draft,
  type EndTxnRequest,
  type EndTxnResponse,
  errors,
  type InitProducerIdRequest,
  type InitProducerIdResponse,
  type KafkaError,
} from "@millrace/protocol";
import type { Coordinator, ProducerIdentity } from "../coordinator.ts";
import { appendRefusal, Outcome, replied } from "../outcome.ts";
import { type AddedPartitions, isContained, refuseAddition, type TransactionPartitions, verifyPartitions } from "./add-partitions.ts";
import { judgeEnd } from "./end-transaction.ts";
import { claimedIdentity, type NextProducerId, refuseInit, reinitialized } from "./init-producer-id.ts";
import {
  type DescribedTransaction,
  describeTransaction,
  type ListedTransaction,
  listTransaction,
  passesFilter,
  type TransactionFilter,
} from "./list-transactions.ts";
import { noPartitions, type PartitionSet, partitionsOf, type TopicPartition, withPartitions } from "./partition-set.ts";
import {
  completed,
  type Ending,
  ending,
  extended,
  fenced,
  isEnding,
  isExhausted,
  isOverdue,
  newTransaction,
  supportsEpochBump,
  type Transaction,
} from "./transaction.ts";
import { markerRetryMs, type TransactionConfigs } from "./transaction-config.ts";
import type { TransactionRecord } from "./transaction-record.ts";
import { transactionStates } from "./transaction-state.ts";
import {
  expirationKey,
  type MarkersTask,
  markersKey,
  overdueKey,
  type TransactionCall,
  type TransactionOutcome,
  type TransactionTimer,
} from "./transaction-turn.ts";

/** What AddPartitionsToTxn and AddOffsetsToTxn come to. */
export type AddResponse = Pick<AddOffsetsToTxnResponse, "errorCode">;

export interface TransactionCoordinatorOptions {
  readonly configs: TransactionConfigs;
  /** The level of the feature `transaction.version`. */
  readonly transactionVersion: () => number;
  readonly nextProducerId: NextProducerId;
}

/**
 * Coordinates the transactions of one partition of `__transaction_state` (KIP-98, KIP-360, KIP-890). A transaction ends in three steps: the
 * decision is in the log; each partition has its marker; the end is in the log. What a crash leaves between them is done after the restart.
 */
export class TransactionCoordinator implements Coordinator<TransactionRecord, TransactionTimer, MarkersTask> {
  readonly #configs: TransactionConfigs;
  readonly #transactionVersion: () => number;
  readonly #nextProducerId: NextProducerId;
  readonly #transactions = new Map<string, Transaction>();
  /** Partitions of ending transactions that have no marker yet, where that is no longer all of them. */
  readonly #unmarked = new Map<string, PartitionSet>();

  constructor({ configs, transactionVersion, nextProducerId }: TransactionCoordinatorOptions) {
    this.#configs = configs;
    this.#transactionVersion = transactionVersion;
    this.#nextProducerId = nextProducerId;
  }

  replay({ transactionalId, transaction }: TransactionRecord): void {
    if (transaction === null) this.#transactions.delete(transactionalId);
    else this.#transactions.set(transactionalId, transaction);
    this.#unmarked.delete(transactionalId);
  }

  /** Nobody writes transactions to this log. */
  replayEnd(): void {}

  /** What the log says. */
  hardState(): ReadonlyMap<string, Transaction> {
    return this.#transactions;
  }

  loaded(): TransactionOutcome {
    const outcome: TransactionOutcome = new Outcome();
    for (const transaction of this.#transactions.values()) if (isEnding(transaction)) outcome.tasks.push(this.#markers(transaction));
    this.#scheduleOverdue(outcome);
    this.#scheduleExpiration(outcome);
    return outcome;
  }

  unload(): TransactionOutcome {
    return new Outcome();
  }

  timeUp(event: TransactionTimer, nowMs: number): TransactionOutcome {
    switch (event.type) {
      case "overdue":
        return this.#abortOverdue(nowMs);
      case "expiration":
        return this.#expire(nowMs);
      case "markers":
        return this.#resumeMarkers(event.transactionalId, nowMs);
    }
  }

  initProducerId(call: TransactionCall<InitProducerIdRequest, InitProducerIdResponse>): TransactionOutcome {
    const { request, ticket, nowMs } = call;
    const refused = (error: KafkaError) => replied(ticket, { errorCode: error.code, producerId: -1, producerEpoch: -1 });
    const { transactionalId, transactionTimeoutMs: timeoutMs } = request;
    if (transactionalId === null || transactionalId === "") return refused(errors.INVALID_REQUEST);
    if (timeoutMs <= 0 || timeoutMs > this.#configs.broker.transactionMaxTimeoutMs) return refused(errors.INVALID_TRANSACTION_TIMEOUT);
    const transaction = this.#transactions.get(transactionalId) ?? this.#newTransaction(transactionalId);
    if (transaction === undefined) return refused(errors.COORDINATOR_LOAD_IN_PROGRESS);
    const claim = claimedIdentity(request);
    const refusal = refuseInit(transaction, claim);
    if (refusal !== undefined) return refused(refusal);
    if (transaction.state === "Ongoing") {
      const aborting = this.#fenceAndAbort(transaction, nowMs);
      if (!("transactionalId" in aborting)) return refused(aborting);
      // The producer comes again, and gets an epoch that the aborted transaction knows nothing of.
      return this.#decide(aborting, (error) => refused(error ?? errors.CONCURRENT_TRANSACTIONS));
    }
    const next = reinitialized(transaction, claim, { timeoutMs, nowMs, nextProducerId: this.#nextProducerId });
    if (!("transactionalId" in next)) return refused(next);
    const { producerId, producerEpoch } = next;
    return this.#store(next, (error) => (error === undefined ? replied(ticket, { producerId, producerEpoch }) : refused(error)));
  }

  addPartitions({ request, ticket, nowMs }: TransactionCall<AddedPartitions, AddResponse>): TransactionOutcome {
    const answer = (error: KafkaError | undefined) => replied(ticket, { errorCode: error?.code ?? 0 });
    const { transactionalId, partitions, clientVersion } = request;
    if (transactionalId === "") return answer(errors.INVALID_REQUEST);
    const transaction = this.#transactions.get(transactionalId);
    const refusal = refuseAddition(transaction, request);
    if (refusal !== undefined || transaction === undefined) return answer(refusal);
    if (isContained(transaction, partitions)) return answer(undefined);
    return this.#store(extended(transaction, partitions, { clientVersion, nowMs }), answer);
  }

  /** Undefined for each partition that is in the producer's transaction, else why it is not. */
  verifyPartitions(asked: TransactionPartitions): Array<KafkaError | undefined> {
    if (asked.transactionalId === "") return asked.partitions.map(() => errors.INVALID_REQUEST);
    return verifyPartitions(this.#transactions.get(asked.transactionalId), asked);
  }

  endTransaction(call: TransactionCall<EndTxnRequest, EndTxnResponse> & { readonly clientVersion: number }): TransactionOutcome {
    const { request, ticket, nowMs, clientVersion: version } = call;
    const answer = (error: KafkaError | undefined, producer?: Draft<EndTxnResponse>) =>
      replied(ticket, { errorCode: error?.code ?? 0, ...producer });
    const { transactionalId, committed } = request;
    if (transactionalId === "") return answer(errors.INVALID_REQUEST);
    const transaction = this.#transactions.get(transactionalId);
    const verdict = judgeEnd(transaction, request, version);
    if (verdict.what === "refuse" || transaction === undefined) return answer(verdict.what === "refuse" ? verdict.error : undefined);
    const tellsIdentity = supportsEpochBump(version);
    if (verdict.what === "done") return answer(undefined, tellsIdentity ? identityOf(transaction) : undefined);
    const decided = this.#ending(transaction, { committed, version, nowMs });
    if (!("transactionalId" in decided)) return answer(decided);
    const next = tellsIdentity ? identityOf(completed(decided, nowMs)) : undefined;
    return this.#decide(decided, (error) => answer(error, error === undefined ? next : undefined));
  }

  /** Markers have been written to the partitions of a task, except for those that are left. */
  markersWritten(
    { transactionalId, producerId, producerEpoch }: MarkersTask,
    left: readonly TopicPartition[],
    nowMs: number,
  ): TransactionOutcome {
    const transaction = this.#transactions.get(transactionalId);
    const overtaken = transaction?.producerId !== producerId || transaction.producerEpoch !== producerEpoch || !isEnding(transaction);
    if (overtaken) return new Outcome();
    this.#unmarked.set(transactionalId, withPartitions(noPartitions, left));
    if (left.length === 0) return this.#complete(transaction, nowMs);
    const outcome: TransactionOutcome = new Outcome();
    outcome.startTimer(markersKey(transactionalId), markerRetryMs, { type: "markers", transactionalId });
    return outcome;
  }

  describe(transactionalId: string): DescribedTransaction {
    return describeTransaction(transactionalId, this.#transactions.get(transactionalId), this.#unmarked.get(transactionalId));
  }

  list(filter: TransactionFilter, nowMs: number): ListedTransaction[] {
    return [...this.#transactions.values()].filter((transaction) => passesFilter(transaction, filter, nowMs)).map(listTransaction);
  }

  #newTransaction(transactionalId: string): Transaction | undefined {
    const producerId = this.#nextProducerId();
    return producerId === undefined ? undefined : newTransaction(transactionalId, producerId);
  }

  #ending(transaction: Transaction, asked: Omit<Ending, "nextProducerId">): Transaction | KafkaError {
    const rotates = supportsEpochBump(asked.version) && isExhausted(transaction.producerEpoch);
    const nextProducerId = rotates ? this.#nextProducerId() : -1;
    return nextProducerId === undefined ? errors.COORDINATOR_LOAD_IN_PROGRESS : ending(transaction, { ...asked, nextProducerId });
  }

  /** Up to `transaction.version` 1 the epoch has to be raised to keep the producer out; from 2 on the end does that by itself. */
  #fenceAndAbort(transaction: Transaction, nowMs: number): Transaction | KafkaError {
    const version = this.#transactionVersion();
    const bumps = supportsEpochBump(version);
    const asked = { committed: false, version: bumps ? version : 0, nowMs };
    return this.#ending(bumps ? transaction : fenced(transaction), asked);
  }

  /** Stores what has become of a transaction; `then` is told why it could not be. */
  #store(transaction: Transaction, then: (error: KafkaError | undefined) => TransactionOutcome): TransactionOutcome {
    const outcome: TransactionOutcome = new Outcome();
    outcome.store([{ transactionalId: transaction.transactionalId, transaction }]);
    outcome.appended = (refusal) => then(refusal && appendRefusal(refusal));
    return outcome;
  }

  /** Stores how a transaction ends; the markers follow. */
  #decide(decided: Transaction, then: (error: KafkaError | undefined) => TransactionOutcome): TransactionOutcome {
    return this.#store(decided, (error) => {
      const outcome = then(error);
      if (error === undefined) outcome.tasks.push(this.#markers(decided));
      return outcome;
    });
  }

  #markers(transaction: Transaction): MarkersTask {
    const { transactionalId, producerId, producerEpoch, state, partitions, clientVersion } = transaction;
    const unmarked = this.#unmarked.get(transactionalId);
    return {
      transactionalId,
      producerId,
      producerEpoch,
      committed: state === "PrepareCommit",
      transactionVersion: clientVersion,
      partitions: [...partitionsOf(unmarked ?? partitions)],
      isRetry: unmarked !== undefined,
    };
  }

  #complete(transaction: Transaction, nowMs: number): TransactionOutcome {
    const { transactionalId } = transaction;
    return this.#store(completed(transaction, nowMs), (error) => {
      const outcome: TransactionOutcome = new Outcome();
      if (error === undefined) return outcome;
      outcome.note("warn", "the end of a transaction could not be stored; trying again", { transactionalId, error: error.name });
      outcome.startTimer(markersKey(transactionalId), markerRetryMs, { type: "markers", transactionalId });
      return outcome;
    });
  }

  #resumeMarkers(transactionalId: string, nowMs: number): TransactionOutcome {
    const outcome: TransactionOutcome = new Outcome();
    const transaction = this.#transactions.get(transactionalId);
    if (transaction === undefined || !isEnding(transaction)) return outcome;
    const task = this.#markers(transaction);
    if (task.partitions.length === 0) return this.#complete(transaction, nowMs);
    outcome.tasks.push(task);
    return outcome;
  }

  #abortOverdue(nowMs: number): TransactionOutcome {
    const outcome: TransactionOutcome = new Outcome();
    outcome.divisible = true;
    const aborted: Transaction[] = [];
    for (const transaction of this.#transactions.values()) {
      const aborting = isOverdue(transaction, nowMs) ? this.#fenceAndAbort(transaction, nowMs) : undefined;
      if (aborting === undefined || !("transactionalId" in aborting)) continue;
      const { transactionalId, producerId } = transaction;
      aborted.push(aborting);
      outcome.note("info", "a transaction is aborted because it took too long", { transactionalId, producerId });
    }
    outcome.store(aborted.map((transaction) => ({ transactionalId: transaction.transactionalId, transaction })));
    // Where the log took only some of them, the others are overdue the next time.
    outcome.appended = () => this.#markersOf(aborted);
    this.#scheduleOverdue(outcome);
    return outcome;
  }

  #markersOf(decided: readonly Transaction[]): TransactionOutcome {
    const outcome: TransactionOutcome = new Outcome();
    for (const transaction of decided) {
      const stored = this.#transactions.get(transaction.transactionalId) === transaction;
      if (stored) outcome.tasks.push(this.#markers(transaction));
    }
    return outcome;
  }

  #expire(nowMs: number): TransactionOutcome {
    const outcome: TransactionOutcome = new Outcome();
    outcome.divisible = true;
    const oldestMs = nowMs - this.#configs.broker.transactionalIdExpirationMs;
    for (const { transactionalId, state, updatedMs } of this.#transactions.values()) {
      if (transactionStates[state].expires && updatedMs <= oldestMs) outcome.store([{ transactionalId, transaction: null }]);
    }
    this.#scheduleExpiration(outcome);
    return outcome;
  }

  #scheduleOverdue(outcome: TransactionOutcome): void {
    outcome.startTimer(overdueKey, this.#configs.broker.transactionAbortTimedOutTransactionCleanupIntervalMs, { type: "overdue" });
  }

  #scheduleExpiration(outcome: TransactionOutcome): void {
    outcome.startTimer(expirationKey, this.#configs.broker.transactionRemoveExpiredTransactionCleanupIntervalMs, { type: "expiration" });
  }
}

function identityOf({ producerId, producerEpoch }: Transaction): ProducerIdentity {
  return { producerId, producerEpoch };
}
