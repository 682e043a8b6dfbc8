import { errors, type FetchRequest, type KafkaError } from "@millrace/protocol";
import type { PartitionRead } from "./fetch-read.ts";
import {
  type FetchSession,
  type FetchSessions,
  nextSessionEpoch,
  type SessionPartition,
  type SessionPartitions,
} from "./fetch-sessions.ts";

/** First version that names topics by id (KIP-516). */
const firstVersionByTopicId = 13;
const finalEpoch = -1;
const noSession = 0;

/** What a fetch is about: which partitions to read, and which of the results to tell. */
export interface FetchContext {
  readonly asked: readonly SessionPartition[];
  readonly usesTopicIds: boolean;
  /** What is told of `reads`. */
  news(reads: readonly PartitionRead[]): readonly PartitionRead[];
  /** Notes in the session that the news of `reads` are told. */
  answer(reads: readonly PartitionRead[]): FetchAnswer;
  /** Nothing is told, and nothing noted. */
  silence(): FetchAnswer;
}

export interface FetchAnswer {
  readonly error: KafkaError;
  readonly sessionId: number;
  readonly told: readonly PartitionRead[];
}

/** Finds or prepares the session of a request (KIP-227), or says why there is none. */
export function fetchContext(request: FetchRequest, version: number, sessions: FetchSessions, nowMs: number): FetchContext | KafkaError {
  const usesTopicIds = version >= firstVersionByTopicId;
  const { sessionId, sessionEpoch } = request;
  if (sessionEpoch === 0 || sessionEpoch === finalEpoch) {
    sessions.remove(sessionId);
    const partitions = new Map<string, SessionPartition>();
    mergeAsked(partitions, request, usesTopicIds);
    return sessionEpoch === finalEpoch ? sessionless(partitions, usesTopicIds) : full(partitions, usesTopicIds, sessions, nowMs);
  }
  const session = sessions.get(sessionId);
  if (session === undefined) return errors.FETCH_SESSION_ID_NOT_FOUND;
  if (session.epoch !== sessionEpoch) return errors.INVALID_FETCH_SESSION_EPOCH;
  if (session.usesTopicIds !== usesTopicIds) return errors.FETCH_SESSION_TOPIC_ID_ERROR;
  mergeAsked(session.partitions, request, usesTopicIds);
  forget(session.partitions, request, usesTopicIds);
  if (session.partitions.size === 0) {
    sessions.remove(sessionId);
    return sessionless(new Map(), usesTopicIds);
  }
  sessions.touch(session, nowMs);
  session.epoch = nextSessionEpoch(session.epoch);
  return incremental(session);
}

function sessionless(partitions: SessionPartitions, usesTopicIds: boolean): FetchContext {
  const answer = (told: readonly PartitionRead[]) => ({ error: errors.NONE, sessionId: noSession, told });
  return { asked: [...partitions.values()], usesTopicIds, news: (reads) => reads, answer, silence: () => answer([]) };
}

function full(partitions: SessionPartitions, usesTopicIds: boolean, sessions: FetchSessions, nowMs: number): FetchContext {
  return {
    ...sessionless(partitions, usesTopicIds),
    answer(reads) {
      const session = sessions.open(partitions, usesTopicIds, nowMs);
      for (const read of reads) note(read);
      return { error: errors.NONE, sessionId: session?.id ?? noSession, told: reads };
    },
  };
}

function incremental(session: FetchSession): FetchContext {
  const epoch = session.epoch;
  const answer = (told: readonly PartitionRead[]): FetchAnswer =>
    session.epoch === epoch
      ? { error: errors.NONE, sessionId: session.id, told }
      : { error: errors.INVALID_FETCH_SESSION_EPOCH, sessionId: session.id, told: [] };
  const news = (reads: readonly PartitionRead[]) => reads.filter(isNews);
  return {
    asked: [...session.partitions.values()],
    usesTopicIds: session.usesTopicIds,
    news,
    answer(reads) {
      const { told, ...answered } = answer(news(reads));
      for (const read of told) {
        note(read);
        if (read.records.length > 0) moveToEnd(session, read.asked);
      }
      return { ...answered, told };
    },
    silence: () => answer([]),
  };
}

function isNews(read: PartitionRead): boolean {
  return (
    read.records.length > 0 ||
    read.error.code !== 0 ||
    read.divergingEpoch !== undefined ||
    read.highWatermark !== read.asked.sentHighWatermark ||
    read.logStartOffset !== read.asked.sentLogStartOffset
  );
}

/** After an error the high watermark counts as untold, so that the partition is told again once the error has gone. */
function note(read: PartitionRead): void {
  read.asked.sentHighWatermark = read.error.code === 0 ? read.highWatermark : -1;
  read.asked.sentLogStartOffset = read.logStartOffset;
}

function moveToEnd(session: FetchSession, partition: SessionPartition): void {
  const key = keyOf(session.usesTopicIds ? partition.topicId : partition.topic, partition.index);
  session.partitions.delete(key);
  session.partitions.set(key, partition);
}

function keyOf(topic: string, index: number): string {
  return `${index}:${topic}`;
}

function mergeAsked(partitions: SessionPartitions, request: FetchRequest, usesTopicIds: boolean): void {
  for (const { topic, topicId, partitions: asked } of request.topics) {
    for (const one of asked) {
      const key = keyOf(usesTopicIds ? topicId : topic, one.partition);
      const known = partitions.get(key);
      if (known === undefined) {
        partitions.set(key, {
          topicId,
          topic,
          index: one.partition,
          fetchOffset: one.fetchOffset,
          partitionMaxBytes: one.partitionMaxBytes,
          currentLeaderEpoch: knownEpoch(one),
          lastFetchedEpoch: one.lastFetchedEpoch,
          foundAs: undefined,
          sentHighWatermark: -1,
          sentLogStartOffset: -1,
        });
      } else {
        known.fetchOffset = one.fetchOffset;
        known.partitionMaxBytes = one.partitionMaxBytes;
        known.currentLeaderEpoch = knownEpoch(one);
        known.lastFetchedEpoch = one.lastFetchedEpoch;
      }
    }
  }
}

/** Anything negative stands for no epoch. */
function knownEpoch({ currentLeaderEpoch }: { readonly currentLeaderEpoch: number }): number {
  return Math.max(-1, currentLeaderEpoch);
}

function forget(partitions: SessionPartitions, request: FetchRequest, usesTopicIds: boolean): void {
  for (const { topic, topicId, partitions: indexes } of request.forgottenTopicsData) {
    for (const index of indexes) partitions.delete(keyOf(usesTopicIds ? topicId : topic, index));
  }
}
