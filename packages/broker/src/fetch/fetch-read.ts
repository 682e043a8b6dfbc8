import type { AbortedTransaction } from "@millrace/log";
import { errors, type KafkaError } from "@millrace/protocol";
import type { Partition } from "../partitions/partition.ts";
import type { Partitions } from "../partitions/partitions.ts";
import type { SessionPartition } from "./fetch-sessions.ts";
import type { LentRead, SharedReads } from "./shared-reads.ts";

const noRecords = Buffer.alloc(0);
const noneAborted: readonly AbortedTransaction[] = [];

/** What one partition of a fetch gave. Offsets are -1 where an error hides them. */
export interface PartitionRead {
  readonly asked: SessionPartition;
  /** There is such a partition. */
  readonly known: boolean;
  readonly error: KafkaError;
  readonly highWatermark: number;
  readonly lastStableOffset: number;
  readonly logStartOffset: number;
  readonly records: Buffer;
  /** For readers of committed records: the transactions whose records among these count for nothing. */
  readonly aborted: readonly AbortedTransaction[];
  /** The epoch that the reader did not know yet or did not name, where that was the error. */
  readonly fencedBy?: number;
  /** Where the log left the epoch that the reader saw last, if the reader has gone another way (KIP-320). */
  readonly divergingEpoch: { readonly epoch: number; readonly endOffset: number } | undefined;
}

/** Where the records of a reply come from, and the memory for them. */
export interface Lender extends Pick<LentRead, "allocate" | "lendAgain"> {
  readonly reads: SharedReads;
}

export interface FetchLimits {
  readonly bytesMax: number;
  readonly readCommitted: boolean;
  /** The reader says that it is another replica of what it reads. */
  readonly fromFollower: boolean;
  /** Whether the reader may read a topic of that name; undefined: of a name that nobody knows. */
  readonly mayRead: (topic: string | undefined) => boolean;
  readonly lender: Lender;
}

export interface FetchReads {
  readonly partitions: readonly PartitionRead[];
  readonly bytes: number;
  /**
   * Something has to be said now: an error or a diverging epoch. That some partitions don't exist can wait for the others, so that a consumer
   * that goes on asking for a deleted topic does not ask all the time.
   */
  readonly urgent: boolean;
}

/**
 * Reads every partition asked for, in order, as far as the limits go; the first batch comes whole even if it is larger (KIP-74). Partitions
 * that don't exist, or must not be read, stand at the end, those of unknown ids first, as Kafka answers.
 */
export function readAll(partitions: Partitions, asked: Iterable<SessionPartition>, usesTopicIds: boolean, limits: FetchLimits): FetchReads {
  const reads: PartitionRead[] = [];
  const unknown: PartitionRead[] = [];
  let bytes = 0;
  let urgent = false;
  for (const one of asked) {
    const found = usesTopicIds ? partitions.getById(one.topicId, one.index) : partitions.get(one.topic, one.index);
    const isDenied = !limits.mayRead(nameOf(partitions, one, found, usesTopicIds));
    const unread = isDenied ? errors.TOPIC_AUTHORIZATION_FAILED : undefined;
    const missing = unread ?? (found === undefined ? unknownPartition(partitions, one, usesTopicIds) : undefined);
    if (missing !== undefined && missing !== errors.INCONSISTENT_TOPIC_ID) {
      unknown.push({ ...refused(one, missing), known: false });
      continue;
    }
    if (found !== undefined) {
      one.foundAs = found.topic.name;
      found.counts.fetchRequests++;
    }
    const read = found === undefined ? refused(one, errors.INCONSISTENT_TOPIC_ID) : readOne(found, one, limits, bytes);
    bytes += read.records.length;
    urgent ||= read.error.code !== 0 || read.divergingEpoch !== undefined;
    reads.push(read);
  }
  if (unknown.length === 0) return { partitions: reads, bytes, urgent };
  return {
    partitions: [...reads, ...unknown.filter(hasUnknownId), ...unknown.filter((read) => !hasUnknownId(read))],
    bytes,
    urgent: urgent || reads.length === 0,
  };
}

/** The name of a partition's topic, as far as it is known. */
function nameOf(
  partitions: Partitions,
  { topic, topicId, foundAs }: SessionPartition,
  found: Partition | undefined,
  usesTopicIds: boolean,
): string | undefined {
  if (!usesTopicIds) return topic;
  return found?.topic.name ?? partitions.getById(topicId, 0)?.topic.name ?? foundAs;
}

function hasUnknownId({ error }: PartitionRead): boolean {
  return error === errors.UNKNOWN_TOPIC_ID;
}

/** A session remembers which name an id had: the topic may have gone, or been made anew with another id, since. */
function unknownPartition(partitions: Partitions, asked: SessionPartition, usesTopicIds: boolean): KafkaError {
  if (!usesTopicIds || partitions.getById(asked.topicId, 0) !== undefined) return errors.UNKNOWN_TOPIC_OR_PARTITION;
  if (asked.foundAs === undefined) return errors.UNKNOWN_TOPIC_ID;
  return partitions.get(asked.foundAs, asked.index) === undefined ? errors.UNKNOWN_TOPIC_OR_PARTITION : errors.INCONSISTENT_TOPIC_ID;
}

function readOne(partition: Partition, asked: SessionPartition, limits: FetchLimits, bytesSoFar: number): PartitionRead {
  const { log } = partition;
  const fenced = partition.checkEpoch(asked.currentLeaderEpoch);
  if (fenced === errors.FENCED_LEADER_EPOCH) return { ...refused(asked, fenced), fencedBy: partition.leaderEpoch };
  if (fenced !== undefined) return refused(asked, fenced);
  if (limits.fromFollower) return stranger(partition, asked);
  const base = {
    asked,
    known: true,
    error: errors.NONE,
    highWatermark: partition.highWatermark,
    lastStableOffset: log.lastStableOffset,
    logStartOffset: log.startOffset,
    aborted: noneAborted,
    divergingEpoch: undefined,
  };
  if (asked.lastFetchedEpoch >= 0) {
    const end = partition.endOffsetForEpoch(asked.lastFetchedEpoch);
    if (end === undefined) return refused(asked, errors.OFFSET_OUT_OF_RANGE);
    if (end.epoch < asked.lastFetchedEpoch || end.endOffset < asked.fetchOffset)
      return { ...base, records: noRecords, divergingEpoch: end };
  }
  if (asked.fetchOffset < log.startOffset || asked.fetchOffset > log.endOffset) return refused(asked, errors.OFFSET_OUT_OF_RANGE);
  const upTo = partition.readableEnd(limits.readCommitted);
  const bytesLeft = Math.max(0, limits.bytesMax - bytesSoFar);
  if (asked.fetchOffset >= upTo || (bytesLeft === 0 && bytesSoFar > 0)) return { ...base, records: noRecords };
  const { reads, allocate, lendAgain } = limits.lender;
  const read = reads.read(log, {
    offset: asked.fetchOffset,
    maxBytes: Math.min(asked.partitionMaxBytes, bytesLeft),
    minOneMessage: bytesSoFar === 0,
    upTo,
    withAborted: limits.readCommitted,
    allocate,
    lendAgain,
  });
  return read.error === undefined ? { ...base, records: read.records, aborted: read.aborted } : refused(asked, read.error);
}

/** No other node has a replica. Whoever knows the epoch may be ahead of this node, as far as Kafka can tell; whoever names none, not. */
function stranger({ leaderEpoch }: Partition, asked: SessionPartition): PartitionRead {
  if (asked.currentLeaderEpoch >= 0) return refused(asked, errors.UNKNOWN_LEADER_EPOCH);
  return { ...refused(asked, errors.NOT_LEADER_OR_FOLLOWER), fencedBy: leaderEpoch };
}

function refused(asked: SessionPartition, error: KafkaError): PartitionRead {
  return {
    asked,
    known: true,
    error,
    highWatermark: -1,
    lastStableOffset: -1,
    logStartOffset: -1,
    records: noRecords,
    aborted: noneAborted,
    divergingEpoch: undefined,
  };
}
