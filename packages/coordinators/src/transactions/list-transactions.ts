import { type DescribeTransactionsResponse, type Draft, errors, type ListTransactionsResponse } from "@millrace/protocol";
import type { PartitionSet } from "./partition-set.ts";
import type { Transaction } from "./transaction.ts";
import type { TransactionState } from "./transaction-state.ts";

export type DescribedTransaction = Draft<DescribeTransactionsResponse["transactionStates"][number]>;
export type ListedTransaction = Draft<ListTransactionsResponse["transactionStates"][number]>;

/** What is to be told of a transactional id; `unmarked` are the partitions that have no marker yet. */
export function describeTransaction(
  transactionalId: string,
  transaction: Transaction | undefined,
  unmarked: PartitionSet | undefined,
): DescribedTransaction {
  if (transactionalId === "") return { transactionalId, errorCode: errors.INVALID_REQUEST.code };
  if (transaction === undefined) return { transactionalId, errorCode: errors.TRANSACTIONAL_ID_NOT_FOUND.code };
  const { state, producerId, producerEpoch, timeoutMs, startedMs, partitions } = transaction;
  return {
    transactionalId,
    transactionState: state,
    transactionTimeoutMs: timeoutMs,
    transactionStartTimeMs: startedMs,
    producerId,
    producerEpoch,
    topics: Array.from(unmarked ?? partitions, ([topic, indexes]) => ({ topic, partitions: [...indexes] })),
  };
}

/** Which transactions ListTransactions names. */
export interface TransactionFilter {
  /** Undefined lets all pass; so do the others. */
  readonly states: ReadonlySet<TransactionState> | undefined;
  readonly producerIds: ReadonlySet<number> | undefined;
  /** The transaction has to be open for longer (KIP-994). */
  readonly longerThanMs: number | undefined;
  readonly matches: ((transactionalId: string) => boolean) | undefined;
}

export function passesFilter(transaction: Transaction, filter: TransactionFilter, nowMs: number): boolean {
  const { transactionalId, producerId, state, startedMs } = transaction;
  if (filter.producerIds !== undefined && !filter.producerIds.has(producerId)) return false;
  if (filter.states !== undefined && !filter.states.has(state)) return false;
  if (filter.longerThanMs !== undefined && nowMs - startedMs <= filter.longerThanMs) return false;
  return filter.matches === undefined || filter.matches(transactionalId);
}

export function listTransaction({ transactionalId, producerId, state }: Transaction): ListedTransaction {
  return { transactionalId, producerId, transactionState: state };
}
