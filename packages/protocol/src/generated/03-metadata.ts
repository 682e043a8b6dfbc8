// Generated from the definitions by `npm run generate`; not to be edited.
import { fieldNotInVersion, noSuchVersion, type Draft, type MessageCodec } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { ZERO_UUID } from "../wire/uuid.ts";
import { type Writer } from "../wire/writer.ts";

export interface MetadataRequest {
  /**  */
  topics: MetadataRequestTopic[] | null;
  /**  */
  allowAutoTopicCreation: boolean;
  /**  */
  includeClusterAuthorizedOperations: boolean;
  /**  */
  includeTopicAuthorizedOperations: boolean;
}

export interface MetadataRequestTopic {
  /**  */
  topicId: string;
  /**  */
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
  /**  */
  throttleTimeMs: number;
  /**  */
  brokers: MetadataResponseBroker[];
  /**  */
  clusterId: string | null;
  /**  */
  controllerId: number;
  /**  */
  topics: MetadataResponseTopic[];
  /**  */
  clusterAuthorizedOperations: number;
  /**  */
  errorCode: number;
}

export interface MetadataResponseTopic {
  /**  */
  errorCode: number;
  /**  */
  name: string | null;
  /**  */
  topicId: string;
  /**  */
  isInternal: boolean;
  /**  */
  partitions: MetadataResponsePartition[];
  /**  */
  topicAuthorizedOperations: number;
}

export interface MetadataResponsePartition {
  /**  */
  errorCode: number;
  /**  */
  partitionIndex: number;
  /**  */
  leaderId: number;
  /**  */
  leaderEpoch: number;
  /**  */
  replicaNodes: number[];
  /**  */
  isrNodes: number[];
  /**  */
  offlineReplicas: number[];
}

export interface MetadataResponseBroker {
  /**  */
  nodeId: number;
  /**  */
  host: string;
  /**  */
  port: number;
  /**  */
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
