// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { ZERO_UUID } from "../wire/uuid.ts";
import { type Writer } from "../wire/writer.ts";

export interface WriteShareGroupStateRequest {
  /** The share group. */
  groupId: string;
  /** Topics with partitions. */
  topics: WriteShareGroupStateRequestWriteStateData[];
}

export interface WriteShareGroupStateRequestWriteStateData {
  /** The topic's id. */
  topicId: string;
  /** The topic's partitions. */
  partitions: WriteShareGroupStateRequestPartitionData[];
}

export interface WriteShareGroupStateRequestPartitionData {
  /** Number of the partition. */
  partition: number;
  /** Grows each time the group begins anew on the partition: who knows an older one is refused. */
  stateEpoch: number;
  /** Epoch of the partition's leader, or -1: a leader that another has followed is refused. */
  leaderEpoch: number;
  /** First offset that the group has not done with; -1 if it is not known yet, or stays as it was. */
  startOffset: number;
  /** How many records from the start offset on are done with, or -1 (KIP-1226). */
  deliveryCompleteCount: number;
  /** Records from the start offset on that have been handed out before, as runs in one state. */
  stateBatches: WriteShareGroupStateRequestStateBatch[];
}

export interface WriteShareGroupStateRequestStateBatch {
  /** First offset of the run. */
  firstOffset: number;
  /** Last offset of the run, which is part of it. */
  lastOffset: number;
  /** 0 available, 2 acknowledged, 4 archived. */
  deliveryState: number;
  /** How often the records were handed out. */
  deliveryCount: number;
}

export const WriteShareGroupStateRequest: MessageCodec<WriteShareGroupStateRequest> = {
  name: "WriteShareGroupStateRequest",
  apiKey: 85,
  minVersion: 0,
  maxVersion: 1,
  flexibleFrom: 0,
  decode: decodeWriteShareGroupStateRequest,
  encode: encodeWriteShareGroupStateRequest,
};

function decodeWriteShareGroupStateRequestStateBatch(r: Reader, _version: number): WriteShareGroupStateRequestStateBatch {
  const firstOffset = r.int64();
  const lastOffset = r.int64();
  const deliveryState = r.int8();
  const deliveryCount = r.int16();
  r.skipTags();
  return { firstOffset, lastOffset, deliveryState, deliveryCount };
}

function encodeWriteShareGroupStateRequestStateBatch(w: Writer, draft: Draft<WriteShareGroupStateRequestStateBatch>, _version: number): void {
  const { firstOffset = 0, lastOffset = 0, deliveryState = 0, deliveryCount = 0 } = draft;
  w.int64(firstOffset);
  w.int64(lastOffset);
  w.int8(deliveryState);
  w.int16(deliveryCount);
  w.noTags();
}

function decodeWriteShareGroupStateRequestPartitionData(r: Reader, version: number): WriteShareGroupStateRequestPartitionData {
  const partition = r.int32();
  const stateEpoch = r.int32();
  const leaderEpoch = r.int32();
  const startOffset = r.int64();
  const deliveryCompleteCount = version >= 1 ? r.int32() : -1;
  const stateBatches: WriteShareGroupStateRequestStateBatch[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) stateBatches.push(decodeWriteShareGroupStateRequestStateBatch(r, version));
  r.skipTags();
  return { partition, stateEpoch, leaderEpoch, startOffset, deliveryCompleteCount, stateBatches };
}

function encodeWriteShareGroupStateRequestPartitionData(w: Writer, draft: Draft<WriteShareGroupStateRequestPartitionData>, version: number): void {
  const { partition = 0, stateEpoch = 0, leaderEpoch = 0, startOffset = 0, deliveryCompleteCount = -1, stateBatches = [] } = draft;
  w.int32(partition);
  w.int32(stateEpoch);
  w.int32(leaderEpoch);
  w.int64(startOffset);
  if (version >= 1) w.int32(deliveryCompleteCount);
  { w.arrayLength(stateBatches, true); for (const element of stateBatches) encodeWriteShareGroupStateRequestStateBatch(w, element, version); }
  w.noTags();
}

function decodeWriteShareGroupStateRequestWriteStateData(r: Reader, version: number): WriteShareGroupStateRequestWriteStateData {
  const topicId = r.uuid();
  const partitions: WriteShareGroupStateRequestPartitionData[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) partitions.push(decodeWriteShareGroupStateRequestPartitionData(r, version));
  r.skipTags();
  return { topicId, partitions };
}

function encodeWriteShareGroupStateRequestWriteStateData(w: Writer, draft: Draft<WriteShareGroupStateRequestWriteStateData>, version: number): void {
  const { topicId = ZERO_UUID, partitions = [] } = draft;
  w.uuid(topicId);
  { w.arrayLength(partitions, true); for (const element of partitions) encodeWriteShareGroupStateRequestPartitionData(w, element, version); }
  w.noTags();
}

function decodeWriteShareGroupStateRequest(r: Reader, version: number): WriteShareGroupStateRequest {
  if (version < 0 || version > 1) throw noSuchVersion("WriteShareGroupStateRequest", version);
  const groupId = r.string(true);
  const topics: WriteShareGroupStateRequestWriteStateData[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) topics.push(decodeWriteShareGroupStateRequestWriteStateData(r, version));
  r.skipTags();
  return { groupId, topics };
}

function encodeWriteShareGroupStateRequest(w: Writer, draft: Draft<WriteShareGroupStateRequest>, version: number): void {
  if (version < 0 || version > 1) throw noSuchVersion("WriteShareGroupStateRequest", version);
  const { groupId = "", topics = [] } = draft;
  w.string(groupId, true);
  { w.arrayLength(topics, true); for (const element of topics) encodeWriteShareGroupStateRequestWriteStateData(w, element, version); }
  w.noTags();
}

export interface WriteShareGroupStateResponse {
  /** Outcomes by topic. */
  results: WriteShareGroupStateResponseWriteStateResult[];
}

export interface WriteShareGroupStateResponseWriteStateResult {
  /** The topic's id. */
  topicId: string;
  /** The topic's partitions. */
  partitions: WriteShareGroupStateResponsePartitionResult[];
}

export interface WriteShareGroupStateResponsePartitionResult {
  /** Number of the partition. */
  partition: number;
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** What the error is about, or null. */
  errorMessage: string | null;
}

export const WriteShareGroupStateResponse: MessageCodec<WriteShareGroupStateResponse> = {
  name: "WriteShareGroupStateResponse",
  apiKey: 85,
  minVersion: 0,
  maxVersion: 1,
  flexibleFrom: 0,
  decode: decodeWriteShareGroupStateResponse,
  encode: encodeWriteShareGroupStateResponse,
  eachError: (draft, version, found) => eachErrorOfWriteShareGroupStateResponse(draft, version, found, draft),
};

function decodeWriteShareGroupStateResponsePartitionResult(r: Reader, _version: number): WriteShareGroupStateResponsePartitionResult {
  const partition = r.int32();
  const errorCode = r.int16();
  const errorMessage = r.nullableString(true);
  r.skipTags();
  return { partition, errorCode, errorMessage };
}

function encodeWriteShareGroupStateResponsePartitionResult(w: Writer, draft: Draft<WriteShareGroupStateResponsePartitionResult>, _version: number): void {
  const { partition = 0, errorCode = 0, errorMessage = null } = draft;
  w.int32(partition);
  w.int16(errorCode);
  w.nullableString(errorMessage, true);
  w.noTags();
}

function decodeWriteShareGroupStateResponseWriteStateResult(r: Reader, version: number): WriteShareGroupStateResponseWriteStateResult {
  const topicId = r.uuid();
  const partitions: WriteShareGroupStateResponsePartitionResult[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) partitions.push(decodeWriteShareGroupStateResponsePartitionResult(r, version));
  r.skipTags();
  return { topicId, partitions };
}

function encodeWriteShareGroupStateResponseWriteStateResult(w: Writer, draft: Draft<WriteShareGroupStateResponseWriteStateResult>, version: number): void {
  const { topicId = ZERO_UUID, partitions = [] } = draft;
  w.uuid(topicId);
  { w.arrayLength(partitions, true); for (const element of partitions) encodeWriteShareGroupStateResponsePartitionResult(w, element, version); }
  w.noTags();
}

function decodeWriteShareGroupStateResponse(r: Reader, version: number): WriteShareGroupStateResponse {
  if (version < 0 || version > 1) throw noSuchVersion("WriteShareGroupStateResponse", version);
  const results: WriteShareGroupStateResponseWriteStateResult[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) results.push(decodeWriteShareGroupStateResponseWriteStateResult(r, version));
  r.skipTags();
  return { results };
}

function encodeWriteShareGroupStateResponse(w: Writer, draft: Draft<WriteShareGroupStateResponse>, version: number): void {
  if (version < 0 || version > 1) throw noSuchVersion("WriteShareGroupStateResponse", version);
  const { results = [] } = draft;
  { w.arrayLength(results, true); for (const element of results) encodeWriteShareGroupStateResponseWriteStateResult(w, element, version); }
  w.noTags();
}

function eachErrorOfWriteShareGroupStateResponsePartitionResult(draft: Draft<WriteShareGroupStateResponsePartitionResult>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}

function eachErrorOfWriteShareGroupStateResponseWriteStateResult(draft: Draft<WriteShareGroupStateResponseWriteStateResult>, version: number, found: OnError, around: object): void {
  for (const element of draft.partitions ?? []) eachErrorOfWriteShareGroupStateResponsePartitionResult(element, version, found, draft);
}

function eachErrorOfWriteShareGroupStateResponse(draft: Draft<WriteShareGroupStateResponse>, version: number, found: OnError, around: object): void {
  for (const element of draft.results ?? []) eachErrorOfWriteShareGroupStateResponseWriteStateResult(element, version, found, draft);
}
