// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { type Writer } from "../wire/writer.ts";

export interface StreamsGroupHeartbeatRequest {
  /** The streams group (KIP-1071). */
  groupId: string;
  /** The member's id, which it makes itself and keeps. */
  memberId: string;
  /** The epoch last told to the member; 0 joins, -1 leaves, -2 leaves as a static member that will be back. */
  memberEpoch: number;
  /** The epoch of what the member was last told about others' endpoints. */
  endpointInformationEpoch: number;
  /** The member's `group.instance.id` if it is a static member; null leaves it as it was. */
  instanceId: string | null;
  /** The member's rack; null leaves it as it was. */
  rackId: string | null;
  /** How long the member may take to give tasks back; -1 leaves it as it was. */
  rebalanceTimeoutMs: number;
  /** What the application is made of, told by members that join; null otherwise. */
  topology: StreamsGroupHeartbeatRequestTopology | null;
  /** Active tasks that the member has; null if they are the same as before. */
  activeTasks: StreamsGroupHeartbeatRequestTaskIds[] | null;
  /** Standby tasks that the member has; null if they are the same as before. */
  standbyTasks: StreamsGroupHeartbeatRequestTaskIds[] | null;
  /** Warm-up tasks that the member has; null if they are the same as before. */
  warmupTasks: StreamsGroupHeartbeatRequestTaskIds[] | null;
  /** The process that the member runs in, which may have several; null leaves it as it was. */
  processId: string | null;
  /** Where the process answers interactive queries; null leaves it as it was. */
  userEndpoint: StreamsGroupHeartbeatRequestEndpoint | null;
  /** Tags that standby tasks are spread by; null leaves them as they were. */
  clientTags: StreamsGroupHeartbeatRequestKeyValue[] | null;
  /** How far the state of tasks has come; null if that is not told. */
  taskOffsets: StreamsGroupHeartbeatRequestTaskOffset[] | null;
  /** Where the changelogs of tasks end; null if that is not told. */
  taskEndOffsets: StreamsGroupHeartbeatRequestTaskOffset[] | null;
  /** Whether all members of the group are to end. */
  shutdownApplication: boolean;
}

export interface StreamsGroupHeartbeatRequestTaskOffset {
  /** Id of the subtopology. */
  subtopologyId: string;
  /** The task's partition. */
  partition: number;
  /** Sum of the offsets in the task's changelogs. */
  offset: number;
}

export interface StreamsGroupHeartbeatRequestEndpoint {
  /** Host where the application answers interactive queries. */
  host: string;
  /** Its TCP port. */
  port: number;
}

export interface StreamsGroupHeartbeatRequestTaskIds {
  /** Id of the subtopology. */
  subtopologyId: string;
  /** Partitions of its source topics, a task for each. */
  partitions: number[];
}

export interface StreamsGroupHeartbeatRequestTopology {
  /** Version of the topology. */
  epoch: number;
  /** Its independent parts. */
  subtopologies: StreamsGroupHeartbeatRequestSubtopology[];
}

export interface StreamsGroupHeartbeatRequestSubtopology {
  /** The subtopology's id. */
  subtopologyId: string;
  /** Topics that it reads and does not make. */
  sourceTopics: string[];
  /** Regular expressions for names of further topics that it reads. */
  sourceTopicRegex: string[];
  /** Topics that keep its state. */
  stateChangelogTopics: StreamsGroupHeartbeatRequestTopicInfo[];
  /** Repartition topics that it writes. */
  repartitionSinkTopics: string[];
  /** Repartition topics that it reads. */
  repartitionSourceTopics: StreamsGroupHeartbeatRequestTopicInfo[];
  /** Which of what it reads has to have as many partitions as each other. */
  copartitionGroups: StreamsGroupHeartbeatRequestCopartitionGroup[];
}

export interface StreamsGroupHeartbeatRequestCopartitionGroup {
  /** Places in the subtopology's source topics. */
  sourceTopics: number[];
  /** Places in its regular expressions. */
  sourceTopicRegex: number[];
  /** Places in the repartition topics that it reads. */
  repartitionSourceTopics: number[];
}

export interface StreamsGroupHeartbeatRequestTopicInfo {
  /** The topic's name. */
  name: string;
  /** How many partitions it has to have; 0: whatever follows from the topology. */
  partitions: number;
  /** How many replicas it is to have; 0: the broker's default. */
  replicationFactor: number;
  /** Configs that it is made with. */
  topicConfigs: StreamsGroupHeartbeatRequestKeyValue[];
}

export interface StreamsGroupHeartbeatRequestKeyValue {
  /** What is told. */
  key: string;
  /** What is told of it. */
  value: string;
}

export const StreamsGroupHeartbeatRequest: MessageCodec<StreamsGroupHeartbeatRequest> = {
  name: "StreamsGroupHeartbeatRequest",
  apiKey: 88,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeStreamsGroupHeartbeatRequest,
  encode: encodeStreamsGroupHeartbeatRequest,
};

function decodeStreamsGroupHeartbeatRequestKeyValue(r: Reader, _version: number): StreamsGroupHeartbeatRequestKeyValue {
  const key = r.string(true);
  const value = r.string(true);
  r.skipTags();
  return { key, value };
}

function encodeStreamsGroupHeartbeatRequestKeyValue(w: Writer, draft: Draft<StreamsGroupHeartbeatRequestKeyValue>, _version: number): void {
  const { key = "", value = "" } = draft;
  w.string(key, true);
  w.string(value, true);
  w.noTags();
}

function decodeStreamsGroupHeartbeatRequestTopicInfo(r: Reader, version: number): StreamsGroupHeartbeatRequestTopicInfo {
  const name = r.string(true);
  const partitions = r.int32();
  const replicationFactor = r.int16();
  const topicConfigs: StreamsGroupHeartbeatRequestKeyValue[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) topicConfigs.push(decodeStreamsGroupHeartbeatRequestKeyValue(r, version));
  r.skipTags();
  return { name, partitions, replicationFactor, topicConfigs };
}

function encodeStreamsGroupHeartbeatRequestTopicInfo(w: Writer, draft: Draft<StreamsGroupHeartbeatRequestTopicInfo>, version: number): void {
  const { name = "", partitions = 0, replicationFactor = 0, topicConfigs = [] } = draft;
  w.string(name, true);
  w.int32(partitions);
  w.int16(replicationFactor);
  { w.arrayLength(topicConfigs, true); for (const element of topicConfigs) encodeStreamsGroupHeartbeatRequestKeyValue(w, element, version); }
  w.noTags();
}

function decodeStreamsGroupHeartbeatRequestCopartitionGroup(r: Reader, _version: number): StreamsGroupHeartbeatRequestCopartitionGroup {
  const sourceTopics: number[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) sourceTopics.push(r.int16());
  const sourceTopicRegex: number[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) sourceTopicRegex.push(r.int16());
  const repartitionSourceTopics: number[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) repartitionSourceTopics.push(r.int16());
  r.skipTags();
  return { sourceTopics, sourceTopicRegex, repartitionSourceTopics };
}

function encodeStreamsGroupHeartbeatRequestCopartitionGroup(w: Writer, draft: Draft<StreamsGroupHeartbeatRequestCopartitionGroup>, _version: number): void {
  const { sourceTopics = [], sourceTopicRegex = [], repartitionSourceTopics = [] } = draft;
  { w.arrayLength(sourceTopics, true); for (const element of sourceTopics) w.int16(element); }
  { w.arrayLength(sourceTopicRegex, true); for (const element of sourceTopicRegex) w.int16(element); }
  { w.arrayLength(repartitionSourceTopics, true); for (const element of repartitionSourceTopics) w.int16(element); }
  w.noTags();
}

function decodeStreamsGroupHeartbeatRequestSubtopology(r: Reader, version: number): StreamsGroupHeartbeatRequestSubtopology {
  const subtopologyId = r.string(true);
  const sourceTopics: string[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) sourceTopics.push(r.string(true));
  const sourceTopicRegex: string[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) sourceTopicRegex.push(r.string(true));
  const stateChangelogTopics: StreamsGroupHeartbeatRequestTopicInfo[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) stateChangelogTopics.push(decodeStreamsGroupHeartbeatRequestTopicInfo(r, version));
  const repartitionSinkTopics: string[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) repartitionSinkTopics.push(r.string(true));
  const repartitionSourceTopics: StreamsGroupHeartbeatRequestTopicInfo[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) repartitionSourceTopics.push(decodeStreamsGroupHeartbeatRequestTopicInfo(r, version));
  const copartitionGroups: StreamsGroupHeartbeatRequestCopartitionGroup[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) copartitionGroups.push(decodeStreamsGroupHeartbeatRequestCopartitionGroup(r, version));
  r.skipTags();
  return { subtopologyId, sourceTopics, sourceTopicRegex, stateChangelogTopics, repartitionSinkTopics, repartitionSourceTopics, copartitionGroups };
}

function encodeStreamsGroupHeartbeatRequestSubtopology(w: Writer, draft: Draft<StreamsGroupHeartbeatRequestSubtopology>, version: number): void {
  const { subtopologyId = "", sourceTopics = [], sourceTopicRegex = [], stateChangelogTopics = [], repartitionSinkTopics = [], repartitionSourceTopics = [], copartitionGroups = [] } = draft;
  w.string(subtopologyId, true);
  { w.arrayLength(sourceTopics, true); for (const element of sourceTopics) w.string(element, true); }
  { w.arrayLength(sourceTopicRegex, true); for (const element of sourceTopicRegex) w.string(element, true); }
  { w.arrayLength(stateChangelogTopics, true); for (const element of stateChangelogTopics) encodeStreamsGroupHeartbeatRequestTopicInfo(w, element, version); }
  { w.arrayLength(repartitionSinkTopics, true); for (const element of repartitionSinkTopics) w.string(element, true); }
  { w.arrayLength(repartitionSourceTopics, true); for (const element of repartitionSourceTopics) encodeStreamsGroupHeartbeatRequestTopicInfo(w, element, version); }
  { w.arrayLength(copartitionGroups, true); for (const element of copartitionGroups) encodeStreamsGroupHeartbeatRequestCopartitionGroup(w, element, version); }
  w.noTags();
}

function decodeStreamsGroupHeartbeatRequestTopology(r: Reader, version: number): StreamsGroupHeartbeatRequestTopology {
  const epoch = r.int32();
  const subtopologies: StreamsGroupHeartbeatRequestSubtopology[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) subtopologies.push(decodeStreamsGroupHeartbeatRequestSubtopology(r, version));
  r.skipTags();
  return { epoch, subtopologies };
}

function encodeStreamsGroupHeartbeatRequestTopology(w: Writer, draft: Draft<StreamsGroupHeartbeatRequestTopology>, version: number): void {
  const { epoch = 0, subtopologies = [] } = draft;
  w.int32(epoch);
  { w.arrayLength(subtopologies, true); for (const element of subtopologies) encodeStreamsGroupHeartbeatRequestSubtopology(w, element, version); }
  w.noTags();
}

function decodeStreamsGroupHeartbeatRequestTaskIds(r: Reader, _version: number): StreamsGroupHeartbeatRequestTaskIds {
  const subtopologyId = r.string(true);
  const partitions: number[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) partitions.push(r.int32());
  r.skipTags();
  return { subtopologyId, partitions };
}

function encodeStreamsGroupHeartbeatRequestTaskIds(w: Writer, draft: Draft<StreamsGroupHeartbeatRequestTaskIds>, _version: number): void {
  const { subtopologyId = "", partitions = [] } = draft;
  w.string(subtopologyId, true);
  { w.arrayLength(partitions, true); for (const element of partitions) w.int32(element); }
  w.noTags();
}

function decodeStreamsGroupHeartbeatRequestEndpoint(r: Reader, _version: number): StreamsGroupHeartbeatRequestEndpoint {
  const host = r.string(true);
  const port = r.uint16();
  r.skipTags();
  return { host, port };
}

function encodeStreamsGroupHeartbeatRequestEndpoint(w: Writer, draft: Draft<StreamsGroupHeartbeatRequestEndpoint>, _version: number): void {
  const { host = "", port = 0 } = draft;
  w.string(host, true);
  w.uint16(port);
  w.noTags();
}

function decodeStreamsGroupHeartbeatRequestTaskOffset(r: Reader, _version: number): StreamsGroupHeartbeatRequestTaskOffset {
  const subtopologyId = r.string(true);
  const partition = r.int32();
  const offset = r.int64();
  r.skipTags();
  return { subtopologyId, partition, offset };
}

function encodeStreamsGroupHeartbeatRequestTaskOffset(w: Writer, draft: Draft<StreamsGroupHeartbeatRequestTaskOffset>, _version: number): void {
  const { subtopologyId = "", partition = 0, offset = 0 } = draft;
  w.string(subtopologyId, true);
  w.int32(partition);
  w.int64(offset);
  w.noTags();
}

function decodeStreamsGroupHeartbeatRequest(r: Reader, version: number): StreamsGroupHeartbeatRequest {
  if (version < 0 || version > 0) throw noSuchVersion("StreamsGroupHeartbeatRequest", version);
  const groupId = r.string(true);
  const memberId = r.string(true);
  const memberEpoch = r.int32();
  const endpointInformationEpoch = r.int32();
  const instanceId = r.nullableString(true);
  const rackId = r.nullableString(true);
  const rebalanceTimeoutMs = r.int32();
  const topology = ((r.structPresent() ? decodeStreamsGroupHeartbeatRequestTopology(r, version) : null));
  let activeTasks: StreamsGroupHeartbeatRequestTaskIds[] | null = null;
  {
    let n = r.nullableArrayLength(true);
    if (n < 0) activeTasks = null;
    else {
      const activeTasksElements: StreamsGroupHeartbeatRequestTaskIds[] = [];
      for (; n > 0; n--) activeTasksElements.push(decodeStreamsGroupHeartbeatRequestTaskIds(r, version));
      activeTasks = activeTasksElements;
    }
  }
  let standbyTasks: StreamsGroupHeartbeatRequestTaskIds[] | null = null;
  {
    let n = r.nullableArrayLength(true);
    if (n < 0) standbyTasks = null;
    else {
      const standbyTasksElements: StreamsGroupHeartbeatRequestTaskIds[] = [];
      for (; n > 0; n--) standbyTasksElements.push(decodeStreamsGroupHeartbeatRequestTaskIds(r, version));
      standbyTasks = standbyTasksElements;
    }
  }
  let warmupTasks: StreamsGroupHeartbeatRequestTaskIds[] | null = null;
  {
    let n = r.nullableArrayLength(true);
    if (n < 0) warmupTasks = null;
    else {
      const warmupTasksElements: StreamsGroupHeartbeatRequestTaskIds[] = [];
      for (; n > 0; n--) warmupTasksElements.push(decodeStreamsGroupHeartbeatRequestTaskIds(r, version));
      warmupTasks = warmupTasksElements;
    }
  }
  const processId = r.nullableString(true);
  const userEndpoint = ((r.structPresent() ? decodeStreamsGroupHeartbeatRequestEndpoint(r, version) : null));
  let clientTags: StreamsGroupHeartbeatRequestKeyValue[] | null = null;
  {
    let n = r.nullableArrayLength(true);
    if (n < 0) clientTags = null;
    else {
      const clientTagsElements: StreamsGroupHeartbeatRequestKeyValue[] = [];
      for (; n > 0; n--) clientTagsElements.push(decodeStreamsGroupHeartbeatRequestKeyValue(r, version));
      clientTags = clientTagsElements;
    }
  }
  let taskOffsets: StreamsGroupHeartbeatRequestTaskOffset[] | null = null;
  {
    let n = r.nullableArrayLength(true);
    if (n < 0) taskOffsets = null;
    else {
      const taskOffsetsElements: StreamsGroupHeartbeatRequestTaskOffset[] = [];
      for (; n > 0; n--) taskOffsetsElements.push(decodeStreamsGroupHeartbeatRequestTaskOffset(r, version));
      taskOffsets = taskOffsetsElements;
    }
  }
  let taskEndOffsets: StreamsGroupHeartbeatRequestTaskOffset[] | null = null;
  {
    let n = r.nullableArrayLength(true);
    if (n < 0) taskEndOffsets = null;
    else {
      const taskEndOffsetsElements: StreamsGroupHeartbeatRequestTaskOffset[] = [];
      for (; n > 0; n--) taskEndOffsetsElements.push(decodeStreamsGroupHeartbeatRequestTaskOffset(r, version));
      taskEndOffsets = taskEndOffsetsElements;
    }
  }
  const shutdownApplication = r.bool();
  r.skipTags();
  return { groupId, memberId, memberEpoch, endpointInformationEpoch, instanceId, rackId, rebalanceTimeoutMs, topology, activeTasks, standbyTasks, warmupTasks, processId, userEndpoint, clientTags, taskOffsets, taskEndOffsets, shutdownApplication };
}

function encodeStreamsGroupHeartbeatRequest(w: Writer, draft: Draft<StreamsGroupHeartbeatRequest>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("StreamsGroupHeartbeatRequest", version);
  const { groupId = "", memberId = "", memberEpoch = 0, endpointInformationEpoch = 0, instanceId = null, rackId = null, rebalanceTimeoutMs = -1, topology = null, activeTasks = null, standbyTasks = null, warmupTasks = null, processId = null, userEndpoint = null, clientTags = null, taskOffsets = null, taskEndOffsets = null, shutdownApplication = false } = draft;
  w.string(groupId, true);
  w.string(memberId, true);
  w.int32(memberEpoch);
  w.int32(endpointInformationEpoch);
  w.nullableString(instanceId, true);
  w.nullableString(rackId, true);
  w.int32(rebalanceTimeoutMs);
  { w.structPresent(topology !== null); if (topology !== null) encodeStreamsGroupHeartbeatRequestTopology(w, topology, version); }
  { w.nullableArrayLength(activeTasks, true); if (activeTasks !== null) for (const element of activeTasks) encodeStreamsGroupHeartbeatRequestTaskIds(w, element, version); }
  { w.nullableArrayLength(standbyTasks, true); if (standbyTasks !== null) for (const element of standbyTasks) encodeStreamsGroupHeartbeatRequestTaskIds(w, element, version); }
  { w.nullableArrayLength(warmupTasks, true); if (warmupTasks !== null) for (const element of warmupTasks) encodeStreamsGroupHeartbeatRequestTaskIds(w, element, version); }
  w.nullableString(processId, true);
  { w.structPresent(userEndpoint !== null); if (userEndpoint !== null) encodeStreamsGroupHeartbeatRequestEndpoint(w, userEndpoint, version); }
  { w.nullableArrayLength(clientTags, true); if (clientTags !== null) for (const element of clientTags) encodeStreamsGroupHeartbeatRequestKeyValue(w, element, version); }
  { w.nullableArrayLength(taskOffsets, true); if (taskOffsets !== null) for (const element of taskOffsets) encodeStreamsGroupHeartbeatRequestTaskOffset(w, element, version); }
  { w.nullableArrayLength(taskEndOffsets, true); if (taskEndOffsets !== null) for (const element of taskEndOffsets) encodeStreamsGroupHeartbeatRequestTaskOffset(w, element, version); }
  w.bool(shutdownApplication);
  w.noTags();
}

export interface StreamsGroupHeartbeatResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** What the error is about, or null. */
  errorMessage: string | null;
  /** The member's id. */
  memberId: string;
  /** The member's epoch from now on. */
  memberEpoch: number;
  /** When the member is to send its next heartbeat, in milliseconds. */
  heartbeatIntervalMs: number;
  /** How far behind a warm-up task may be to count as caught up, in records. */
  acceptableRecoveryLag: number;
  /** How often the member is to tell how far its tasks have come, in milliseconds. */
  taskOffsetIntervalMs: number;
  /** What keeps the group from working as declared; null or none if nothing does. */
  status: StreamsGroupHeartbeatResponseStatus[] | null;
  /** Active tasks that the member is to have; null if nothing has changed. */
  activeTasks: StreamsGroupHeartbeatResponseTaskIds[] | null;
  /** Standby tasks that the member is to have; null if nothing has changed. */
  standbyTasks: StreamsGroupHeartbeatResponseTaskIds[] | null;
  /** Warm-up tasks that the member is to have; null if nothing has changed. */
  warmupTasks: StreamsGroupHeartbeatResponseTaskIds[] | null;
  /** The epoch of what is said about endpoints. */
  endpointInformationEpoch: number;
  /** Which partitions each endpoint has; null if nothing has changed. */
  partitionsByUserEndpoint: StreamsGroupHeartbeatResponseEndpointToPartitions[] | null;
}

export interface StreamsGroupHeartbeatResponseEndpointToPartitions {
  /** Where a process answers interactive queries. */
  userEndpoint: StreamsGroupHeartbeatResponseEndpoint;
  /** What its active tasks read. */
  activePartitions: StreamsGroupHeartbeatResponseTopicPartition[];
  /** What its standby tasks stand by for. */
  standbyPartitions: StreamsGroupHeartbeatResponseTopicPartition[];
}

export interface StreamsGroupHeartbeatResponseTopicPartition {
  /** The topic's name. */
  topic: string;
  /** Numbers of the partitions. */
  partitions: number[];
}

export interface StreamsGroupHeartbeatResponseEndpoint {
  /** Host where the application answers interactive queries. */
  host: string;
  /** Its TCP port. */
  port: number;
}

export interface StreamsGroupHeartbeatResponseTaskIds {
  /** Id of the subtopology. */
  subtopologyId: string;
  /** Partitions of its source topics, a task for each. */
  partitions: number[];
}

export interface StreamsGroupHeartbeatResponseStatus {
  /** What is the case, as a number. */
  statusCode: number;
  /** The same in words. */
  statusDetail: string;
}

export const StreamsGroupHeartbeatResponse: MessageCodec<StreamsGroupHeartbeatResponse> = {
  name: "StreamsGroupHeartbeatResponse",
  apiKey: 88,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeStreamsGroupHeartbeatResponse,
  encode: encodeStreamsGroupHeartbeatResponse,
  eachError: (draft, version, found) => eachErrorOfStreamsGroupHeartbeatResponse(draft, version, found, draft),
};

function decodeStreamsGroupHeartbeatResponseStatus(r: Reader, _version: number): StreamsGroupHeartbeatResponseStatus {
  const statusCode = r.int8();
  const statusDetail = r.string(true);
  r.skipTags();
  return { statusCode, statusDetail };
}

function encodeStreamsGroupHeartbeatResponseStatus(w: Writer, draft: Draft<StreamsGroupHeartbeatResponseStatus>, _version: number): void {
  const { statusCode = 0, statusDetail = "" } = draft;
  w.int8(statusCode);
  w.string(statusDetail, true);
  w.noTags();
}

function decodeStreamsGroupHeartbeatResponseTaskIds(r: Reader, _version: number): StreamsGroupHeartbeatResponseTaskIds {
  const subtopologyId = r.string(true);
  const partitions: number[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) partitions.push(r.int32());
  r.skipTags();
  return { subtopologyId, partitions };
}

function encodeStreamsGroupHeartbeatResponseTaskIds(w: Writer, draft: Draft<StreamsGroupHeartbeatResponseTaskIds>, _version: number): void {
  const { subtopologyId = "", partitions = [] } = draft;
  w.string(subtopologyId, true);
  { w.arrayLength(partitions, true); for (const element of partitions) w.int32(element); }
  w.noTags();
}

function decodeStreamsGroupHeartbeatResponseEndpoint(r: Reader, _version: number): StreamsGroupHeartbeatResponseEndpoint {
  const host = r.string(true);
  const port = r.uint16();
  r.skipTags();
  return { host, port };
}

function encodeStreamsGroupHeartbeatResponseEndpoint(w: Writer, draft: Draft<StreamsGroupHeartbeatResponseEndpoint>, _version: number): void {
  const { host = "", port = 0 } = draft;
  w.string(host, true);
  w.uint16(port);
  w.noTags();
}

function decodeStreamsGroupHeartbeatResponseTopicPartition(r: Reader, _version: number): StreamsGroupHeartbeatResponseTopicPartition {
  const topic = r.string(true);
  const partitions: number[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) partitions.push(r.int32());
  r.skipTags();
  return { topic, partitions };
}

function encodeStreamsGroupHeartbeatResponseTopicPartition(w: Writer, draft: Draft<StreamsGroupHeartbeatResponseTopicPartition>, _version: number): void {
  const { topic = "", partitions = [] } = draft;
  w.string(topic, true);
  { w.arrayLength(partitions, true); for (const element of partitions) w.int32(element); }
  w.noTags();
}

function decodeStreamsGroupHeartbeatResponseEndpointToPartitions(r: Reader, version: number): StreamsGroupHeartbeatResponseEndpointToPartitions {
  const userEndpoint = decodeStreamsGroupHeartbeatResponseEndpoint(r, version);
  const activePartitions: StreamsGroupHeartbeatResponseTopicPartition[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) activePartitions.push(decodeStreamsGroupHeartbeatResponseTopicPartition(r, version));
  const standbyPartitions: StreamsGroupHeartbeatResponseTopicPartition[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) standbyPartitions.push(decodeStreamsGroupHeartbeatResponseTopicPartition(r, version));
  r.skipTags();
  return { userEndpoint, activePartitions, standbyPartitions };
}

function encodeStreamsGroupHeartbeatResponseEndpointToPartitions(w: Writer, draft: Draft<StreamsGroupHeartbeatResponseEndpointToPartitions>, version: number): void {
  const { userEndpoint = {}, activePartitions = [], standbyPartitions = [] } = draft;
  encodeStreamsGroupHeartbeatResponseEndpoint(w, userEndpoint, version);
  { w.arrayLength(activePartitions, true); for (const element of activePartitions) encodeStreamsGroupHeartbeatResponseTopicPartition(w, element, version); }
  { w.arrayLength(standbyPartitions, true); for (const element of standbyPartitions) encodeStreamsGroupHeartbeatResponseTopicPartition(w, element, version); }
  w.noTags();
}

function decodeStreamsGroupHeartbeatResponse(r: Reader, version: number): StreamsGroupHeartbeatResponse {
  if (version < 0 || version > 0) throw noSuchVersion("StreamsGroupHeartbeatResponse", version);
  const throttleTimeMs = r.int32();
  const errorCode = r.int16();
  const errorMessage = r.nullableString(true);
  const memberId = r.string(true);
  const memberEpoch = r.int32();
  const heartbeatIntervalMs = r.int32();
  const acceptableRecoveryLag = r.int32();
  const taskOffsetIntervalMs = r.int32();
  let status: StreamsGroupHeartbeatResponseStatus[] | null = [];
  {
    let n = r.nullableArrayLength(true);
    if (n < 0) status = null;
    else {
      const statusElements: StreamsGroupHeartbeatResponseStatus[] = [];
      for (; n > 0; n--) statusElements.push(decodeStreamsGroupHeartbeatResponseStatus(r, version));
      status = statusElements;
    }
  }
  let activeTasks: StreamsGroupHeartbeatResponseTaskIds[] | null = null;
  {
    let n = r.nullableArrayLength(true);
    if (n < 0) activeTasks = null;
    else {
      const activeTasksElements: StreamsGroupHeartbeatResponseTaskIds[] = [];
      for (; n > 0; n--) activeTasksElements.push(decodeStreamsGroupHeartbeatResponseTaskIds(r, version));
      activeTasks = activeTasksElements;
    }
  }
  let standbyTasks: StreamsGroupHeartbeatResponseTaskIds[] | null = null;
  {
    let n = r.nullableArrayLength(true);
    if (n < 0) standbyTasks = null;
    else {
      const standbyTasksElements: StreamsGroupHeartbeatResponseTaskIds[] = [];
      for (; n > 0; n--) standbyTasksElements.push(decodeStreamsGroupHeartbeatResponseTaskIds(r, version));
      standbyTasks = standbyTasksElements;
    }
  }
  let warmupTasks: StreamsGroupHeartbeatResponseTaskIds[] | null = null;
  {
    let n = r.nullableArrayLength(true);
    if (n < 0) warmupTasks = null;
    else {
      const warmupTasksElements: StreamsGroupHeartbeatResponseTaskIds[] = [];
      for (; n > 0; n--) warmupTasksElements.push(decodeStreamsGroupHeartbeatResponseTaskIds(r, version));
      warmupTasks = warmupTasksElements;
    }
  }
  const endpointInformationEpoch = r.int32();
  let partitionsByUserEndpoint: StreamsGroupHeartbeatResponseEndpointToPartitions[] | null = null;
  {
    let n = r.nullableArrayLength(true);
    if (n < 0) partitionsByUserEndpoint = null;
    else {
      const partitionsByUserEndpointElements: StreamsGroupHeartbeatResponseEndpointToPartitions[] = [];
      for (; n > 0; n--) partitionsByUserEndpointElements.push(decodeStreamsGroupHeartbeatResponseEndpointToPartitions(r, version));
      partitionsByUserEndpoint = partitionsByUserEndpointElements;
    }
  }
  r.skipTags();
  return { throttleTimeMs, errorCode, errorMessage, memberId, memberEpoch, heartbeatIntervalMs, acceptableRecoveryLag, taskOffsetIntervalMs, status, activeTasks, standbyTasks, warmupTasks, endpointInformationEpoch, partitionsByUserEndpoint };
}

function encodeStreamsGroupHeartbeatResponse(w: Writer, draft: Draft<StreamsGroupHeartbeatResponse>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("StreamsGroupHeartbeatResponse", version);
  const { throttleTimeMs = 0, errorCode = 0, errorMessage = null, memberId = "", memberEpoch = 0, heartbeatIntervalMs = 0, acceptableRecoveryLag = 0, taskOffsetIntervalMs = 0, status = [], activeTasks = null, standbyTasks = null, warmupTasks = null, endpointInformationEpoch = 0, partitionsByUserEndpoint = null } = draft;
  w.int32(throttleTimeMs);
  w.int16(errorCode);
  w.nullableString(errorMessage, true);
  w.string(memberId, true);
  w.int32(memberEpoch);
  w.int32(heartbeatIntervalMs);
  w.int32(acceptableRecoveryLag);
  w.int32(taskOffsetIntervalMs);
  { w.nullableArrayLength(status, true); if (status !== null) for (const element of status) encodeStreamsGroupHeartbeatResponseStatus(w, element, version); }
  { w.nullableArrayLength(activeTasks, true); if (activeTasks !== null) for (const element of activeTasks) encodeStreamsGroupHeartbeatResponseTaskIds(w, element, version); }
  { w.nullableArrayLength(standbyTasks, true); if (standbyTasks !== null) for (const element of standbyTasks) encodeStreamsGroupHeartbeatResponseTaskIds(w, element, version); }
  { w.nullableArrayLength(warmupTasks, true); if (warmupTasks !== null) for (const element of warmupTasks) encodeStreamsGroupHeartbeatResponseTaskIds(w, element, version); }
  w.int32(endpointInformationEpoch);
  { w.nullableArrayLength(partitionsByUserEndpoint, true); if (partitionsByUserEndpoint !== null) for (const element of partitionsByUserEndpoint) encodeStreamsGroupHeartbeatResponseEndpointToPartitions(w, element, version); }
  w.noTags();
}

function eachErrorOfStreamsGroupHeartbeatResponse(draft: Draft<StreamsGroupHeartbeatResponse>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}
