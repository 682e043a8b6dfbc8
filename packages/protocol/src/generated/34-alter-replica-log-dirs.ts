// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { type Writer } from "../wire/writer.ts";

export interface AlterReplicaLogDirsRequest {
  /** Where replicas of the asked broker are to go. */
  dirs: AlterReplicaLogDirsRequestAlterReplicaLogDir[];
}

export interface AlterReplicaLogDirsRequestAlterReplicaLogDir {
  /** Absolute path of a log directory. */
  path: string;
  /** What is to go there. */
  topics: AlterReplicaLogDirsRequestAlterReplicaLogDirTopic[];
}

export interface AlterReplicaLogDirsRequestAlterReplicaLogDirTopic {
  /** The topic's name. */
  name: string;
  /** Partition numbers. */
  partitions: number[];
}

export const AlterReplicaLogDirsRequest: MessageCodec<AlterReplicaLogDirsRequest> = {
  name: "AlterReplicaLogDirsRequest",
  apiKey: 34,
  minVersion: 1,
  maxVersion: 2,
  flexibleFrom: 2,
  decode: decodeAlterReplicaLogDirsRequest,
  encode: encodeAlterReplicaLogDirsRequest,
};

function decodeAlterReplicaLogDirsRequestAlterReplicaLogDirTopic(r: Reader, version: number): AlterReplicaLogDirsRequestAlterReplicaLogDirTopic {
  const flexible = version >= 2;
  const name = r.string(flexible);
  const partitions: number[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) partitions.push(r.int32());
  if (flexible) r.skipTags();
  return { name, partitions };
}

function encodeAlterReplicaLogDirsRequestAlterReplicaLogDirTopic(w: Writer, draft: Draft<AlterReplicaLogDirsRequestAlterReplicaLogDirTopic>, version: number): void {
  const flexible = version >= 2;
  const { name = "", partitions = [] } = draft;
  w.string(name, flexible);
  { w.arrayLength(partitions, flexible); for (const element of partitions) w.int32(element); }
  if (flexible) w.noTags();
}

function decodeAlterReplicaLogDirsRequestAlterReplicaLogDir(r: Reader, version: number): AlterReplicaLogDirsRequestAlterReplicaLogDir {
  const flexible = version >= 2;
  const path = r.string(flexible);
  const topics: AlterReplicaLogDirsRequestAlterReplicaLogDirTopic[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) topics.push(decodeAlterReplicaLogDirsRequestAlterReplicaLogDirTopic(r, version));
  if (flexible) r.skipTags();
  return { path, topics };
}

function encodeAlterReplicaLogDirsRequestAlterReplicaLogDir(w: Writer, draft: Draft<AlterReplicaLogDirsRequestAlterReplicaLogDir>, version: number): void {
  const flexible = version >= 2;
  const { path = "", topics = [] } = draft;
  w.string(path, flexible);
  { w.arrayLength(topics, flexible); for (const element of topics) encodeAlterReplicaLogDirsRequestAlterReplicaLogDirTopic(w, element, version); }
  if (flexible) w.noTags();
}

function decodeAlterReplicaLogDirsRequest(r: Reader, version: number): AlterReplicaLogDirsRequest {
  if (version < 1 || version > 2) throw noSuchVersion("AlterReplicaLogDirsRequest", version);
  const flexible = version >= 2;
  const dirs: AlterReplicaLogDirsRequestAlterReplicaLogDir[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) dirs.push(decodeAlterReplicaLogDirsRequestAlterReplicaLogDir(r, version));
  if (flexible) r.skipTags();
  return { dirs };
}

function encodeAlterReplicaLogDirsRequest(w: Writer, draft: Draft<AlterReplicaLogDirsRequest>, version: number): void {
  if (version < 1 || version > 2) throw noSuchVersion("AlterReplicaLogDirsRequest", version);
  const flexible = version >= 2;
  const { dirs = [] } = draft;
  { w.arrayLength(dirs, flexible); for (const element of dirs) encodeAlterReplicaLogDirsRequestAlterReplicaLogDir(w, element, version); }
  if (flexible) w.noTags();
}

export interface AlterReplicaLogDirsResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** Outcomes by topic. */
  results: AlterReplicaLogDirsResponseAlterReplicaLogDirTopicResult[];
}

export interface AlterReplicaLogDirsResponseAlterReplicaLogDirTopicResult {
  /** The topic's name. */
  topicName: string;
  /** Outcomes by partition. */
  partitions: AlterReplicaLogDirsResponseAlterReplicaLogDirPartitionResult[];
}

export interface AlterReplicaLogDirsResponseAlterReplicaLogDirPartitionResult {
  /** Partition number. */
  partitionIndex: number;
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
}

export const AlterReplicaLogDirsResponse: MessageCodec<AlterReplicaLogDirsResponse> = {
  name: "AlterReplicaLogDirsResponse",
  apiKey: 34,
  minVersion: 1,
  maxVersion: 2,
  flexibleFrom: 2,
  decode: decodeAlterReplicaLogDirsResponse,
  encode: encodeAlterReplicaLogDirsResponse,
  eachError: (draft, version, found) => eachErrorOfAlterReplicaLogDirsResponse(draft, version, found, draft),
};

function decodeAlterReplicaLogDirsResponseAlterReplicaLogDirPartitionResult(r: Reader, version: number): AlterReplicaLogDirsResponseAlterReplicaLogDirPartitionResult {
  const flexible = version >= 2;
  const partitionIndex = r.int32();
  const errorCode = r.int16();
  if (flexible) r.skipTags();
  return { partitionIndex, errorCode };
}

function encodeAlterReplicaLogDirsResponseAlterReplicaLogDirPartitionResult(w: Writer, draft: Draft<AlterReplicaLogDirsResponseAlterReplicaLogDirPartitionResult>, version: number): void {
  const flexible = version >= 2;
  const { partitionIndex = 0, errorCode = 0 } = draft;
  w.int32(partitionIndex);
  w.int16(errorCode);
  if (flexible) w.noTags();
}

function decodeAlterReplicaLogDirsResponseAlterReplicaLogDirTopicResult(r: Reader, version: number): AlterReplicaLogDirsResponseAlterReplicaLogDirTopicResult {
  const flexible = version >= 2;
  const topicName = r.string(flexible);
  const partitions: AlterReplicaLogDirsResponseAlterReplicaLogDirPartitionResult[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) partitions.push(decodeAlterReplicaLogDirsResponseAlterReplicaLogDirPartitionResult(r, version));
  if (flexible) r.skipTags();
  return { topicName, partitions };
}

function encodeAlterReplicaLogDirsResponseAlterReplicaLogDirTopicResult(w: Writer, draft: Draft<AlterReplicaLogDirsResponseAlterReplicaLogDirTopicResult>, version: number): void {
  const flexible = version >= 2;
  const { topicName = "", partitions = [] } = draft;
  w.string(topicName, flexible);
  { w.arrayLength(partitions, flexible); for (const element of partitions) encodeAlterReplicaLogDirsResponseAlterReplicaLogDirPartitionResult(w, element, version); }
  if (flexible) w.noTags();
}

function decodeAlterReplicaLogDirsResponse(r: Reader, version: number): AlterReplicaLogDirsResponse {
  if (version < 1 || version > 2) throw noSuchVersion("AlterReplicaLogDirsResponse", version);
  const flexible = version >= 2;
  const throttleTimeMs = r.int32();
  const results: AlterReplicaLogDirsResponseAlterReplicaLogDirTopicResult[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) results.push(decodeAlterReplicaLogDirsResponseAlterReplicaLogDirTopicResult(r, version));
  if (flexible) r.skipTags();
  return { throttleTimeMs, results };
}

function encodeAlterReplicaLogDirsResponse(w: Writer, draft: Draft<AlterReplicaLogDirsResponse>, version: number): void {
  if (version < 1 || version > 2) throw noSuchVersion("AlterReplicaLogDirsResponse", version);
  const flexible = version >= 2;
  const { throttleTimeMs = 0, results = [] } = draft;
  w.int32(throttleTimeMs);
  { w.arrayLength(results, flexible); for (const element of results) encodeAlterReplicaLogDirsResponseAlterReplicaLogDirTopicResult(w, element, version); }
  if (flexible) w.noTags();
}

function eachErrorOfAlterReplicaLogDirsResponseAlterReplicaLogDirPartitionResult(draft: Draft<AlterReplicaLogDirsResponseAlterReplicaLogDirPartitionResult>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}

function eachErrorOfAlterReplicaLogDirsResponseAlterReplicaLogDirTopicResult(draft: Draft<AlterReplicaLogDirsResponseAlterReplicaLogDirTopicResult>, version: number, found: OnError, around: object): void {
  for (const element of draft.partitions ?? []) eachErrorOfAlterReplicaLogDirsResponseAlterReplicaLogDirPartitionResult(element, version, found, draft);
}

function eachErrorOfAlterReplicaLogDirsResponse(draft: Draft<AlterReplicaLogDirsResponse>, version: number, found: OnError, around: object): void {
  for (const element of draft.results ?? []) eachErrorOfAlterReplicaLogDirsResponseAlterReplicaLogDirTopicResult(element, version, found, draft);
}
