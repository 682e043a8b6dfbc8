import type { Outcome } from "./outcome.ts";

/** Whose transaction a record belongs to. */
export interface ProducerIdentity {
  readonly producerId: number;
  readonly producerEpoch: number;
}

/** The end of a producer's transaction, as a marker in the coordinator's log says it. */
export interface TransactionEnd extends ProducerIdentity {
  readonly committed: boolean;
}

/**
 * A state machine over one partition of an internal topic: each input gives back what has to be appended, answered and timed. No clock, no
 * log, no chance: those are the caller's. After a restart, `replay` of what was appended and then `loaded` bring it back.
 */
export interface Coordinator<StoredRecord, TimedEvent, Task = never> {
  /**
   * Takes in a record that is in the log at an offset, in the log's order; `producer` is set if it counts only once that one's transaction is
   * committed.
   */
  replay(record: StoredRecord, nowMs: number, producer: ProducerIdentity | undefined, offset: number): void;
  /** Takes in a transaction marker that is in the log. */
  replayEnd(end: TransactionEnd, nowMs: number): void;
  /** The whole log has been replayed. */
  loaded(nowMs: number): Outcome<StoredRecord, TimedEvent, Task>;
  /** The coordinator goes away: whoever waits has to look for another. */
  unload(nowMs: number): Outcome<StoredRecord, TimedEvent, Task>;
  /** A timer that an outcome asked for is due. */
  timeUp(event: TimedEvent, nowMs: number): Outcome<StoredRecord, TimedEvent, Task>;
}

export interface EncodedRecord {
  readonly key: Buffer;
  readonly value: Buffer | null;
}

/** A coordinator's records to bytes and back. */
export interface RecordFormat<StoredRecord> {
  encode(record: StoredRecord): EncodedRecord;
  /** Undefined for sorts of records that are not known here, as a later version may have left them. Throws for malformed ones. */
  decode(key: Buffer, value: Buffer | null): StoredRecord | undefined;
}
