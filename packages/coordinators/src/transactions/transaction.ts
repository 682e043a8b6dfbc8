import { assert } from "@millrace/kit";
import { noPartitions, type PartitionSet, type TopicPartition, withPartitions } from "./partition-set.ts";
import { mayFollow, type StoredState } from "./transaction-state.ts";

/** What is known under a transactional id: the producer that has it, and its last or present transaction. Never changed, only replaced. */
export interface Transaction {
  readonly transactionalId: string;
  readonly state: StoredState;
  readonly producerId: number;
  /** The id before the last change, by which a retry is known that ran over the end of the epochs. */
  readonly previousProducerId: number;
  /** While a transaction ends with the last epoch of its id: the id that comes next; else -1. */
  readonly nextProducerId: number;
  readonly producerEpoch: number;
  /** The epoch before the last raise of it, by which a retry is known; -1: none. The log does not keep it. */
  readonly lastProducerEpoch: number;
  readonly timeoutMs: number;
  readonly partitions: PartitionSet;
  /** Milliseconds since the epoch; -1: not begun. */
  readonly startedMs: number;
  readonly updatedMs: number;
  /** The `transaction.version` that the client speaks. */
  readonly clientVersion: number;
}

const noProducerId = -1;
const noEpoch = -1;
const notBegun = -1;
const epochMax = 32_767;
/** A timeout that says that another system decides (KIP-939). */
const noTimeout = 2_147_483_647;

/** First `transaction.version` that gives each transaction an epoch of its own (KIP-890). */
const firstVersionWithEpochBump = 2;

export function supportsEpochBump(transactionVersion: number): boolean {
  return transactionVersion >= firstVersionWithEpochBump;
}

/** The last epoch is kept for the coordinator, so that it can always fence. */
export function isExhausted(producerEpoch: number): boolean {
  return producerEpoch >= epochMax - 1;
}

export type EndingState = "PrepareCommit" | "PrepareAbort";

/** The end has been decided on, but not every partition has a marker. */
export function isEnding({ state }: Transaction): boolean {
  return isEndingState(state);
}

export function isEndingState(state: StoredState): state is EndingState {
  return state === "PrepareCommit" || state === "PrepareAbort";
}

/** What nothing is stored of yet: its epoch comes with InitProducerId. */
export function newTransaction(transactionalId: string, producerId: number): Transaction {
  return {
    transactionalId,
    state: "Empty",
    producerId,
    previousProducerId: noProducerId,
    nextProducerId: noProducerId,
    producerEpoch: noEpoch,
    lastProducerEpoch: noEpoch,
    timeoutMs: noTimeout,
    partitions: noPartitions,
    startedMs: notBegun,
    updatedMs: notBegun,
    clientVersion: 0,
  };
}

type Changes = Partial<Omit<Transaction, "transactionalId" | "state" | "previousProducerId" | "updatedMs">>;

function moved(transaction: Transaction, state: StoredState, nowMs: number, changes: Changes): Transaction {
  const { transactionalId, state: previous } = transaction;
  assert(mayFollow(state, previous), `transaction ${transactionalId} can't go from ${previous} to ${state}`);
  return { ...transaction, previousProducerId: transaction.producerId, state, updatedMs: nowMs, ...changes };
}

/** The producer with this identity may begin transactions. */
export function initialized(
  transaction: Transaction,
  identity: Pick<Transaction, "producerId" | "producerEpoch" | "lastProducerEpoch">,
  { timeoutMs, nowMs }: { readonly timeoutMs: number; readonly nowMs: number },
): Transaction {
  return moved(transaction, "Empty", nowMs, { ...identity, timeoutMs, partitions: noPartitions, startedMs: notBegun });
}

/** The partitions belong to the transaction, which begins now if it has not. */
export function extended(
  transaction: Transaction,
  partitions: Iterable<TopicPartition>,
  { clientVersion, nowMs }: { readonly clientVersion: number; readonly nowMs: number },
): Transaction {
  const begins = transaction.state !== "Ongoing";
  return moved(transaction, "Ongoing", nowMs, {
    partitions: withPartitions(transaction.partitions, partitions),
    startedMs: begins ? nowMs : transaction.startedMs,
    clientVersion,
  });
}

export interface Ending {
  readonly committed: boolean;
  /** The `transaction.version` that the end is asked for with. */
  readonly version: number;
  /** The id that comes next if the epochs of this one are exhausted, else -1. */
  readonly nextProducerId: number;
  readonly nowMs: number;
}

/** The end is decided on. With `transaction.version` 2 nobody but the coordinator has the epoch that the markers carry. */
export function ending(transaction: Transaction, { committed, version, nextProducerId, nowMs }: Ending): Transaction {
  const { state, producerEpoch } = transaction;
  const epochs = supportsEpochBump(version)
    ? { producerEpoch: Math.min(producerEpoch + 1, epochMax), lastProducerEpoch: producerEpoch }
    : {};
  return moved(transaction, committed ? "PrepareCommit" : "PrepareAbort", nowMs, {
    ...epochs,
    nextProducerId,
    startedMs: state === "Ongoing" ? transaction.startedMs : nowMs,
    clientVersion: version,
  });
}

/** Whoever had the producer's epoch has it no longer. */
export function fenced(transaction: Transaction): Transaction {
  return { ...transaction, producerEpoch: Math.min(transaction.producerEpoch + 1, epochMax), lastProducerEpoch: noEpoch };
}

/** Every partition has its marker. */
export function completed(transaction: Transaction, nowMs: number): Transaction {
  const { state, nextProducerId, clientVersion } = transaction;
  const rotates = supportsEpochBump(clientVersion) && nextProducerId !== noProducerId;
  return moved(transaction, state === "PrepareCommit" ? "CompleteCommit" : "CompleteAbort", nowMs, {
    ...(rotates ? { producerId: nextProducerId, producerEpoch: 0 } : {}),
    nextProducerId: noProducerId,
    partitions: noPartitions,
  });
}

/** Whether the transaction has been open for too long. */
export function isOverdue({ state, startedMs, timeoutMs }: Transaction, nowMs: number): boolean {
  return state === "Ongoing" && timeoutMs !== noTimeout && startedMs + timeoutMs < nowMs;
}
