// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec } from "../../codec.ts";
import { type Reader } from "../../wire/reader.ts";
import { type Writer } from "../../wire/writer.ts";

export interface StreamsGroupCurrentMemberAssignmentKey {
  /** The streams group. */
  groupId: string;
  /** The member. */
  memberId: string;
}

export const StreamsGroupCurrentMemberAssignmentKey: MessageCodec<StreamsGroupCurrentMemberAssignmentKey> = {
  name: "StreamsGroupCurrentMemberAssignmentKey",
  apiKey: 22,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: Infinity,
  decode: decodeStreamsGroupCurrentMemberAssignmentKey,
  encode: encodeStreamsGroupCurrentMemberAssignmentKey,
};

function decodeStreamsGroupCurrentMemberAssignmentKey(r: Reader, version: number): StreamsGroupCurrentMemberAssignmentKey {
  if (version < 0 || version > 0) throw noSuchVersion("StreamsGroupCurrentMemberAssignmentKey", version);
  const groupId = r.string(false);
  const memberId = r.string(false);
  return { groupId, memberId };
}

function encodeStreamsGroupCurrentMemberAssignmentKey(w: Writer, draft: Draft<StreamsGroupCurrentMemberAssignmentKey>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("StreamsGroupCurrentMemberAssignmentKey", version);
  const { groupId = "", memberId = "" } = draft;
  w.string(groupId, false);
  w.string(memberId, false);
}

export interface StreamsGroupCurrentMemberAssignmentValue {
  /** The epoch that the member has come to; negative while a static member is away. */
  memberEpoch: number;
  /** The epoch before, which the member may still send when an answer was lost. */
  previousMemberEpoch: number;
  /** Where the member is on its way to the target. */
  state: number;
  /** Active tasks. */
  activeTasks: StreamsGroupCurrentMemberAssignmentValueTaskIds[];
  /** Standby tasks. */
  standbyTasks: StreamsGroupCurrentMemberAssignmentValueTaskIds[];
  /** Warm-up tasks. */
  warmupTasks: StreamsGroupCurrentMemberAssignmentValueTaskIds[];
  /** Active tasks that it has to give back. */
  activeTasksPendingRevocation: StreamsGroupCurrentMemberAssignmentValueTaskIds[];
  /** Standby tasks that it has to give back. */
  standbyTasksPendingRevocation: StreamsGroupCurrentMemberAssignmentValueTaskIds[];
  /** Warm-up tasks that it has to give back. */
  warmupTasksPendingRevocation: StreamsGroupCurrentMemberAssignmentValueTaskIds[];
}

export interface StreamsGroupCurrentMemberAssignmentValueTaskIds {
  /** Id of the subtopology. */
  subtopologyId: string;
  /** Partitions of its source topics, a task for each. */
  partitions: number[];
  /** In which epoch the member got each; of active tasks only. */
  assignmentEpochs: number[] | null;
}

export const StreamsGroupCurrentMemberAssignmentValue: MessageCodec<StreamsGroupCurrentMemberAssignmentValue> = {
  name: "StreamsGroupCurrentMemberAssignmentValue",
  apiKey: 22,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeStreamsGroupCurrentMemberAssignmentValue,
  encode: encodeStreamsGroupCurrentMemberAssignmentValue,
};

function decodeStreamsGroupCurrentMemberAssignmentValueTaskIds(r: Reader, _version: number): StreamsGroupCurrentMemberAssignmentValueTaskIds {
  const subtopologyId = r.string(true);
  const partitions: number[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) partitions.push(r.int32());
  let assignmentEpochs: number[] | null = [];
  for (let tags = r.unsignedVarint(); tags > 0; tags--) {
    const tag = r.unsignedVarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        {
          let n = r.nullableArrayLength(true);
          if (n < 0) assignmentEpochs = null;
          else {
            const assignmentEpochsElements: number[] = [];
            for (; n > 0; n--) assignmentEpochsElements.push(r.int32());
            assignmentEpochs = assignmentEpochsElements;
          }
        }
        break;
      default:
        r.skip(end - r.position);
    }
    r.expectTagEnd(end);
  }
  return { subtopologyId, partitions, assignmentEpochs };
}

function encodeStreamsGroupCurrentMemberAssignmentValueTaskIds(w: Writer, draft: Draft<StreamsGroupCurrentMemberAssignmentValueTaskIds>, _version: number): void {
  const { subtopologyId = "", partitions = [], assignmentEpochs = [] } = draft;
  w.string(subtopologyId, true);
  { w.arrayLength(partitions, true); for (const element of partitions) w.int32(element); }
  const hasAssignmentEpochs = (assignmentEpochs === null || assignmentEpochs.length !== 0);
  w.unsignedVarint(+hasAssignmentEpochs);
  if (hasAssignmentEpochs) {
    const at = w.beginTag(0);
    { w.nullableArrayLength(assignmentEpochs, true); if (assignmentEpochs !== null) for (const element of assignmentEpochs) w.int32(element); }
    w.endTag(at);
  }
}

function decodeStreamsGroupCurrentMemberAssignmentValue(r: Reader, version: number): StreamsGroupCurrentMemberAssignmentValue {
  if (version < 0 || version > 0) throw noSuchVersion("StreamsGroupCurrentMemberAssignmentValue", version);
  const memberEpoch = r.int32();
  const previousMemberEpoch = r.int32();
  const state = r.int8();
  const activeTasks: StreamsGroupCurrentMemberAssignmentValueTaskIds[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) activeTasks.push(decodeStreamsGroupCurrentMemberAssignmentValueTaskIds(r, version));
  const standbyTasks: StreamsGroupCurrentMemberAssignmentValueTaskIds[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) standbyTasks.push(decodeStreamsGroupCurrentMemberAssignmentValueTaskIds(r, version));
  const warmupTasks: StreamsGroupCurrentMemberAssignmentValueTaskIds[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) warmupTasks.push(decodeStreamsGroupCurrentMemberAssignmentValueTaskIds(r, version));
  const activeTasksPendingRevocation: StreamsGroupCurrentMemberAssignmentValueTaskIds[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) activeTasksPendingRevocation.push(decodeStreamsGroupCurrentMemberAssignmentValueTaskIds(r, version));
  const standbyTasksPendingRevocation: StreamsGroupCurrentMemberAssignmentValueTaskIds[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) standbyTasksPendingRevocation.push(decodeStreamsGroupCurrentMemberAssignmentValueTaskIds(r, version));
  const warmupTasksPendingRevocation: StreamsGroupCurrentMemberAssignmentValueTaskIds[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) warmupTasksPendingRevocation.push(decodeStreamsGroupCurrentMemberAssignmentValueTaskIds(r, version));
  r.skipTags();
  return { memberEpoch, previousMemberEpoch, state, activeTasks, standbyTasks, warmupTasks, activeTasksPendingRevocation, standbyTasksPendingRevocation, warmupTasksPendingRevocation };
}

function encodeStreamsGroupCurrentMemberAssignmentValue(w: Writer, draft: Draft<StreamsGroupCurrentMemberAssignmentValue>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("StreamsGroupCurrentMemberAssignmentValue", version);
  const { memberEpoch = 0, previousMemberEpoch = 0, state = 0, activeTasks = [], standbyTasks = [], warmupTasks = [], activeTasksPendingRevocation = [], standbyTasksPendingRevocation = [], warmupTasksPendingRevocation = [] } = draft;
  w.int32(memberEpoch);
  w.int32(previousMemberEpoch);
  w.int8(state);
  { w.arrayLength(activeTasks, true); for (const element of activeTasks) encodeStreamsGroupCurrentMemberAssignmentValueTaskIds(w, element, version); }
  { w.arrayLength(standbyTasks, true); for (const element of standbyTasks) encodeStreamsGroupCurrentMemberAssignmentValueTaskIds(w, element, version); }
  { w.arrayLength(warmupTasks, true); for (const element of warmupTasks) encodeStreamsGroupCurrentMemberAssignmentValueTaskIds(w, element, version); }
  { w.arrayLength(activeTasksPendingRevocation, true); for (const element of activeTasksPendingRevocation) encodeStreamsGroupCurrentMemberAssignmentValueTaskIds(w, element, version); }
  { w.arrayLength(standbyTasksPendingRevocation, true); for (const element of standbyTasksPendingRevocation) encodeStreamsGroupCurrentMemberAssignmentValueTaskIds(w, element, version); }
  { w.arrayLength(warmupTasksPendingRevocation, true); for (const element of warmupTasksPendingRevocation) encodeStreamsGroupCurrentMemberAssignmentValueTaskIds(w, element, version); }
  w.noTags();
}

export interface StreamsGroupMemberMetadataKey {
  /** The streams group. */
  groupId: string;
  /** The member. */
  memberId: string;
}

export const StreamsGroupMemberMetadataKey: MessageCodec<StreamsGroupMemberMetadataKey> = {
  name: "StreamsGroupMemberMetadataKey",
  apiKey: 19,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: Infinity,
  decode: decodeStreamsGroupMemberMetadataKey,
  encode: encodeStreamsGroupMemberMetadataKey,
};

function decodeStreamsGroupMemberMetadataKey(r: Reader, version: number): StreamsGroupMemberMetadataKey {
  if (version < 0 || version > 0) throw noSuchVersion("StreamsGroupMemberMetadataKey", version);
  const groupId = r.string(false);
  const memberId = r.string(false);
  return { groupId, memberId };
}

function encodeStreamsGroupMemberMetadataKey(w: Writer, draft: Draft<StreamsGroupMemberMetadataKey>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("StreamsGroupMemberMetadataKey", version);
  const { groupId = "", memberId = "" } = draft;
  w.string(groupId, false);
  w.string(memberId, false);
}

export interface StreamsGroupMemberMetadataValue {
  /** The member's `group.instance.id`, or null. */
  instanceId: string | null;
  /** The member's rack, or null. */
  rackId: string | null;
  /** The member's `client.id`. */
  clientId: string;
  /** Address of the member, with a leading slash. */
  clientHost: string;
  /** How long the member may take to give tasks back. */
  rebalanceTimeoutMs: number;
  /** Version of the topology that the member runs. */
  topologyEpoch: number;
  /** The process that the member runs in. */
  processId: string;
  /** Where the process answers interactive queries, or null. */
  userEndpoint: StreamsGroupMemberMetadataValueEndpoint | null;
  /** Tags that standby tasks are spread by. */
  clientTags: StreamsGroupMemberMetadataValueKeyValue[];
}

export interface StreamsGroupMemberMetadataValueKeyValue {
  /** What is told. */
  key: string;
  /** What is told of it. */
  value: string;
}

export interface StreamsGroupMemberMetadataValueEndpoint {
  /** Host where the application answers interactive queries. */
  host: string;
  /** Its TCP port. */
  port: number;
}

export const StreamsGroupMemberMetadataValue: MessageCodec<StreamsGroupMemberMetadataValue> = {
  name: "StreamsGroupMemberMetadataValue",
  apiKey: 19,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeStreamsGroupMemberMetadataValue,
  encode: encodeStreamsGroupMemberMetadataValue,
};

function decodeStreamsGroupMemberMetadataValueEndpoint(r: Reader, _version: number): StreamsGroupMemberMetadataValueEndpoint {
  const host = r.string(true);
  const port = r.uint16();
  r.skipTags();
  return { host, port };
}

function encodeStreamsGroupMemberMetadataValueEndpoint(w: Writer, draft: Draft<StreamsGroupMemberMetadataValueEndpoint>, _version: number): void {
  const { host = "", port = 0 } = draft;
  w.string(host, true);
  w.uint16(port);
  w.noTags();
}

function decodeStreamsGroupMemberMetadataValueKeyValue(r: Reader, _version: number): StreamsGroupMemberMetadataValueKeyValue {
  const key = r.string(true);
  const value = r.string(true);
  r.skipTags();
  return { key, value };
}

function encodeStreamsGroupMemberMetadataValueKeyValue(w: Writer, draft: Draft<StreamsGroupMemberMetadataValueKeyValue>, _version: number): void {
  const { key = "", value = "" } = draft;
  w.string(key, true);
  w.string(value, true);
  w.noTags();
}

function decodeStreamsGroupMemberMetadataValue(r: Reader, version: number): StreamsGroupMemberMetadataValue {
  if (version < 0 || version > 0) throw noSuchVersion("StreamsGroupMemberMetadataValue", version);
  const instanceId = r.nullableString(true);
  const rackId = r.nullableString(true);
  const clientId = r.string(true);
  const clientHost = r.string(true);
  const rebalanceTimeoutMs = r.int32();
  const topologyEpoch = r.int32();
  const processId = r.string(true);
  const userEndpoint = ((r.structPresent() ? decodeStreamsGroupMemberMetadataValueEndpoint(r, version) : null));
  const clientTags: StreamsGroupMemberMetadataValueKeyValue[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) clientTags.push(decodeStreamsGroupMemberMetadataValueKeyValue(r, version));
  r.skipTags();
  return { instanceId, rackId, clientId, clientHost, rebalanceTimeoutMs, topologyEpoch, processId, userEndpoint, clientTags };
}

function encodeStreamsGroupMemberMetadataValue(w: Writer, draft: Draft<StreamsGroupMemberMetadataValue>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("StreamsGroupMemberMetadataValue", version);
  const { instanceId = "", rackId = "", clientId = "", clientHost = "", rebalanceTimeoutMs = -1, topologyEpoch = 0, processId = "", userEndpoint = null, clientTags = [] } = draft;
  w.nullableString(instanceId, true);
  w.nullableString(rackId, true);
  w.string(clientId, true);
  w.string(clientHost, true);
  w.int32(rebalanceTimeoutMs);
  w.int32(topologyEpoch);
  w.string(processId, true);
  { w.structPresent(userEndpoint !== null); if (userEndpoint !== null) encodeStreamsGroupMemberMetadataValueEndpoint(w, userEndpoint, version); }
  { w.arrayLength(clientTags, true); for (const element of clientTags) encodeStreamsGroupMemberMetadataValueKeyValue(w, element, version); }
  w.noTags();
}

export interface StreamsGroupMetadataKey {
  /** The streams group. */
  groupId: string;
}

export const StreamsGroupMetadataKey: MessageCodec<StreamsGroupMetadataKey> = {
  name: "StreamsGroupMetadataKey",
  apiKey: 17,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: Infinity,
  decode: decodeStreamsGroupMetadataKey,
  encode: encodeStreamsGroupMetadataKey,
};

function decodeStreamsGroupMetadataKey(r: Reader, version: number): StreamsGroupMetadataKey {
  if (version < 0 || version > 0) throw noSuchVersion("StreamsGroupMetadataKey", version);
  const groupId = r.string(false);
  return { groupId };
}

function encodeStreamsGroupMetadataKey(w: Writer, draft: Draft<StreamsGroupMetadataKey>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("StreamsGroupMetadataKey", version);
  const { groupId = "" } = draft;
  w.string(groupId, false);
}

export interface StreamsGroupMetadataValue {
  /** The group epoch, which grows with each change of members, topology, topics or settings. */
  epoch: number;
  /** Hash of the topology's topics as they were at that epoch. */
  metadataHash: number;
  /** Version of the topology whose topics were all there as they have to be; -1 if none. */
  validatedTopologyEpoch: number;
  /** Settings that the group had at that epoch; none if they are not known. */
  lastAssignmentConfigs: StreamsGroupMetadataValueLastAssignmentConfig[] | null;
}

export interface StreamsGroupMetadataValueLastAssignmentConfig {
  /** Name of the setting. */
  key: string;
  /** Its value. */
  value: string;
}

export const StreamsGroupMetadataValue: MessageCodec<StreamsGroupMetadataValue> = {
  name: "StreamsGroupMetadataValue",
  apiKey: 17,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeStreamsGroupMetadataValue,
  encode: encodeStreamsGroupMetadataValue,
};

function decodeStreamsGroupMetadataValueLastAssignmentConfig(r: Reader, _version: number): StreamsGroupMetadataValueLastAssignmentConfig {
  const key = r.string(true);
  const value = r.string(true);
  r.skipTags();
  return { key, value };
}

function encodeStreamsGroupMetadataValueLastAssignmentConfig(w: Writer, draft: Draft<StreamsGroupMetadataValueLastAssignmentConfig>, _version: number): void {
  const { key = "", value = "" } = draft;
  w.string(key, true);
  w.string(value, true);
  w.noTags();
}

function decodeStreamsGroupMetadataValue(r: Reader, version: number): StreamsGroupMetadataValue {
  if (version < 0 || version > 0) throw noSuchVersion("StreamsGroupMetadataValue", version);
  const epoch = r.int32();
  const metadataHash = r.int64();
  let validatedTopologyEpoch: number = -1;
  let lastAssignmentConfigs: StreamsGroupMetadataValueLastAssignmentConfig[] | null = [];
  for (let tags = r.unsignedVarint(); tags > 0; tags--) {
    const tag = r.unsignedVarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        validatedTopologyEpoch = r.int32();
        break;
      case 1:
        {
          let n = r.nullableArrayLength(true);
          if (n < 0) lastAssignmentConfigs = null;
          else {
            const lastAssignmentConfigsElements: StreamsGroupMetadataValueLastAssignmentConfig[] = [];
            for (; n > 0; n--) lastAssignmentConfigsElements.push(decodeStreamsGroupMetadataValueLastAssignmentConfig(r, version));
            lastAssignmentConfigs = lastAssignmentConfigsElements;
          }
        }
        break;
      default:
        r.skip(end - r.position);
    }
    r.expectTagEnd(end);
  }
  return { epoch, metadataHash, validatedTopologyEpoch, lastAssignmentConfigs };
}

function encodeStreamsGroupMetadataValue(w: Writer, draft: Draft<StreamsGroupMetadataValue>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("StreamsGroupMetadataValue", version);
  const { epoch = 0, metadataHash = 0, validatedTopologyEpoch = -1, lastAssignmentConfigs = [] } = draft;
  w.int32(epoch);
  w.int64(metadataHash);
  const hasValidatedTopologyEpoch = validatedTopologyEpoch !== -1;
  const hasLastAssignmentConfigs = (lastAssignmentConfigs === null || lastAssignmentConfigs.length !== 0);
  w.unsignedVarint(+hasValidatedTopologyEpoch + +hasLastAssignmentConfigs);
  if (hasValidatedTopologyEpoch) {
    const at = w.beginTag(0);
    w.int32(validatedTopologyEpoch);
    w.endTag(at);
  }
  if (hasLastAssignmentConfigs) {
    const at = w.beginTag(1);
    { w.nullableArrayLength(lastAssignmentConfigs, true); if (lastAssignmentConfigs !== null) for (const element of lastAssignmentConfigs) encodeStreamsGroupMetadataValueLastAssignmentConfig(w, element, version); }
    w.endTag(at);
  }
}

export interface StreamsGroupTargetAssignmentMemberKey {
  /** The streams group. */
  groupId: string;
  /** The member. */
  memberId: string;
}

export const StreamsGroupTargetAssignmentMemberKey: MessageCodec<StreamsGroupTargetAssignmentMemberKey> = {
  name: "StreamsGroupTargetAssignmentMemberKey",
  apiKey: 21,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: Infinity,
  decode: decodeStreamsGroupTargetAssignmentMemberKey,
  encode: encodeStreamsGroupTargetAssignmentMemberKey,
};

function decodeStreamsGroupTargetAssignmentMemberKey(r: Reader, version: number): StreamsGroupTargetAssignmentMemberKey {
  if (version < 0 || version > 0) throw noSuchVersion("StreamsGroupTargetAssignmentMemberKey", version);
  const groupId = r.string(false);
  const memberId = r.string(false);
  return { groupId, memberId };
}

function encodeStreamsGroupTargetAssignmentMemberKey(w: Writer, draft: Draft<StreamsGroupTargetAssignmentMemberKey>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("StreamsGroupTargetAssignmentMemberKey", version);
  const { groupId = "", memberId = "" } = draft;
  w.string(groupId, false);
  w.string(memberId, false);
}

export interface StreamsGroupTargetAssignmentMemberValue {
  /** Active tasks. */
  activeTasks: StreamsGroupTargetAssignmentMemberValueTaskIds[];
  /** Standby tasks. */
  standbyTasks: StreamsGroupTargetAssignmentMemberValueTaskIds[];
  /** Warm-up tasks. */
  warmupTasks: StreamsGroupTargetAssignmentMemberValueTaskIds[];
}

export interface StreamsGroupTargetAssignmentMemberValueTaskIds {
  /** Id of the subtopology. */
  subtopologyId: string;
  /** Partitions of its source topics, a task for each. */
  partitions: number[];
}

export const StreamsGroupTargetAssignmentMemberValue: MessageCodec<StreamsGroupTargetAssignmentMemberValue> = {
  name: "StreamsGroupTargetAssignmentMemberValue",
  apiKey: 21,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeStreamsGroupTargetAssignmentMemberValue,
  encode: encodeStreamsGroupTargetAssignmentMemberValue,
};

function decodeStreamsGroupTargetAssignmentMemberValueTaskIds(r: Reader, _version: number): StreamsGroupTargetAssignmentMemberValueTaskIds {
  const subtopologyId = r.string(true);
  const partitions: number[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) partitions.push(r.int32());
  r.skipTags();
  return { subtopologyId, partitions };
}

function encodeStreamsGroupTargetAssignmentMemberValueTaskIds(w: Writer, draft: Draft<StreamsGroupTargetAssignmentMemberValueTaskIds>, _version: number): void {
  const { subtopologyId = "", partitions = [] } = draft;
  w.string(subtopologyId, true);
  { w.arrayLength(partitions, true); for (const element of partitions) w.int32(element); }
  w.noTags();
}

function decodeStreamsGroupTargetAssignmentMemberValue(r: Reader, version: number): StreamsGroupTargetAssignmentMemberValue {
  if (version < 0 || version > 0) throw noSuchVersion("StreamsGroupTargetAssignmentMemberValue", version);
  const activeTasks: StreamsGroupTargetAssignmentMemberValueTaskIds[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) activeTasks.push(decodeStreamsGroupTargetAssignmentMemberValueTaskIds(r, version));
  const standbyTasks: StreamsGroupTargetAssignmentMemberValueTaskIds[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) standbyTasks.push(decodeStreamsGroupTargetAssignmentMemberValueTaskIds(r, version));
  const warmupTasks: StreamsGroupTargetAssignmentMemberValueTaskIds[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) warmupTasks.push(decodeStreamsGroupTargetAssignmentMemberValueTaskIds(r, version));
  r.skipTags();
  return { activeTasks, standbyTasks, warmupTasks };
}

function encodeStreamsGroupTargetAssignmentMemberValue(w: Writer, draft: Draft<StreamsGroupTargetAssignmentMemberValue>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("StreamsGroupTargetAssignmentMemberValue", version);
  const { activeTasks = [], standbyTasks = [], warmupTasks = [] } = draft;
  { w.arrayLength(activeTasks, true); for (const element of activeTasks) encodeStreamsGroupTargetAssignmentMemberValueTaskIds(w, element, version); }
  { w.arrayLength(standbyTasks, true); for (const element of standbyTasks) encodeStreamsGroupTargetAssignmentMemberValueTaskIds(w, element, version); }
  { w.arrayLength(warmupTasks, true); for (const element of warmupTasks) encodeStreamsGroupTargetAssignmentMemberValueTaskIds(w, element, version); }
  w.noTags();
}

export interface StreamsGroupTargetAssignmentMetadataKey {
  /** The streams group. */
  groupId: string;
}

export const StreamsGroupTargetAssignmentMetadataKey: MessageCodec<StreamsGroupTargetAssignmentMetadataKey> = {
  name: "StreamsGroupTargetAssignmentMetadataKey",
  apiKey: 20,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: Infinity,
  decode: decodeStreamsGroupTargetAssignmentMetadataKey,
  encode: encodeStreamsGroupTargetAssignmentMetadataKey,
};

function decodeStreamsGroupTargetAssignmentMetadataKey(r: Reader, version: number): StreamsGroupTargetAssignmentMetadataKey {
  if (version < 0 || version > 0) throw noSuchVersion("StreamsGroupTargetAssignmentMetadataKey", version);
  const groupId = r.string(false);
  return { groupId };
}

function encodeStreamsGroupTargetAssignmentMetadataKey(w: Writer, draft: Draft<StreamsGroupTargetAssignmentMetadataKey>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("StreamsGroupTargetAssignmentMetadataKey", version);
  const { groupId = "" } = draft;
  w.string(groupId, false);
}

export interface StreamsGroupTargetAssignmentMetadataValue {
  /** The group epoch that the target assignment was made for. */
  assignmentEpoch: number;
  /** When it was made, in milliseconds since the epoch; 0 if that is not known. */
  assignmentTimestamp: number;
}

export const StreamsGroupTargetAssignmentMetadataValue: MessageCodec<StreamsGroupTargetAssignmentMetadataValue> = {
  name: "StreamsGroupTargetAssignmentMetadataValue",
  apiKey: 20,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeStreamsGroupTargetAssignmentMetadataValue,
  encode: encodeStreamsGroupTargetAssignmentMetadataValue,
};

function decodeStreamsGroupTargetAssignmentMetadataValue(r: Reader, version: number): StreamsGroupTargetAssignmentMetadataValue {
  if (version < 0 || version > 0) throw noSuchVersion("StreamsGroupTargetAssignmentMetadataValue", version);
  const assignmentEpoch = r.int32();
  let assignmentTimestamp: number = 0;
  for (let tags = r.unsignedVarint(); tags > 0; tags--) {
    const tag = r.unsignedVarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        assignmentTimestamp = r.int64();
        break;
      default:
        r.skip(end - r.position);
    }
    r.expectTagEnd(end);
  }
  return { assignmentEpoch, assignmentTimestamp };
}

function encodeStreamsGroupTargetAssignmentMetadataValue(w: Writer, draft: Draft<StreamsGroupTargetAssignmentMetadataValue>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("StreamsGroupTargetAssignmentMetadataValue", version);
  const { assignmentEpoch = 0, assignmentTimestamp = 0 } = draft;
  w.int32(assignmentEpoch);
  const hasAssignmentTimestamp = assignmentTimestamp !== 0;
  w.unsignedVarint(+hasAssignmentTimestamp);
  if (hasAssignmentTimestamp) {
    const at = w.beginTag(0);
    w.int64(assignmentTimestamp);
    w.endTag(at);
  }
}

export interface StreamsGroupTopologyKey {
  /** The streams group. */
  groupId: string;
}

export const StreamsGroupTopologyKey: MessageCodec<StreamsGroupTopologyKey> = {
  name: "StreamsGroupTopologyKey",
  apiKey: 23,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: Infinity,
  decode: decodeStreamsGroupTopologyKey,
  encode: encodeStreamsGroupTopologyKey,
};

function decodeStreamsGroupTopologyKey(r: Reader, version: number): StreamsGroupTopologyKey {
  if (version < 0 || version > 0) throw noSuchVersion("StreamsGroupTopologyKey", version);
  const groupId = r.string(false);
  return { groupId };
}

function encodeStreamsGroupTopologyKey(w: Writer, draft: Draft<StreamsGroupTopologyKey>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("StreamsGroupTopologyKey", version);
  const { groupId = "" } = draft;
  w.string(groupId, false);
}

export interface StreamsGroupTopologyValue {
  /** Version of the topology. */
  epoch: number;
  /** Its independent parts. */
  subtopologies: StreamsGroupTopologyValueSubtopology[];
}

export interface StreamsGroupTopologyValueSubtopology {
  /** The subtopology's id. */
  subtopologyId: string;
  /** Topics that it reads and does not make. */
  sourceTopics: string[];
  /** Regular expressions for names of further topics that it reads. */
  sourceTopicRegex: string[];
  /** Topics that keep its state. */
  stateChangelogTopics: StreamsGroupTopologyValueTopicInfo[];
  /** Repartition topics that it writes. */
  repartitionSinkTopics: string[];
  /** Repartition topics that it reads. */
  repartitionSourceTopics: StreamsGroupTopologyValueTopicInfo[];
  /** Which of what it reads has to have as many partitions as each other. */
  copartitionGroups: StreamsGroupTopologyValueCopartitionGroup[];
}

export interface StreamsGroupTopologyValueCopartitionGroup {
  /** Places in the subtopology's source topics. */
  sourceTopics: number[];
  /** Places in its regular expressions. */
  sourceTopicRegex: number[];
  /** Places in the repartition topics that it reads. */
  repartitionSourceTopics: number[];
}

export interface StreamsGroupTopologyValueTopicInfo {
  /** The topic's name. */
  name: string;
  /** How many partitions it has to have; 0: whatever follows from the topology. */
  partitions: number;
  /** How many replicas it is to have; 0: the broker's default. */
  replicationFactor: number;
  /** Configs that it is made with. */
  topicConfigs: StreamsGroupTopologyValueTopicConfig[];
}

export interface StreamsGroupTopologyValueTopicConfig {
  /** Name of the config. */
  key: string;
  /** Its value. */
  value: string;
}

export const StreamsGroupTopologyValue: MessageCodec<StreamsGroupTopologyValue> = {
  name: "StreamsGroupTopologyValue",
  apiKey: 23,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeStreamsGroupTopologyValue,
  encode: encodeStreamsGroupTopologyValue,
};

function decodeStreamsGroupTopologyValueTopicConfig(r: Reader, _version: number): StreamsGroupTopologyValueTopicConfig {
  const key = r.string(true);
  const value = r.string(true);
  r.skipTags();
  return { key, value };
}

function encodeStreamsGroupTopologyValueTopicConfig(w: Writer, draft: Draft<StreamsGroupTopologyValueTopicConfig>, _version: number): void {
  const { key = "", value = "" } = draft;
  w.string(key, true);
  w.string(value, true);
  w.noTags();
}

function decodeStreamsGroupTopologyValueTopicInfo(r: Reader, version: number): StreamsGroupTopologyValueTopicInfo {
  const name = r.string(true);
  const partitions = r.int32();
  const replicationFactor = r.int16();
  const topicConfigs: StreamsGroupTopologyValueTopicConfig[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) topicConfigs.push(decodeStreamsGroupTopologyValueTopicConfig(r, version));
  r.skipTags();
  return { name, partitions, replicationFactor, topicConfigs };
}

function encodeStreamsGroupTopologyValueTopicInfo(w: Writer, draft: Draft<StreamsGroupTopologyValueTopicInfo>, version: number): void {
  const { name = "", partitions = 0, replicationFactor = 0, topicConfigs = [] } = draft;
  w.string(name, true);
  w.int32(partitions);
  w.int16(replicationFactor);
  { w.arrayLength(topicConfigs, true); for (const element of topicConfigs) encodeStreamsGroupTopologyValueTopicConfig(w, element, version); }
  w.noTags();
}

function decodeStreamsGroupTopologyValueCopartitionGroup(r: Reader, _version: number): StreamsGroupTopologyValueCopartitionGroup {
  const sourceTopics: number[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) sourceTopics.push(r.int16());
  const sourceTopicRegex: number[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) sourceTopicRegex.push(r.int16());
  const repartitionSourceTopics: number[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) repartitionSourceTopics.push(r.int16());
  r.skipTags();
  return { sourceTopics, sourceTopicRegex, repartitionSourceTopics };
}

function encodeStreamsGroupTopologyValueCopartitionGroup(w: Writer, draft: Draft<StreamsGroupTopologyValueCopartitionGroup>, _version: number): void {
  const { sourceTopics = [], sourceTopicRegex = [], repartitionSourceTopics = [] } = draft;
  { w.arrayLength(sourceTopics, true); for (const element of sourceTopics) w.int16(element); }
  { w.arrayLength(sourceTopicRegex, true); for (const element of sourceTopicRegex) w.int16(element); }
  { w.arrayLength(repartitionSourceTopics, true); for (const element of repartitionSourceTopics) w.int16(element); }
  w.noTags();
}

function decodeStreamsGroupTopologyValueSubtopology(r: Reader, version: number): StreamsGroupTopologyValueSubtopology {
  const subtopologyId = r.string(true);
  const sourceTopics: string[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) sourceTopics.push(r.string(true));
  const sourceTopicRegex: string[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) sourceTopicRegex.push(r.string(true));
  const stateChangelogTopics: StreamsGroupTopologyValueTopicInfo[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) stateChangelogTopics.push(decodeStreamsGroupTopologyValueTopicInfo(r, version));
  const repartitionSinkTopics: string[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) repartitionSinkTopics.push(r.string(true));
  const repartitionSourceTopics: StreamsGroupTopologyValueTopicInfo[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) repartitionSourceTopics.push(decodeStreamsGroupTopologyValueTopicInfo(r, version));
  const copartitionGroups: StreamsGroupTopologyValueCopartitionGroup[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) copartitionGroups.push(decodeStreamsGroupTopologyValueCopartitionGroup(r, version));
  r.skipTags();
  return { subtopologyId, sourceTopics, sourceTopicRegex, stateChangelogTopics, repartitionSinkTopics, repartitionSourceTopics, copartitionGroups };
}

function encodeStreamsGroupTopologyValueSubtopology(w: Writer, draft: Draft<StreamsGroupTopologyValueSubtopology>, version: number): void {
  const { subtopologyId = "", sourceTopics = [], sourceTopicRegex = [], stateChangelogTopics = [], repartitionSinkTopics = [], repartitionSourceTopics = [], copartitionGroups = [] } = draft;
  w.string(subtopologyId, true);
  { w.arrayLength(sourceTopics, true); for (const element of sourceTopics) w.string(element, true); }
  { w.arrayLength(sourceTopicRegex, true); for (const element of sourceTopicRegex) w.string(element, true); }
  { w.arrayLength(stateChangelogTopics, true); for (const element of stateChangelogTopics) encodeStreamsGroupTopologyValueTopicInfo(w, element, version); }
  { w.arrayLength(repartitionSinkTopics, true); for (const element of repartitionSinkTopics) w.string(element, true); }
  { w.arrayLength(repartitionSourceTopics, true); for (const element of repartitionSourceTopics) encodeStreamsGroupTopologyValueTopicInfo(w, element, version); }
  { w.arrayLength(copartitionGroups, true); for (const element of copartitionGroups) encodeStreamsGroupTopologyValueCopartitionGroup(w, element, version); }
  w.noTags();
}

function decodeStreamsGroupTopologyValue(r: Reader, version: number): StreamsGroupTopologyValue {
  if (version < 0 || version > 0) throw noSuchVersion("StreamsGroupTopologyValue", version);
  const epoch = r.int32();
  const subtopologies: StreamsGroupTopologyValueSubtopology[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) subtopologies.push(decodeStreamsGroupTopologyValueSubtopology(r, version));
  r.skipTags();
  return { epoch, subtopologies };
}

function encodeStreamsGroupTopologyValue(w: Writer, draft: Draft<StreamsGroupTopologyValue>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("StreamsGroupTopologyValue", version);
  const { epoch = 0, subtopologies = [] } = draft;
  w.int32(epoch);
  { w.arrayLength(subtopologies, true); for (const element of subtopologies) encodeStreamsGroupTopologyValueSubtopology(w, element, version); }
  w.noTags();
}
