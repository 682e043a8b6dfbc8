import { type EndTxnRequest, errors, type KafkaError } from "@millrace/protocol";
import { type EndingState, isEndingState, supportsEpochBump, type Transaction } from "./transaction.ts";
import type { StoredState } from "./transaction-state.ts";

/** What is to be done about an EndTxn. */
export type EndVerdict =
  /** The transaction ends now. */
  | { readonly what: "end" }
  /** It has ended so already. */
  | { readonly what: "done" }
  | { readonly what: "refuse"; readonly error: KafkaError };

const end: EndVerdict = { what: "end" };
const done: EndVerdict = { what: "done" };

function refuse(error: KafkaError): EndVerdict {
  return { what: "refuse", error };
}

const invalid = refuse(errors.INVALID_TXN_STATE);

type Result = "commit" | "abort";
/** States in which an EndTxn finds a transaction that is not about to end. */
type RestingState = Exclude<StoredState, EndingState>;

/** Up to `transaction.version` 1, a producer's epoch is the same in all of its transactions, so that a retry looks like the first request. */
const verdicts: Readonly<Record<RestingState, Record<Result, EndVerdict>>> = {
  Empty: { commit: invalid, abort: invalid },
  Ongoing: { commit: end, abort: end },
  CompleteCommit: { commit: done, abort: invalid },
  CompleteAbort: { commit: invalid, abort: done },
};

/** From `transaction.version` 2 on, what asks with the present epoch is new. Aborting raises the epoch, even where nothing was begun. */
const verdictsOfPresentEpoch: Readonly<Record<RestingState, Record<Result, EndVerdict>>> = {
  Empty: { commit: invalid, abort: end },
  Ongoing: { commit: end, abort: end },
  CompleteCommit: { commit: invalid, abort: end },
  CompleteAbort: { commit: invalid, abort: end },
};

/** What asks with the epoch before is a retry. */
const verdictsOfRetry: Readonly<Record<RestingState, Record<Result, EndVerdict>>> = {
  Empty: { commit: refuse(errors.PRODUCER_FENCED), abort: refuse(errors.PRODUCER_FENCED) },
  Ongoing: { commit: refuse(errors.PRODUCER_FENCED), abort: refuse(errors.PRODUCER_FENCED) },
  CompleteCommit: { commit: done, abort: invalid },
  CompleteAbort: { commit: invalid, abort: done },
};

/** The last epoch that a producer is given. */
const lastClientEpoch = 32_766;

/** Answers what a client asks for with an EndTxn of a `transaction.version`. */
export function judgeEnd(transaction: Transaction | undefined, request: EndTxnRequest, version: number): EndVerdict {
  if (transaction === undefined) return refuse(errors.INVALID_PRODUCER_ID_MAPPING);
  return supportsEpochBump(version) ? judgeWithEpochs(transaction, request) : judgePlain(transaction, request);
}

function judgePlain(transaction: Transaction, { producerId, producerEpoch, committed }: EndTxnRequest): EndVerdict {
  const { state } = transaction;
  if (transaction.producerId !== producerId) return refuse(errors.INVALID_PRODUCER_ID_MAPPING);
  if (transaction.producerEpoch !== producerEpoch) return refuse(errors.PRODUCER_FENCED);
  if (isEndingState(state)) return refuse(errors.CONCURRENT_TRANSACTIONS);
  return verdicts[state][committed ? "commit" : "abort"];
}

function judgeWithEpochs(transaction: Transaction, { producerId, producerEpoch, committed }: EndTxnRequest): EndVerdict {
  const { state } = transaction;
  // Comes first: the producer may use an id that it has only when the end is complete.
  if (isEndingState(state)) return refuse(errors.CONCURRENT_TRANSACTIONS);
  const retriesRotation =
    transaction.previousProducerId === producerId && producerEpoch === lastClientEpoch && transaction.producerEpoch === 0;
  if (transaction.producerId !== producerId && !retriesRotation) return refuse(errors.INVALID_PRODUCER_ID_MAPPING);
  const retries = retriesRotation || transaction.producerEpoch === producerEpoch + 1;
  if (!retries && transaction.producerEpoch !== producerEpoch) return refuse(errors.PRODUCER_FENCED);
  const table = retries ? verdictsOfRetry : verdictsOfPresentEpoch;
  return table[state][committed ? "commit" : "abort"];
}
