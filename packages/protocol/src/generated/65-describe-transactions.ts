// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { type Writer } from "../wire/writer.ts";

export interface DescribeTransactionsRequest {
  /** The transactional ids to tell of. */
  transactionalIds: string[];
}

export const DescribeTransactionsRequest: MessageCodec<DescribeTransactionsRequest> = {
  name: "DescribeTransactionsRequest",
  apiKey: 65,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeDescribeTransactionsRequest,
  encode: encodeDescribeTransactionsRequest,
};

function decodeDescribeTransactionsRequest(r: Reader, version: number): DescribeTransactionsRequest {
  if (version < 0 || version > 0) throw noSuchVersion("DescribeTransactionsRequest", version);
  const transactionalIds: string[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) transactionalIds.push(r.string(true));
  r.skipTags();
  return { transactionalIds };
}

function encodeDescribeTransactionsRequest(w: Writer, draft: Draft<DescribeTransactionsRequest>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("DescribeTransactionsRequest", version);
  const { transactionalIds = [] } = draft;
  { w.arrayLength(transactionalIds, true); for (const element of transactionalIds) w.string(element, true); }
  w.noTags();
}

export interface DescribeTransactionsResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** What is known, by transactional id. */
  transactionStates: DescribeTransactionsResponseTransactionState[];
}

export interface DescribeTransactionsResponseTransactionState {
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** The transactional id. */
  transactionalId: string;
  /** The state's name, e.g. `Ongoing`. */
  transactionState: string;
  /** How long a transaction may stay open, in milliseconds. */
  transactionTimeoutMs: number;
  /** When the transaction began, in milliseconds since the epoch, or -1. */
  transactionStartTimeMs: number;
  /** The producer's id. */
  producerId: number;
  /** The producer's epoch. */
  producerEpoch: number;
  /** Partitions in the transaction that have no marker yet, by topic. */
  topics: DescribeTransactionsResponseTopicData[];
}

export interface DescribeTransactionsResponseTopicData {
  /** The topic. */
  topic: string;
  /** Numbers of the topic's partitions. */
  partitions: number[];
}

export const DescribeTransactionsResponse: MessageCodec<DescribeTransactionsResponse> = {
  name: "DescribeTransactionsResponse",
  apiKey: 65,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeDescribeTransactionsResponse,
  encode: encodeDescribeTransactionsResponse,
  eachError: (draft, version, found) => eachErrorOfDescribeTransactionsResponse(draft, version, found, draft),
};

function decodeDescribeTransactionsResponseTopicData(r: Reader, _version: number): DescribeTransactionsResponseTopicData {
  const topic = r.string(true);
  const partitions: number[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) partitions.push(r.int32());
  r.skipTags();
  return { topic, partitions };
}

function encodeDescribeTransactionsResponseTopicData(w: Writer, draft: Draft<DescribeTransactionsResponseTopicData>, _version: number): void {
  const { topic = "", partitions = [] } = draft;
  w.string(topic, true);
  { w.arrayLength(partitions, true); for (const element of partitions) w.int32(element); }
  w.noTags();
}

function decodeDescribeTransactionsResponseTransactionState(r: Reader, version: number): DescribeTransactionsResponseTransactionState {
  const errorCode = r.int16();
  const transactionalId = r.string(true);
  const transactionState = r.string(true);
  const transactionTimeoutMs = r.int32();
  const transactionStartTimeMs = r.int64();
  const producerId = r.int64();
  const producerEpoch = r.int16();
  const topics: DescribeTransactionsResponseTopicData[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) topics.push(decodeDescribeTransactionsResponseTopicData(r, version));
  r.skipTags();
  return { errorCode, transactionalId, transactionState, transactionTimeoutMs, transactionStartTimeMs, producerId, producerEpoch, topics };
}

function encodeDescribeTransactionsResponseTransactionState(w: Writer, draft: Draft<DescribeTransactionsResponseTransactionState>, version: number): void {
  const { errorCode = 0, transactionalId = "", transactionState = "", transactionTimeoutMs = 0, transactionStartTimeMs = 0, producerId = 0, producerEpoch = 0, topics = [] } = draft;
  w.int16(errorCode);
  w.string(transactionalId, true);
  w.string(transactionState, true);
  w.int32(transactionTimeoutMs);
  w.int64(transactionStartTimeMs);
  w.int64(producerId);
  w.int16(producerEpoch);
  { w.arrayLength(topics, true); for (const element of topics) encodeDescribeTransactionsResponseTopicData(w, element, version); }
  w.noTags();
}

function decodeDescribeTransactionsResponse(r: Reader, version: number): DescribeTransactionsResponse {
  if (version < 0 || version > 0) throw noSuchVersion("DescribeTransactionsResponse", version);
  const throttleTimeMs = r.int32();
  const transactionStates: DescribeTransactionsResponseTransactionState[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) transactionStates.push(decodeDescribeTransactionsResponseTransactionState(r, version));
  r.skipTags();
  return { throttleTimeMs, transactionStates };
}

function encodeDescribeTransactionsResponse(w: Writer, draft: Draft<DescribeTransactionsResponse>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("DescribeTransactionsResponse", version);
  const { throttleTimeMs = 0, transactionStates = [] } = draft;
  w.int32(throttleTimeMs);
  { w.arrayLength(transactionStates, true); for (const element of transactionStates) encodeDescribeTransactionsResponseTransactionState(w, element, version); }
  w.noTags();
}

function eachErrorOfDescribeTransactionsResponseTransactionState(draft: Draft<DescribeTransactionsResponseTransactionState>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}

function eachErrorOfDescribeTransactionsResponse(draft: Draft<DescribeTransactionsResponse>, version: number, found: OnError, around: object): void {
  for (const element of draft.transactionStates ?? []) eachErrorOfDescribeTransactionsResponseTransactionState(element, version, found, draft);
}
