// Generated from the definitions by `npm run generate`; not to be edited.
import { fieldNotInVersion, noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { type Writer } from "../wire/writer.ts";

export interface ListOffsetsRequest {
  /** Node id of an asking follower; clients send -1. */
  replicaId: number;
  /** With 1, “latest” means the last stable offset instead of the high watermark. */
  isolationLevel: number;
  /** Partitions to look into. */
  topics: ListOffsetsRequestListOffsetsTopic[];
  /** How long a lookup in tiered storage may take, in milliseconds. */
  timeoutMs: number;
}

export interface ListOffsetsRequestListOffsetsTopic {
  /** The topic. */
  name: string;
  /** What to look for in each partition. */
  partitions: ListOffsetsRequestListOffsetsPartition[];
}

export interface ListOffsetsRequestListOffsetsPartition {
  /** Number of the partition. */
  partitionIndex: number;
  /** Leader epoch in the client's metadata; -1 skips the check. */
  currentLeaderEpoch: number;
  /** Milliseconds to search from, or a special value: -1 latest, -2 earliest, -3 maximum timestamp, -4 earliest local, -5 latest tiered, -6 earliest not yet uploaded. */
  timestamp: number;
}

export const ListOffsetsRequest: MessageCodec<ListOffsetsRequest> = {
  name: "ListOffsetsRequest",
  apiKey: 2,
  minVersion: 1,
  maxVersion: 11,
  flexibleFrom: 6,
  decode: decodeListOffsetsRequest,
  encode: encodeListOffsetsRequest,
};

function decodeListOffsetsRequestListOffsetsPartition(r: Reader, version: number): ListOffsetsRequestListOffsetsPartition {
  const flexible = version >= 6;
  const partitionIndex = r.int32();
  const currentLeaderEpoch = version >= 4 ? r.int32() : -1;
  const timestamp = r.int64();
  if (flexible) r.skipTags();
  return { partitionIndex, currentLeaderEpoch, timestamp };
}

function encodeListOffsetsRequestListOffsetsPartition(w: Writer, draft: Draft<ListOffsetsRequestListOffsetsPartition>, version: number): void {
  const flexible = version >= 6;
  const { partitionIndex = 0, currentLeaderEpoch = -1, timestamp = 0 } = draft;
  w.int32(partitionIndex);
  if (version >= 4) w.int32(currentLeaderEpoch);
  w.int64(timestamp);
  if (flexible) w.noTags();
}

function decodeListOffsetsRequestListOffsetsTopic(r: Reader, version: number): ListOffsetsRequestListOffsetsTopic {
  const flexible = version >= 6;
  const name = r.string(flexible);
  const partitions: ListOffsetsRequestListOffsetsPartition[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) partitions.push(decodeListOffsetsRequestListOffsetsPartition(r, version));
  if (flexible) r.skipTags();
  return { name, partitions };
}

function encodeListOffsetsRequestListOffsetsTopic(w: Writer, draft: Draft<ListOffsetsRequestListOffsetsTopic>, version: number): void {
  const flexible = version >= 6;
  const { name = "", partitions = [] } = draft;
  w.string(name, flexible);
  { w.arrayLength(partitions, flexible); for (const element of partitions) encodeListOffsetsRequestListOffsetsPartition(w, element, version); }
  if (flexible) w.noTags();
}

function decodeListOffsetsRequest(r: Reader, version: number): ListOffsetsRequest {
  if (version < 1 || version > 11) throw noSuchVersion("ListOffsetsRequest", version);
  const flexible = version >= 6;
  const replicaId = r.int32();
  const isolationLevel = version >= 2 ? r.int8() : 0;
  const topics: ListOffsetsRequestListOffsetsTopic[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) topics.push(decodeListOffsetsRequestListOffsetsTopic(r, version));
  const timeoutMs = version >= 10 ? r.int32() : 0;
  if (flexible) r.skipTags();
  return { replicaId, isolationLevel, topics, timeoutMs };
}

function encodeListOffsetsRequest(w: Writer, draft: Draft<ListOffsetsRequest>, version: number): void {
  if (version < 1 || version > 11) throw noSuchVersion("ListOffsetsRequest", version);
  const flexible = version >= 6;
  const { replicaId = 0, isolationLevel = 0, topics = [], timeoutMs = 0 } = draft;
  w.int32(replicaId);
  if (version >= 2) w.int8(isolationLevel);
  else if (isolationLevel !== 0) throw fieldNotInVersion("ListOffsetsRequest", "isolationLevel", version);
  { w.arrayLength(topics, flexible); for (const element of topics) encodeListOffsetsRequestListOffsetsTopic(w, element, version); }
  if (version >= 10) w.int32(timeoutMs);
  if (flexible) w.noTags();
}

export interface ListOffsetsResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** What was found, by topic. */
  topics: ListOffsetsResponseListOffsetsTopicResponse[];
}

export interface ListOffsetsResponseListOffsetsTopicResponse {
  /** The topic. */
  name: string;
  /** What was found, by partition. */
  partitions: ListOffsetsResponseListOffsetsPartitionResponse[];
}

export interface ListOffsetsResponseListOffsetsPartitionResponse {
  /** Number of the partition. */
  partitionIndex: number;
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** Timestamp of the record found; -1 if there is none or the question was special. */
  timestamp: number;
  /** The offset found, or -1. */
  offset: number;
  /** Leader epoch of the record found, or -1. */
  leaderEpoch: number;
}

export const ListOffsetsResponse: MessageCodec<ListOffsetsResponse> = {
  name: "ListOffsetsResponse",
  apiKey: 2,
  minVersion: 1,
  maxVersion: 11,
  flexibleFrom: 6,
  decode: decodeListOffsetsResponse,
  encode: encodeListOffsetsResponse,
  eachError: (draft, version, found) => eachErrorOfListOffsetsResponse(draft, version, found, draft),
};

function decodeListOffsetsResponseListOffsetsPartitionResponse(r: Reader, version: number): ListOffsetsResponseListOffsetsPartitionResponse {
  const flexible = version >= 6;
  const partitionIndex = r.int32();
  const errorCode = r.int16();
  const timestamp = r.int64();
  const offset = r.int64();
  const leaderEpoch = version >= 4 ? r.int32() : -1;
  if (flexible) r.skipTags();
  return { partitionIndex, errorCode, timestamp, offset, leaderEpoch };
}

function encodeListOffsetsResponseListOffsetsPartitionResponse(w: Writer, draft: Draft<ListOffsetsResponseListOffsetsPartitionResponse>, version: number): void {
  const flexible = version >= 6;
  const { partitionIndex = 0, errorCode = 0, timestamp = -1, offset = -1, leaderEpoch = -1 } = draft;
  w.int32(partitionIndex);
  w.int16(errorCode);
  w.int64(timestamp);
  w.int64(offset);
  if (version >= 4) w.int32(leaderEpoch);
  else if (leaderEpoch !== -1) throw fieldNotInVersion("ListOffsetsResponse", "leaderEpoch", version);
  if (flexible) w.noTags();
}

function decodeListOffsetsResponseListOffsetsTopicResponse(r: Reader, version: number): ListOffsetsResponseListOffsetsTopicResponse {
  const flexible = version >= 6;
  const name = r.string(flexible);
  const partitions: ListOffsetsResponseListOffsetsPartitionResponse[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) partitions.push(decodeListOffsetsResponseListOffsetsPartitionResponse(r, version));
  if (flexible) r.skipTags();
  return { name, partitions };
}

function encodeListOffsetsResponseListOffsetsTopicResponse(w: Writer, draft: Draft<ListOffsetsResponseListOffsetsTopicResponse>, version: number): void {
  const flexible = version >= 6;
  const { name = "", partitions = [] } = draft;
  w.string(name, flexible);
  { w.arrayLength(partitions, flexible); for (const element of partitions) encodeListOffsetsResponseListOffsetsPartitionResponse(w, element, version); }
  if (flexible) w.noTags();
}

function decodeListOffsetsResponse(r: Reader, version: number): ListOffsetsResponse {
  if (version < 1 || version > 11) throw noSuchVersion("ListOffsetsResponse", version);
  const flexible = version >= 6;
  const throttleTimeMs = version >= 2 ? r.int32() : 0;
  const topics: ListOffsetsResponseListOffsetsTopicResponse[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) topics.push(decodeListOffsetsResponseListOffsetsTopicResponse(r, version));
  if (flexible) r.skipTags();
  return { throttleTimeMs, topics };
}

function encodeListOffsetsResponse(w: Writer, draft: Draft<ListOffsetsResponse>, version: number): void {
  if (version < 1 || version > 11) throw noSuchVersion("ListOffsetsResponse", version);
  const flexible = version >= 6;
  const { throttleTimeMs = 0, topics = [] } = draft;
  if (version >= 2) w.int32(throttleTimeMs);
  { w.arrayLength(topics, flexible); for (const element of topics) encodeListOffsetsResponseListOffsetsTopicResponse(w, element, version); }
  if (flexible) w.noTags();
}

function eachErrorOfListOffsetsResponseListOffsetsPartitionResponse(draft: Draft<ListOffsetsResponseListOffsetsPartitionResponse>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}

function eachErrorOfListOffsetsResponseListOffsetsTopicResponse(draft: Draft<ListOffsetsResponseListOffsetsTopicResponse>, version: number, found: OnError, around: object): void {
  for (const element of draft.partitions ?? []) eachErrorOfListOffsetsResponseListOffsetsPartitionResponse(element, version, found, draft);
}

function eachErrorOfListOffsetsResponse(draft: Draft<ListOffsetsResponse>, version: number, found: OnError, around: object): void {
  for (const element of draft.topics ?? []) eachErrorOfListOffsetsResponseListOffsetsTopicResponse(element, version, found, draft);
}
