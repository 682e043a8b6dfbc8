// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { ZERO_UUID } from "../wire/uuid.ts";
import { type Writer } from "../wire/writer.ts";

export interface ReadShareGroupStateRequest {
  /** The share group. */
  groupId: string;
  /** Topics with partitions. */
  topics: ReadShareGroupStateRequestReadStateData[];
}

export interface ReadShareGroupStateRequestReadStateData {
  /** The topic's id. */
  topicId: string;
  /** The topic's partitions. */
  partitions: ReadShareGroupStateRequestPartitionData[];
}

export interface ReadShareGroupStateRequestPartitionData {
  /** Number of the partition. */
  partition: number;
  /** Epoch of the partition's leader, or -1: a leader that another has followed is refused. */
  leaderEpoch: number;
}

export const ReadShareGroupStateRequest: MessageCodec<ReadShareGroupStateRequest> = {
  name: "ReadShareGroupStateRequest",
  apiKey: 84,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeReadShareGroupStateRequest,
  encode: encodeReadShareGroupStateRequest,
};

function decodeReadShareGroupStateRequestPartitionData(r: Reader, _version: number): ReadShareGroupStateRequestPartitionData {
  const partition = r.int32();
  const leaderEpoch = r.int32();
  r.skipTags();
  return { partition, leaderEpoch };
}

function encodeReadShareGroupStateRequestPartitionData(w: Writer, draft: Draft<ReadShareGroupStateRequestPartitionData>, _version: number): void {
  const { partition = 0, leaderEpoch = 0 } = draft;
  w.int32(partition);
  w.int32(leaderEpoch);
  w.noTags();
}

function decodeReadShareGroupStateRequestReadStateData(r: Reader, version: number): ReadShareGroupStateRequestReadStateData {
  const topicId = r.uuid();
  const partitions: ReadShareGroupStateRequestPartitionData[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) partitions.push(decodeReadShareGroupStateRequestPartitionData(r, version));
  r.skipTags();
  return { topicId, partitions };
}

function encodeReadShareGroupStateRequestReadStateData(w: Writer, draft: Draft<ReadShareGroupStateRequestReadStateData>, version: number): void {
  const { topicId = ZERO_UUID, partitions = [] } = draft;
  w.uuid(topicId);
  { w.arrayLength(partitions, true); for (const element of partitions) encodeReadShareGroupStateRequestPartitionData(w, element, version); }
  w.noTags();
}

function decodeReadShareGroupStateRequest(r: Reader, version: number): ReadShareGroupStateRequest {
  if (version < 0 || version > 0) throw noSuchVersion("ReadShareGroupStateRequest", version);
  const groupId = r.string(true);
  const topics: ReadShareGroupStateRequestReadStateData[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) topics.push(decodeReadShareGroupStateRequestReadStateData(r, version));
  r.skipTags();
  return { groupId, topics };
}

function encodeReadShareGroupStateRequest(w: Writer, draft: Draft<ReadShareGroupStateRequest>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("ReadShareGroupStateRequest", version);
  const { groupId = "", topics = [] } = draft;
  w.string(groupId, true);
  { w.arrayLength(topics, true); for (const element of topics) encodeReadShareGroupStateRequestReadStateData(w, element, version); }
  w.noTags();
}

export interface ReadShareGroupStateResponse {
  /** Outcomes by topic. */
  results: ReadShareGroupStateResponseReadStateResult[];
}

export interface ReadShareGroupStateResponseReadStateResult {
  /** The topic's id. */
  topicId: string;
  /** The topic's partitions. */
  partitions: ReadShareGroupStateResponsePartitionResult[];
}

export interface ReadShareGroupStateResponsePartitionResult {
  /** Number of the partition. */
  partition: number;
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** What the error is about, or null. */
  errorMessage: string | null;
  /** Grows each time the group begins anew on the partition: who knows an older one is refused. */
  stateEpoch: number;
  /** First offset that the group has not done with; -1 if it is not known yet, or stays as it was. */
  startOffset: number;
  /** Records from the start offset on that have been handed out before, as runs in one state. */
  stateBatches: ReadShareGroupStateResponseStateBatch[];
}

export interface ReadShareGroupStateResponseStateBatch {
  /** First offset of the run. */
  firstOffset: number;
  /** Last offset of the run, which is part of it. */
  lastOffset: number;
  /** 0 available, 2 acknowledged, 4 archived. */
  deliveryState: number;
  /** How often the records were handed out. */
  deliveryCount: number;
}

export const ReadShareGroupStateResponse: MessageCodec<ReadShareGroupStateResponse> = {
  name: "ReadShareGroupStateResponse",
  apiKey: 84,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeReadShareGroupStateResponse,
  encode: encodeReadShareGroupStateResponse,
  eachError: (draft, version, found) => eachErrorOfReadShareGroupStateResponse(draft, version, found, draft),
};

function decodeReadShareGroupStateResponseStateBatch(r: Reader, _version: number): ReadShareGroupStateResponseStateBatch {
  const firstOffset = r.int64();
  const lastOffset = r.int64();
  const deliveryState = r.int8();
  const deliveryCount = r.int16();
  r.skipTags();
  return { firstOffset, lastOffset, deliveryState, deliveryCount };
}

function encodeReadShareGroupStateResponseStateBatch(w: Writer, draft: Draft<ReadShareGroupStateResponseStateBatch>, _version: number): void {
  const { firstOffset = 0, lastOffset = 0, deliveryState = 0, deliveryCount = 0 } = draft;
  w.int64(firstOffset);
  w.int64(lastOffset);
  w.int8(deliveryState);
  w.int16(deliveryCount);
  w.noTags();
}

function decodeReadShareGroupStateResponsePartitionResult(r: Reader, version: number): ReadShareGroupStateResponsePartitionResult {
  const partition = r.int32();
  const errorCode = r.int16();
  const errorMessage = r.nullableString(true);
  const stateEpoch = r.int32();
  const startOffset = r.int64();
  const stateBatches: ReadShareGroupStateResponseStateBatch[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) stateBatches.push(decodeReadShareGroupStateResponseStateBatch(r, version));
  r.skipTags();
  return { partition, errorCode, errorMessage, stateEpoch, startOffset, stateBatches };
}

function encodeReadShareGroupStateResponsePartitionResult(w: Writer, draft: Draft<ReadShareGroupStateResponsePartitionResult>, version: number): void {
  const { partition = 0, errorCode = 0, errorMessage = null, stateEpoch = 0, startOffset = 0, stateBatches = [] } = draft;
  w.int32(partition);
  w.int16(errorCode);
  w.nullableString(errorMessage, true);
  w.int32(stateEpoch);
  w.int64(startOffset);
  { w.arrayLength(stateBatches, true); for (const element of stateBatches) encodeReadShareGroupStateResponseStateBatch(w, element, version); }
  w.noTags();
}

function decodeReadShareGroupStateResponseReadStateResult(r: Reader, version: number): ReadShareGroupStateResponseReadStateResult {
  const topicId = r.uuid();
  const partitions: ReadShareGroupStateResponsePartitionResult[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) partitions.push(decodeReadShareGroupStateResponsePartitionResult(r, version));
  r.skipTags();
  return { topicId, partitions };
}

function encodeReadShareGroupStateResponseReadStateResult(w: Writer, draft: Draft<ReadShareGroupStateResponseReadStateResult>, version: number): void {
  const { topicId = ZERO_UUID, partitions = [] } = draft;
  w.uuid(topicId);
  { w.arrayLength(partitions, true); for (const element of partitions) encodeReadShareGroupStateResponsePartitionResult(w, element, version); }
  w.noTags();
}

function decodeReadShareGroupStateResponse(r: Reader, version: number): ReadShareGroupStateResponse {
  if (version < 0 || version > 0) throw noSuchVersion("ReadShareGroupStateResponse", version);
  const results: ReadShareGroupStateResponseReadStateResult[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) results.push(decodeReadShareGroupStateResponseReadStateResult(r, version));
  r.skipTags();
  return { results };
}

function encodeReadShareGroupStateResponse(w: Writer, draft: Draft<ReadShareGroupStateResponse>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("ReadShareGroupStateResponse", version);
  const { results = [] } = draft;
  { w.arrayLength(results, true); for (const element of results) encodeReadShareGroupStateResponseReadStateResult(w, element, version); }
  w.noTags();
}

function eachErrorOfReadShareGroupStateResponsePartitionResult(draft: Draft<ReadShareGroupStateResponsePartitionResult>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}

function eachErrorOfReadShareGroupStateResponseReadStateResult(draft: Draft<ReadShareGroupStateResponseReadStateResult>, version: number, found: OnError, around: object): void {
  for (const element of draft.partitions ?? []) eachErrorOfReadShareGroupStateResponsePartitionResult(element, version, found, draft);
}

function eachErrorOfReadShareGroupStateResponse(draft: Draft<ReadShareGroupStateResponse>, version: number, found: OnError, around: object): void {
  for (const element of draft.results ?? []) eachErrorOfReadShareGroupStateResponseReadStateResult(element, version, found, draft);
}
