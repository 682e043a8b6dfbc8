import { errors, type KafkaError } from "@millrace/protocol";
import type { Partition } from "../partitions/partition.ts";
import type { Partitions } from "../partitions/partitions.ts";
import type { SessionPartition } from "./fetch-sessions.ts";

const noRecords = Buffer.alloc(0);

/** What one partition of a fetch gave. Offsets are -1 where an error hides them. */
export interface PartitionRead {
  readonly asked: SessionPartition;
  readonly error: KafkaError;
  readonly highWatermark: number;
  readonly lastStableOffset: number;
  readonly logStartOffset: number;
  readonly records: Buffer;
  /** Where the log left the epoch that the reader saw last, if the reader has gone another way (KIP-320). */
  readonly divergingEpoch: { readonly epoch: number; readonly endOffset: number } | undefined;
}

export interface FetchLimits {
  readonly bytesMax: number;
  readonly readCommitted: boolean;
  readonly allocate: (sizeBytes: number) => Buffer;
}

export interface FetchReads {
  readonly partitions: readonly PartitionRead[];
  readonly bytes: number;
  /** Something has to be said now: an error or a diverging epoch. */
  readonly urgent: boolean;
}

/** Reads every partition asked for, in order, as far as the limits go; the first batch comes whole even if it is larger (KIP-74). */
export function readAll(partitions: Partitions, asked: Iterable<SessionPartition>, usesTopicIds: boolean, limits: FetchLimits): FetchReads {
  const reads: PartitionRead[] = [];
  let bytes = 0;
  let urgent = false;
  for (const one of asked) {
    const found = usesTopicIds ? partitions.getById(one.topicId, one.index) : partitions.get(one.topic, one.index);
    const read = found === undefined ? refused(one, unknownPartition(partitions, one, usesTopicIds)) : readOne(found, one, limits, bytes);
    bytes += read.records.length;
    urgent ||= read.error.code !== 0 || read.divergingEpoch !== undefined;
    reads.push(read);
  }
  return { partitions: reads, bytes, urgent };
}

function unknownPartition(partitions: Partitions, asked: SessionPartition, usesTopicIds: boolean): KafkaError {
  const topicKnown = !usesTopicIds || partitions.getById(asked.topicId, 0) !== undefined;
  return topicKnown ? errors.UNKNOWN_TOPIC_OR_PARTITION : errors.UNKNOWN_TOPIC_ID;
}

function readOne(partition: Partition, asked: SessionPartition, limits: FetchLimits, bytesSoFar: number): PartitionRead {
  const { log } = partition;
  const fenced = partition.checkEpoch(asked.currentLeaderEpoch);
  if (fenced !== undefined) return refused(asked, fenced);
  if (asked.fetchOffset < log.startOffset || asked.fetchOffset > log.endOffset) return refused(asked, errors.OFFSET_OUT_OF_RANGE);
  const base = {
    asked,
    error: errors.NONE,
    highWatermark: partition.highWatermark,
    lastStableOffset: log.lastStableOffset,
    logStartOffset: log.startOffset,
    divergingEpoch: undefined,
  };
  if (asked.lastFetchedEpoch >= 0) {
    const end = partition.endOffsetForEpoch(asked.lastFetchedEpoch);
    if (end === undefined) return refused(asked, errors.OFFSET_OUT_OF_RANGE);
    if (end.epoch < asked.lastFetchedEpoch || end.endOffset < asked.fetchOffset)
      return { ...base, records: noRecords, divergingEpoch: end };
  }
  const upTo = partition.readableEnd(limits.readCommitted);
  const bytesLeft = Math.max(0, limits.bytesMax - bytesSoFar);
  if (asked.fetchOffset >= upTo || (bytesLeft === 0 && bytesSoFar > 0)) return { ...base, records: noRecords };
  const read = log.read(asked.fetchOffset, Math.min(asked.partitionMaxBytes, bytesLeft), {
    minOneMessage: bytesSoFar === 0,
    upTo,
    allocate: limits.allocate,
  });
  return read.error === undefined ? { ...base, records: read.records } : refused(asked, read.error);
}

function refused(asked: SessionPartition, error: KafkaError): PartitionRead {
  return { asked, error, highWatermark: -1, lastStableOffset: -1, logStartOffset: -1, records: noRecords, divergingEpoch: undefined };
}
