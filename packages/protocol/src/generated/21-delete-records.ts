// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { type Writer } from "../wire/writer.ts";

export interface DeleteRecordsRequest {
  /** Partitions to cut, by topic. */
  topics: DeleteRecordsRequestDeleteRecordsTopic[];
  /** How long all replicas may take, in milliseconds. */
  timeoutMs: number;
}

export interface DeleteRecordsRequestDeleteRecordsTopic {
  /** The topic. */
  name: string;
  /** How far to cut each partition. */
  partitions: DeleteRecordsRequestDeleteRecordsPartition[];
}

export interface DeleteRecordsRequestDeleteRecordsPartition {
  /** Number of the partition. */
  partitionIndex: number;
  /** First offset to keep; -1 stands for the high watermark. */
  offset: number;
}

export const DeleteRecordsRequest: MessageCodec<DeleteRecordsRequest> = {
  name: "DeleteRecordsRequest",
  apiKey: 21,
  minVersion: 0,
  maxVersion: 2,
  flexibleFrom: 2,
  decode: decodeDeleteRecordsRequest,
  encode: encodeDeleteRecordsRequest,
};

function decodeDeleteRecordsRequestDeleteRecordsPartition(r: Reader, version: number): DeleteRecordsRequestDeleteRecordsPartition {
  const flexible = version >= 2;
  const partitionIndex = r.int32();
  const offset = r.int64();
  if (flexible) r.skipTags();
  return { partitionIndex, offset };
}

function encodeDeleteRecordsRequestDeleteRecordsPartition(w: Writer, draft: Draft<DeleteRecordsRequestDeleteRecordsPartition>, version: number): void {
  const flexible = version >= 2;
  const { partitionIndex = 0, offset = 0 } = draft;
  w.int32(partitionIndex);
  w.int64(offset);
  if (flexible) w.noTags();
}

function decodeDeleteRecordsRequestDeleteRecordsTopic(r: Reader, version: number): DeleteRecordsRequestDeleteRecordsTopic {
  const flexible = version >= 2;
  const name = r.string(flexible);
  const partitions: DeleteRecordsRequestDeleteRecordsPartition[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) partitions.push(decodeDeleteRecordsRequestDeleteRecordsPartition(r, version));
  if (flexible) r.skipTags();
  return { name, partitions };
}

function encodeDeleteRecordsRequestDeleteRecordsTopic(w: Writer, draft: Draft<DeleteRecordsRequestDeleteRecordsTopic>, version: number): void {
  const flexible = version >= 2;
  const { name = "", partitions = [] } = draft;
  w.string(name, flexible);
  { w.arrayLength(partitions, flexible); for (const element of partitions) encodeDeleteRecordsRequestDeleteRecordsPartition(w, element, version); }
  if (flexible) w.noTags();
}

function decodeDeleteRecordsRequest(r: Reader, version: number): DeleteRecordsRequest {
  if (version < 0 || version > 2) throw noSuchVersion("DeleteRecordsRequest", version);
  const flexible = version >= 2;
  const topics: DeleteRecordsRequestDeleteRecordsTopic[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) topics.push(decodeDeleteRecordsRequestDeleteRecordsTopic(r, version));
  const timeoutMs = r.int32();
  if (flexible) r.skipTags();
  return { topics, timeoutMs };
}

function encodeDeleteRecordsRequest(w: Writer, draft: Draft<DeleteRecordsRequest>, version: number): void {
  if (version < 0 || version > 2) throw noSuchVersion("DeleteRecordsRequest", version);
  const flexible = version >= 2;
  const { topics = [], timeoutMs = 0 } = draft;
  { w.arrayLength(topics, flexible); for (const element of topics) encodeDeleteRecordsRequestDeleteRecordsTopic(w, element, version); }
  w.int32(timeoutMs);
  if (flexible) w.noTags();
}

export interface DeleteRecordsResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** Outcomes by topic. */
  topics: DeleteRecordsResponseDeleteRecordsTopicResult[];
}

export interface DeleteRecordsResponseDeleteRecordsTopicResult {
  /** The topic. */
  name: string;
  /** Outcomes by partition. */
  partitions: DeleteRecordsResponseDeleteRecordsPartitionResult[];
}

export interface DeleteRecordsResponseDeleteRecordsPartitionResult {
  /** Number of the partition. */
  partitionIndex: number;
  /** Where the partition begins now, or -1 on errors. */
  lowWatermark: number;
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
}

export const DeleteRecordsResponse: MessageCodec<DeleteRecordsResponse> = {
  name: "DeleteRecordsResponse",
  apiKey: 21,
  minVersion: 0,
  maxVersion: 2,
  flexibleFrom: 2,
  decode: decodeDeleteRecordsResponse,
  encode: encodeDeleteRecordsResponse,
  eachError: (draft, version, found) => eachErrorOfDeleteRecordsResponse(draft, version, found, draft),
};

function decodeDeleteRecordsResponseDeleteRecordsPartitionResult(r: Reader, version: number): DeleteRecordsResponseDeleteRecordsPartitionResult {
  const flexible = version >= 2;
  const partitionIndex = r.int32();
  const lowWatermark = r.int64();
  const errorCode = r.int16();
  if (flexible) r.skipTags();
  return { partitionIndex, lowWatermark, errorCode };
}

function encodeDeleteRecordsResponseDeleteRecordsPartitionResult(w: Writer, draft: Draft<DeleteRecordsResponseDeleteRecordsPartitionResult>, version: number): void {
  const flexible = version >= 2;
  const { partitionIndex = 0, lowWatermark = 0, errorCode = 0 } = draft;
  w.int32(partitionIndex);
  w.int64(lowWatermark);
  w.int16(errorCode);
  if (flexible) w.noTags();
}

function decodeDeleteRecordsResponseDeleteRecordsTopicResult(r: Reader, version: number): DeleteRecordsResponseDeleteRecordsTopicResult {
  const flexible = version >= 2;
  const name = r.string(flexible);
  const partitions: DeleteRecordsResponseDeleteRecordsPartitionResult[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) partitions.push(decodeDeleteRecordsResponseDeleteRecordsPartitionResult(r, version));
  if (flexible) r.skipTags();
  return { name, partitions };
}

function encodeDeleteRecordsResponseDeleteRecordsTopicResult(w: Writer, draft: Draft<DeleteRecordsResponseDeleteRecordsTopicResult>, version: number): void {
  const flexible = version >= 2;
  const { name = "", partitions = [] } = draft;
  w.string(name, flexible);
  { w.arrayLength(partitions, flexible); for (const element of partitions) encodeDeleteRecordsResponseDeleteRecordsPartitionResult(w, element, version); }
  if (flexible) w.noTags();
}

function decodeDeleteRecordsResponse(r: Reader, version: number): DeleteRecordsResponse {
  if (version < 0 || version > 2) throw noSuchVersion("DeleteRecordsResponse", version);
  const flexible = version >= 2;
  const throttleTimeMs = r.int32();
  const topics: DeleteRecordsResponseDeleteRecordsTopicResult[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) topics.push(decodeDeleteRecordsResponseDeleteRecordsTopicResult(r, version));
  if (flexible) r.skipTags();
  return { throttleTimeMs, topics };
}

function encodeDeleteRecordsResponse(w: Writer, draft: Draft<DeleteRecordsResponse>, version: number): void {
  if (version < 0 || version > 2) throw noSuchVersion("DeleteRecordsResponse", version);
  const flexible = version >= 2;
  const { throttleTimeMs = 0, topics = [] } = draft;
  w.int32(throttleTimeMs);
  { w.arrayLength(topics, flexible); for (const element of topics) encodeDeleteRecordsResponseDeleteRecordsTopicResult(w, element, version); }
  if (flexible) w.noTags();
}

function eachErrorOfDeleteRecordsResponseDeleteRecordsPartitionResult(draft: Draft<DeleteRecordsResponseDeleteRecordsPartitionResult>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}

function eachErrorOfDeleteRecordsResponseDeleteRecordsTopicResult(draft: Draft<DeleteRecordsResponseDeleteRecordsTopicResult>, version: number, found: OnError, around: object): void {
  for (const element of draft.partitions ?? []) eachErrorOfDeleteRecordsResponseDeleteRecordsPartitionResult(element, version, found, draft);
}

function eachErrorOfDeleteRecordsResponse(draft: Draft<DeleteRecordsResponse>, version: number, found: OnError, around: object): void {
  for (const element of draft.topics ?? []) eachErrorOfDeleteRecordsResponseDeleteRecordsTopicResult(element, version, found, draft);
}
