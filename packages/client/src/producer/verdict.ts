import { type ErrorName, errors, type KafkaError } from "@millrace/protocol";

/** What becomes of a batch after the broker's answer. */
export type Verdict =
  /** It is stored, now or since an earlier attempt. */
  | "stored"
  /** It is sent again as it is. */
  | "again"
  /** It is sent again, but the broker's idea of the sequence is lost: with a new epoch. */
  | "again in a new epoch"
  /** It is sent again in two parts. */
  | "split"
  | "failed";

export interface BatchSituation {
  readonly records: number;
  /** Whether all batches that were sent before it are decided. */
  readonly isFirst: boolean;
  readonly idempotent: boolean;
  /** Only the coordinator gives out epochs: the transaction has to end before a new one begins. */
  readonly transactional: boolean;
}

/** Outcomes about the sequence. A batch behind one that has to be sent again gets them as a matter of course. */
const sequenceErrors: ReadonlySet<ErrorName> = new Set<ErrorName>([
  "OUT_OF_ORDER_SEQUENCE_NUMBER",
  "UNKNOWN_PRODUCER_ID",
  "INVALID_PRODUCER_EPOCH",
]);

export function verdictOf(error: KafkaError, { records, isFirst, idempotent, transactional }: BatchSituation): Verdict {
  if (error === errors.NONE || error === errors.DUPLICATE_SEQUENCE_NUMBER) return "stored";
  if (idempotent && sequenceErrors.has(error.name)) {
    if (!isFirst) return "again";
    return transactional ? "failed" : "again in a new epoch";
  }
  if (error === errors.MESSAGE_TOO_LARGE && records > 1) return "split";
  return error.retriable ? "again" : "failed";
}
