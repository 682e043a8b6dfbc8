// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { type Writer } from "../wire/writer.ts";

export interface DescribeLogDirsRequest {
  /** Partitions to list; null for all. */
  topics: DescribeLogDirsRequestDescribableLogDirTopic[] | null;
}

export interface DescribeLogDirsRequestDescribableLogDirTopic {
  /** The topic. */
  topic: string;
  /** Numbers of the partitions. */
  partitions: number[];
}

export const DescribeLogDirsRequest: MessageCodec<DescribeLogDirsRequest> = {
  name: "DescribeLogDirsRequest",
  apiKey: 35,
  minVersion: 1,
  maxVersion: 5,
  flexibleFrom: 2,
  decode: decodeDescribeLogDirsRequest,
  encode: encodeDescribeLogDirsRequest,
};

function decodeDescribeLogDirsRequestDescribableLogDirTopic(r: Reader, version: number): DescribeLogDirsRequestDescribableLogDirTopic {
  const flexible = version >= 2;
  const topic = r.string(flexible);
  const partitions: number[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) partitions.push(r.int32());
  if (flexible) r.skipTags();
  return { topic, partitions };
}

function encodeDescribeLogDirsRequestDescribableLogDirTopic(w: Writer, draft: Draft<DescribeLogDirsRequestDescribableLogDirTopic>, version: number): void {
  const flexible = version >= 2;
  const { topic = "", partitions = [] } = draft;
  w.string(topic, flexible);
  { w.arrayLength(partitions, flexible); for (const element of partitions) w.int32(element); }
  if (flexible) w.noTags();
}

function decodeDescribeLogDirsRequest(r: Reader, version: number): DescribeLogDirsRequest {
  if (version < 1 || version > 5) throw noSuchVersion("DescribeLogDirsRequest", version);
  const flexible = version >= 2;
  let topics: DescribeLogDirsRequestDescribableLogDirTopic[] | null = [];
  {
    let n = r.nullableArrayLength(flexible);
    if (n < 0) topics = null;
    else {
      const topicsElements: DescribeLogDirsRequestDescribableLogDirTopic[] = [];
      for (; n > 0; n--) topicsElements.push(decodeDescribeLogDirsRequestDescribableLogDirTopic(r, version));
      topics = topicsElements;
    }
  }
  if (flexible) r.skipTags();
  return { topics };
}

function encodeDescribeLogDirsRequest(w: Writer, draft: Draft<DescribeLogDirsRequest>, version: number): void {
  if (version < 1 || version > 5) throw noSuchVersion("DescribeLogDirsRequest", version);
  const flexible = version >= 2;
  const { topics = [] } = draft;
  { w.nullableArrayLength(topics, flexible); if (topics !== null) for (const element of topics) encodeDescribeLogDirsRequestDescribableLogDirTopic(w, element, version); }
  if (flexible) w.noTags();
}

export interface DescribeLogDirsResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** Outcome for the request as a whole; directories have their own. */
  errorCode: number;
  /** The broker's log directories. */
  results: DescribeLogDirsResponseDescribeLogDirsResult[];
}

export interface DescribeLogDirsResponseDescribeLogDirsResult {
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** Absolute path of the directory. */
  logDir: string;
  /** What lies in it, by topic. */
  topics: DescribeLogDirsResponseDescribeLogDirsTopic[];
  /** Size of the volume in bytes; -1 if not known (KIP-827). */
  totalBytes: number;
  /** Bytes on the volume that Kafka may still write; -1 if not known. */
  usableBytes: number;
  /** Whether the directory takes no new partitions. */
  isCordoned: boolean;
}

export interface DescribeLogDirsResponseDescribeLogDirsTopic {
  /** The topic. */
  name: string;
  /** What lies in it, by partition. */
  partitions: DescribeLogDirsResponseDescribeLogDirsPartition[];
}

export interface DescribeLogDirsResponseDescribeLogDirsPartition {
  /** Number of the partition. */
  partitionIndex: number;
  /** Bytes in all segments of the partition. */
  partitionSize: number;
  /** How many offsets this replica is behind the high watermark, or a copy in progress behind its original. */
  offsetLag: number;
  /** Whether it is a copy in progress that will take the place of one in another directory. */
  isFutureKey: boolean;
}

export const DescribeLogDirsResponse: MessageCodec<DescribeLogDirsResponse> = {
  name: "DescribeLogDirsResponse",
  apiKey: 35,
  minVersion: 1,
  maxVersion: 5,
  flexibleFrom: 2,
  decode: decodeDescribeLogDirsResponse,
  encode: encodeDescribeLogDirsResponse,
  eachError: (draft, version, found) => eachErrorOfDescribeLogDirsResponse(draft, version, found, draft),
};

function decodeDescribeLogDirsResponseDescribeLogDirsPartition(r: Reader, version: number): DescribeLogDirsResponseDescribeLogDirsPartition {
  const flexible = version >= 2;
  const partitionIndex = r.int32();
  const partitionSize = r.int64();
  const offsetLag = r.int64();
  const isFutureKey = r.bool();
  if (flexible) r.skipTags();
  return { partitionIndex, partitionSize, offsetLag, isFutureKey };
}

function encodeDescribeLogDirsResponseDescribeLogDirsPartition(w: Writer, draft: Draft<DescribeLogDirsResponseDescribeLogDirsPartition>, version: number): void {
  const flexible = version >= 2;
  const { partitionIndex = 0, partitionSize = 0, offsetLag = 0, isFutureKey = false } = draft;
  w.int32(partitionIndex);
  w.int64(partitionSize);
  w.int64(offsetLag);
  w.bool(isFutureKey);
  if (flexible) w.noTags();
}

function decodeDescribeLogDirsResponseDescribeLogDirsTopic(r: Reader, version: number): DescribeLogDirsResponseDescribeLogDirsTopic {
  const flexible = version >= 2;
  const name = r.string(flexible);
  const partitions: DescribeLogDirsResponseDescribeLogDirsPartition[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) partitions.push(decodeDescribeLogDirsResponseDescribeLogDirsPartition(r, version));
  if (flexible) r.skipTags();
  return { name, partitions };
}

function encodeDescribeLogDirsResponseDescribeLogDirsTopic(w: Writer, draft: Draft<DescribeLogDirsResponseDescribeLogDirsTopic>, version: number): void {
  const flexible = version >= 2;
  const { name = "", partitions = [] } = draft;
  w.string(name, flexible);
  { w.arrayLength(partitions, flexible); for (const element of partitions) encodeDescribeLogDirsResponseDescribeLogDirsPartition(w, element, version); }
  if (flexible) w.noTags();
}

function decodeDescribeLogDirsResponseDescribeLogDirsResult(r: Reader, version: number): DescribeLogDirsResponseDescribeLogDirsResult {
  const flexible = version >= 2;
  const errorCode = r.int16();
  const logDir = r.string(flexible);
  const topics: DescribeLogDirsResponseDescribeLogDirsTopic[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) topics.push(decodeDescribeLogDirsResponseDescribeLogDirsTopic(r, version));
  const totalBytes = version >= 4 ? r.int64() : -1;
  const usableBytes = version >= 4 ? r.int64() : -1;
  const isCordoned = version >= 5 ? r.bool() : false;
  if (flexible) r.skipTags();
  return { errorCode, logDir, topics, totalBytes, usableBytes, isCordoned };
}

function encodeDescribeLogDirsResponseDescribeLogDirsResult(w: Writer, draft: Draft<DescribeLogDirsResponseDescribeLogDirsResult>, version: number): void {
  const flexible = version >= 2;
  const { errorCode = 0, logDir = "", topics = [], totalBytes = -1, usableBytes = -1, isCordoned = false } = draft;
  w.int16(errorCode);
  w.string(logDir, flexible);
  { w.arrayLength(topics, flexible); for (const element of topics) encodeDescribeLogDirsResponseDescribeLogDirsTopic(w, element, version); }
  if (version >= 4) w.int64(totalBytes);
  if (version >= 4) w.int64(usableBytes);
  if (version >= 5) w.bool(isCordoned);
  if (flexible) w.noTags();
}

function decodeDescribeLogDirsResponse(r: Reader, version: number): DescribeLogDirsResponse {
  if (version < 1 || version > 5) throw noSuchVersion("DescribeLogDirsResponse", version);
  const flexible = version >= 2;
  const throttleTimeMs = r.int32();
  const errorCode = version >= 3 ? r.int16() : 0;
  const results: DescribeLogDirsResponseDescribeLogDirsResult[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) results.push(decodeDescribeLogDirsResponseDescribeLogDirsResult(r, version));
  if (flexible) r.skipTags();
  return { throttleTimeMs, errorCode, results };
}

function encodeDescribeLogDirsResponse(w: Writer, draft: Draft<DescribeLogDirsResponse>, version: number): void {
  if (version < 1 || version > 5) throw noSuchVersion("DescribeLogDirsResponse", version);
  const flexible = version >= 2;
  const { throttleTimeMs = 0, errorCode = 0, results = [] } = draft;
  w.int32(throttleTimeMs);
  if (version >= 3) w.int16(errorCode);
  { w.arrayLength(results, flexible); for (const element of results) encodeDescribeLogDirsResponseDescribeLogDirsResult(w, element, version); }
  if (flexible) w.noTags();
}

function eachErrorOfDescribeLogDirsResponseDescribeLogDirsResult(draft: Draft<DescribeLogDirsResponseDescribeLogDirsResult>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}

function eachErrorOfDescribeLogDirsResponse(draft: Draft<DescribeLogDirsResponse>, version: number, found: OnError, around: object): void {
  if (version >= 3) found(draft.errorCode ?? 0, draft, around);
  for (const element of draft.results ?? []) eachErrorOfDescribeLogDirsResponseDescribeLogDirsResult(element, version, found, draft);
}
