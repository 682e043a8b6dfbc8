// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { ZERO_UUID } from "../wire/uuid.ts";
import { type Writer } from "../wire/writer.ts";

export interface InitializeShareGroupStateRequest {
  /** The share group. */
  groupId: string;
  /** Topics with partitions. */
  topics: InitializeShareGroupStateRequestInitializeStateData[];
}

export interface InitializeShareGroupStateRequestInitializeStateData {
  /** The topic's id. */
  topicId: string;
  /** The topic's partitions. */
  partitions: InitializeShareGroupStateRequestPartitionData[];
}

export interface InitializeShareGroupStateRequestPartitionData {
  /** Number of the partition. */
  partition: number;
  /** Grows each time the group begins anew on the partition: who knows an older one is refused. */
  stateEpoch: number;
  /** First offset that the group has not done with; -1 if it is not known yet, or stays as it was. */
  startOffset: number;
}

export const InitializeShareGroupStateRequest: MessageCodec<InitializeShareGroupStateRequest> = {
  name: "InitializeShareGroupStateRequest",
  apiKey: 83,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeInitializeShareGroupStateRequest,
  encode: encodeInitializeShareGroupStateRequest,
};

function decodeInitializeShareGroupStateRequestPartitionData(r: Reader, _version: number): InitializeShareGroupStateRequestPartitionData {
  const partition = r.int32();
  const stateEpoch = r.int32();
  const startOffset = r.int64();
  r.skipTags();
  return { partition, stateEpoch, startOffset };
}

function encodeInitializeShareGroupStateRequestPartitionData(w: Writer, draft: Draft<InitializeShareGroupStateRequestPartitionData>, _version: number): void {
  const { partition = 0, stateEpoch = 0, startOffset = 0 } = draft;
  w.int32(partition);
  w.int32(stateEpoch);
  w.int64(startOffset);
  w.noTags();
}

function decodeInitializeShareGroupStateRequestInitializeStateData(r: Reader, version: number): InitializeShareGroupStateRequestInitializeStateData {
  const topicId = r.uuid();
  const partitions: InitializeShareGroupStateRequestPartitionData[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) partitions.push(decodeInitializeShareGroupStateRequestPartitionData(r, version));
  r.skipTags();
  return { topicId, partitions };
}

function encodeInitializeShareGroupStateRequestInitializeStateData(w: Writer, draft: Draft<InitializeShareGroupStateRequestInitializeStateData>, version: number): void {
  const { topicId = ZERO_UUID, partitions = [] } = draft;
  w.uuid(topicId);
  { w.arrayLength(partitions, true); for (const element of partitions) encodeInitializeShareGroupStateRequestPartitionData(w, element, version); }
  w.noTags();
}

function decodeInitializeShareGroupStateRequest(r: Reader, version: number): InitializeShareGroupStateRequest {
  if (version < 0 || version > 0) throw noSuchVersion("InitializeShareGroupStateRequest", version);
  const groupId = r.string(true);
  const topics: InitializeShareGroupStateRequestInitializeStateData[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) topics.push(decodeInitializeShareGroupStateRequestInitializeStateData(r, version));
  r.skipTags();
  return { groupId, topics };
}

function encodeInitializeShareGroupStateRequest(w: Writer, draft: Draft<InitializeShareGroupStateRequest>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("InitializeShareGroupStateRequest", version);
  const { groupId = "", topics = [] } = draft;
  w.string(groupId, true);
  { w.arrayLength(topics, true); for (const element of topics) encodeInitializeShareGroupStateRequestInitializeStateData(w, element, version); }
  w.noTags();
}

export interface InitializeShareGroupStateResponse {
  /** Outcomes by topic. */
  results: InitializeShareGroupStateResponseInitializeStateResult[];
}

export interface InitializeShareGroupStateResponseInitializeStateResult {
  /** The topic's id. */
  topicId: string;
  /** The topic's partitions. */
  partitions: InitializeShareGroupStateResponsePartitionResult[];
}

export interface InitializeShareGroupStateResponsePartitionResult {
  /** Number of the partition. */
  partition: number;
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** What the error is about, or null. */
  errorMessage: string | null;
}

export const InitializeShareGroupStateResponse: MessageCodec<InitializeShareGroupStateResponse> = {
  name: "InitializeShareGroupStateResponse",
  apiKey: 83,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeInitializeShareGroupStateResponse,
  encode: encodeInitializeShareGroupStateResponse,
  eachError: (draft, version, found) => eachErrorOfInitializeShareGroupStateResponse(draft, version, found, draft),
};

function decodeInitializeShareGroupStateResponsePartitionResult(r: Reader, _version: number): InitializeShareGroupStateResponsePartitionResult {
  const partition = r.int32();
  const errorCode = r.int16();
  const errorMessage = r.nullableString(true);
  r.skipTags();
  return { partition, errorCode, errorMessage };
}

function encodeInitializeShareGroupStateResponsePartitionResult(w: Writer, draft: Draft<InitializeShareGroupStateResponsePartitionResult>, _version: number): void {
  const { partition = 0, errorCode = 0, errorMessage = null } = draft;
  w.int32(partition);
  w.int16(errorCode);
  w.nullableString(errorMessage, true);
  w.noTags();
}

function decodeInitializeShareGroupStateResponseInitializeStateResult(r: Reader, version: number): InitializeShareGroupStateResponseInitializeStateResult {
  const topicId = r.uuid();
  const partitions: InitializeShareGroupStateResponsePartitionResult[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) partitions.push(decodeInitializeShareGroupStateResponsePartitionResult(r, version));
  r.skipTags();
  return { topicId, partitions };
}

function encodeInitializeShareGroupStateResponseInitializeStateResult(w: Writer, draft: Draft<InitializeShareGroupStateResponseInitializeStateResult>, version: number): void {
  const { topicId = ZERO_UUID, partitions = [] } = draft;
  w.uuid(topicId);
  { w.arrayLength(partitions, true); for (const element of partitions) encodeInitializeShareGroupStateResponsePartitionResult(w, element, version); }
  w.noTags();
}

function decodeInitializeShareGroupStateResponse(r: Reader, version: number): InitializeShareGroupStateResponse {
  if (version < 0 || version > 0) throw noSuchVersion("InitializeShareGroupStateResponse", version);
  const results: InitializeShareGroupStateResponseInitializeStateResult[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) results.push(decodeInitializeShareGroupStateResponseInitializeStateResult(r, version));
  r.skipTags();
  return { results };
}

function encodeInitializeShareGroupStateResponse(w: Writer, draft: Draft<InitializeShareGroupStateResponse>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("InitializeShareGroupStateResponse", version);
  const { results = [] } = draft;
  { w.arrayLength(results, true); for (const element of results) encodeInitializeShareGroupStateResponseInitializeStateResult(w, element, version); }
  w.noTags();
}

function eachErrorOfInitializeShareGroupStateResponsePartitionResult(draft: Draft<InitializeShareGroupStateResponsePartitionResult>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}

function eachErrorOfInitializeShareGroupStateResponseInitializeStateResult(draft: Draft<InitializeShareGroupStateResponseInitializeStateResult>, version: number, found: OnError, around: object): void {
  for (const element of draft.partitions ?? []) eachErrorOfInitializeShareGroupStateResponsePartitionResult(element, version, found, draft);
}

function eachErrorOfInitializeShareGroupStateResponse(draft: Draft<InitializeShareGroupStateResponse>, version: number, found: OnError, around: object): void {
  for (const element of draft.results ?? []) eachErrorOfInitializeShareGroupStateResponseInitializeStateResult(element, version, found, draft);
}
