import type { Draft } from "@millrace/protocol";
import type { ProducerIdentity } from "../coordinator.ts";
import type { Outcome, Ticket } from "../outcome.ts";
import type { TopicPartition } from "./partition-set.ts";
import type { TransactionRecord } from "./transaction-record.ts";

/** What a timer stands for; handed back to the coordinator when it is due. */
export type TransactionTimer =
  | { readonly type: "overdue" }
  | { readonly type: "expiration" }
  | { readonly type: "markers"; readonly transactionalId: string };

export const overdueKey = "overdue";
export const expirationKey = "expiration";

/** Runs out when markers are to be written that some partitions did not take before. */
export function markersKey(transactionalId: string): string {
  return `markers\0${transactionalId}`;
}

/** What is left to be done for a transaction whose end is in the log: each partition gets a marker. */
export interface MarkersTask extends ProducerIdentity {
  readonly transactionalId: string;
  readonly committed: boolean;
  /** The `transaction.version` that the end was asked for with. */
  readonly transactionVersion: number;
  readonly partitions: readonly TopicPartition[];
  /** They did not take theirs when they were asked before. */
  readonly isRetry: boolean;
}

/** What an input of the transaction coordinator asks for. */
export type TransactionOutcome = Outcome<TransactionRecord, TransactionTimer, MarkersTask>;

/** A request with its surroundings. */
export interface TransactionCall<Request, Response> {
  readonly request: Request;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
  /** Comes back with the answer, once. */
  readonly ticket: Ticket<Draft<Response>>;
}
