import { batchHeader, type EndTransactionMarker, errors, type KafkaError } from "@millrace/protocol";
import type { AppendOptions } from "./outcomes.ts";
import type { ProducerEntry, ProducerStates } from "./producer-states.ts";

export interface ProducerDefect {
  readonly error: KafkaError;
  readonly message: string;
}

const SEQUENCES = 2 ** 31;
const EPOCH_MAX = 2 ** 15 - 1;
const firstVersionWithEpochPerTransaction = 2;

/** Why a batch of an idempotent producer may not be written, or undefined. `marker` is what it says if it is a control batch. */
export function checkProducer(
  producers: ProducerStates,
  batch: Buffer,
  options: AppendOptions,
  marker: EndTransactionMarker | undefined,
): ProducerDefect | undefined {
  const producerId = batchHeader.producerId(batch);
  const epoch = batchHeader.producerEpoch(batch);
  const entry = producers.entries.get(producerId);
  if (marker !== undefined) return checkMarker(producerId, epoch, entry, marker, options.transactionVersion ?? 0);
  if (entry !== undefined && epoch < entry.epoch) return staleEpoch(producerId, epoch, entry.epoch);
  const isTransactional = batchHeader.isTransactional(batch);
  if (isTransactional && options.unverified !== true && !producers.hasOpenTransaction(producerId, epoch)) {
    // A transaction that the coordinator knows nothing of would stay open for ever (KIP-890).
    if (options.verification === undefined || producers.verifications.of(producerId) !== options.verification) {
      return { error: errors.INVALID_TXN_STATE, message: `Producer ${producerId} has no open transaction here` };
    }
  }
  const defect =
    options.origin === "client" ? checkSequence(producers, producerId, entry, epoch, batchHeader.baseSequence(batch)) : undefined;
  if (defect !== undefined || isTransactional || entry === undefined || entry.currentTxnFirstOffset < 0) return defect;
  return { error: errors.INVALID_TXN_STATE, message: `Producer ${producerId} wrote outside of its open transaction` };
}

export function staleEpoch(producerId: number, epoch: number, known: number): ProducerDefect {
  const message = `Producer ${producerId} wrote with epoch ${epoch}, but epoch ${known} has taken over`;
  return { error: errors.INVALID_PRODUCER_EPOCH, message };
}

/**
 * With epochs for each transaction, a marker has a higher one than the records (KIP-890). One that comes again after its transaction has
 * ended is written again: its coordinator may not have heard of the first time. So is one of the last epoch there is (KAFKA-19999).
 */
function checkMarker(
  producerId: number,
  epoch: number,
  entry: ProducerEntry | undefined,
  marker: EndTransactionMarker,
  transactionVersion: number,
): ProducerDefect | undefined {
  if (entry === undefined) return undefined;
  const isOver = entry.currentTxnFirstOffset < 0 || epoch === EPOCH_MAX;
  const isRepeated = epoch === entry.epoch && transactionVersion >= firstVersionWithEpochPerTransaction && !isOver;
  if (epoch < entry.epoch || isRepeated) return staleEpoch(producerId, epoch, entry.epoch);
  if (marker.coordinatorEpoch >= entry.coordinatorEpoch) return undefined;
  const message = `A coordinator of epoch ${marker.coordinatorEpoch} ended a transaction, but epoch ${entry.coordinatorEpoch} has taken over`;
  return { error: errors.TRANSACTION_COORDINATOR_FENCED, message };
}

/** A producer of whom nothing is known, perhaps because its records were deleted, may begin anywhere, unless its epoch is a new one for certain. */
function checkSequence(
  producers: ProducerStates,
  producerId: number,
  entry: ProducerEntry | undefined,
  epoch: number,
  sequence: number,
): ProducerDefect | undefined {
  const verification = producers.verifications.of(producerId);
  const last = entry?.batches.at(-1);
  if (verification !== undefined) {
    if (verification.supportsEpochBump && sequence !== 0 && last === undefined) return outOfOrder(producerId, epoch, sequence, 0);
    if (sequence > verification.lowestSequence) return outOfOrder(producerId, epoch, sequence, verification.lowestSequence);
  }
  if (entry === undefined) {
    const unwritten = producers.unwritten(producerId, epoch);
    return unwritten === undefined || sequence <= unwritten ? undefined : outOfOrder(producerId, epoch, sequence, unwritten);
  }
  const expected = epoch === entry.epoch ? ((last?.lastSequence ?? -1) + 1) % SEQUENCES : 0;
  return sequence === expected ? undefined : outOfOrder(producerId, epoch, sequence, expected);
}

function outOfOrder(producerId: number, epoch: number, sequence: number, expected: number): ProducerDefect {
  const message = `Producer ${producerId}, epoch ${epoch}, wrote sequence number ${sequence} where ${expected} was expected`;
  return { error: errors.OUT_OF_ORDER_SEQUENCE_NUMBER, message };
}
