import { errors, type KafkaError } from "@millrace/protocol";
import type { ProducerIdentity } from "../coordinator.ts";
import { hasPartition, type TopicPartition } from "./partition-set.ts";
import { isEnding, type Transaction } from "./transaction.ts";

/** Partitions that a producer wants in its transaction, or asks after. */
export interface TransactionPartitions extends ProducerIdentity {
  readonly transactionalId: string;
  readonly partitions: readonly TopicPartition[];
}

export interface AddedPartitions extends TransactionPartitions {
  /** The `transaction.version` that the client speaks. */
  readonly clientVersion: number;
}

/** Why partitions can't be added. */
export function refuseAddition(transaction: Transaction | undefined, producer: ProducerIdentity): KafkaError | undefined {
  if (transaction === undefined) return errors.INVALID_PRODUCER_ID_MAPPING;
  // Comes first: the producer may use an id that it has only when the end is complete.
  if (isEnding(transaction)) return errors.CONCURRENT_TRANSACTIONS;
  return refuseProducer(transaction, producer);
}

/** The partitions are in the open transaction already. */
export function isContained({ state, partitions }: Transaction, asked: readonly TopicPartition[]): boolean {
  return state === "Ongoing" && asked.every((partition) => hasPartition(partitions, partition));
}

/** Tells which partitions are in the transaction (KIP-890): undefined for those that are, in the order in which they are asked for. */
export function verifyPartitions(
  transaction: Transaction | undefined,
  { partitions, ...producer }: TransactionPartitions,
): Array<KafkaError | undefined> {
  const refusal = refuseVerification(transaction, producer);
  if (refusal !== undefined || transaction === undefined) return partitions.map(() => refusal);
  return partitions.map((partition) => (hasPartition(transaction.partitions, partition) ? undefined : errors.TRANSACTION_ABORTABLE));
}

function refuseVerification(transaction: Transaction | undefined, producer: ProducerIdentity): KafkaError | undefined {
  if (transaction === undefined) return errors.INVALID_PRODUCER_ID_MAPPING;
  return refuseProducer(transaction, producer) ?? (isEnding(transaction) ? errors.CONCURRENT_TRANSACTIONS : undefined);
}

function refuseProducer(transaction: Transaction, { producerId, producerEpoch }: ProducerIdentity): KafkaError | undefined {
  if (transaction.producerId !== producerId) return errors.INVALID_PRODUCER_ID_MAPPING;
  return transaction.producerEpoch === producerEpoch ? undefined : errors.PRODUCER_FENCED;
}
