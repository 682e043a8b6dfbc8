// Generated from the definitions by `npm run generate`; not to be edited.
import { fieldNotInVersion, noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { ZERO_UUID } from "../wire/uuid.ts";
import { type Writer } from "../wire/writer.ts";

export interface OffsetFetchRequest {
  /** The group, while one request asks for one group. */
  groupId: string;
  /** Partitions to look up; null for all that have a committed offset. */
  topics: OffsetFetchRequestTopic[] | null;
  /** Groups to look up, several in one request (KIP-709). */
  groups: OffsetFetchRequestGroup[];
  /** Whether offsets inside open transactions are to be reported as unstable (KIP-447). */
  requireStable: boolean;
}

export interface OffsetFetchRequestGroup {
  /** The group. */
  groupId: string;
  /** The asking member of a consumer-protocol group, or null. */
  memberId: string | null;
  /** That member's epoch; -1 if none is given. */
  memberEpoch: number;
  /** Partitions to look up; null for all that have a committed offset. */
  topics: OffsetFetchRequestTopics[] | null;
}

export interface OffsetFetchRequestTopics {
  /** The topic, while versions still go by name. */
  name: string;
  /** The topic, since names gave way to ids. */
  topicId: string;
  /** Numbers of the partitions. */
  partitionIndexes: number[];
}

export interface OffsetFetchRequestTopic {
  /** The topic. */
  name: string;
  /** Numbers of the partitions. */
  partitionIndexes: number[];
}

export const OffsetFetchRequest: MessageCodec<OffsetFetchRequest> = {
  name: "OffsetFetchRequest",
  apiKey: 9,
  minVersion: 1,
  maxVersion: 10,
  flexibleFrom: 6,
  decode: decodeOffsetFetchRequest,
  encode: encodeOffsetFetchRequest,
};

function decodeOffsetFetchRequestTopic(r: Reader, version: number): OffsetFetchRequestTopic {
  const flexible = version >= 6;
  const name = r.string(flexible);
  const partitionIndexes: number[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) partitionIndexes.push(r.int32());
  if (flexible) r.skipTags();
  return { name, partitionIndexes };
}

function encodeOffsetFetchRequestTopic(w: Writer, draft: Draft<OffsetFetchRequestTopic>, version: number): void {
  const flexible = version >= 6;
  const { name = "", partitionIndexes = [] } = draft;
  w.string(name, flexible);
  { w.arrayLength(partitionIndexes, flexible); for (const element of partitionIndexes) w.int32(element); }
  if (flexible) w.noTags();
}

function decodeOffsetFetchRequestTopics(r: Reader, version: number): OffsetFetchRequestTopics {
  const name = version <= 9 ? r.string(true) : "";
  const topicId = version >= 10 ? r.uuid() : ZERO_UUID;
  const partitionIndexes: number[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) partitionIndexes.push(r.int32());
  r.skipTags();
  return { name, topicId, partitionIndexes };
}

function encodeOffsetFetchRequestTopics(w: Writer, draft: Draft<OffsetFetchRequestTopics>, version: number): void {
  const { name = "", topicId = ZERO_UUID, partitionIndexes = [] } = draft;
  if (version <= 9) w.string(name, true);
  if (version >= 10) w.uuid(topicId);
  { w.arrayLength(partitionIndexes, true); for (const element of partitionIndexes) w.int32(element); }
  w.noTags();
}

function decodeOffsetFetchRequestGroup(r: Reader, version: number): OffsetFetchRequestGroup {
  const groupId = r.string(true);
  const memberId = version >= 9 ? r.nullableString(true) : null;
  const memberEpoch = version >= 9 ? r.int32() : -1;
  let topics: OffsetFetchRequestTopics[] | null = [];
  {
    let n = r.nullableArrayLength(true);
    if (n < 0) topics = null;
    else {
      const topicsElements: OffsetFetchRequestTopics[] = [];
      for (; n > 0; n--) topicsElements.push(decodeOffsetFetchRequestTopics(r, version));
      topics = topicsElements;
    }
  }
  r.skipTags();
  return { groupId, memberId, memberEpoch, topics };
}

function encodeOffsetFetchRequestGroup(w: Writer, draft: Draft<OffsetFetchRequestGroup>, version: number): void {
  const { groupId = "", memberId = null, memberEpoch = -1, topics = [] } = draft;
  w.string(groupId, true);
  if (version >= 9) w.nullableString(memberId, true);
  if (version >= 9) w.int32(memberEpoch);
  { w.nullableArrayLength(topics, true); if (topics !== null) for (const element of topics) encodeOffsetFetchRequestTopics(w, element, version); }
  w.noTags();
}

function decodeOffsetFetchRequest(r: Reader, version: number): OffsetFetchRequest {
  if (version < 1 || version > 10) throw noSuchVersion("OffsetFetchRequest", version);
  const flexible = version >= 6;
  const groupId = version <= 7 ? r.string(flexible) : "";
  let topics: OffsetFetchRequestTopic[] | null = [];
  if (version <= 7) {
    let n = version >= 2 ? r.nullableArrayLength(flexible) : r.arrayLength(flexible);
    if (n < 0) topics = null;
    else {
      const topicsElements: OffsetFetchRequestTopic[] = [];
      for (; n > 0; n--) topicsElements.push(decodeOffsetFetchRequestTopic(r, version));
      topics = topicsElements;
    }
  }
  const groups: OffsetFetchRequestGroup[] = [];
  if (version >= 8) for (let n = r.arrayLength(true); n > 0; n--) groups.push(decodeOffsetFetchRequestGroup(r, version));
  const requireStable = version >= 7 ? r.bool() : false;
  if (flexible) r.skipTags();
  return { groupId, topics, groups, requireStable };
}

function encodeOffsetFetchRequest(w: Writer, draft: Draft<OffsetFetchRequest>, version: number): void {
  if (version < 1 || version > 10) throw noSuchVersion("OffsetFetchRequest", version);
  const flexible = version >= 6;
  const { groupId = "", topics = [], groups = [], requireStable = false } = draft;
  if (version <= 7) w.string(groupId, flexible);
  else if (groupId !== "") throw fieldNotInVersion("OffsetFetchRequest", "groupId", version);
  if (version <= 7) { version >= 2 ? w.nullableArrayLength(topics, flexible) : w.arrayLength(topics, flexible); if (topics !== null) for (const element of topics) encodeOffsetFetchRequestTopic(w, element, version); }
  else if (topics === null || topics.length !== 0) throw fieldNotInVersion("OffsetFetchRequest", "topics", version);
  if (version >= 8) { w.arrayLength(groups, true); for (const element of groups) encodeOffsetFetchRequestGroup(w, element, version); }
  else if (groups.length !== 0) throw fieldNotInVersion("OffsetFetchRequest", "groups", version);
  if (version >= 7) w.bool(requireStable);
  else if (requireStable) throw fieldNotInVersion("OffsetFetchRequest", "requireStable", version);
  if (flexible) w.noTags();
}

export interface OffsetFetchResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** Committed offsets by topic, for the one group asked for. */
  topics: OffsetFetchResponseTopic[];
  /** Outcome for the group; partitions have their own. */
  errorCode: number;
  /** Committed offsets by group. */
  groups: OffsetFetchResponseGroup[];
}

export interface OffsetFetchResponseGroup {
  /** The group. */
  groupId: string;
  /** Committed offsets by topic. */
  topics: OffsetFetchResponseTopics[];
  /** Outcome for this group; partitions have their own. */
  errorCode: number;
}

export interface OffsetFetchResponseTopics {
  /** The topic's name, as the request gave it. */
  name: string;
  /** The topic's id, as the request gave it. */
  topicId: string;
  /** Committed offsets by partition. */
  partitions: OffsetFetchResponsePartitions[];
}

export interface OffsetFetchResponsePartitions {
  /** Number of the partition. */
  partitionIndex: number;
  /** The committed offset; -1 if there is none. */
  committedOffset: number;
  /** Leader epoch committed with it, or -1. */
  committedLeaderEpoch: number;
  /** Text committed with it; empty if there is none. */
  metadata: string | null;
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
}

export interface OffsetFetchResponseTopic {
  /** The topic. */
  name: string;
  /** Committed offsets by partition. */
  partitions: OffsetFetchResponsePartition[];
}

export interface OffsetFetchResponsePartition {
  /** Number of the partition. */
  partitionIndex: number;
  /** The committed offset; -1 if there is none. */
  committedOffset: number;
  /** Leader epoch committed with it, or -1. */
  committedLeaderEpoch: number;
  /** Text committed with it; empty if there is none. */
  metadata: string | null;
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
}

export const OffsetFetchResponse: MessageCodec<OffsetFetchResponse> = {
  name: "OffsetFetchResponse",
  apiKey: 9,
  minVersion: 1,
  maxVersion: 10,
  flexibleFrom: 6,
  decode: decodeOffsetFetchResponse,
  encode: encodeOffsetFetchResponse,
  eachError: (draft, version, found) => eachErrorOfOffsetFetchResponse(draft, version, found, draft),
};

function decodeOffsetFetchResponsePartition(r: Reader, version: number): OffsetFetchResponsePartition {
  const flexible = version >= 6;
  const partitionIndex = r.int32();
  const committedOffset = r.int64();
  const committedLeaderEpoch = version >= 5 ? r.int32() : -1;
  const metadata = r.nullableString(flexible);
  const errorCode = r.int16();
  if (flexible) r.skipTags();
  return { partitionIndex, committedOffset, committedLeaderEpoch, metadata, errorCode };
}

function encodeOffsetFetchResponsePartition(w: Writer, draft: Draft<OffsetFetchResponsePartition>, version: number): void {
  const flexible = version >= 6;
  const { partitionIndex = 0, committedOffset = 0, committedLeaderEpoch = -1, metadata = "", errorCode = 0 } = draft;
  w.int32(partitionIndex);
  w.int64(committedOffset);
  if (version >= 5) w.int32(committedLeaderEpoch);
  w.nullableString(metadata, flexible);
  w.int16(errorCode);
  if (flexible) w.noTags();
}

function decodeOffsetFetchResponseTopic(r: Reader, version: number): OffsetFetchResponseTopic {
  const flexible = version >= 6;
  const name = r.string(flexible);
  const partitions: OffsetFetchResponsePartition[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) partitions.push(decodeOffsetFetchResponsePartition(r, version));
  if (flexible) r.skipTags();
  return { name, partitions };
}

function encodeOffsetFetchResponseTopic(w: Writer, draft: Draft<OffsetFetchResponseTopic>, version: number): void {
  const flexible = version >= 6;
  const { name = "", partitions = [] } = draft;
  w.string(name, flexible);
  { w.arrayLength(partitions, flexible); for (const element of partitions) encodeOffsetFetchResponsePartition(w, element, version); }
  if (flexible) w.noTags();
}

function decodeOffsetFetchResponsePartitions(r: Reader, _version: number): OffsetFetchResponsePartitions {
  const partitionIndex = r.int32();
  const committedOffset = r.int64();
  const committedLeaderEpoch = r.int32();
  const metadata = r.nullableString(true);
  const errorCode = r.int16();
  r.skipTags();
  return { partitionIndex, committedOffset, committedLeaderEpoch, metadata, errorCode };
}

function encodeOffsetFetchResponsePartitions(w: Writer, draft: Draft<OffsetFetchResponsePartitions>, _version: number): void {
  const { partitionIndex = 0, committedOffset = 0, committedLeaderEpoch = -1, metadata = "", errorCode = 0 } = draft;
  w.int32(partitionIndex);
  w.int64(committedOffset);
  w.int32(committedLeaderEpoch);
  w.nullableString(metadata, true);
  w.int16(errorCode);
  w.noTags();
}

function decodeOffsetFetchResponseTopics(r: Reader, version: number): OffsetFetchResponseTopics {
  const name = version <= 9 ? r.string(true) : "";
  const topicId = version >= 10 ? r.uuid() : ZERO_UUID;
  const partitions: OffsetFetchResponsePartitions[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) partitions.push(decodeOffsetFetchResponsePartitions(r, version));
  r.skipTags();
  return { name, topicId, partitions };
}

function encodeOffsetFetchResponseTopics(w: Writer, draft: Draft<OffsetFetchResponseTopics>, version: number): void {
  const { name = "", topicId = ZERO_UUID, partitions = [] } = draft;
  if (version <= 9) w.string(name, true);
  if (version >= 10) w.uuid(topicId);
  { w.arrayLength(partitions, true); for (const element of partitions) encodeOffsetFetchResponsePartitions(w, element, version); }
  w.noTags();
}

function decodeOffsetFetchResponseGroup(r: Reader, version: number): OffsetFetchResponseGroup {
  const groupId = r.string(true);
  const topics: OffsetFetchResponseTopics[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) topics.push(decodeOffsetFetchResponseTopics(r, version));
  const errorCode = r.int16();
  r.skipTags();
  return { groupId, topics, errorCode };
}

function encodeOffsetFetchResponseGroup(w: Writer, draft: Draft<OffsetFetchResponseGroup>, version: number): void {
  const { groupId = "", topics = [], errorCode = 0 } = draft;
  w.string(groupId, true);
  { w.arrayLength(topics, true); for (const element of topics) encodeOffsetFetchResponseTopics(w, element, version); }
  w.int16(errorCode);
  w.noTags();
}

function decodeOffsetFetchResponse(r: Reader, version: number): OffsetFetchResponse {
  if (version < 1 || version > 10) throw noSuchVersion("OffsetFetchResponse", version);
  const flexible = version >= 6;
  const throttleTimeMs = version >= 3 ? r.int32() : 0;
  const topics: OffsetFetchResponseTopic[] = [];
  if (version <= 7) for (let n = r.arrayLength(flexible); n > 0; n--) topics.push(decodeOffsetFetchResponseTopic(r, version));
  const errorCode = version >= 2 && version <= 7 ? r.int16() : 0;
  const groups: OffsetFetchResponseGroup[] = [];
  if (version >= 8) for (let n = r.arrayLength(true); n > 0; n--) groups.push(decodeOffsetFetchResponseGroup(r, version));
  if (flexible) r.skipTags();
  return { throttleTimeMs, topics, errorCode, groups };
}

function encodeOffsetFetchResponse(w: Writer, draft: Draft<OffsetFetchResponse>, version: number): void {
  if (version < 1 || version > 10) throw noSuchVersion("OffsetFetchResponse", version);
  const flexible = version >= 6;
  const { throttleTimeMs = 0, topics = [], errorCode = 0, groups = [] } = draft;
  if (version >= 3) w.int32(throttleTimeMs);
  if (version <= 7) { w.arrayLength(topics, flexible); for (const element of topics) encodeOffsetFetchResponseTopic(w, element, version); }
  else if (topics.length !== 0) throw fieldNotInVersion("OffsetFetchResponse", "topics", version);
  if (version >= 2 && version <= 7) w.int16(errorCode);
  if (version >= 8) { w.arrayLength(groups, true); for (const element of groups) encodeOffsetFetchResponseGroup(w, element, version); }
  else if (groups.length !== 0) throw fieldNotInVersion("OffsetFetchResponse", "groups", version);
  if (flexible) w.noTags();
}

function eachErrorOfOffsetFetchResponsePartition(draft: Draft<OffsetFetchResponsePartition>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}

function eachErrorOfOffsetFetchResponseTopic(draft: Draft<OffsetFetchResponseTopic>, version: number, found: OnError, around: object): void {
  for (const element of draft.partitions ?? []) eachErrorOfOffsetFetchResponsePartition(element, version, found, draft);
}

function eachErrorOfOffsetFetchResponsePartitions(draft: Draft<OffsetFetchResponsePartitions>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}

function eachErrorOfOffsetFetchResponseTopics(draft: Draft<OffsetFetchResponseTopics>, version: number, found: OnError, around: object): void {
  for (const element of draft.partitions ?? []) eachErrorOfOffsetFetchResponsePartitions(element, version, found, draft);
}

function eachErrorOfOffsetFetchResponseGroup(draft: Draft<OffsetFetchResponseGroup>, version: number, found: OnError, around: object): void {
  for (const element of draft.topics ?? []) eachErrorOfOffsetFetchResponseTopics(element, version, found, draft);
  found(draft.errorCode ?? 0, draft, around);
}

function eachErrorOfOffsetFetchResponse(draft: Draft<OffsetFetchResponse>, version: number, found: OnError, around: object): void {
  if (version <= 7) for (const element of draft.topics ?? []) eachErrorOfOffsetFetchResponseTopic(element, version, found, draft);
  if (version >= 2 && version <= 7) found(draft.errorCode ?? 0, draft, around);
  if (version >= 8) for (const element of draft.groups ?? []) eachErrorOfOffsetFetchResponseGroup(element, version, found, draft);
}
