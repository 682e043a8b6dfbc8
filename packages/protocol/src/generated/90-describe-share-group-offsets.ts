// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { ZERO_UUID } from "../wire/uuid.ts";
import { type Writer } from "../wire/writer.ts";

export interface DescribeShareGroupOffsetsRequest {
  /** Groups to tell the offsets of. */
  groups: DescribeShareGroupOffsetsRequestGroup[];
}

export interface DescribeShareGroupOffsetsRequestGroup {
  /** The share group. */
  groupId: string;
  /** Topics to tell the offsets of; null for all. */
  topics: DescribeShareGroupOffsetsRequestTopic[] | null;
}

export interface DescribeShareGroupOffsetsRequestTopic {
  /** The topic's name. */
  topicName: string;
  /** Numbers of the partitions. */
  partitions: number[];
}

export const DescribeShareGroupOffsetsRequest: MessageCodec<DescribeShareGroupOffsetsRequest> = {
  name: "DescribeShareGroupOffsetsRequest",
  apiKey: 90,
  minVersion: 0,
  maxVersion: 1,
  flexibleFrom: 0,
  decode: decodeDescribeShareGroupOffsetsRequest,
  encode: encodeDescribeShareGroupOffsetsRequest,
};

function decodeDescribeShareGroupOffsetsRequestTopic(r: Reader, _version: number): DescribeShareGroupOffsetsRequestTopic {
  const topicName = r.string(true);
  const partitions: number[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) partitions.push(r.int32());
  r.skipTags();
  return { topicName, partitions };
}

function encodeDescribeShareGroupOffsetsRequestTopic(w: Writer, draft: Draft<DescribeShareGroupOffsetsRequestTopic>, _version: number): void {
  const { topicName = "", partitions = [] } = draft;
  w.string(topicName, true);
  { w.arrayLength(partitions, true); for (const element of partitions) w.int32(element); }
  w.noTags();
}

function decodeDescribeShareGroupOffsetsRequestGroup(r: Reader, version: number): DescribeShareGroupOffsetsRequestGroup {
  const groupId = r.string(true);
  let topics: DescribeShareGroupOffsetsRequestTopic[] | null = [];
  {
    let n = r.nullableArrayLength(true);
    if (n < 0) topics = null;
    else {
      const topicsElements: DescribeShareGroupOffsetsRequestTopic[] = [];
      for (; n > 0; n--) topicsElements.push(decodeDescribeShareGroupOffsetsRequestTopic(r, version));
      topics = topicsElements;
    }
  }
  r.skipTags();
  return { groupId, topics };
}

function encodeDescribeShareGroupOffsetsRequestGroup(w: Writer, draft: Draft<DescribeShareGroupOffsetsRequestGroup>, version: number): void {
  const { groupId = "", topics = [] } = draft;
  w.string(groupId, true);
  { w.nullableArrayLength(topics, true); if (topics !== null) for (const element of topics) encodeDescribeShareGroupOffsetsRequestTopic(w, element, version); }
  w.noTags();
}

function decodeDescribeShareGroupOffsetsRequest(r: Reader, version: number): DescribeShareGroupOffsetsRequest {
  if (version < 0 || version > 1) throw noSuchVersion("DescribeShareGroupOffsetsRequest", version);
  const groups: DescribeShareGroupOffsetsRequestGroup[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) groups.push(decodeDescribeShareGroupOffsetsRequestGroup(r, version));
  r.skipTags();
  return { groups };
}

function encodeDescribeShareGroupOffsetsRequest(w: Writer, draft: Draft<DescribeShareGroupOffsetsRequest>, version: number): void {
  if (version < 0 || version > 1) throw noSuchVersion("DescribeShareGroupOffsetsRequest", version);
  const { groups = [] } = draft;
  { w.arrayLength(groups, true); for (const element of groups) encodeDescribeShareGroupOffsetsRequestGroup(w, element, version); }
  w.noTags();
}

export interface DescribeShareGroupOffsetsResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** One entry for each group. */
  groups: DescribeShareGroupOffsetsResponseGroup[];
}

export interface DescribeShareGroupOffsetsResponseGroup {
  /** The share group. */
  groupId: string;
  /** Topics with partitions. */
  topics: DescribeShareGroupOffsetsResponseTopic[];
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** What the error is about, or null. */
  errorMessage: string | null;
}

export interface DescribeShareGroupOffsetsResponseTopic {
  /** The topic's name. */
  topicName: string;
  /** The topic's id. */
  topicId: string;
  /** The topic's partitions. */
  partitions: DescribeShareGroupOffsetsResponsePartition[];
}

export interface DescribeShareGroupOffsetsResponsePartition {
  /** Number of the partition. */
  partitionIndex: number;
  /** First offset that the group has not done with; -1 if it is not known yet, or stays as it was. */
  startOffset: number;
  /** Epoch of the partition's leader, or -1: a leader that another has followed is refused. */
  leaderEpoch: number;
  /** How many records the group has still to do with, or -1 (KIP-1226). */
  lag: number;
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** What the error is about, or null. */
  errorMessage: string | null;
}

export const DescribeShareGroupOffsetsResponse: MessageCodec<DescribeShareGroupOffsetsResponse> = {
  name: "DescribeShareGroupOffsetsResponse",
  apiKey: 90,
  minVersion: 0,
  maxVersion: 1,
  flexibleFrom: 0,
  decode: decodeDescribeShareGroupOffsetsResponse,
  encode: encodeDescribeShareGroupOffsetsResponse,
  eachError: (draft, version, found) => eachErrorOfDescribeShareGroupOffsetsResponse(draft, version, found, draft),
};

function decodeDescribeShareGroupOffsetsResponsePartition(r: Reader, version: number): DescribeShareGroupOffsetsResponsePartition {
  const partitionIndex = r.int32();
  const startOffset = r.int64();
  const leaderEpoch = r.int32();
  const lag = version >= 1 ? r.int64() : -1;
  const errorCode = r.int16();
  const errorMessage = r.nullableString(true);
  r.skipTags();
  return { partitionIndex, startOffset, leaderEpoch, lag, errorCode, errorMessage };
}

function encodeDescribeShareGroupOffsetsResponsePartition(w: Writer, draft: Draft<DescribeShareGroupOffsetsResponsePartition>, version: number): void {
  const { partitionIndex = 0, startOffset = 0, leaderEpoch = 0, lag = -1, errorCode = 0, errorMessage = null } = draft;
  w.int32(partitionIndex);
  w.int64(startOffset);
  w.int32(leaderEpoch);
  if (version >= 1) w.int64(lag);
  w.int16(errorCode);
  w.nullableString(errorMessage, true);
  w.noTags();
}

function decodeDescribeShareGroupOffsetsResponseTopic(r: Reader, version: number): DescribeShareGroupOffsetsResponseTopic {
  const topicName = r.string(true);
  const topicId = r.uuid();
  const partitions: DescribeShareGroupOffsetsResponsePartition[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) partitions.push(decodeDescribeShareGroupOffsetsResponsePartition(r, version));
  r.skipTags();
  return { topicName, topicId, partitions };
}

function encodeDescribeShareGroupOffsetsResponseTopic(w: Writer, draft: Draft<DescribeShareGroupOffsetsResponseTopic>, version: number): void {
  const { topicName = "", topicId = ZERO_UUID, partitions = [] } = draft;
  w.string(topicName, true);
  w.uuid(topicId);
  { w.arrayLength(partitions, true); for (const element of partitions) encodeDescribeShareGroupOffsetsResponsePartition(w, element, version); }
  w.noTags();
}

function decodeDescribeShareGroupOffsetsResponseGroup(r: Reader, version: number): DescribeShareGroupOffsetsResponseGroup {
  const groupId = r.string(true);
  const topics: DescribeShareGroupOffsetsResponseTopic[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) topics.push(decodeDescribeShareGroupOffsetsResponseTopic(r, version));
  const errorCode = r.int16();
  const errorMessage = r.nullableString(true);
  r.skipTags();
  return { groupId, topics, errorCode, errorMessage };
}

function encodeDescribeShareGroupOffsetsResponseGroup(w: Writer, draft: Draft<DescribeShareGroupOffsetsResponseGroup>, version: number): void {
  const { groupId = "", topics = [], errorCode = 0, errorMessage = null } = draft;
  w.string(groupId, true);
  { w.arrayLength(topics, true); for (const element of topics) encodeDescribeShareGroupOffsetsResponseTopic(w, element, version); }
  w.int16(errorCode);
  w.nullableString(errorMessage, true);
  w.noTags();
}

function decodeDescribeShareGroupOffsetsResponse(r: Reader, version: number): DescribeShareGroupOffsetsResponse {
  if (version < 0 || version > 1) throw noSuchVersion("DescribeShareGroupOffsetsResponse", version);
  const throttleTimeMs = r.int32();
  const groups: DescribeShareGroupOffsetsResponseGroup[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) groups.push(decodeDescribeShareGroupOffsetsResponseGroup(r, version));
  r.skipTags();
  return { throttleTimeMs, groups };
}

function encodeDescribeShareGroupOffsetsResponse(w: Writer, draft: Draft<DescribeShareGroupOffsetsResponse>, version: number): void {
  if (version < 0 || version > 1) throw noSuchVersion("DescribeShareGroupOffsetsResponse", version);
  const { throttleTimeMs = 0, groups = [] } = draft;
  w.int32(throttleTimeMs);
  { w.arrayLength(groups, true); for (const element of groups) encodeDescribeShareGroupOffsetsResponseGroup(w, element, version); }
  w.noTags();
}

function eachErrorOfDescribeShareGroupOffsetsResponsePartition(draft: Draft<DescribeShareGroupOffsetsResponsePartition>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}

function eachErrorOfDescribeShareGroupOffsetsResponseTopic(draft: Draft<DescribeShareGroupOffsetsResponseTopic>, version: number, found: OnError, around: object): void {
  for (const element of draft.partitions ?? []) eachErrorOfDescribeShareGroupOffsetsResponsePartition(element, version, found, draft);
}

function eachErrorOfDescribeShareGroupOffsetsResponseGroup(draft: Draft<DescribeShareGroupOffsetsResponseGroup>, version: number, found: OnError, around: object): void {
  for (const element of draft.topics ?? []) eachErrorOfDescribeShareGroupOffsetsResponseTopic(element, version, found, draft);
  found(draft.errorCode ?? 0, draft, around);
}

function eachErrorOfDescribeShareGroupOffsetsResponse(draft: Draft<DescribeShareGroupOffsetsResponse>, version: number, found: OnError, around: object): void {
  for (const element of draft.groups ?? []) eachErrorOfDescribeShareGroupOffsetsResponseGroup(element, version, found, draft);
}
