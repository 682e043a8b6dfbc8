import type { LogConfig } from "./log-config.ts";
import type {
  AbortedTransaction,
  ActiveProducer,
  AppendOptions,
  AppendOutcome,
  ReadOptions,
  ReadOutcome,
  Refused,
  TimestampAndOffset,
  VerificationRequest,
} from "./outcomes.ts";
import type { Verification } from "./verifications.ts";

/**
 * One partition's log, in Apache Kafka's own files, so that `kafka-dump-log` reads it. Everything but flushing is synchronous: an append
 * is one positioned write into the page cache, a read is one positioned read.
 */
export interface Log {
  readonly topic: string;
  readonly partition: number;
  /** The partition's directory. */
  readonly directory: string;
  readonly config: LogConfig;
  /** First offset that may be read. */
  readonly startOffset: number;
  /** Offset that the next record gets. */
  readonly endOffset: number;
  /** Offsets before this one may be seen by clients. The end when the log was opened; from then on moved by `acknowledge`. */
  readonly highWatermark: number;
  /** Nothing can be read or written any more. */
  readonly isClosed: boolean;
  /** Offsets before this one belong to no transaction that is open or whose marker is not below the high watermark. Never above that. */
  readonly lastStableOffset: number;
  /** Offsets before this one survive loss of power. */
  readonly flushedOffset: number;
  /** Bytes of all segments. */
  readonly sizeBytes: number;
  readonly segmentCount: number;
  /** Why nothing can be written any more: a flush has failed, and nobody knows what is on the disk. */
  readonly failure: string | undefined;
  /** The last leader epoch that a batch was stamped with, or -1. */
  readonly latestEpoch: number;

  /**
   * Checks the one batch in `batches`, stamps offset and leader epoch into it in place and writes it. The buffer is the caller's again
   * afterwards.
   * Never throws for bad input or a failing disk: those are rows (`KAFKA_STORAGE_ERROR`, `CORRUPT_MESSAGE`, …); the log is whole after them.
   */
  append(batches: Buffer, options: AppendOptions): AppendOutcome;
  /** Whole batches from the one that contains `offset` on, up to `maxBytes` and never across a segment. `OFFSET_OUT_OF_RANGE` if it can't be. */
  read(offset: number, maxBytes: number, options: ReadOptions): ReadOutcome;
  /** Moves the high watermark on. */
  acknowledge(highWatermark: number): void;
  /**
   * To be called before a producer's transactional batch is appended. What it gives has to be handed in with the batch, once the transaction
   * coordinator has said that the partition belongs to the transaction. Undefined: its transaction is open here already.
   */
  startVerification(request: VerificationRequest): Verification | Refused | undefined;
  /** The aborted transactions that have records in `[from, upTo)`, in the order of their markers, and perhaps some further ones. */
  abortedTransactions(from: number, upTo: number): readonly AbortedTransaction[];
  /** First record at or after `timestamp` (KIP-79), or undefined. The special negative timestamps are the broker's. */
  offsetForTimestamp(timestamp: number): TimestampAndOffset | undefined;
  /** The first record with the largest timestamp in the log (KIP-734), or undefined if the log is empty. */
  offsetForMaxTimestamp(): TimestampAndOffset | undefined;
  /** The largest known epoch up to `epoch` and where it ends, as OffsetForLeaderEpoch answers; undefined if not known. */
  endOffsetForEpoch(epoch: number): { readonly epoch: number; readonly endOffset: number } | undefined;
  /** The epoch that the record at `offset` was written in, or -1. */
  epochForOffset(offset: number): number;
  /** Makes `offset` the first that may be read and drops the segments before it. An offset before the start changes nothing. */
  deleteRecordsBefore(offset: number): void;
  /** Drops segments that are too old, too much or before the start offset. Returns how many. */
  enforceRetention(): number;
  /** Starts a new segment, unless the active one is empty. */
  roll(): void;
  /** Resolves when everything appended so far survives loss of power. Calls at the same time share one fsync. Rejects with `IO_FAILED`. */
  flush(): Promise<void>;
  /** Replaces the settings; they hold from the next append on. */
  reconfigure(config: LogConfig): void;
  /** Idempotent producers that the log remembers. */
  activeProducers(): ActiveProducer[];
}
