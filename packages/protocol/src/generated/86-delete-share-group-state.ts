// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { ZERO_UUID } from "../wire/uuid.ts";
import { type Writer } from "../wire/writer.ts";

export interface DeleteShareGroupStateRequest {
  /** The share group. */
  groupId: string;
  /** Topics with partitions. */
  topics: DeleteShareGroupStateRequestDeleteStateData[];
}

export interface DeleteShareGroupStateRequestDeleteStateData {
  /** The topic's id. */
  topicId: string;
  /** The topic's partitions. */
  partitions: DeleteShareGroupStateRequestPartitionData[];
}

export interface DeleteShareGroupStateRequestPartitionData {
  /** Number of the partition. */
  partition: number;
}

export const DeleteShareGroupStateRequest: MessageCodec<DeleteShareGroupStateRequest> = {
  name: "DeleteShareGroupStateRequest",
  apiKey: 86,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeDeleteShareGroupStateRequest,
  encode: encodeDeleteShareGroupStateRequest,
};

function decodeDeleteShareGroupStateRequestPartitionData(r: Reader, _version: number): DeleteShareGroupStateRequestPartitionData {
  const partition = r.int32();
  r.skipTags();
  return { partition };
}

function encodeDeleteShareGroupStateRequestPartitionData(w: Writer, draft: Draft<DeleteShareGroupStateRequestPartitionData>, _version: number): void {
  const { partition = 0 } = draft;
  w.int32(partition);
  w.noTags();
}

function decodeDeleteShareGroupStateRequestDeleteStateData(r: Reader, version: number): DeleteShareGroupStateRequestDeleteStateData {
  const topicId = r.uuid();
  const partitions: DeleteShareGroupStateRequestPartitionData[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) partitions.push(decodeDeleteShareGroupStateRequestPartitionData(r, version));
  r.skipTags();
  return { topicId, partitions };
}

function encodeDeleteShareGroupStateRequestDeleteStateData(w: Writer, draft: Draft<DeleteShareGroupStateRequestDeleteStateData>, version: number): void {
  const { topicId = ZERO_UUID, partitions = [] } = draft;
  w.uuid(topicId);
  { w.arrayLength(partitions, true); for (const element of partitions) encodeDeleteShareGroupStateRequestPartitionData(w, element, version); }
  w.noTags();
}

function decodeDeleteShareGroupStateRequest(r: Reader, version: number): DeleteShareGroupStateRequest {
  if (version < 0 || version > 0) throw noSuchVersion("DeleteShareGroupStateRequest", version);
  const groupId = r.string(true);
  const topics: DeleteShareGroupStateRequestDeleteStateData[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) topics.push(decodeDeleteShareGroupStateRequestDeleteStateData(r, version));
  r.skipTags();
  return { groupId, topics };
}

function encodeDeleteShareGroupStateRequest(w: Writer, draft: Draft<DeleteShareGroupStateRequest>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("DeleteShareGroupStateRequest", version);
  const { groupId = "", topics = [] } = draft;
  w.string(groupId, true);
  { w.arrayLength(topics, true); for (const element of topics) encodeDeleteShareGroupStateRequestDeleteStateData(w, element, version); }
  w.noTags();
}

export interface DeleteShareGroupStateResponse {
  /** Outcomes by topic. */
  results: DeleteShareGroupStateResponseDeleteStateResult[];
}

export interface DeleteShareGroupStateResponseDeleteStateResult {
  /** The topic's id. */
  topicId: string;
  /** The topic's partitions. */
  partitions: DeleteShareGroupStateResponsePartitionResult[];
}

export interface DeleteShareGroupStateResponsePartitionResult {
  /** Number of the partition. */
  partition: number;
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** What the error is about, or null. */
  errorMessage: string | null;
}

export const DeleteShareGroupStateResponse: MessageCodec<DeleteShareGroupStateResponse> = {
  name: "DeleteShareGroupStateResponse",
  apiKey: 86,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeDeleteShareGroupStateResponse,
  encode: encodeDeleteShareGroupStateResponse,
  eachError: (draft, version, found) => eachErrorOfDeleteShareGroupStateResponse(draft, version, found, draft),
};

function decodeDeleteShareGroupStateResponsePartitionResult(r: Reader, _version: number): DeleteShareGroupStateResponsePartitionResult {
  const partition = r.int32();
  const errorCode = r.int16();
  const errorMessage = r.nullableString(true);
  r.skipTags();
  return { partition, errorCode, errorMessage };
}

function encodeDeleteShareGroupStateResponsePartitionResult(w: Writer, draft: Draft<DeleteShareGroupStateResponsePartitionResult>, _version: number): void {
  const { partition = 0, errorCode = 0, errorMessage = null } = draft;
  w.int32(partition);
  w.int16(errorCode);
  w.nullableString(errorMessage, true);
  w.noTags();
}

function decodeDeleteShareGroupStateResponseDeleteStateResult(r: Reader, version: number): DeleteShareGroupStateResponseDeleteStateResult {
  const topicId = r.uuid();
  const partitions: DeleteShareGroupStateResponsePartitionResult[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) partitions.push(decodeDeleteShareGroupStateResponsePartitionResult(r, version));
  r.skipTags();
  return { topicId, partitions };
}

function encodeDeleteShareGroupStateResponseDeleteStateResult(w: Writer, draft: Draft<DeleteShareGroupStateResponseDeleteStateResult>, version: number): void {
  const { topicId = ZERO_UUID, partitions = [] } = draft;
  w.uuid(topicId);
  { w.arrayLength(partitions, true); for (const element of partitions) encodeDeleteShareGroupStateResponsePartitionResult(w, element, version); }
  w.noTags();
}

function decodeDeleteShareGroupStateResponse(r: Reader, version: number): DeleteShareGroupStateResponse {
  if (version < 0 || version > 0) throw noSuchVersion("DeleteShareGroupStateResponse", version);
  const results: DeleteShareGroupStateResponseDeleteStateResult[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) results.push(decodeDeleteShareGroupStateResponseDeleteStateResult(r, version));
  r.skipTags();
  return { results };
}

function encodeDeleteShareGroupStateResponse(w: Writer, draft: Draft<DeleteShareGroupStateResponse>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("DeleteShareGroupStateResponse", version);
  const { results = [] } = draft;
  { w.arrayLength(results, true); for (const element of results) encodeDeleteShareGroupStateResponseDeleteStateResult(w, element, version); }
  w.noTags();
}

function eachErrorOfDeleteShareGroupStateResponsePartitionResult(draft: Draft<DeleteShareGroupStateResponsePartitionResult>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}

function eachErrorOfDeleteShareGroupStateResponseDeleteStateResult(draft: Draft<DeleteShareGroupStateResponseDeleteStateResult>, version: number, found: OnError, around: object): void {
  for (const element of draft.partitions ?? []) eachErrorOfDeleteShareGroupStateResponsePartitionResult(element, version, found, draft);
}

function eachErrorOfDeleteShareGroupStateResponse(draft: Draft<DeleteShareGroupStateResponse>, version: number, found: OnError, around: object): void {
  for (const element of draft.results ?? []) eachErrorOfDeleteShareGroupStateResponseDeleteStateResult(element, version, found, draft);
}
