// Generated from the definitions by `npm run generate`; not to be edited.
import { fieldNotInVersion, noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { ZERO_UUID } from "../wire/uuid.ts";
import { type Writer } from "../wire/writer.ts";

export interface OffsetCommitRequest {
  /** The group that commits. */
  groupId: string;
  /** Generation of a classic member or epoch of a consumer-protocol member; -1 outside any membership. */
  generationIdOrMemberEpoch: number;
  /** The committing member; empty outside any membership. */
  memberId: string;
  /** The member's `group.instance.id` if it is a static member (KIP-345), else null. */
  groupInstanceId: string | null;
  /** How long to keep the offsets, in milliseconds; -1 leaves it to `offsets.retention.minutes`. */
  retentionTimeMs: number;
  /** What to commit, by topic. */
  topics: OffsetCommitRequestTopic[];
}

export interface OffsetCommitRequestTopic {
  /** The topic, while versions still go by name. */
  name: string;
  /** The topic, since names gave way to ids. */
  topicId: string;
  /** What to commit, by partition. */
  partitions: OffsetCommitRequestPartition[];
}

export interface OffsetCommitRequestPartition {
  /** Number of the partition. */
  partitionIndex: number;
  /** Offset of the next record that the group wants to see. */
  committedOffset: number;
  /** Leader epoch of the last record consumed, or -1. */
  committedLeaderEpoch: number;
  /** Free text kept with the offset, at most `offset.metadata.max.bytes`. */
  committedMetadata: string | null;
}

export const OffsetCommitRequest: MessageCodec<OffsetCommitRequest> = {
  name: "OffsetCommitRequest",
  apiKey: 8,
  minVersion: 2,
  maxVersion: 10,
  flexibleFrom: 8,
  decode: decodeOffsetCommitRequest,
  encode: encodeOffsetCommitRequest,
};

function decodeOffsetCommitRequestPartition(r: Reader, version: number): OffsetCommitRequestPartition {
  const flexible = version >= 8;
  const partitionIndex = r.int32();
  const committedOffset = r.int64();
  const committedLeaderEpoch = version >= 6 ? r.int32() : -1;
  const committedMetadata = r.nullableString(flexible);
  if (flexible) r.skipTags();
  return { partitionIndex, committedOffset, committedLeaderEpoch, committedMetadata };
}

function encodeOffsetCommitRequestPartition(w: Writer, draft: Draft<OffsetCommitRequestPartition>, version: number): void {
  const flexible = version >= 8;
  const { partitionIndex = 0, committedOffset = 0, committedLeaderEpoch = -1, committedMetadata = "" } = draft;
  w.int32(partitionIndex);
  w.int64(committedOffset);
  if (version >= 6) w.int32(committedLeaderEpoch);
  w.nullableString(committedMetadata, flexible);
  if (flexible) w.noTags();
}

function decodeOffsetCommitRequestTopic(r: Reader, version: number): OffsetCommitRequestTopic {
  const flexible = version >= 8;
  const name = version <= 9 ? r.string(flexible) : "";
  const topicId = version >= 10 ? r.uuid() : ZERO_UUID;
  const partitions: OffsetCommitRequestPartition[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) partitions.push(decodeOffsetCommitRequestPartition(r, version));
  if (flexible) r.skipTags();
  return { name, topicId, partitions };
}

function encodeOffsetCommitRequestTopic(w: Writer, draft: Draft<OffsetCommitRequestTopic>, version: number): void {
  const flexible = version >= 8;
  const { name = "", topicId = ZERO_UUID, partitions = [] } = draft;
  if (version <= 9) w.string(name, flexible);
  if (version >= 10) w.uuid(topicId);
  { w.arrayLength(partitions, flexible); for (const element of partitions) encodeOffsetCommitRequestPartition(w, element, version); }
  if (flexible) w.noTags();
}

function decodeOffsetCommitRequest(r: Reader, version: number): OffsetCommitRequest {
  if (version < 2 || version > 10) throw noSuchVersion("OffsetCommitRequest", version);
  const flexible = version >= 8;
  const groupId = r.string(flexible);
  const generationIdOrMemberEpoch = r.int32();
  const memberId = r.string(flexible);
  const groupInstanceId = version >= 7 ? r.nullableString(flexible) : null;
  const retentionTimeMs = version <= 4 ? r.int64() : -1;
  const topics: OffsetCommitRequestTopic[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) topics.push(decodeOffsetCommitRequestTopic(r, version));
  if (flexible) r.skipTags();
  return { groupId, generationIdOrMemberEpoch, memberId, groupInstanceId, retentionTimeMs, topics };
}

function encodeOffsetCommitRequest(w: Writer, draft: Draft<OffsetCommitRequest>, version: number): void {
  if (version < 2 || version > 10) throw noSuchVersion("OffsetCommitRequest", version);
  const flexible = version >= 8;
  const { groupId = "", generationIdOrMemberEpoch = -1, memberId = "", groupInstanceId = null, retentionTimeMs = -1, topics = [] } = draft;
  w.string(groupId, flexible);
  w.int32(generationIdOrMemberEpoch);
  w.string(memberId, flexible);
  if (version >= 7) w.nullableString(groupInstanceId, flexible);
  else if (groupInstanceId !== null) throw fieldNotInVersion("OffsetCommitRequest", "groupInstanceId", version);
  if (version <= 4) w.int64(retentionTimeMs);
  { w.arrayLength(topics, flexible); for (const element of topics) encodeOffsetCommitRequestTopic(w, element, version); }
  if (flexible) w.noTags();
}

export interface OffsetCommitResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** Outcomes by topic. */
  topics: OffsetCommitResponseTopic[];
}

export interface OffsetCommitResponseTopic {
  /** The topic's name, as the request gave it. */
  name: string;
  /** The topic's id, as the request gave it. */
  topicId: string;
  /** Outcomes by partition. */
  partitions: OffsetCommitResponsePartition[];
}

export interface OffsetCommitResponsePartition {
  /** Number of the partition. */
  partitionIndex: number;
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
}

export const OffsetCommitResponse: MessageCodec<OffsetCommitResponse> = {
  name: "OffsetCommitResponse",
  apiKey: 8,
  minVersion: 2,
  maxVersion: 10,
  flexibleFrom: 8,
  decode: decodeOffsetCommitResponse,
  encode: encodeOffsetCommitResponse,
  eachError: (draft, version, found) => eachErrorOfOffsetCommitResponse(draft, version, found, draft),
};

function decodeOffsetCommitResponsePartition(r: Reader, version: number): OffsetCommitResponsePartition {
  const flexible = version >= 8;
  const partitionIndex = r.int32();
  const errorCode = r.int16();
  if (flexible) r.skipTags();
  return { partitionIndex, errorCode };
}

function encodeOffsetCommitResponsePartition(w: Writer, draft: Draft<OffsetCommitResponsePartition>, version: number): void {
  const flexible = version >= 8;
  const { partitionIndex = 0, errorCode = 0 } = draft;
  w.int32(partitionIndex);
  w.int16(errorCode);
  if (flexible) w.noTags();
}

function decodeOffsetCommitResponseTopic(r: Reader, version: number): OffsetCommitResponseTopic {
  const flexible = version >= 8;
  const name = version <= 9 ? r.string(flexible) : "";
  const topicId = version >= 10 ? r.uuid() : ZERO_UUID;
  const partitions: OffsetCommitResponsePartition[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) partitions.push(decodeOffsetCommitResponsePartition(r, version));
  if (flexible) r.skipTags();
  return { name, topicId, partitions };
}

function encodeOffsetCommitResponseTopic(w: Writer, draft: Draft<OffsetCommitResponseTopic>, version: number): void {
  const flexible = version >= 8;
  const { name = "", topicId = ZERO_UUID, partitions = [] } = draft;
  if (version <= 9) w.string(name, flexible);
  if (version >= 10) w.uuid(topicId);
  { w.arrayLength(partitions, flexible); for (const element of partitions) encodeOffsetCommitResponsePartition(w, element, version); }
  if (flexible) w.noTags();
}

function decodeOffsetCommitResponse(r: Reader, version: number): OffsetCommitResponse {
  if (version < 2 || version > 10) throw noSuchVersion("OffsetCommitResponse", version);
  const flexible = version >= 8;
  const throttleTimeMs = version >= 3 ? r.int32() : 0;
  const topics: OffsetCommitResponseTopic[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) topics.push(decodeOffsetCommitResponseTopic(r, version));
  if (flexible) r.skipTags();
  return { throttleTimeMs, topics };
}

function encodeOffsetCommitResponse(w: Writer, draft: Draft<OffsetCommitResponse>, version: number): void {
  if (version < 2 || version > 10) throw noSuchVersion("OffsetCommitResponse", version);
  const flexible = version >= 8;
  const { throttleTimeMs = 0, topics = [] } = draft;
  if (version >= 3) w.int32(throttleTimeMs);
  { w.arrayLength(topics, flexible); for (const element of topics) encodeOffsetCommitResponseTopic(w, element, version); }
  if (flexible) w.noTags();
}

function eachErrorOfOffsetCommitResponsePartition(draft: Draft<OffsetCommitResponsePartition>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}

function eachErrorOfOffsetCommitResponseTopic(draft: Draft<OffsetCommitResponseTopic>, version: number, found: OnError, around: object): void {
  for (const element of draft.partitions ?? []) eachErrorOfOffsetCommitResponsePartition(element, version, found, draft);
}

function eachErrorOfOffsetCommitResponse(draft: Draft<OffsetCommitResponse>, version: number, found: OnError, around: object): void {
  for (const element of draft.topics ?? []) eachErrorOfOffsetCommitResponseTopic(element, version, found, draft);
}
