// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { ZERO_UUID } from "../wire/uuid.ts";
import { type Writer } from "../wire/writer.ts";

export interface DescribeTopicPartitionsRequest {
  /** Topics to describe; empty for all. */
  topics: DescribeTopicPartitionsRequestTopicRequest[];
  /** Most partitions in one answer, below the broker's own limit. */
  responsePartitionLimit: number;
  /** Where the last answer stopped; null to start from the beginning. */
  cursor: DescribeTopicPartitionsRequestCursor | null;
}

export interface DescribeTopicPartitionsRequestCursor {
  /** First topic to describe; earlier names are skipped. */
  topicName: string;
  /** First of its partitions to describe. */
  partitionIndex: number;
}

export interface DescribeTopicPartitionsRequestTopicRequest {
  /** The topic's name. */
  name: string;
}

export const DescribeTopicPartitionsRequest: MessageCodec<DescribeTopicPartitionsRequest> = {
  name: "DescribeTopicPartitionsRequest",
  apiKey: 75,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeDescribeTopicPartitionsRequest,
  encode: encodeDescribeTopicPartitionsRequest,
};

function decodeDescribeTopicPartitionsRequestTopicRequest(r: Reader, _version: number): DescribeTopicPartitionsRequestTopicRequest {
  const name = r.string(true);
  r.skipTags();
  return { name };
}

function encodeDescribeTopicPartitionsRequestTopicRequest(w: Writer, draft: Draft<DescribeTopicPartitionsRequestTopicRequest>, _version: number): void {
  const { name = "" } = draft;
  w.string(name, true);
  w.noTags();
}

function decodeDescribeTopicPartitionsRequestCursor(r: Reader, _version: number): DescribeTopicPartitionsRequestCursor {
  const topicName = r.string(true);
  const partitionIndex = r.int32();
  r.skipTags();
  return { topicName, partitionIndex };
}

function encodeDescribeTopicPartitionsRequestCursor(w: Writer, draft: Draft<DescribeTopicPartitionsRequestCursor>, _version: number): void {
  const { topicName = "", partitionIndex = 0 } = draft;
  w.string(topicName, true);
  w.int32(partitionIndex);
  w.noTags();
}

function decodeDescribeTopicPartitionsRequest(r: Reader, version: number): DescribeTopicPartitionsRequest {
  if (version < 0 || version > 0) throw noSuchVersion("DescribeTopicPartitionsRequest", version);
  const topics: DescribeTopicPartitionsRequestTopicRequest[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) topics.push(decodeDescribeTopicPartitionsRequestTopicRequest(r, version));
  const responsePartitionLimit = r.int32();
  const cursor = ((r.structPresent() ? decodeDescribeTopicPartitionsRequestCursor(r, version) : null));
  r.skipTags();
  return { topics, responsePartitionLimit, cursor };
}

function encodeDescribeTopicPartitionsRequest(w: Writer, draft: Draft<DescribeTopicPartitionsRequest>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("DescribeTopicPartitionsRequest", version);
  const { topics = [], responsePartitionLimit = 2000, cursor = null } = draft;
  { w.arrayLength(topics, true); for (const element of topics) encodeDescribeTopicPartitionsRequestTopicRequest(w, element, version); }
  w.int32(responsePartitionLimit);
  { w.structPresent(cursor !== null); if (cursor !== null) encodeDescribeTopicPartitionsRequestCursor(w, cursor, version); }
  w.noTags();
}

export interface DescribeTopicPartitionsResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** The topics, sorted by name. */
  topics: DescribeTopicPartitionsResponseTopic[];
  /** Where to go on; null if everything was told. */
  nextCursor: DescribeTopicPartitionsResponseCursor | null;
}

export interface DescribeTopicPartitionsResponseCursor {
  /** First topic of the next answer. */
  topicName: string;
  /** First of its partitions in the next answer. */
  partitionIndex: number;
}

export interface DescribeTopicPartitionsResponseTopic {
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** The topic's name. */
  name: string | null;
  /** The topic's id. */
  topicId: string;
  /** Whether it is one of Kafka's own topics. */
  isInternal: boolean;
  /** The topic's partitions. */
  partitions: DescribeTopicPartitionsResponsePartition[];
  /** Bit set of ACL operations allowed on the topic; the minimum int32 if not known. */
  topicAuthorizedOperations: number;
}

export interface DescribeTopicPartitionsResponsePartition {
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** Number of the partition. */
  partitionIndex: number;
  /** Node id of the leader, or -1. */
  leaderId: number;
  /** How often leadership has changed; -1 if not known. */
  leaderEpoch: number;
  /** Node ids of all replicas, the preferred leader first. */
  replicaNodes: number[];
  /** Node ids of the replicas that keep up. */
  isrNodes: number[];
  /** Node ids that may lead though they left the ISR (KIP-966); null if not known. */
  eligibleLeaderReplicas: number[] | null;
  /** Node ids that were eligible before all were lost; null if not known. */
  lastKnownElr: number[] | null;
  /** Node ids of the replicas that are down. */
  offlineReplicas: number[];
}

export const DescribeTopicPartitionsResponse: MessageCodec<DescribeTopicPartitionsResponse> = {
  name: "DescribeTopicPartitionsResponse",
  apiKey: 75,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeDescribeTopicPartitionsResponse,
  encode: encodeDescribeTopicPartitionsResponse,
  eachError: (draft, version, found) => eachErrorOfDescribeTopicPartitionsResponse(draft, version, found, draft),
};

function decodeDescribeTopicPartitionsResponsePartition(r: Reader, _version: number): DescribeTopicPartitionsResponsePartition {
  const errorCode = r.int16();
  const partitionIndex = r.int32();
  const leaderId = r.int32();
  const leaderEpoch = r.int32();
  const replicaNodes: number[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) replicaNodes.push(r.int32());
  const isrNodes: number[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) isrNodes.push(r.int32());
  let eligibleLeaderReplicas: number[] | null = null;
  {
    let n = r.nullableArrayLength(true);
    if (n < 0) eligibleLeaderReplicas = null;
    else {
      const eligibleLeaderReplicasElements: number[] = [];
      for (; n > 0; n--) eligibleLeaderReplicasElements.push(r.int32());
      eligibleLeaderReplicas = eligibleLeaderReplicasElements;
    }
  }
  let lastKnownElr: number[] | null = null;
  {
    let n = r.nullableArrayLength(true);
    if (n < 0) lastKnownElr = null;
    else {
      const lastKnownElrElements: number[] = [];
      for (; n > 0; n--) lastKnownElrElements.push(r.int32());
      lastKnownElr = lastKnownElrElements;
    }
  }
  const offlineReplicas: number[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) offlineReplicas.push(r.int32());
  r.skipTags();
  return { errorCode, partitionIndex, leaderId, leaderEpoch, replicaNodes, isrNodes, eligibleLeaderReplicas, lastKnownElr, offlineReplicas };
}

function encodeDescribeTopicPartitionsResponsePartition(w: Writer, draft: Draft<DescribeTopicPartitionsResponsePartition>, _version: number): void {
  const { errorCode = 0, partitionIndex = 0, leaderId = 0, leaderEpoch = -1, replicaNodes = [], isrNodes = [], eligibleLeaderReplicas = null, lastKnownElr = null, offlineReplicas = [] } = draft;
  w.int16(errorCode);
  w.int32(partitionIndex);
  w.int32(leaderId);
  w.int32(leaderEpoch);
  { w.arrayLength(replicaNodes, true); for (const element of replicaNodes) w.int32(element); }
  { w.arrayLength(isrNodes, true); for (const element of isrNodes) w.int32(element); }
  { w.nullableArrayLength(eligibleLeaderReplicas, true); if (eligibleLeaderReplicas !== null) for (const element of eligibleLeaderReplicas) w.int32(element); }
  { w.nullableArrayLength(lastKnownElr, true); if (lastKnownElr !== null) for (const element of lastKnownElr) w.int32(element); }
  { w.arrayLength(offlineReplicas, true); for (const element of offlineReplicas) w.int32(element); }
  w.noTags();
}

function decodeDescribeTopicPartitionsResponseTopic(r: Reader, version: number): DescribeTopicPartitionsResponseTopic {
  const errorCode = r.int16();
  const name = r.nullableString(true);
  const topicId = r.uuid();
  const isInternal = r.bool();
  const partitions: DescribeTopicPartitionsResponsePartition[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) partitions.push(decodeDescribeTopicPartitionsResponsePartition(r, version));
  const topicAuthorizedOperations = r.int32();
  r.skipTags();
  return { errorCode, name, topicId, isInternal, partitions, topicAuthorizedOperations };
}

function encodeDescribeTopicPartitionsResponseTopic(w: Writer, draft: Draft<DescribeTopicPartitionsResponseTopic>, version: number): void {
  const { errorCode = 0, name = "", topicId = ZERO_UUID, isInternal = false, partitions = [], topicAuthorizedOperations = -2147483648 } = draft;
  w.int16(errorCode);
  w.nullableString(name, true);
  w.uuid(topicId);
  w.bool(isInternal);
  { w.arrayLength(partitions, true); for (const element of partitions) encodeDescribeTopicPartitionsResponsePartition(w, element, version); }
  w.int32(topicAuthorizedOperations);
  w.noTags();
}

function decodeDescribeTopicPartitionsResponseCursor(r: Reader, _version: number): DescribeTopicPartitionsResponseCursor {
  const topicName = r.string(true);
  const partitionIndex = r.int32();
  r.skipTags();
  return { topicName, partitionIndex };
}

function encodeDescribeTopicPartitionsResponseCursor(w: Writer, draft: Draft<DescribeTopicPartitionsResponseCursor>, _version: number): void {
  const { topicName = "", partitionIndex = 0 } = draft;
  w.string(topicName, true);
  w.int32(partitionIndex);
  w.noTags();
}

function decodeDescribeTopicPartitionsResponse(r: Reader, version: number): DescribeTopicPartitionsResponse {
  if (version < 0 || version > 0) throw noSuchVersion("DescribeTopicPartitionsResponse", version);
  const throttleTimeMs = r.int32();
  const topics: DescribeTopicPartitionsResponseTopic[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) topics.push(decodeDescribeTopicPartitionsResponseTopic(r, version));
  const nextCursor = ((r.structPresent() ? decodeDescribeTopicPartitionsResponseCursor(r, version) : null));
  r.skipTags();
  return { throttleTimeMs, topics, nextCursor };
}

function encodeDescribeTopicPartitionsResponse(w: Writer, draft: Draft<DescribeTopicPartitionsResponse>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("DescribeTopicPartitionsResponse", version);
  const { throttleTimeMs = 0, topics = [], nextCursor = null } = draft;
  w.int32(throttleTimeMs);
  { w.arrayLength(topics, true); for (const element of topics) encodeDescribeTopicPartitionsResponseTopic(w, element, version); }
  { w.structPresent(nextCursor !== null); if (nextCursor !== null) encodeDescribeTopicPartitionsResponseCursor(w, nextCursor, version); }
  w.noTags();
}

function eachErrorOfDescribeTopicPartitionsResponsePartition(draft: Draft<DescribeTopicPartitionsResponsePartition>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}

function eachErrorOfDescribeTopicPartitionsResponseTopic(draft: Draft<DescribeTopicPartitionsResponseTopic>, version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
  for (const element of draft.partitions ?? []) eachErrorOfDescribeTopicPartitionsResponsePartition(element, version, found, draft);
}

function eachErrorOfDescribeTopicPartitionsResponse(draft: Draft<DescribeTopicPartitionsResponse>, version: number, found: OnError, around: object): void {
  for (const element of draft.topics ?? []) eachErrorOfDescribeTopicPartitionsResponseTopic(element, version, found, draft);
}
