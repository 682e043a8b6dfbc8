// Generated from the definitions by `npm run generate`; not to be edited.
import { fieldNotInVersion, noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { ZERO_UUID } from "../wire/uuid.ts";
import { type Writer } from "../wire/writer.ts";

export interface MetadataRequest {
  /** Topics to describe: null for all, empty for none (version 0 has empty for all). */
  topics: MetadataRequestTopic[] | null;
  /** Whether asking may create a missing topic, where the broker has `auto.create.topics.enable` too. */
  allowAutoTopicCreation: boolean;
  /** Whether to tell what the client may do to the cluster. */
  includeClusterAuthorizedOperations: boolean;
  /** Whether to tell what the client may do to each topic. */
  includeTopicAuthorizedOperations: boolean;
}

export interface MetadataRequestTopic {
  /** The topic's id; the zero uuid to go by name. */
  topicId: string;
  /** The topic's name; null to go by id. */
  name: string | null;
}

export const MetadataRequest: MessageCodec<MetadataRequest> = {
  name: "MetadataRequest",
  apiKey: 3,
  minVersion: 0,
  maxVersion: 13,
  flexibleFrom: 9,
  decode: decodeMetadataRequest,
  encode: encodeMetadataRequest,
};

function decodeMetadataRequestTopic(r: Reader, version: number): MetadataRequestTopic {
  const flexible = version >= 9;
  const topicId = version >= 10 ? r.uuid() : ZERO_UUID;
  const name = (version >= 10 ? r.nullableString(flexible) : r.string(flexible));
  if (flexible) r.skipTags();
  return { topicId, name };
}

function encodeMetadataRequestTopic(w: Writer, draft: Draft<MetadataRequestTopic>, version: number): void {
  const flexible = version >= 9;
  const { topicId = ZERO_UUID, name = "" } = draft;
  if (version >= 10) w.uuid(topicId);
  version >= 10 ? w.nullableString(name, flexible) : w.string(name, flexible);
  if (flexible) w.noTags();
}

function decodeMetadataRequest(r: Reader, version: number): MetadataRequest {
  if (version < 0 || version > 13) throw noSuchVersion("MetadataRequest", version);
  const flexible = version >= 9;
  let topics: MetadataRequestTopic[] | null = [];
  {
    let n = version >= 1 ? r.nullableArrayLength(flexible) : r.arrayLength(flexible);
    if (n < 0) topics = null;
    else {
      const topicsElements: MetadataRequestTopic[] = [];
      for (; n > 0; n--) topicsElements.push(decodeMetadataRequestTopic(r, version));
      topics = topicsElements;
    }
  }
  const allowAutoTopicCreation = version >= 4 ? r.bool() : true;
  const includeClusterAuthorizedOperations = version >= 8 && version <= 10 ? r.bool() : false;
  const includeTopicAuthorizedOperations = version >= 8 ? r.bool() : false;
  if (flexible) r.skipTags();
  return { topics, allowAutoTopicCreation, includeClusterAuthorizedOperations, includeTopicAuthorizedOperations };
}

function encodeMetadataRequest(w: Writer, draft: Draft<MetadataRequest>, version: number): void {
  if (version < 0 || version > 13) throw noSuchVersion("MetadataRequest", version);
  const flexible = version >= 9;
  const { topics = [], allowAutoTopicCreation = true, includeClusterAuthorizedOperations = false, includeTopicAuthorizedOperations = false } = draft;
  { version >= 1 ? w.nullableArrayLength(topics, flexible) : w.arrayLength(topics, flexible); if (topics !== null) for (const element of topics) encodeMetadataRequestTopic(w, element, version); }
  if (version >= 4) w.bool(allowAutoTopicCreation);
  else if (!allowAutoTopicCreation) throw fieldNotInVersion("MetadataRequest", "allowAutoTopicCreation", version);
  if (version >= 8 && version <= 10) w.bool(includeClusterAuthorizedOperations);
  else if (includeClusterAuthorizedOperations) throw fieldNotInVersion("MetadataRequest", "includeClusterAuthorizedOperations", version);
  if (version >= 8) w.bool(includeTopicAuthorizedOperations);
  else if (includeTopicAuthorizedOperations) throw fieldNotInVersion("MetadataRequest", "includeTopicAuthorizedOperations", version);
  if (flexible) w.noTags();
}

export interface MetadataResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** The brokers that are alive. */
  brokers: MetadataResponseBroker[];
  /** The cluster's id. */
  clusterId: string | null;
  /** Broker to send controller requests to; in KRaft any broker, as they forward. */
  controllerId: number;
  /** The topics asked for, missing ones with an error. */
  topics: MetadataResponseTopic[];
  /** Bit set of ACL operations allowed on the cluster; the minimum int32 if not asked for. */
  clusterAuthorizedOperations: number;
  /** Outcome for the request as a whole, e.g. REBOOTSTRAP_REQUIRED (KIP-1102). */
  errorCode: number;
}

export interface MetadataResponseTopic {
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** The topic's name; null if the client asked for an unknown id. */
  name: string | null;
  /** The topic's id. */
  topicId: string;
  /** Whether it is one of Kafka's own topics, like `__consumer_offsets`. */
  isInternal: boolean;
  /** The topic's partitions. */
  partitions: MetadataResponsePartition[];
  /** Bit set of ACL operations allowed on the topic; the minimum int32 if not asked for. */
  topicAuthorizedOperations: number;
}

export interface MetadataResponsePartition {
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
  /** Node ids of the replicas that are down. */
  offlineReplicas: number[];
}

export interface MetadataResponseBroker {
  /** The broker's `node.id`. */
  nodeId: number;
  /** Host name or address that clients are told to connect to. */
  host: string;
  /** TCP port of the listener. */
  port: number;
  /** The broker's `broker.rack`, or null without one. */
  rack: string | null;
}

export const MetadataResponse: MessageCodec<MetadataResponse> = {
  name: "MetadataResponse",
  apiKey: 3,
  minVersion: 0,
  maxVersion: 13,
  flexibleFrom: 9,
  decode: decodeMetadataResponse,
  encode: encodeMetadataResponse,
  eachError: (draft, version, found) => eachErrorOfMetadataResponse(draft, version, found, draft),
};

function decodeMetadataResponseBroker(r: Reader, version: number): MetadataResponseBroker {
  const flexible = version >= 9;
  const nodeId = r.int32();
  const host = r.string(flexible);
  const port = r.int32();
  const rack = version >= 1 ? r.nullableString(flexible) : null;
  if (flexible) r.skipTags();
  return { nodeId, host, port, rack };
}

function encodeMetadataResponseBroker(w: Writer, draft: Draft<MetadataResponseBroker>, version: number): void {
  const flexible = version >= 9;
  const { nodeId = 0, host = "", port = 0, rack = null } = draft;
  w.int32(nodeId);
  w.string(host, flexible);
  w.int32(port);
  if (version >= 1) w.nullableString(rack, flexible);
  if (flexible) w.noTags();
}

function decodeMetadataResponsePartition(r: Reader, version: number): MetadataResponsePartition {
  const flexible = version >= 9;
  const errorCode = r.int16();
  const partitionIndex = r.int32();
  const leaderId = r.int32();
  const leaderEpoch = version >= 7 ? r.int32() : -1;
  const replicaNodes: number[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) replicaNodes.push(r.int32());
  const isrNodes: number[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) isrNodes.push(r.int32());
  const offlineReplicas: number[] = [];
  if (version >= 5) for (let n = r.arrayLength(flexible); n > 0; n--) offlineReplicas.push(r.int32());
  if (flexible) r.skipTags();
  return { errorCode, partitionIndex, leaderId, leaderEpoch, replicaNodes, isrNodes, offlineReplicas };
}

function encodeMetadataResponsePartition(w: Writer, draft: Draft<MetadataResponsePartition>, version: number): void {
  const flexible = version >= 9;
  const { errorCode = 0, partitionIndex = 0, leaderId = 0, leaderEpoch = -1, replicaNodes = [], isrNodes = [], offlineReplicas = [] } = draft;
  w.int16(errorCode);
  w.int32(partitionIndex);
  w.int32(leaderId);
  if (version >= 7) w.int32(leaderEpoch);
  { w.arrayLength(replicaNodes, flexible); for (const element of replicaNodes) w.int32(element); }
  { w.arrayLength(isrNodes, flexible); for (const element of isrNodes) w.int32(element); }
  if (version >= 5) { w.arrayLength(offlineReplicas, flexible); for (const element of offlineReplicas) w.int32(element); }
  if (flexible) w.noTags();
}

function decodeMetadataResponseTopic(r: Reader, version: number): MetadataResponseTopic {
  const flexible = version >= 9;
  const errorCode = r.int16();
  const name = (version >= 12 ? r.nullableString(flexible) : r.string(flexible));
  const topicId = version >= 10 ? r.uuid() : ZERO_UUID;
  const isInternal = version >= 1 ? r.bool() : false;
  const partitions: MetadataResponsePartition[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) partitions.push(decodeMetadataResponsePartition(r, version));
  const topicAuthorizedOperations = version >= 8 ? r.int32() : -2147483648;
  if (flexible) r.skipTags();
  return { errorCode, name, topicId, isInternal, partitions, topicAuthorizedOperations };
}

function encodeMetadataResponseTopic(w: Writer, draft: Draft<MetadataResponseTopic>, version: number): void {
  const flexible = version >= 9;
  const { errorCode = 0, name = "", topicId = ZERO_UUID, isInternal = false, partitions = [], topicAuthorizedOperations = -2147483648 } = draft;
  w.int16(errorCode);
  version >= 12 ? w.nullableString(name, flexible) : w.string(name, flexible);
  if (version >= 10) w.uuid(topicId);
  if (version >= 1) w.bool(isInternal);
  { w.arrayLength(partitions, flexible); for (const element of partitions) encodeMetadataResponsePartition(w, element, version); }
  if (version >= 8) w.int32(topicAuthorizedOperations);
  else if (topicAuthorizedOperations !== -2147483648) throw fieldNotInVersion("MetadataResponse", "topicAuthorizedOperations", version);
  if (flexible) w.noTags();
}

function decodeMetadataResponse(r: Reader, version: number): MetadataResponse {
  if (version < 0 || version > 13) throw noSuchVersion("MetadataResponse", version);
  const flexible = version >= 9;
  const throttleTimeMs = version >= 3 ? r.int32() : 0;
  const brokers: MetadataResponseBroker[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) brokers.push(decodeMetadataResponseBroker(r, version));
  const clusterId = version >= 2 ? r.nullableString(flexible) : null;
  const controllerId = version >= 1 ? r.int32() : -1;
  const topics: MetadataResponseTopic[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) topics.push(decodeMetadataResponseTopic(r, version));
  const clusterAuthorizedOperations = version >= 8 && version <= 10 ? r.int32() : -2147483648;
  const errorCode = version >= 13 ? r.int16() : 0;
  if (flexible) r.skipTags();
  return { throttleTimeMs, brokers, clusterId, controllerId, topics, clusterAuthorizedOperations, errorCode };
}

function encodeMetadataResponse(w: Writer, draft: Draft<MetadataResponse>, version: number): void {
  if (version < 0 || version > 13) throw noSuchVersion("MetadataResponse", version);
  const flexible = version >= 9;
  const { throttleTimeMs = 0, brokers = [], clusterId = null, controllerId = -1, topics = [], clusterAuthorizedOperations = -2147483648, errorCode = 0 } = draft;
  if (version >= 3) w.int32(throttleTimeMs);
  { w.arrayLength(brokers, flexible); for (const element of brokers) encodeMetadataResponseBroker(w, element, version); }
  if (version >= 2) w.nullableString(clusterId, flexible);
  if (version >= 1) w.int32(controllerId);
  { w.arrayLength(topics, flexible); for (const element of topics) encodeMetadataResponseTopic(w, element, version); }
  if (version >= 8 && version <= 10) w.int32(clusterAuthorizedOperations);
  else if (clusterAuthorizedOperations !== -2147483648) throw fieldNotInVersion("MetadataResponse", "clusterAuthorizedOperations", version);
  if (version >= 13) w.int16(errorCode);
  if (flexible) w.noTags();
}

function eachErrorOfMetadataResponsePartition(draft: Draft<MetadataResponsePartition>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}

function eachErrorOfMetadataResponseTopic(draft: Draft<MetadataResponseTopic>, version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
  for (const element of draft.partitions ?? []) eachErrorOfMetadataResponsePartition(element, version, found, draft);
}

function eachErrorOfMetadataResponse(draft: Draft<MetadataResponse>, version: number, found: OnError, around: object): void {
  for (const element of draft.topics ?? []) eachErrorOfMetadataResponseTopic(element, version, found, draft);
  if (version >= 13) found(draft.errorCode ?? 0, draft, around);
}
