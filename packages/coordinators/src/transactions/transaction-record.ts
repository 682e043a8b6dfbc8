import { type Draft, ProtocolError, Reader, TransactionLogKey, TransactionLogValue } from "@millrace/protocol";
import type { RecordFormat } from "../coordinator.ts";
import { prefixed, versioned } from "../record-prefix.ts";
import { noPartitions, type PartitionSet } from "./partition-set.ts";
import type { Transaction } from "./transaction.ts";
import { storedStateOf, transactionStates } from "./transaction-state.ts";

/** A record of `__transaction_state`. Null takes the transactional id away. */
export interface TransactionRecord {
  readonly transactionalId: string;
  readonly transaction: Transaction | null;
}

const transactionLogKeyType = 0;
const valueVersions = { plain: 0, flexible: 1 } as const;

/** What Apache Kafka writes at a level of `transaction.version`: from 1 on, the record's flexible version. */
export function transactionRecordFormat(transactionVersion: () => number): RecordFormat<TransactionRecord> {
  return {
    encode({ transactionalId, transaction }) {
      const version = transactionVersion() >= 1 ? valueVersions.flexible : valueVersions.plain;
      return {
        key: prefixed(transactionLogKeyType, TransactionLogKey, { transactionalId }, 0),
        value: transaction && prefixed(version, TransactionLogValue, draftOf(transaction, version), version),
      };
    },
    decode(key, value) {
      const reader = new Reader(key);
      if (reader.int16() !== transactionLogKeyType) return undefined;
      const { transactionalId } = TransactionLogKey.decode(reader, 0);
      const stored = versioned(TransactionLogValue, value);
      return { transactionalId, transaction: stored && transactionFrom(transactionalId, stored) };
    },
  };
}

function draftOf(transaction: Transaction, version: number): Draft<TransactionLogValue> {
  const { state, partitions } = transaction;
  return {
    producerId: transaction.producerId,
    producerEpoch: transaction.producerEpoch,
    transactionTimeoutMs: transaction.timeoutMs,
    transactionStatus: transactionStates[state].id,
    transactionPartitions: state === "Empty" ? null : Array.from(partitions, ([topic, indexes]) => ({ topic, partitionIds: [...indexes] })),
    transactionLastUpdateTimestampMs: transaction.updatedMs,
    transactionStartTimestampMs: transaction.startedMs,
    // An older record has no place for these.
    ...(version >= valueVersions.flexible && {
      previousProducerId: transaction.previousProducerId,
      nextProducerId: transaction.nextProducerId,
      clientTransactionVersion: transaction.clientVersion,
    }),
  };
}

function transactionFrom(transactionalId: string, value: TransactionLogValue): Transaction {
  const state = storedStateOf(value.transactionStatus);
  if (state === undefined)
    throw new ProtocolError(`transaction ${transactionalId} is stored in a state ${value.transactionStatus}, in which it can not be`);
  return {
    transactionalId,
    state,
    producerId: value.producerId,
    previousProducerId: value.previousProducerId,
    nextProducerId: value.nextProducerId,
    producerEpoch: value.producerEpoch,
    lastProducerEpoch: -1,
    timeoutMs: value.transactionTimeoutMs,
    partitions: partitionsFrom(value.transactionPartitions),
    startedMs: value.transactionStartTimestampMs,
    updatedMs: value.transactionLastUpdateTimestampMs,
    clientVersion: value.clientTransactionVersion,
  };
}

function partitionsFrom(stored: TransactionLogValue["transactionPartitions"]): PartitionSet {
  if (stored === null || stored.length === 0) return noPartitions;
  return new Map(stored.map(({ topic, partitionIds }) => [topic, new Set(partitionIds)]));
}
