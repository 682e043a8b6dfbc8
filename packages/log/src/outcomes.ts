import type { KafkaError } from "@millrace/protocol";
import type { Verification } from "./verifications.ts";

/** Who appends: a client's batch is checked in full; a coordinator's is trusted, and may be a control batch. */
export type AppendOrigin = "client" | "coordinator";

export interface AppendOptions {
  /** Stamped onto the batch. */
  readonly leaderEpoch: number;
  readonly origin: AppendOrigin;
  /** For a batch that may open a transaction: what `Log.startVerification` gave, once the transaction coordinator has agreed (KIP-890). */
  readonly verification?: Verification | undefined;
  /** Transactions may be opened without; `transaction.partition.verification.enable=false`. */
  readonly unverified?: boolean;
  /** For a marker: the `transaction.version` that its coordinator works with. From 2 on, its epoch has to be a new one. */
  readonly transactionVersion?: number;
}

export interface VerificationRequest {
  readonly producerId: number;
  readonly producerEpoch: number;
  /** Of the first record that is to be written; -1 if it has none. */
  readonly baseSequence: number;
  /** The coordinator adds the partition by itself, and every transaction has an epoch of its own (`transaction.version` 2). */
  readonly supportsEpochBump: boolean;
}

/** A record that a batch was refused for, as Produce answers name it. */
export interface RecordError {
  /** Index of the record in its batch. */
  readonly batchIndex: number;
  readonly message: string;
}

export interface Refused {
  readonly error: KafkaError;
  /** For people. Kafka sends a message to clients only with record errors; without them it is null on the wire. */
  readonly message: string;
  readonly recordErrors: readonly RecordError[];
}

export interface Appended {
  readonly error: undefined;
  /** Offset of the first record. Of the earlier copy, if this was a duplicate. */
  readonly baseOffset: number;
  /** Offset of the last record. */
  readonly lastOffset: number;
  /** The time that was stamped, with `message.timestamp.type=LogAppendTime`; of a duplicate, the earlier copy's timestamp; else -1. */
  readonly logAppendTimeMs: number;
  readonly logStartOffset: number;
  /** The producer had sent this batch before; nothing was written. */
  readonly duplicate: boolean;
  /**
   * If defined, the answer must wait for it: the flush policy wants this append on the disk first, or so much is waiting for the disk that
   * producers have to slow down. Rejects with `IO_FAILED`.
   */
  readonly flushed: Promise<void> | undefined;
}

export type AppendOutcome = Appended | Refused;

export interface ReadOptions {
  /** Return the first batch even if it is larger than `maxBytes`. */
  readonly minOneMessage: boolean;
  /** Only batches that begin before this offset: the high watermark, the last stable offset or the log's end. */
  readonly upTo: number;
  /** Where the bytes go; for pooling. Must return a buffer of at least `sizeBytes`. Default: a new buffer. */
  readonly allocate?: (sizeBytes: number) => Buffer;
  /** Tell of the aborted transactions, too. */
  readonly withAborted?: boolean;
}

/** A transaction on a partition that was aborted: its producer's transactional records in `[firstOffset, lastOffset)` count for nothing. */
export interface AbortedTransaction {
  readonly producerId: number;
  readonly firstOffset: number;
  /** Of the marker. */
  readonly lastOffset: number;
}

export interface Read {
  readonly error: undefined;
  /** Whole batches as stored; the first one contains the asked offset, which may be in its middle. Empty at the end of the log. */
  readonly records: Buffer;
  /** The offset behind the last batch in `records`; the asked one if there are none. */
  readonly nextOffset: number;
  /** If asked for: those that have records among `records`, and perhaps some that have theirs shortly behind, in the order of their markers. */
  readonly aborted: readonly AbortedTransaction[];
}

export type ReadOutcome = Read | Refused;

/** Where a record stands, as ListOffsets answers. */
export interface TimestampAndOffset {
  readonly timestamp: number;
  readonly offset: number;
  readonly leaderEpoch: number;
}

/** One producer's state, as DescribeProducers answers. */
export interface ActiveProducer {
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly lastSequence: number;
  readonly lastTimestamp: number;
  readonly coordinatorEpoch: number;
  /** -1 if no transaction is open. */
  readonly currentTxnStartOffset: number;
}

export function refused(error: KafkaError, message: string, recordErrors: readonly RecordError[] = []): Refused {
  return { error, message, recordErrors };
}
