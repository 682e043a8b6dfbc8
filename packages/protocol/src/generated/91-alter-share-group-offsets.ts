// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { ZERO_UUID } from "../wire/uuid.ts";
import { type Writer } from "../wire/writer.ts";

export interface AlterShareGroupOffsetsRequest {
  /** The share group. */
  groupId: string;
  /** Topics with partitions. */
  topics: AlterShareGroupOffsetsRequestTopic[];
}

export interface AlterShareGroupOffsetsRequestTopic {
  /** The topic's name. */
  topicName: string;
  /** The topic's partitions. */
  partitions: AlterShareGroupOffsetsRequestPartition[];
}

export interface AlterShareGroupOffsetsRequestPartition {
  /** Number of the partition. */
  partitionIndex: number;
  /** Where the group is to begin. */
  startOffset: number;
}

export const AlterShareGroupOffsetsRequest: MessageCodec<AlterShareGroupOffsetsRequest> = {
  name: "AlterShareGroupOffsetsRequest",
  apiKey: 91,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeAlterShareGroupOffsetsRequest,
  encode: encodeAlterShareGroupOffsetsRequest,
};

function decodeAlterShareGroupOffsetsRequestPartition(r: Reader, _version: number): AlterShareGroupOffsetsRequestPartition {
  const partitionIndex = r.int32();
  const startOffset = r.int64();
  r.skipTags();
  return { partitionIndex, startOffset };
}

function encodeAlterShareGroupOffsetsRequestPartition(w: Writer, draft: Draft<AlterShareGroupOffsetsRequestPartition>, _version: number): void {
  const { partitionIndex = 0, startOffset = 0 } = draft;
  w.int32(partitionIndex);
  w.int64(startOffset);
  w.noTags();
}

function decodeAlterShareGroupOffsetsRequestTopic(r: Reader, version: number): AlterShareGroupOffsetsRequestTopic {
  const topicName = r.string(true);
  const partitions: AlterShareGroupOffsetsRequestPartition[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) partitions.push(decodeAlterShareGroupOffsetsRequestPartition(r, version));
  r.skipTags();
  return { topicName, partitions };
}

function encodeAlterShareGroupOffsetsRequestTopic(w: Writer, draft: Draft<AlterShareGroupOffsetsRequestTopic>, version: number): void {
  const { topicName = "", partitions = [] } = draft;
  w.string(topicName, true);
  { w.arrayLength(partitions, true); for (const element of partitions) encodeAlterShareGroupOffsetsRequestPartition(w, element, version); }
  w.noTags();
}

function decodeAlterShareGroupOffsetsRequest(r: Reader, version: number): AlterShareGroupOffsetsRequest {
  if (version < 0 || version > 0) throw noSuchVersion("AlterShareGroupOffsetsRequest", version);
  const groupId = r.string(true);
  const topics: AlterShareGroupOffsetsRequestTopic[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) topics.push(decodeAlterShareGroupOffsetsRequestTopic(r, version));
  r.skipTags();
  return { groupId, topics };
}

function encodeAlterShareGroupOffsetsRequest(w: Writer, draft: Draft<AlterShareGroupOffsetsRequest>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("AlterShareGroupOffsetsRequest", version);
  const { groupId = "", topics = [] } = draft;
  w.string(groupId, true);
  { w.arrayLength(topics, true); for (const element of topics) encodeAlterShareGroupOffsetsRequestTopic(w, element, version); }
  w.noTags();
}

export interface AlterShareGroupOffsetsResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** What the error is about, or null. */
  errorMessage: string | null;
  /** Outcomes by topic. */
  responses: AlterShareGroupOffsetsResponseTopic[];
}

export interface AlterShareGroupOffsetsResponseTopic {
  /** The topic's name. */
  topicName: string;
  /** The topic's id. */
  topicId: string;
  /** The topic's partitions. */
  partitions: AlterShareGroupOffsetsResponsePartition[];
}

export interface AlterShareGroupOffsetsResponsePartition {
  /** Number of the partition. */
  partitionIndex: number;
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** What the error is about, or null. */
  errorMessage: string | null;
}

export const AlterShareGroupOffsetsResponse: MessageCodec<AlterShareGroupOffsetsResponse> = {
  name: "AlterShareGroupOffsetsResponse",
  apiKey: 91,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeAlterShareGroupOffsetsResponse,
  encode: encodeAlterShareGroupOffsetsResponse,
  eachError: (draft, version, found) => eachErrorOfAlterShareGroupOffsetsResponse(draft, version, found, draft),
};

function decodeAlterShareGroupOffsetsResponsePartition(r: Reader, _version: number): AlterShareGroupOffsetsResponsePartition {
  const partitionIndex = r.int32();
  const errorCode = r.int16();
  const errorMessage = r.nullableString(true);
  r.skipTags();
  return { partitionIndex, errorCode, errorMessage };
}

function encodeAlterShareGroupOffsetsResponsePartition(w: Writer, draft: Draft<AlterShareGroupOffsetsResponsePartition>, _version: number): void {
  const { partitionIndex = 0, errorCode = 0, errorMessage = null } = draft;
  w.int32(partitionIndex);
  w.int16(errorCode);
  w.nullableString(errorMessage, true);
  w.noTags();
}

function decodeAlterShareGroupOffsetsResponseTopic(r: Reader, version: number): AlterShareGroupOffsetsResponseTopic {
  const topicName = r.string(true);
  const topicId = r.uuid();
  const partitions: AlterShareGroupOffsetsResponsePartition[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) partitions.push(decodeAlterShareGroupOffsetsResponsePartition(r, version));
  r.skipTags();
  return { topicName, topicId, partitions };
}

function encodeAlterShareGroupOffsetsResponseTopic(w: Writer, draft: Draft<AlterShareGroupOffsetsResponseTopic>, version: number): void {
  const { topicName = "", topicId = ZERO_UUID, partitions = [] } = draft;
  w.string(topicName, true);
  w.uuid(topicId);
  { w.arrayLength(partitions, true); for (const element of partitions) encodeAlterShareGroupOffsetsResponsePartition(w, element, version); }
  w.noTags();
}

function decodeAlterShareGroupOffsetsResponse(r: Reader, version: number): AlterShareGroupOffsetsResponse {
  if (version < 0 || version > 0) throw noSuchVersion("AlterShareGroupOffsetsResponse", version);
  const throttleTimeMs = r.int32();
  const errorCode = r.int16();
  const errorMessage = r.nullableString(true);
  const responses: AlterShareGroupOffsetsResponseTopic[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) responses.push(decodeAlterShareGroupOffsetsResponseTopic(r, version));
  r.skipTags();
  return { throttleTimeMs, errorCode, errorMessage, responses };
}

function encodeAlterShareGroupOffsetsResponse(w: Writer, draft: Draft<AlterShareGroupOffsetsResponse>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("AlterShareGroupOffsetsResponse", version);
  const { throttleTimeMs = 0, errorCode = 0, errorMessage = null, responses = [] } = draft;
  w.int32(throttleTimeMs);
  w.int16(errorCode);
  w.nullableString(errorMessage, true);
  { w.arrayLength(responses, true); for (const element of responses) encodeAlterShareGroupOffsetsResponseTopic(w, element, version); }
  w.noTags();
}

function eachErrorOfAlterShareGroupOffsetsResponsePartition(draft: Draft<AlterShareGroupOffsetsResponsePartition>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}

function eachErrorOfAlterShareGroupOffsetsResponseTopic(draft: Draft<AlterShareGroupOffsetsResponseTopic>, version: number, found: OnError, around: object): void {
  for (const element of draft.partitions ?? []) eachErrorOfAlterShareGroupOffsetsResponsePartition(element, version, found, draft);
}

function eachErrorOfAlterShareGroupOffsetsResponse(draft: Draft<AlterShareGroupOffsetsResponse>, version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
  for (const element of draft.responses ?? []) eachErrorOfAlterShareGroupOffsetsResponseTopic(element, version, found, draft);
}
