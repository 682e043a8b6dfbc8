import { errors, type InitProducerIdRequest, type KafkaError } from "@millrace/protocol";
import type { ProducerIdentity } from "../coordinator.ts";
import { initialized, isEnding, isExhausted, type Transaction } from "./transaction.ts";

/** Gives a producer id that nobody has had; undefined if none is at hand. */
export type NextProducerId = () => number | undefined;

const none = -1;

/** The id and epoch that the producer says it has (KIP-360); undefined for one that starts. */
export function claimedIdentity({ producerId, producerEpoch }: InitProducerIdRequest): ProducerIdentity | undefined {
  return producerId === none ? undefined : { producerId, producerEpoch };
}

/** Why the producer can't have the transactional id; undefined if it can, perhaps after the open transaction is aborted. */
export function refuseInit(transaction: Transaction, claim: ProducerIdentity | undefined): KafkaError | undefined {
  if (isEnding(transaction)) return errors.CONCURRENT_TRANSACTIONS;
  if (claim === undefined || transaction.producerEpoch === none || claim.producerId === transaction.producerId) return undefined;
  // It may have missed the answer in which it was given the id that came after the last epoch.
  const retriesRotation = claim.producerId === transaction.previousProducerId && isExhausted(claim.producerEpoch);
  return retriesRotation ? undefined : errors.PRODUCER_FENCED;
}

/** The producer's next epoch, or its next id if the epochs are used up. */
export function reinitialized(
  transaction: Transaction,
  claim: ProducerIdentity | undefined,
  options: { readonly timeoutMs: number; readonly nowMs: number; readonly nextProducerId: NextProducerId },
): Transaction | KafkaError {
  const { producerId, producerEpoch } = transaction;
  if (isExhausted(producerEpoch)) {
    // Apache Kafka has no better answer to a producer that is behind at this point.
    if (claim !== undefined && claim.producerEpoch !== producerEpoch) return errors.UNKNOWN_SERVER_ERROR;
    const next = options.nextProducerId();
    if (next === undefined) return errors.COORDINATOR_LOAD_IN_PROGRESS;
    return initialized(transaction, { producerId: next, producerEpoch: 0, lastProducerEpoch: claim ? producerEpoch : none }, options);
  }
  const epochs = nextEpochs(transaction, claim);
  return epochs === undefined ? errors.PRODUCER_FENCED : initialized(transaction, { producerId, ...epochs }, options);
}

type Epochs = Pick<Transaction, "producerEpoch" | "lastProducerEpoch">;

function nextEpochs({ producerEpoch, lastProducerEpoch }: Transaction, claim: ProducerIdentity | undefined): Epochs | undefined {
  if (claim === undefined) return { producerEpoch: producerEpoch + 1, lastProducerEpoch: none };
  if (producerEpoch === none || claim.producerEpoch === producerEpoch) {
    return { producerEpoch: producerEpoch + 1, lastProducerEpoch: producerEpoch };
  }
  // A retry: nobody else can have come in between, since that would have made the last epoch unknown.
  return claim.producerEpoch === lastProducerEpoch ? { producerEpoch, lastProducerEpoch } : undefined;
}
