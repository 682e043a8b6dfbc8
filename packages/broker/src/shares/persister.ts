import type {
  InitializeState,
  ReadState,
  ReadStateAnswer,
  SharePartitionKey,
  StateAnswer,
  StateSummaryAnswer,
  WriteState,
} from "@millrace/coordinators";

/**
 * Keeps what is known of share partitions beyond the life of the process (KIP-932). Answers say how it went by Kafka's error codes, 0 for success,
 * and come at once where they can; nothing is thrown.
 */
export interface SharePersister {
  /** The group begins anew on the partition. */
  initialize(key: SharePartitionKey, request: InitializeState): StateAnswer | Promise<StateAnswer>;
  /** What has changed. It is in the log when the answer comes. */
  write(key: SharePartitionKey, request: WriteState): StateAnswer | Promise<StateAnswer>;
  /** All that is known, for a leader that begins its work: its epoch is remembered, and older ones are refused from then on. */
  read(key: SharePartitionKey, request: ReadState): ReadStateAnswer | Promise<ReadStateAnswer>;
  /** How far the group is; of a partition that was never initialized: start offset -1. */
  readSummary(key: SharePartitionKey): StateSummaryAnswer | Promise<StateSummaryAnswer>;
  /** Forgets all of it; nothing wrong if nothing is known. */
  delete(key: SharePartitionKey): StateAnswer | Promise<StateAnswer>;
}
