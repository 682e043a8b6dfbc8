import type { KafkaError } from "@millrace/protocol";

/** Who appends: a client's batch is checked in full; a coordinator's is trusted, and may be a control batch. */
export type AppendOrigin = "client" | "coordinator";

export interface AppendOptions {
  /** Stamped onto the batch. */
  readonly leaderEpoch: number;
  readonly origin: AppendOrigin;
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
}

export interface Read {
  readonly error: undefined;
  /** Whole batches as stored; the first one contains the asked offset, which may be in its middle. Empty at the end of the log. */
  readonly records: Buffer;
  /** The offset behind the last batch in `records`; the asked one if there are none. */
  readonly nextOffset: number;
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
