// Generated from the definitions by `npm run generate`; not to be edited.
import { fieldNotInVersion, noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { type Writer } from "../wire/writer.ts";

export interface TxnOffsetCommitRequest {
  /** The producer's `transactional.id`. */
  transactionalId: string;
  /** The group whose offsets the transaction commits. */
  groupId: string;
  /** The producer's id. */
  producerId: number;
  /** The producer's epoch. */
  producerEpoch: number;
  /** The consumer's generation or member epoch, or -1 if it is no member (KIP-447). */
  generationId: number;
  /** The consumer's member id; empty if it is no member. */
  memberId: string;
  /** The consumer's `group.instance.id` if it is a static member, else null. */
  groupInstanceId: string | null;
  /** Offsets to commit, by topic. */
  topics: TxnOffsetCommitRequestTopic[];
}

export interface TxnOffsetCommitRequestTopic {
  /** The topic. */
  name: string;
  /** Offsets to commit, by partition. */
  partitions: TxnOffsetCommitRequestPartition[];
}

export interface TxnOffsetCommitRequestPartition {
  /** Number of the partition. */
  partitionIndex: number;
  /** The next offset to read. */
  committedOffset: number;
  /** Leader epoch of the last record read, or -1. */
  committedLeaderEpoch: number;
  /** Anything that the client wants to keep with the offset. */
  committedMetadata: string | null;
}

export const TxnOffsetCommitRequest: MessageCodec<TxnOffsetCommitRequest> = {
  name: "TxnOffsetCommitRequest",
  apiKey: 28,
  minVersion: 0,
  maxVersion: 5,
  flexibleFrom: 3,
  decode: decodeTxnOffsetCommitRequest,
  encode: encodeTxnOffsetCommitRequest,
};

function decodeTxnOffsetCommitRequestPartition(r: Reader, version: number): TxnOffsetCommitRequestPartition {
  const flexible = version >= 3;
  const partitionIndex = r.int32();
  const committedOffset = r.int64();
  const committedLeaderEpoch = version >= 2 ? r.int32() : -1;
  const committedMetadata = r.nullableString(flexible);
  if (flexible) r.skipTags();
  return { partitionIndex, committedOffset, committedLeaderEpoch, committedMetadata };
}

function encodeTxnOffsetCommitRequestPartition(w: Writer, draft: Draft<TxnOffsetCommitRequestPartition>, version: number): void {
  const flexible = version >= 3;
  const { partitionIndex = 0, committedOffset = 0, committedLeaderEpoch = -1, committedMetadata = "" } = draft;
  w.int32(partitionIndex);
  w.int64(committedOffset);
  if (version >= 2) w.int32(committedLeaderEpoch);
  w.nullableString(committedMetadata, flexible);
  if (flexible) w.noTags();
}

function decodeTxnOffsetCommitRequestTopic(r: Reader, version: number): TxnOffsetCommitRequestTopic {
  const flexible = version >= 3;
  const name = r.string(flexible);
  const partitions: TxnOffsetCommitRequestPartition[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) partitions.push(decodeTxnOffsetCommitRequestPartition(r, version));
  if (flexible) r.skipTags();
  return { name, partitions };
}

function encodeTxnOffsetCommitRequestTopic(w: Writer, draft: Draft<TxnOffsetCommitRequestTopic>, version: number): void {
  const flexible = version >= 3;
  const { name = "", partitions = [] } = draft;
  w.string(name, flexible);
  { w.arrayLength(partitions, flexible); for (const element of partitions) encodeTxnOffsetCommitRequestPartition(w, element, version); }
  if (flexible) w.noTags();
}

function decodeTxnOffsetCommitRequest(r: Reader, version: number): TxnOffsetCommitRequest {
  if (version < 0 || version > 5) throw noSuchVersion("TxnOffsetCommitRequest", version);
  const flexible = version >= 3;
  const transactionalId = r.string(flexible);
  const groupId = r.string(flexible);
  const producerId = r.int64();
  const producerEpoch = r.int16();
  const generationId = version >= 3 ? r.int32() : -1;
  const memberId = version >= 3 ? r.string(true) : "";
  const groupInstanceId = version >= 3 ? r.nullableString(true) : null;
  const topics: TxnOffsetCommitRequestTopic[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) topics.push(decodeTxnOffsetCommitRequestTopic(r, version));
  if (flexible) r.skipTags();
  return { transactionalId, groupId, producerId, producerEpoch, generationId, memberId, groupInstanceId, topics };
}

function encodeTxnOffsetCommitRequest(w: Writer, draft: Draft<TxnOffsetCommitRequest>, version: number): void {
  if (version < 0 || version > 5) throw noSuchVersion("TxnOffsetCommitRequest", version);
  const flexible = version >= 3;
  const { transactionalId = "", groupId = "", producerId = 0, producerEpoch = 0, generationId = -1, memberId = "", groupInstanceId = null, topics = [] } = draft;
  w.string(transactionalId, flexible);
  w.string(groupId, flexible);
  w.int64(producerId);
  w.int16(producerEpoch);
  if (version >= 3) w.int32(generationId);
  else if (generationId !== -1) throw fieldNotInVersion("TxnOffsetCommitRequest", "generationId", version);
  if (version >= 3) w.string(memberId, true);
  else if (memberId !== "") throw fieldNotInVersion("TxnOffsetCommitRequest", "memberId", version);
  if (version >= 3) w.nullableString(groupInstanceId, true);
  else if (groupInstanceId !== null) throw fieldNotInVersion("TxnOffsetCommitRequest", "groupInstanceId", version);
  { w.arrayLength(topics, flexible); for (const element of topics) encodeTxnOffsetCommitRequestTopic(w, element, version); }
  if (flexible) w.noTags();
}

export interface TxnOffsetCommitResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** Outcomes by topic. */
  topics: TxnOffsetCommitResponseTopic[];
}

export interface TxnOffsetCommitResponseTopic {
  /** The topic. */
  name: string;
  /** Outcomes by partition. */
  partitions: TxnOffsetCommitResponsePartition[];
}

export interface TxnOffsetCommitResponsePartition {
  /** Number of the partition. */
  partitionIndex: number;
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
}

export const TxnOffsetCommitResponse: MessageCodec<TxnOffsetCommitResponse> = {
  name: "TxnOffsetCommitResponse",
  apiKey: 28,
  minVersion: 0,
  maxVersion: 5,
  flexibleFrom: 3,
  decode: decodeTxnOffsetCommitResponse,
  encode: encodeTxnOffsetCommitResponse,
  eachError: (draft, version, found) => eachErrorOfTxnOffsetCommitResponse(draft, version, found, draft),
};

function decodeTxnOffsetCommitResponsePartition(r: Reader, version: number): TxnOffsetCommitResponsePartition {
  const flexible = version >= 3;
  const partitionIndex = r.int32();
  const errorCode = r.int16();
  if (flexible) r.skipTags();
  return { partitionIndex, errorCode };
}

function encodeTxnOffsetCommitResponsePartition(w: Writer, draft: Draft<TxnOffsetCommitResponsePartition>, version: number): void {
  const flexible = version >= 3;
  const { partitionIndex = 0, errorCode = 0 } = draft;
  w.int32(partitionIndex);
  w.int16(errorCode);
  if (flexible) w.noTags();
}

function decodeTxnOffsetCommitResponseTopic(r: Reader, version: number): TxnOffsetCommitResponseTopic {
  const flexible = version >= 3;
  const name = r.string(flexible);
  const partitions: TxnOffsetCommitResponsePartition[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) partitions.push(decodeTxnOffsetCommitResponsePartition(r, version));
  if (flexible) r.skipTags();
  return { name, partitions };
}

function encodeTxnOffsetCommitResponseTopic(w: Writer, draft: Draft<TxnOffsetCommitResponseTopic>, version: number): void {
  const flexible = version >= 3;
  const { name = "", partitions = [] } = draft;
  w.string(name, flexible);
  { w.arrayLength(partitions, flexible); for (const element of partitions) encodeTxnOffsetCommitResponsePartition(w, element, version); }
  if (flexible) w.noTags();
}

function decodeTxnOffsetCommitResponse(r: Reader, version: number): TxnOffsetCommitResponse {
  if (version < 0 || version > 5) throw noSuchVersion("TxnOffsetCommitResponse", version);
  const flexible = version >= 3;
  const throttleTimeMs = r.int32();
  const topics: TxnOffsetCommitResponseTopic[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) topics.push(decodeTxnOffsetCommitResponseTopic(r, version));
  if (flexible) r.skipTags();
  return { throttleTimeMs, topics };
}

function encodeTxnOffsetCommitResponse(w: Writer, draft: Draft<TxnOffsetCommitResponse>, version: number): void {
  if (version < 0 || version > 5) throw noSuchVersion("TxnOffsetCommitResponse", version);
  const flexible = version >= 3;
  const { throttleTimeMs = 0, topics = [] } = draft;
  w.int32(throttleTimeMs);
  { w.arrayLength(topics, flexible); for (const element of topics) encodeTxnOffsetCommitResponseTopic(w, element, version); }
  if (flexible) w.noTags();
}

function eachErrorOfTxnOffsetCommitResponsePartition(draft: Draft<TxnOffsetCommitResponsePartition>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}

function eachErrorOfTxnOffsetCommitResponseTopic(draft: Draft<TxnOffsetCommitResponseTopic>, version: number, found: OnError, around: object): void {
  for (const element of draft.partitions ?? []) eachErrorOfTxnOffsetCommitResponsePartition(element, version, found, draft);
}

function eachErrorOfTxnOffsetCommitResponse(draft: Draft<TxnOffsetCommitResponse>, version: number, found: OnError, around: object): void {
  for (const element of draft.topics ?? []) eachErrorOfTxnOffsetCommitResponseTopic(element, version, found, draft);
}
