// Generated from the definitions by `npm run generate`; not to be edited.
import { fieldNotInVersion, noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { type Writer } from "../wire/writer.ts";

export interface AlterPartitionReassignmentsRequest {
  /** How long the request may take, in milliseconds; moving the data takes its own time. */
  timeoutMs: number;
  /** Whether a partition may end up with another number of replicas (KIP-860). */
  allowReplicationFactorChange: boolean;
  /** What to move. */
  topics: AlterPartitionReassignmentsRequestReassignableTopic[];
}

export interface AlterPartitionReassignmentsRequestReassignableTopic {
  /** The topic's name. */
  name: string;
  /** Its partitions. */
  partitions: AlterPartitionReassignmentsRequestReassignablePartition[];
}

export interface AlterPartitionReassignmentsRequestReassignablePartition {
  /** Partition number. */
  partitionIndex: number;
  /** Node ids of the brokers that are to hold it; null takes a move back that is under way. */
  replicas: number[] | null;
}

export const AlterPartitionReassignmentsRequest: MessageCodec<AlterPartitionReassignmentsRequest> = {
  name: "AlterPartitionReassignmentsRequest",
  apiKey: 45,
  minVersion: 0,
  maxVersion: 1,
  flexibleFrom: 0,
  decode: decodeAlterPartitionReassignmentsRequest,
  encode: encodeAlterPartitionReassignmentsRequest,
};

function decodeAlterPartitionReassignmentsRequestReassignablePartition(r: Reader, _version: number): AlterPartitionReassignmentsRequestReassignablePartition {
  const partitionIndex = r.int32();
  let replicas: number[] | null = null;
  {
    let n = r.nullableArrayLength(true);
    if (n < 0) replicas = null;
    else {
      const replicasElements: number[] = [];
      for (; n > 0; n--) replicasElements.push(r.int32());
      replicas = replicasElements;
    }
  }
  r.skipTags();
  return { partitionIndex, replicas };
}

function encodeAlterPartitionReassignmentsRequestReassignablePartition(w: Writer, draft: Draft<AlterPartitionReassignmentsRequestReassignablePartition>, _version: number): void {
  const { partitionIndex = 0, replicas = null } = draft;
  w.int32(partitionIndex);
  { w.nullableArrayLength(replicas, true); if (replicas !== null) for (const element of replicas) w.int32(element); }
  w.noTags();
}

function decodeAlterPartitionReassignmentsRequestReassignableTopic(r: Reader, version: number): AlterPartitionReassignmentsRequestReassignableTopic {
  const name = r.string(true);
  const partitions: AlterPartitionReassignmentsRequestReassignablePartition[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) partitions.push(decodeAlterPartitionReassignmentsRequestReassignablePartition(r, version));
  r.skipTags();
  return { name, partitions };
}

function encodeAlterPartitionReassignmentsRequestReassignableTopic(w: Writer, draft: Draft<AlterPartitionReassignmentsRequestReassignableTopic>, version: number): void {
  const { name = "", partitions = [] } = draft;
  w.string(name, true);
  { w.arrayLength(partitions, true); for (const element of partitions) encodeAlterPartitionReassignmentsRequestReassignablePartition(w, element, version); }
  w.noTags();
}

function decodeAlterPartitionReassignmentsRequest(r: Reader, version: number): AlterPartitionReassignmentsRequest {
  if (version < 0 || version > 1) throw noSuchVersion("AlterPartitionReassignmentsRequest", version);
  const timeoutMs = r.int32();
  const allowReplicationFactorChange = version >= 1 ? r.bool() : true;
  const topics: AlterPartitionReassignmentsRequestReassignableTopic[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) topics.push(decodeAlterPartitionReassignmentsRequestReassignableTopic(r, version));
  r.skipTags();
  return { timeoutMs, allowReplicationFactorChange, topics };
}

function encodeAlterPartitionReassignmentsRequest(w: Writer, draft: Draft<AlterPartitionReassignmentsRequest>, version: number): void {
  if (version < 0 || version > 1) throw noSuchVersion("AlterPartitionReassignmentsRequest", version);
  const { timeoutMs = 60000, allowReplicationFactorChange = true, topics = [] } = draft;
  w.int32(timeoutMs);
  if (version >= 1) w.bool(allowReplicationFactorChange);
  else if (!allowReplicationFactorChange) throw fieldNotInVersion("AlterPartitionReassignmentsRequest", "allowReplicationFactorChange", version);
  { w.arrayLength(topics, true); for (const element of topics) encodeAlterPartitionReassignmentsRequestReassignableTopic(w, element, version); }
  w.noTags();
}

export interface AlterPartitionReassignmentsResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** Whether the number of replicas was allowed to change, as given. */
  allowReplicationFactorChange: boolean;
  /** Outcome of the whole request as a code of the error table; 0 is success. */
  errorCode: number;
  /** Detail for people, beyond what the error code says; null if there is none. */
  errorMessage: string | null;
  /** Outcomes by topic. */
  responses: AlterPartitionReassignmentsResponseReassignableTopicResponse[];
}

export interface AlterPartitionReassignmentsResponseReassignableTopicResponse {
  /** The topic's name. */
  name: string;
  /** Outcomes by partition. */
  partitions: AlterPartitionReassignmentsResponseReassignablePartitionResponse[];
}

export interface AlterPartitionReassignmentsResponseReassignablePartitionResponse {
  /** Partition number. */
  partitionIndex: number;
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** Detail for people; null if there is none. */
  errorMessage: string | null;
}

export const AlterPartitionReassignmentsResponse: MessageCodec<AlterPartitionReassignmentsResponse> = {
  name: "AlterPartitionReassignmentsResponse",
  apiKey: 45,
  minVersion: 0,
  maxVersion: 1,
  flexibleFrom: 0,
  decode: decodeAlterPartitionReassignmentsResponse,
  encode: encodeAlterPartitionReassignmentsResponse,
  eachError: (draft, version, found) => eachErrorOfAlterPartitionReassignmentsResponse(draft, version, found, draft),
};

function decodeAlterPartitionReassignmentsResponseReassignablePartitionResponse(r: Reader, _version: number): AlterPartitionReassignmentsResponseReassignablePartitionResponse {
  const partitionIndex = r.int32();
  const errorCode = r.int16();
  const errorMessage = r.nullableString(true);
  r.skipTags();
  return { partitionIndex, errorCode, errorMessage };
}

function encodeAlterPartitionReassignmentsResponseReassignablePartitionResponse(w: Writer, draft: Draft<AlterPartitionReassignmentsResponseReassignablePartitionResponse>, _version: number): void {
  const { partitionIndex = 0, errorCode = 0, errorMessage = "" } = draft;
  w.int32(partitionIndex);
  w.int16(errorCode);
  w.nullableString(errorMessage, true);
  w.noTags();
}

function decodeAlterPartitionReassignmentsResponseReassignableTopicResponse(r: Reader, version: number): AlterPartitionReassignmentsResponseReassignableTopicResponse {
  const name = r.string(true);
  const partitions: AlterPartitionReassignmentsResponseReassignablePartitionResponse[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) partitions.push(decodeAlterPartitionReassignmentsResponseReassignablePartitionResponse(r, version));
  r.skipTags();
  return { name, partitions };
}

function encodeAlterPartitionReassignmentsResponseReassignableTopicResponse(w: Writer, draft: Draft<AlterPartitionReassignmentsResponseReassignableTopicResponse>, version: number): void {
  const { name = "", partitions = [] } = draft;
  w.string(name, true);
  { w.arrayLength(partitions, true); for (const element of partitions) encodeAlterPartitionReassignmentsResponseReassignablePartitionResponse(w, element, version); }
  w.noTags();
}

function decodeAlterPartitionReassignmentsResponse(r: Reader, version: number): AlterPartitionReassignmentsResponse {
  if (version < 0 || version > 1) throw noSuchVersion("AlterPartitionReassignmentsResponse", version);
  const throttleTimeMs = r.int32();
  const allowReplicationFactorChange = version >= 1 ? r.bool() : true;
  const errorCode = r.int16();
  const errorMessage = r.nullableString(true);
  const responses: AlterPartitionReassignmentsResponseReassignableTopicResponse[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) responses.push(decodeAlterPartitionReassignmentsResponseReassignableTopicResponse(r, version));
  r.skipTags();
  return { throttleTimeMs, allowReplicationFactorChange, errorCode, errorMessage, responses };
}

function encodeAlterPartitionReassignmentsResponse(w: Writer, draft: Draft<AlterPartitionReassignmentsResponse>, version: number): void {
  if (version < 0 || version > 1) throw noSuchVersion("AlterPartitionReassignmentsResponse", version);
  const { throttleTimeMs = 0, allowReplicationFactorChange = true, errorCode = 0, errorMessage = "", responses = [] } = draft;
  w.int32(throttleTimeMs);
  if (version >= 1) w.bool(allowReplicationFactorChange);
  w.int16(errorCode);
  w.nullableString(errorMessage, true);
  { w.arrayLength(responses, true); for (const element of responses) encodeAlterPartitionReassignmentsResponseReassignableTopicResponse(w, element, version); }
  w.noTags();
}

function eachErrorOfAlterPartitionReassignmentsResponseReassignablePartitionResponse(draft: Draft<AlterPartitionReassignmentsResponseReassignablePartitionResponse>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}

function eachErrorOfAlterPartitionReassignmentsResponseReassignableTopicResponse(draft: Draft<AlterPartitionReassignmentsResponseReassignableTopicResponse>, version: number, found: OnError, around: object): void {
  for (const element of draft.partitions ?? []) eachErrorOfAlterPartitionReassignmentsResponseReassignablePartitionResponse(element, version, found, draft);
}

function eachErrorOfAlterPartitionReassignmentsResponse(draft: Draft<AlterPartitionReassignmentsResponse>, version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
  for (const element of draft.responses ?? []) eachErrorOfAlterPartitionReassignmentsResponseReassignableTopicResponse(element, version, found, draft);
}
