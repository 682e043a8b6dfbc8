// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { type Writer } from "../wire/writer.ts";

export interface OffsetForLeaderEpochRequest {
  /** Node id of an asking follower; -1 for consumers, -2 for tools. */
  replicaId: number;
  /** Partitions to ask about. */
  topics: OffsetForLeaderEpochRequestOffsetForLeaderTopic[];
}

export interface OffsetForLeaderEpochRequestOffsetForLeaderTopic {
  /** The topic. */
  topic: string;
  /** What to ask about each partition. */
  partitions: OffsetForLeaderEpochRequestOffsetForLeaderPartition[];
}

export interface OffsetForLeaderEpochRequestOffsetForLeaderPartition {
  /** Number of the partition. */
  partition: number;
  /** Leader epoch in the asker's metadata; -1 skips the check. */
  currentLeaderEpoch: number;
  /** The epoch whose end is wanted. */
  leaderEpoch: number;
}

export const OffsetForLeaderEpochRequest: MessageCodec<OffsetForLeaderEpochRequest> = {
  name: "OffsetForLeaderEpochRequest",
  apiKey: 23,
  minVersion: 2,
  maxVersion: 4,
  flexibleFrom: 4,
  decode: decodeOffsetForLeaderEpochRequest,
  encode: encodeOffsetForLeaderEpochRequest,
};

function decodeOffsetForLeaderEpochRequestOffsetForLeaderPartition(r: Reader, version: number): OffsetForLeaderEpochRequestOffsetForLeaderPartition {
  const flexible = version >= 4;
  const partition = r.int32();
  const currentLeaderEpoch = r.int32();
  const leaderEpoch = r.int32();
  if (flexible) r.skipTags();
  return { partition, currentLeaderEpoch, leaderEpoch };
}

function encodeOffsetForLeaderEpochRequestOffsetForLeaderPartition(w: Writer, draft: Draft<OffsetForLeaderEpochRequestOffsetForLeaderPartition>, version: number): void {
  const flexible = version >= 4;
  const { partition = 0, currentLeaderEpoch = -1, leaderEpoch = 0 } = draft;
  w.int32(partition);
  w.int32(currentLeaderEpoch);
  w.int32(leaderEpoch);
  if (flexible) w.noTags();
}

function decodeOffsetForLeaderEpochRequestOffsetForLeaderTopic(r: Reader, version: number): OffsetForLeaderEpochRequestOffsetForLeaderTopic {
  const flexible = version >= 4;
  const topic = r.string(flexible);
  const partitions: OffsetForLeaderEpochRequestOffsetForLeaderPartition[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) partitions.push(decodeOffsetForLeaderEpochRequestOffsetForLeaderPartition(r, version));
  if (flexible) r.skipTags();
  return { topic, partitions };
}

function encodeOffsetForLeaderEpochRequestOffsetForLeaderTopic(w: Writer, draft: Draft<OffsetForLeaderEpochRequestOffsetForLeaderTopic>, version: number): void {
  const flexible = version >= 4;
  const { topic = "", partitions = [] } = draft;
  w.string(topic, flexible);
  { w.arrayLength(partitions, flexible); for (const element of partitions) encodeOffsetForLeaderEpochRequestOffsetForLeaderPartition(w, element, version); }
  if (flexible) w.noTags();
}

function decodeOffsetForLeaderEpochRequest(r: Reader, version: number): OffsetForLeaderEpochRequest {
  if (version < 2 || version > 4) throw noSuchVersion("OffsetForLeaderEpochRequest", version);
  const flexible = version >= 4;
  const replicaId = version >= 3 ? r.int32() : -2;
  const topics: OffsetForLeaderEpochRequestOffsetForLeaderTopic[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) topics.push(decodeOffsetForLeaderEpochRequestOffsetForLeaderTopic(r, version));
  if (flexible) r.skipTags();
  return { replicaId, topics };
}

function encodeOffsetForLeaderEpochRequest(w: Writer, draft: Draft<OffsetForLeaderEpochRequest>, version: number): void {
  if (version < 2 || version > 4) throw noSuchVersion("OffsetForLeaderEpochRequest", version);
  const flexible = version >= 4;
  const { replicaId = -2, topics = [] } = draft;
  if (version >= 3) w.int32(replicaId);
  { w.arrayLength(topics, flexible); for (const element of topics) encodeOffsetForLeaderEpochRequestOffsetForLeaderTopic(w, element, version); }
  if (flexible) w.noTags();
}

export interface OffsetForLeaderEpochResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** Answers by topic. */
  topics: OffsetForLeaderEpochResponseOffsetForLeaderTopicResult[];
}

export interface OffsetForLeaderEpochResponseOffsetForLeaderTopicResult {
  /** The topic. */
  topic: string;
  /** Answers by partition. */
  partitions: OffsetForLeaderEpochResponseEpochEndOffset[];
}

export interface OffsetForLeaderEpochResponseEpochEndOffset {
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** Number of the partition. */
  partition: number;
  /** Newest epoch in the log that is not beyond the one asked for, or -1. */
  leaderEpoch: number;
  /** First offset after that epoch, or -1. */
  endOffset: number;
}

export const OffsetForLeaderEpochResponse: MessageCodec<OffsetForLeaderEpochResponse> = {
  name: "OffsetForLeaderEpochResponse",
  apiKey: 23,
  minVersion: 2,
  maxVersion: 4,
  flexibleFrom: 4,
  decode: decodeOffsetForLeaderEpochResponse,
  encode: encodeOffsetForLeaderEpochResponse,
  eachError: (draft, version, found) => eachErrorOfOffsetForLeaderEpochResponse(draft, version, found, draft),
};

function decodeOffsetForLeaderEpochResponseEpochEndOffset(r: Reader, version: number): OffsetForLeaderEpochResponseEpochEndOffset {
  const flexible = version >= 4;
  const errorCode = r.int16();
  const partition = r.int32();
  const leaderEpoch = r.int32();
  const endOffset = r.int64();
  if (flexible) r.skipTags();
  return { errorCode, partition, leaderEpoch, endOffset };
}

function encodeOffsetForLeaderEpochResponseEpochEndOffset(w: Writer, draft: Draft<OffsetForLeaderEpochResponseEpochEndOffset>, version: number): void {
  const flexible = version >= 4;
  const { errorCode = 0, partition = 0, leaderEpoch = -1, endOffset = -1 } = draft;
  w.int16(errorCode);
  w.int32(partition);
  w.int32(leaderEpoch);
  w.int64(endOffset);
  if (flexible) w.noTags();
}

function decodeOffsetForLeaderEpochResponseOffsetForLeaderTopicResult(r: Reader, version: number): OffsetForLeaderEpochResponseOffsetForLeaderTopicResult {
  const flexible = version >= 4;
  const topic = r.string(flexible);
  const partitions: OffsetForLeaderEpochResponseEpochEndOffset[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) partitions.push(decodeOffsetForLeaderEpochResponseEpochEndOffset(r, version));
  if (flexible) r.skipTags();
  return { topic, partitions };
}

function encodeOffsetForLeaderEpochResponseOffsetForLeaderTopicResult(w: Writer, draft: Draft<OffsetForLeaderEpochResponseOffsetForLeaderTopicResult>, version: number): void {
  const flexible = version >= 4;
  const { topic = "", partitions = [] } = draft;
  w.string(topic, flexible);
  { w.arrayLength(partitions, flexible); for (const element of partitions) encodeOffsetForLeaderEpochResponseEpochEndOffset(w, element, version); }
  if (flexible) w.noTags();
}

function decodeOffsetForLeaderEpochResponse(r: Reader, version: number): OffsetForLeaderEpochResponse {
  if (version < 2 || version > 4) throw noSuchVersion("OffsetForLeaderEpochResponse", version);
  const flexible = version >= 4;
  const throttleTimeMs = r.int32();
  const topics: OffsetForLeaderEpochResponseOffsetForLeaderTopicResult[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) topics.push(decodeOffsetForLeaderEpochResponseOffsetForLeaderTopicResult(r, version));
  if (flexible) r.skipTags();
  return { throttleTimeMs, topics };
}

function encodeOffsetForLeaderEpochResponse(w: Writer, draft: Draft<OffsetForLeaderEpochResponse>, version: number): void {
  if (version < 2 || version > 4) throw noSuchVersion("OffsetForLeaderEpochResponse", version);
  const flexible = version >= 4;
  const { throttleTimeMs = 0, topics = [] } = draft;
  w.int32(throttleTimeMs);
  { w.arrayLength(topics, flexible); for (const element of topics) encodeOffsetForLeaderEpochResponseOffsetForLeaderTopicResult(w, element, version); }
  if (flexible) w.noTags();
}

function eachErrorOfOffsetForLeaderEpochResponseEpochEndOffset(draft: Draft<OffsetForLeaderEpochResponseEpochEndOffset>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}

function eachErrorOfOffsetForLeaderEpochResponseOffsetForLeaderTopicResult(draft: Draft<OffsetForLeaderEpochResponseOffsetForLeaderTopicResult>, version: number, found: OnError, around: object): void {
  for (const element of draft.partitions ?? []) eachErrorOfOffsetForLeaderEpochResponseEpochEndOffset(element, version, found, draft);
}

function eachErrorOfOffsetForLeaderEpochResponse(draft: Draft<OffsetForLeaderEpochResponse>, version: number, found: OnError, around: object): void {
  for (const element of draft.topics ?? []) eachErrorOfOffsetForLeaderEpochResponseOffsetForLeaderTopicResult(element, version, found, draft);
}
