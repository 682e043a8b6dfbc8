// Generated from the definitions by `npm run generate`; not to be edited.
import { fieldNotInVersion, noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { type Writer } from "../wire/writer.ts";

export interface AddPartitionsToTxnRequest {
  /** Transactions, each with partitions, as brokers send them. */
  transactions: AddPartitionsToTxnRequestAddPartitionsToTxnTransaction[];
  /** The producer's `transactional.id`. */
  v3AndBelowTransactionalId: string;
  /** The producer's id. */
  v3AndBelowProducerId: number;
  /** The producer's epoch. */
  v3AndBelowProducerEpoch: number;
  /** The partitions, by topic. */
  v3AndBelowTopics: AddPartitionsToTxnRequestAddPartitionsToTxnTopic[];
}

export interface AddPartitionsToTxnRequestAddPartitionsToTxnTransaction {
  /** The producer's `transactional.id`. */
  transactionalId: string;
  /** The producer's id. */
  producerId: number;
  /** The producer's epoch. */
  producerEpoch: number;
  /** Whether only to tell if the partitions are in the transaction, and not to add them (KIP-890). */
  verifyOnly: boolean;
  /** The partitions, by topic. */
  topics: AddPartitionsToTxnRequestAddPartitionsToTxnTopic[];
}

export interface AddPartitionsToTxnRequestAddPartitionsToTxnTopic {
  /** The topic. */
  name: string;
  /** Numbers of the topic's partitions. */
  partitions: number[];
}

export const AddPartitionsToTxnRequest: MessageCodec<AddPartitionsToTxnRequest> = {
  name: "AddPartitionsToTxnRequest",
  apiKey: 24,
  minVersion: 0,
  maxVersion: 5,
  flexibleFrom: 3,
  decode: decodeAddPartitionsToTxnRequest,
  encode: encodeAddPartitionsToTxnRequest,
};

function decodeAddPartitionsToTxnRequestAddPartitionsToTxnTopic(r: Reader, version: number): AddPartitionsToTxnRequestAddPartitionsToTxnTopic {
  const flexible = version >= 3;
  const name = r.string(flexible);
  const partitions: number[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) partitions.push(r.int32());
  if (flexible) r.skipTags();
  return { name, partitions };
}

function encodeAddPartitionsToTxnRequestAddPartitionsToTxnTopic(w: Writer, draft: Draft<AddPartitionsToTxnRequestAddPartitionsToTxnTopic>, version: number): void {
  const flexible = version >= 3;
  const { name = "", partitions = [] } = draft;
  w.string(name, flexible);
  { w.arrayLength(partitions, flexible); for (const element of partitions) w.int32(element); }
  if (flexible) w.noTags();
}

function decodeAddPartitionsToTxnRequestAddPartitionsToTxnTransaction(r: Reader, version: number): AddPartitionsToTxnRequestAddPartitionsToTxnTransaction {
  const transactionalId = r.string(true);
  const producerId = r.int64();
  const producerEpoch = r.int16();
  const verifyOnly = r.bool();
  const topics: AddPartitionsToTxnRequestAddPartitionsToTxnTopic[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) topics.push(decodeAddPartitionsToTxnRequestAddPartitionsToTxnTopic(r, version));
  r.skipTags();
  return { transactionalId, producerId, producerEpoch, verifyOnly, topics };
}

function encodeAddPartitionsToTxnRequestAddPartitionsToTxnTransaction(w: Writer, draft: Draft<AddPartitionsToTxnRequestAddPartitionsToTxnTransaction>, version: number): void {
  const { transactionalId = "", producerId = 0, producerEpoch = 0, verifyOnly = false, topics = [] } = draft;
  w.string(transactionalId, true);
  w.int64(producerId);
  w.int16(producerEpoch);
  w.bool(verifyOnly);
  { w.arrayLength(topics, true); for (const element of topics) encodeAddPartitionsToTxnRequestAddPartitionsToTxnTopic(w, element, version); }
  w.noTags();
}

function decodeAddPartitionsToTxnRequest(r: Reader, version: number): AddPartitionsToTxnRequest {
  if (version < 0 || version > 5) throw noSuchVersion("AddPartitionsToTxnRequest", version);
  const flexible = version >= 3;
  const transactions: AddPartitionsToTxnRequestAddPartitionsToTxnTransaction[] = [];
  if (version >= 4) for (let n = r.arrayLength(true); n > 0; n--) transactions.push(decodeAddPartitionsToTxnRequestAddPartitionsToTxnTransaction(r, version));
  const v3AndBelowTransactionalId = version <= 3 ? r.string(flexible) : "";
  const v3AndBelowProducerId = version <= 3 ? r.int64() : 0;
  const v3AndBelowProducerEpoch = version <= 3 ? r.int16() : 0;
  const v3AndBelowTopics: AddPartitionsToTxnRequestAddPartitionsToTxnTopic[] = [];
  if (version <= 3) for (let n = r.arrayLength(flexible); n > 0; n--) v3AndBelowTopics.push(decodeAddPartitionsToTxnRequestAddPartitionsToTxnTopic(r, version));
  if (flexible) r.skipTags();
  return { transactions, v3AndBelowTransactionalId, v3AndBelowProducerId, v3AndBelowProducerEpoch, v3AndBelowTopics };
}

function encodeAddPartitionsToTxnRequest(w: Writer, draft: Draft<AddPartitionsToTxnRequest>, version: number): void {
  if (version < 0 || version > 5) throw noSuchVersion("AddPartitionsToTxnRequest", version);
  const flexible = version >= 3;
  const { transactions = [], v3AndBelowTransactionalId = "", v3AndBelowProducerId = 0, v3AndBelowProducerEpoch = 0, v3AndBelowTopics = [] } = draft;
  if (version >= 4) { w.arrayLength(transactions, true); for (const element of transactions) encodeAddPartitionsToTxnRequestAddPartitionsToTxnTransaction(w, element, version); }
  else if (transactions.length !== 0) throw fieldNotInVersion("AddPartitionsToTxnRequest", "transactions", version);
  if (version <= 3) w.string(v3AndBelowTransactionalId, flexible);
  else if (v3AndBelowTransactionalId !== "") throw fieldNotInVersion("AddPartitionsToTxnRequest", "v3AndBelowTransactionalId", version);
  if (version <= 3) w.int64(v3AndBelowProducerId);
  else if (v3AndBelowProducerId !== 0) throw fieldNotInVersion("AddPartitionsToTxnRequest", "v3AndBelowProducerId", version);
  if (version <= 3) w.int16(v3AndBelowProducerEpoch);
  else if (v3AndBelowProducerEpoch !== 0) throw fieldNotInVersion("AddPartitionsToTxnRequest", "v3AndBelowProducerEpoch", version);
  if (version <= 3) { w.arrayLength(v3AndBelowTopics, flexible); for (const element of v3AndBelowTopics) encodeAddPartitionsToTxnRequestAddPartitionsToTxnTopic(w, element, version); }
  else if (v3AndBelowTopics.length !== 0) throw fieldNotInVersion("AddPartitionsToTxnRequest", "v3AndBelowTopics", version);
  if (flexible) w.noTags();
}

export interface AddPartitionsToTxnResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** Outcome for the whole request. */
  errorCode: number;
  /** Outcomes by transaction. */
  resultsByTransaction: AddPartitionsToTxnResponseAddPartitionsToTxnResult[];
  /** Outcomes by topic. */
  resultsByTopicV3AndBelow: AddPartitionsToTxnResponseAddPartitionsToTxnTopicResult[];
}

export interface AddPartitionsToTxnResponseAddPartitionsToTxnResult {
  /** The producer's `transactional.id`. */
  transactionalId: string;
  /** Outcomes by topic. */
  topicResults: AddPartitionsToTxnResponseAddPartitionsToTxnTopicResult[];
}

export interface AddPartitionsToTxnResponseAddPartitionsToTxnTopicResult {
  /** The topic. */
  name: string;
  /** Outcomes by partition. */
  resultsByPartition: AddPartitionsToTxnResponseAddPartitionsToTxnPartitionResult[];
}

export interface AddPartitionsToTxnResponseAddPartitionsToTxnPartitionResult {
  /** Number of the partition. */
  partitionIndex: number;
  /** Outcome as a code of the error table; 0 is success. */
  partitionErrorCode: number;
}

export const AddPartitionsToTxnResponse: MessageCodec<AddPartitionsToTxnResponse> = {
  name: "AddPartitionsToTxnResponse",
  apiKey: 24,
  minVersion: 0,
  maxVersion: 5,
  flexibleFrom: 3,
  decode: decodeAddPartitionsToTxnResponse,
  encode: encodeAddPartitionsToTxnResponse,
  eachError: (draft, version, found) => eachErrorOfAddPartitionsToTxnResponse(draft, version, found, draft),
};

function decodeAddPartitionsToTxnResponseAddPartitionsToTxnPartitionResult(r: Reader, version: number): AddPartitionsToTxnResponseAddPartitionsToTxnPartitionResult {
  const flexible = version >= 3;
  const partitionIndex = r.int32();
  const partitionErrorCode = r.int16();
  if (flexible) r.skipTags();
  return { partitionIndex, partitionErrorCode };
}

function encodeAddPartitionsToTxnResponseAddPartitionsToTxnPartitionResult(w: Writer, draft: Draft<AddPartitionsToTxnResponseAddPartitionsToTxnPartitionResult>, version: number): void {
  const flexible = version >= 3;
  const { partitionIndex = 0, partitionErrorCode = 0 } = draft;
  w.int32(partitionIndex);
  w.int16(partitionErrorCode);
  if (flexible) w.noTags();
}

function decodeAddPartitionsToTxnResponseAddPartitionsToTxnTopicResult(r: Reader, version: number): AddPartitionsToTxnResponseAddPartitionsToTxnTopicResult {
  const flexible = version >= 3;
  const name = r.string(flexible);
  const resultsByPartition: AddPartitionsToTxnResponseAddPartitionsToTxnPartitionResult[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) resultsByPartition.push(decodeAddPartitionsToTxnResponseAddPartitionsToTxnPartitionResult(r, version));
  if (flexible) r.skipTags();
  return { name, resultsByPartition };
}

function encodeAddPartitionsToTxnResponseAddPartitionsToTxnTopicResult(w: Writer, draft: Draft<AddPartitionsToTxnResponseAddPartitionsToTxnTopicResult>, version: number): void {
  const flexible = version >= 3;
  const { name = "", resultsByPartition = [] } = draft;
  w.string(name, flexible);
  { w.arrayLength(resultsByPartition, flexible); for (const element of resultsByPartition) encodeAddPartitionsToTxnResponseAddPartitionsToTxnPartitionResult(w, element, version); }
  if (flexible) w.noTags();
}

function decodeAddPartitionsToTxnResponseAddPartitionsToTxnResult(r: Reader, version: number): AddPartitionsToTxnResponseAddPartitionsToTxnResult {
  const transactionalId = r.string(true);
  const topicResults: AddPartitionsToTxnResponseAddPartitionsToTxnTopicResult[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) topicResults.push(decodeAddPartitionsToTxnResponseAddPartitionsToTxnTopicResult(r, version));
  r.skipTags();
  return { transactionalId, topicResults };
}

function encodeAddPartitionsToTxnResponseAddPartitionsToTxnResult(w: Writer, draft: Draft<AddPartitionsToTxnResponseAddPartitionsToTxnResult>, version: number): void {
  const { transactionalId = "", topicResults = [] } = draft;
  w.string(transactionalId, true);
  { w.arrayLength(topicResults, true); for (const element of topicResults) encodeAddPartitionsToTxnResponseAddPartitionsToTxnTopicResult(w, element, version); }
  w.noTags();
}

function decodeAddPartitionsToTxnResponse(r: Reader, version: number): AddPartitionsToTxnResponse {
  if (version < 0 || version > 5) throw noSuchVersion("AddPartitionsToTxnResponse", version);
  const flexible = version >= 3;
  const throttleTimeMs = r.int32();
  const errorCode = version >= 4 ? r.int16() : 0;
  const resultsByTransaction: AddPartitionsToTxnResponseAddPartitionsToTxnResult[] = [];
  if (version >= 4) for (let n = r.arrayLength(true); n > 0; n--) resultsByTransaction.push(decodeAddPartitionsToTxnResponseAddPartitionsToTxnResult(r, version));
  const resultsByTopicV3AndBelow: AddPartitionsToTxnResponseAddPartitionsToTxnTopicResult[] = [];
  if (version <= 3) for (let n = r.arrayLength(flexible); n > 0; n--) resultsByTopicV3AndBelow.push(decodeAddPartitionsToTxnResponseAddPartitionsToTxnTopicResult(r, version));
  if (flexible) r.skipTags();
  return { throttleTimeMs, errorCode, resultsByTransaction, resultsByTopicV3AndBelow };
}

function encodeAddPartitionsToTxnResponse(w: Writer, draft: Draft<AddPartitionsToTxnResponse>, version: number): void {
  if (version < 0 || version > 5) throw noSuchVersion("AddPartitionsToTxnResponse", version);
  const flexible = version >= 3;
  const { throttleTimeMs = 0, errorCode = 0, resultsByTransaction = [], resultsByTopicV3AndBelow = [] } = draft;
  w.int32(throttleTimeMs);
  if (version >= 4) w.int16(errorCode);
  if (version >= 4) { w.arrayLength(resultsByTransaction, true); for (const element of resultsByTransaction) encodeAddPartitionsToTxnResponseAddPartitionsToTxnResult(w, element, version); }
  else if (resultsByTransaction.length !== 0) throw fieldNotInVersion("AddPartitionsToTxnResponse", "resultsByTransaction", version);
  if (version <= 3) { w.arrayLength(resultsByTopicV3AndBelow, flexible); for (const element of resultsByTopicV3AndBelow) encodeAddPartitionsToTxnResponseAddPartitionsToTxnTopicResult(w, element, version); }
  else if (resultsByTopicV3AndBelow.length !== 0) throw fieldNotInVersion("AddPartitionsToTxnResponse", "resultsByTopicV3AndBelow", version);
  if (flexible) w.noTags();
}

function eachErrorOfAddPartitionsToTxnResponseAddPartitionsToTxnPartitionResult(draft: Draft<AddPartitionsToTxnResponseAddPartitionsToTxnPartitionResult>, _version: number, found: OnError, around: object): void {
  found(draft.partitionErrorCode ?? 0, draft, around);
}

function eachErrorOfAddPartitionsToTxnResponseAddPartitionsToTxnTopicResult(draft: Draft<AddPartitionsToTxnResponseAddPartitionsToTxnTopicResult>, version: number, found: OnError, around: object): void {
  for (const element of draft.resultsByPartition ?? []) eachErrorOfAddPartitionsToTxnResponseAddPartitionsToTxnPartitionResult(element, version, found, draft);
}

function eachErrorOfAddPartitionsToTxnResponseAddPartitionsToTxnResult(draft: Draft<AddPartitionsToTxnResponseAddPartitionsToTxnResult>, version: number, found: OnError, around: object): void {
  for (const element of draft.topicResults ?? []) eachErrorOfAddPartitionsToTxnResponseAddPartitionsToTxnTopicResult(element, version, found, draft);
}

function eachErrorOfAddPartitionsToTxnResponse(draft: Draft<AddPartitionsToTxnResponse>, version: number, found: OnError, around: object): void {
  if (version >= 4) found(draft.errorCode ?? 0, draft, around);
  if (version >= 4) for (const element of draft.resultsByTransaction ?? []) eachErrorOfAddPartitionsToTxnResponseAddPartitionsToTxnResult(element, version, found, draft);
  if (version <= 3) for (const element of draft.resultsByTopicV3AndBelow ?? []) eachErrorOfAddPartitionsToTxnResponseAddPartitionsToTxnTopicResult(element, version, found, draft);
}
