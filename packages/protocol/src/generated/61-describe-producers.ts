// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { type Writer } from "../wire/writer.ts";

export interface DescribeProducersRequest {
  /** Whose producers are asked for, by topic. */
  topics: DescribeProducersRequestTopicRequest[];
}

export interface DescribeProducersRequestTopicRequest {
  /** The topic. */
  name: string;
  /** Numbers of the partitions. */
  partitionIndexes: number[];
}

export const DescribeProducersRequest: MessageCodec<DescribeProducersRequest> = {
  name: "DescribeProducersRequest",
  apiKey: 61,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeDescribeProducersRequest,
  encode: encodeDescribeProducersRequest,
};

function decodeDescribeProducersRequestTopicRequest(r: Reader, _version: number): DescribeProducersRequestTopicRequest {
  const name = r.string(true);
  const partitionIndexes: number[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) partitionIndexes.push(r.int32());
  r.skipTags();
  return { name, partitionIndexes };
}

function encodeDescribeProducersRequestTopicRequest(w: Writer, draft: Draft<DescribeProducersRequestTopicRequest>, _version: number): void {
  const { name = "", partitionIndexes = [] } = draft;
  w.string(name, true);
  { w.arrayLength(partitionIndexes, true); for (const element of partitionIndexes) w.int32(element); }
  w.noTags();
}

function decodeDescribeProducersRequest(r: Reader, version: number): DescribeProducersRequest {
  if (version < 0 || version > 0) throw noSuchVersion("DescribeProducersRequest", version);
  const topics: DescribeProducersRequestTopicRequest[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) topics.push(decodeDescribeProducersRequestTopicRequest(r, version));
  r.skipTags();
  return { topics };
}

function encodeDescribeProducersRequest(w: Writer, draft: Draft<DescribeProducersRequest>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("DescribeProducersRequest", version);
  const { topics = [] } = draft;
  { w.arrayLength(topics, true); for (const element of topics) encodeDescribeProducersRequestTopicRequest(w, element, version); }
  w.noTags();
}

export interface DescribeProducersResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** The producers by topic. */
  topics: DescribeProducersResponseTopicResponse[];
}

export interface DescribeProducersResponseTopicResponse {
  /** The topic. */
  name: string;
  /** The producers by partition. */
  partitions: DescribeProducersResponsePartitionResponse[];
}

export interface DescribeProducersResponsePartitionResponse {
  /** Number of the partition. */
  partitionIndex: number;
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** What went wrong, for people, or null. */
  errorMessage: string | null;
  /** Idempotent producers that the partition remembers. */
  activeProducers: DescribeProducersResponseProducerState[];
}

export interface DescribeProducersResponseProducerState {
  /** Id of the producer. */
  producerId: number;
  /** Last epoch that it wrote with. */
  producerEpoch: number;
  /** Sequence number of its last record, or -1. */
  lastSequence: number;
  /** Timestamp of its last batch or marker, or -1. */
  lastTimestamp: number;
  /** Epoch of the transaction coordinator that last wrote a marker for it, or -1. */
  coordinatorEpoch: number;
  /** First offset of its open transaction, or -1. */
  currentTxnStartOffset: number;
}

export const DescribeProducersResponse: MessageCodec<DescribeProducersResponse> = {
  name: "DescribeProducersResponse",
  apiKey: 61,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeDescribeProducersResponse,
  encode: encodeDescribeProducersResponse,
  eachError: (draft, version, found) => eachErrorOfDescribeProducersResponse(draft, version, found, draft),
};

function decodeDescribeProducersResponseProducerState(r: Reader, _version: number): DescribeProducersResponseProducerState {
  const producerId = r.int64();
  const producerEpoch = r.int32();
  const lastSequence = r.int32();
  const lastTimestamp = r.int64();
  const coordinatorEpoch = r.int32();
  const currentTxnStartOffset = r.int64();
  r.skipTags();
  return { producerId, producerEpoch, lastSequence, lastTimestamp, coordinatorEpoch, currentTxnStartOffset };
}

function encodeDescribeProducersResponseProducerState(w: Writer, draft: Draft<DescribeProducersResponseProducerState>, _version: number): void {
  const { producerId = 0, producerEpoch = 0, lastSequence = -1, lastTimestamp = -1, coordinatorEpoch = 0, currentTxnStartOffset = -1 } = draft;
  w.int64(producerId);
  w.int32(producerEpoch);
  w.int32(lastSequence);
  w.int64(lastTimestamp);
  w.int32(coordinatorEpoch);
  w.int64(currentTxnStartOffset);
  w.noTags();
}

function decodeDescribeProducersResponsePartitionResponse(r: Reader, version: number): DescribeProducersResponsePartitionResponse {
  const partitionIndex = r.int32();
  const errorCode = r.int16();
  const errorMessage = r.nullableString(true);
  const activeProducers: DescribeProducersResponseProducerState[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) activeProducers.push(decodeDescribeProducersResponseProducerState(r, version));
  r.skipTags();
  return { partitionIndex, errorCode, errorMessage, activeProducers };
}

function encodeDescribeProducersResponsePartitionResponse(w: Writer, draft: Draft<DescribeProducersResponsePartitionResponse>, version: number): void {
  const { partitionIndex = 0, errorCode = 0, errorMessage = null, activeProducers = [] } = draft;
  w.int32(partitionIndex);
  w.int16(errorCode);
  w.nullableString(errorMessage, true);
  { w.arrayLength(activeProducers, true); for (const element of activeProducers) encodeDescribeProducersResponseProducerState(w, element, version); }
  w.noTags();
}

function decodeDescribeProducersResponseTopicResponse(r: Reader, version: number): DescribeProducersResponseTopicResponse {
  const name = r.string(true);
  const partitions: DescribeProducersResponsePartitionResponse[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) partitions.push(decodeDescribeProducersResponsePartitionResponse(r, version));
  r.skipTags();
  return { name, partitions };
}

function encodeDescribeProducersResponseTopicResponse(w: Writer, draft: Draft<DescribeProducersResponseTopicResponse>, version: number): void {
  const { name = "", partitions = [] } = draft;
  w.string(name, true);
  { w.arrayLength(partitions, true); for (const element of partitions) encodeDescribeProducersResponsePartitionResponse(w, element, version); }
  w.noTags();
}

function decodeDescribeProducersResponse(r: Reader, version: number): DescribeProducersResponse {
  if (version < 0 || version > 0) throw noSuchVersion("DescribeProducersResponse", version);
  const throttleTimeMs = r.int32();
  const topics: DescribeProducersResponseTopicResponse[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) topics.push(decodeDescribeProducersResponseTopicResponse(r, version));
  r.skipTags();
  return { throttleTimeMs, topics };
}

function encodeDescribeProducersResponse(w: Writer, draft: Draft<DescribeProducersResponse>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("DescribeProducersResponse", version);
  const { throttleTimeMs = 0, topics = [] } = draft;
  w.int32(throttleTimeMs);
  { w.arrayLength(topics, true); for (const element of topics) encodeDescribeProducersResponseTopicResponse(w, element, version); }
  w.noTags();
}

function eachErrorOfDescribeProducersResponsePartitionResponse(draft: Draft<DescribeProducersResponsePartitionResponse>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}

function eachErrorOfDescribeProducersResponseTopicResponse(draft: Draft<DescribeProducersResponseTopicResponse>, version: number, found: OnError, around: object): void {
  for (const element of draft.partitions ?? []) eachErrorOfDescribeProducersResponsePartitionResponse(element, version, found, draft);
}

function eachErrorOfDescribeProducersResponse(draft: Draft<DescribeProducersResponse>, version: number, found: OnError, around: object): void {
  for (const element of draft.topics ?? []) eachErrorOfDescribeProducersResponseTopicResponse(element, version, found, draft);
}
