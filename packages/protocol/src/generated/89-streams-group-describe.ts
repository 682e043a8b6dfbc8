// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { type Writer } from "../wire/writer.ts";

export interface StreamsGroupDescribeRequest {
  /** The groups that are asked about. */
  groupIds: string[];
  /** Whether to say what the client may do with each group. */
  includeAuthorizedOperations: boolean;
}

export const StreamsGroupDescribeRequest: MessageCodec<StreamsGroupDescribeRequest> = {
  name: "StreamsGroupDescribeRequest",
  apiKey: 89,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeStreamsGroupDescribeRequest,
  encode: encodeStreamsGroupDescribeRequest,
};

function decodeStreamsGroupDescribeRequest(r: Reader, version: number): StreamsGroupDescribeRequest {
  if (version < 0 || version > 0) throw noSuchVersion("StreamsGroupDescribeRequest", version);
  const groupIds: string[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) groupIds.push(r.string(true));
  const includeAuthorizedOperations = r.bool();
  r.skipTags();
  return { groupIds, includeAuthorizedOperations };
}

function encodeStreamsGroupDescribeRequest(w: Writer, draft: Draft<StreamsGroupDescribeRequest>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("StreamsGroupDescribeRequest", version);
  const { groupIds = [], includeAuthorizedOperations = false } = draft;
  { w.arrayLength(groupIds, true); for (const element of groupIds) w.string(element, true); }
  w.bool(includeAuthorizedOperations);
  w.noTags();
}

export interface StreamsGroupDescribeResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** The groups. */
  groups: StreamsGroupDescribeResponseDescribedGroup[];
}

export interface StreamsGroupDescribeResponseDescribedGroup {
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** What the error is about, or null. */
  errorMessage: string | null;
  /** The group's id. */
  groupId: string;
  /** Its state; empty if it could not be described. */
  groupState: string;
  /** Its epoch. */
  groupEpoch: number;
  /** The epoch that the target assignment was made for. */
  assignmentEpoch: number;
  /** What the application is made of; null with an error. */
  topology: StreamsGroupDescribeResponseTopology | null;
  /** Its members. */
  members: StreamsGroupDescribeResponseMember[];
  /** What the client may do with the group, a bit for each operation, if it asked. */
  authorizedOperations: number;
}

export interface StreamsGroupDescribeResponseMember {
  /** The member's id. */
  memberId: string;
  /** The epoch that it has come to. */
  memberEpoch: number;
  /** Its `group.instance.id`, or null. */
  instanceId: string | null;
  /** Its rack, or null. */
  rackId: string | null;
  /** Its `client.id`. */
  clientId: string;
  /** Where it connects from. */
  clientHost: string;
  /** Version of the topology that it runs. */
  topologyEpoch: number;
  /** The process that it runs in. */
  processId: string;
  /** Where the process answers interactive queries, or null. */
  userEndpoint: StreamsGroupDescribeResponseEndpoint | null;
  /** Tags that standby tasks are spread by. */
  clientTags: StreamsGroupDescribeResponseKeyValue[];
  /** How far the state of its tasks has come. */
  taskOffsets: StreamsGroupDescribeResponseTaskOffset[];
  /** Where the changelogs of its tasks end. */
  taskEndOffsets: StreamsGroupDescribeResponseTaskOffset[];
  /** What it has. */
  assignment: StreamsGroupDescribeResponseAssignment;
  /** What it is to have. */
  targetAssignment: StreamsGroupDescribeResponseAssignment;
  /** Whether it still speaks the classic protocol. */
  isClassic: boolean;
}

export interface StreamsGroupDescribeResponseAssignment {
  /** Active tasks. */
  activeTasks: StreamsGroupDescribeResponseTaskIds[];
  /** Standby tasks. */
  standbyTasks: StreamsGroupDescribeResponseTaskIds[];
  /** Warm-up tasks. */
  warmupTasks: StreamsGroupDescribeResponseTaskIds[];
}

export interface StreamsGroupDescribeResponseTaskIds {
  /** Id of the subtopology. */
  subtopologyId: string;
  /** Partitions of its source topics, a task for each. */
  partitions: number[];
}

export interface StreamsGroupDescribeResponseTaskOffset {
  /** Id of the subtopology. */
  subtopologyId: string;
  /** The task's partition. */
  partition: number;
  /** Sum of the offsets in the task's changelogs. */
  offset: number;
}

export interface StreamsGroupDescribeResponseEndpoint {
  /** Host where the application answers interactive queries. */
  host: string;
  /** Its TCP port. */
  port: number;
}

export interface StreamsGroupDescribeResponseTopology {
  /** Version of the topology. */
  epoch: number;
  /** Its parts with their topics as they are; null where they can't be worked out. */
  subtopologies: StreamsGroupDescribeResponseSubtopology[] | null;
}

export interface StreamsGroupDescribeResponseSubtopology {
  /** The subtopology's id. */
  subtopologyId: string;
  /** Topics that it reads and does not make. */
  sourceTopics: string[];
  /** Repartition topics that it writes. */
  repartitionSinkTopics: string[];
  /** Topics that keep its state. */
  stateChangelogTopics: StreamsGroupDescribeResponseTopicInfo[];
  /** Repartition topics that it reads. */
  repartitionSourceTopics: StreamsGroupDescribeResponseTopicInfo[];
}

export interface StreamsGroupDescribeResponseTopicInfo {
  /** The topic's name. */
  name: string;
  /** How many partitions it has to have; 0: whatever follows from the topology. */
  partitions: number;
  /** How many replicas it is to have; 0: the broker's default. */
  replicationFactor: number;
  /** Configs that it is made with. */
  topicConfigs: StreamsGroupDescribeResponseKeyValue[];
}

export interface StreamsGroupDescribeResponseKeyValue {
  /** What is told. */
  key: string;
  /** What is told of it. */
  value: string;
}

export const StreamsGroupDescribeResponse: MessageCodec<StreamsGroupDescribeResponse> = {
  name: "StreamsGroupDescribeResponse",
  apiKey: 89,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeStreamsGroupDescribeResponse,
  encode: encodeStreamsGroupDescribeResponse,
  eachError: (draft, version, found) => eachErrorOfStreamsGroupDescribeResponse(draft, version, found, draft),
};

function decodeStreamsGroupDescribeResponseKeyValue(r: Reader, _version: number): StreamsGroupDescribeResponseKeyValue {
  const key = r.string(true);
  const value = r.string(true);
  r.skipTags();
  return { key, value };
}

function encodeStreamsGroupDescribeResponseKeyValue(w: Writer, draft: Draft<StreamsGroupDescribeResponseKeyValue>, _version: number): void {
  const { key = "", value = "" } = draft;
  w.string(key, true);
  w.string(value, true);
  w.noTags();
}

function decodeStreamsGroupDescribeResponseTopicInfo(r: Reader, version: number): StreamsGroupDescribeResponseTopicInfo {
  const name = r.string(true);
  const partitions = r.int32();
  const replicationFactor = r.int16();
  const topicConfigs: StreamsGroupDescribeResponseKeyValue[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) topicConfigs.push(decodeStreamsGroupDescribeResponseKeyValue(r, version));
  r.skipTags();
  return { name, partitions, replicationFactor, topicConfigs };
}

function encodeStreamsGroupDescribeResponseTopicInfo(w: Writer, draft: Draft<StreamsGroupDescribeResponseTopicInfo>, version: number): void {
  const { name = "", partitions = 0, replicationFactor = 0, topicConfigs = [] } = draft;
  w.string(name, true);
  w.int32(partitions);
  w.int16(replicationFactor);
  { w.arrayLength(topicConfigs, true); for (const element of topicConfigs) encodeStreamsGroupDescribeResponseKeyValue(w, element, version); }
  w.noTags();
}

function decodeStreamsGroupDescribeResponseSubtopology(r: Reader, version: number): StreamsGroupDescribeResponseSubtopology {
  const subtopologyId = r.string(true);
  const sourceTopics: string[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) sourceTopics.push(r.string(true));
  const repartitionSinkTopics: string[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) repartitionSinkTopics.push(r.string(true));
  const stateChangelogTopics: StreamsGroupDescribeResponseTopicInfo[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) stateChangelogTopics.push(decodeStreamsGroupDescribeResponseTopicInfo(r, version));
  const repartitionSourceTopics: StreamsGroupDescribeResponseTopicInfo[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) repartitionSourceTopics.push(decodeStreamsGroupDescribeResponseTopicInfo(r, version));
  r.skipTags();
  return { subtopologyId, sourceTopics, repartitionSinkTopics, stateChangelogTopics, repartitionSourceTopics };
}

function encodeStreamsGroupDescribeResponseSubtopology(w: Writer, draft: Draft<StreamsGroupDescribeResponseSubtopology>, version: number): void {
  const { subtopologyId = "", sourceTopics = [], repartitionSinkTopics = [], stateChangelogTopics = [], repartitionSourceTopics = [] } = draft;
  w.string(subtopologyId, true);
  { w.arrayLength(sourceTopics, true); for (const element of sourceTopics) w.string(element, true); }
  { w.arrayLength(repartitionSinkTopics, true); for (const element of repartitionSinkTopics) w.string(element, true); }
  { w.arrayLength(stateChangelogTopics, true); for (const element of stateChangelogTopics) encodeStreamsGroupDescribeResponseTopicInfo(w, element, version); }
  { w.arrayLength(repartitionSourceTopics, true); for (const element of repartitionSourceTopics) encodeStreamsGroupDescribeResponseTopicInfo(w, element, version); }
  w.noTags();
}

function decodeStreamsGroupDescribeResponseTopology(r: Reader, version: number): StreamsGroupDescribeResponseTopology {
  const epoch = r.int32();
  let subtopologies: StreamsGroupDescribeResponseSubtopology[] | null = null;
  {
    let n = r.nullableArrayLength(true);
    if (n < 0) subtopologies = null;
    else {
      const subtopologiesElements: StreamsGroupDescribeResponseSubtopology[] = [];
      for (; n > 0; n--) subtopologiesElements.push(decodeStreamsGroupDescribeResponseSubtopology(r, version));
      subtopologies = subtopologiesElements;
    }
  }
  r.skipTags();
  return { epoch, subtopologies };
}

function encodeStreamsGroupDescribeResponseTopology(w: Writer, draft: Draft<StreamsGroupDescribeResponseTopology>, version: number): void {
  const { epoch = 0, subtopologies = null } = draft;
  w.int32(epoch);
  { w.nullableArrayLength(subtopologies, true); if (subtopologies !== null) for (const element of subtopologies) encodeStreamsGroupDescribeResponseSubtopology(w, element, version); }
  w.noTags();
}

function decodeStreamsGroupDescribeResponseEndpoint(r: Reader, _version: number): StreamsGroupDescribeResponseEndpoint {
  const host = r.string(true);
  const port = r.uint16();
  r.skipTags();
  return { host, port };
}

function encodeStreamsGroupDescribeResponseEndpoint(w: Writer, draft: Draft<StreamsGroupDescribeResponseEndpoint>, _version: number): void {
  const { host = "", port = 0 } = draft;
  w.string(host, true);
  w.uint16(port);
  w.noTags();
}

function decodeStreamsGroupDescribeResponseTaskOffset(r: Reader, _version: number): StreamsGroupDescribeResponseTaskOffset {
  const subtopologyId = r.string(true);
  const partition = r.int32();
  const offset = r.int64();
  r.skipTags();
  return { subtopologyId, partition, offset };
}

function encodeStreamsGroupDescribeResponseTaskOffset(w: Writer, draft: Draft<StreamsGroupDescribeResponseTaskOffset>, _version: number): void {
  const { subtopologyId = "", partition = 0, offset = 0 } = draft;
  w.string(subtopologyId, true);
  w.int32(partition);
  w.int64(offset);
  w.noTags();
}

function decodeStreamsGroupDescribeResponseTaskIds(r: Reader, _version: number): StreamsGroupDescribeResponseTaskIds {
  const subtopologyId = r.string(true);
  const partitions: number[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) partitions.push(r.int32());
  r.skipTags();
  return { subtopologyId, partitions };
}

function encodeStreamsGroupDescribeResponseTaskIds(w: Writer, draft: Draft<StreamsGroupDescribeResponseTaskIds>, _version: number): void {
  const { subtopologyId = "", partitions = [] } = draft;
  w.string(subtopologyId, true);
  { w.arrayLength(partitions, true); for (const element of partitions) w.int32(element); }
  w.noTags();
}

function decodeStreamsGroupDescribeResponseAssignment(r: Reader, version: number): StreamsGroupDescribeResponseAssignment {
  const activeTasks: StreamsGroupDescribeResponseTaskIds[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) activeTasks.push(decodeStreamsGroupDescribeResponseTaskIds(r, version));
  const standbyTasks: StreamsGroupDescribeResponseTaskIds[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) standbyTasks.push(decodeStreamsGroupDescribeResponseTaskIds(r, version));
  const warmupTasks: StreamsGroupDescribeResponseTaskIds[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) warmupTasks.push(decodeStreamsGroupDescribeResponseTaskIds(r, version));
  r.skipTags();
  return { activeTasks, standbyTasks, warmupTasks };
}

function encodeStreamsGroupDescribeResponseAssignment(w: Writer, draft: Draft<StreamsGroupDescribeResponseAssignment>, version: number): void {
  const { activeTasks = [], standbyTasks = [], warmupTasks = [] } = draft;
  { w.arrayLength(activeTasks, true); for (const element of activeTasks) encodeStreamsGroupDescribeResponseTaskIds(w, element, version); }
  { w.arrayLength(standbyTasks, true); for (const element of standbyTasks) encodeStreamsGroupDescribeResponseTaskIds(w, element, version); }
  { w.arrayLength(warmupTasks, true); for (const element of warmupTasks) encodeStreamsGroupDescribeResponseTaskIds(w, element, version); }
  w.noTags();
}

function decodeStreamsGroupDescribeResponseMember(r: Reader, version: number): StreamsGroupDescribeResponseMember {
  const memberId = r.string(true);
  const memberEpoch = r.int32();
  const instanceId = r.nullableString(true);
  const rackId = r.nullableString(true);
  const clientId = r.string(true);
  const clientHost = r.string(true);
  const topologyEpoch = r.int32();
  const processId = r.string(true);
  const userEndpoint = ((r.structPresent() ? decodeStreamsGroupDescribeResponseEndpoint(r, version) : null));
  const clientTags: StreamsGroupDescribeResponseKeyValue[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) clientTags.push(decodeStreamsGroupDescribeResponseKeyValue(r, version));
  const taskOffsets: StreamsGroupDescribeResponseTaskOffset[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) taskOffsets.push(decodeStreamsGroupDescribeResponseTaskOffset(r, version));
  const taskEndOffsets: StreamsGroupDescribeResponseTaskOffset[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) taskEndOffsets.push(decodeStreamsGroupDescribeResponseTaskOffset(r, version));
  const assignment = decodeStreamsGroupDescribeResponseAssignment(r, version);
  const targetAssignment = decodeStreamsGroupDescribeResponseAssignment(r, version);
  const isClassic = r.bool();
  r.skipTags();
  return { memberId, memberEpoch, instanceId, rackId, clientId, clientHost, topologyEpoch, processId, userEndpoint, clientTags, taskOffsets, taskEndOffsets, assignment, targetAssignment, isClassic };
}

function encodeStreamsGroupDescribeResponseMember(w: Writer, draft: Draft<StreamsGroupDescribeResponseMember>, version: number): void {
  const { memberId = "", memberEpoch = 0, instanceId = null, rackId = null, clientId = "", clientHost = "", topologyEpoch = 0, processId = "", userEndpoint = null, clientTags = [], taskOffsets = [], taskEndOffsets = [], assignment = {}, targetAssignment = {}, isClassic = false } = draft;
  w.string(memberId, true);
  w.int32(memberEpoch);
  w.nullableString(instanceId, true);
  w.nullableString(rackId, true);
  w.string(clientId, true);
  w.string(clientHost, true);
  w.int32(topologyEpoch);
  w.string(processId, true);
  { w.structPresent(userEndpoint !== null); if (userEndpoint !== null) encodeStreamsGroupDescribeResponseEndpoint(w, userEndpoint, version); }
  { w.arrayLength(clientTags, true); for (const element of clientTags) encodeStreamsGroupDescribeResponseKeyValue(w, element, version); }
  { w.arrayLength(taskOffsets, true); for (const element of taskOffsets) encodeStreamsGroupDescribeResponseTaskOffset(w, element, version); }
  { w.arrayLength(taskEndOffsets, true); for (const element of taskEndOffsets) encodeStreamsGroupDescribeResponseTaskOffset(w, element, version); }
  encodeStreamsGroupDescribeResponseAssignment(w, assignment, version);
  encodeStreamsGroupDescribeResponseAssignment(w, targetAssignment, version);
  w.bool(isClassic);
  w.noTags();
}

function decodeStreamsGroupDescribeResponseDescribedGroup(r: Reader, version: number): StreamsGroupDescribeResponseDescribedGroup {
  const errorCode = r.int16();
  const errorMessage = r.nullableString(true);
  const groupId = r.string(true);
  const groupState = r.string(true);
  const groupEpoch = r.int32();
  const assignmentEpoch = r.int32();
  const topology = ((r.structPresent() ? decodeStreamsGroupDescribeResponseTopology(r, version) : null));
  const members: StreamsGroupDescribeResponseMember[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) members.push(decodeStreamsGroupDescribeResponseMember(r, version));
  const authorizedOperations = r.int32();
  r.skipTags();
  return { errorCode, errorMessage, groupId, groupState, groupEpoch, assignmentEpoch, topology, members, authorizedOperations };
}

function encodeStreamsGroupDescribeResponseDescribedGroup(w: Writer, draft: Draft<StreamsGroupDescribeResponseDescribedGroup>, version: number): void {
  const { errorCode = 0, errorMessage = null, groupId = "", groupState = "", groupEpoch = 0, assignmentEpoch = 0, topology = null, members = [], authorizedOperations = -2147483648 } = draft;
  w.int16(errorCode);
  w.nullableString(errorMessage, true);
  w.string(groupId, true);
  w.string(groupState, true);
  w.int32(groupEpoch);
  w.int32(assignmentEpoch);
  { w.structPresent(topology !== null); if (topology !== null) encodeStreamsGroupDescribeResponseTopology(w, topology, version); }
  { w.arrayLength(members, true); for (const element of members) encodeStreamsGroupDescribeResponseMember(w, element, version); }
  w.int32(authorizedOperations);
  w.noTags();
}

function decodeStreamsGroupDescribeResponse(r: Reader, version: number): StreamsGroupDescribeResponse {
  if (version < 0 || version > 0) throw noSuchVersion("StreamsGroupDescribeResponse", version);
  const throttleTimeMs = r.int32();
  const groups: StreamsGroupDescribeResponseDescribedGroup[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) groups.push(decodeStreamsGroupDescribeResponseDescribedGroup(r, version));
  r.skipTags();
  return { throttleTimeMs, groups };
}

function encodeStreamsGroupDescribeResponse(w: Writer, draft: Draft<StreamsGroupDescribeResponse>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("StreamsGroupDescribeResponse", version);
  const { throttleTimeMs = 0, groups = [] } = draft;
  w.int32(throttleTimeMs);
  { w.arrayLength(groups, true); for (const element of groups) encodeStreamsGroupDescribeResponseDescribedGroup(w, element, version); }
  w.noTags();
}

function eachErrorOfStreamsGroupDescribeResponseDescribedGroup(draft: Draft<StreamsGroupDescribeResponseDescribedGroup>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}

function eachErrorOfStreamsGroupDescribeResponse(draft: Draft<StreamsGroupDescribeResponse>, version: number, found: OnError, around: object): void {
  for (const element of draft.groups ?? []) eachErrorOfStreamsGroupDescribeResponseDescribedGroup(element, version, found, draft);
}
