// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec } from "../../codec.ts";
import { type Reader } from "../../wire/reader.ts";
import { ZERO_UUID } from "../../wire/uuid.ts";
import { type Writer } from "../../wire/writer.ts";

export interface ShareGroupCurrentMemberAssignmentKey {
  /** The share group. */
  groupId: string;
  /** The member's id, which the consumer makes itself. */
  memberId: string;
}

export const ShareGroupCurrentMemberAssignmentKey: MessageCodec<ShareGroupCurrentMemberAssignmentKey> = {
  name: "ShareGroupCurrentMemberAssignmentKey",
  apiKey: 14,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: Infinity,
  decode: decodeShareGroupCurrentMemberAssignmentKey,
  encode: encodeShareGroupCurrentMemberAssignmentKey,
};

function decodeShareGroupCurrentMemberAssignmentKey(r: Reader, version: number): ShareGroupCurrentMemberAssignmentKey {
  if (version < 0 || version > 0) throw noSuchVersion("ShareGroupCurrentMemberAssignmentKey", version);
  const groupId = r.string(false);
  const memberId = r.string(false);
  return { groupId, memberId };
}

function encodeShareGroupCurrentMemberAssignmentKey(w: Writer, draft: Draft<ShareGroupCurrentMemberAssignmentKey>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("ShareGroupCurrentMemberAssignmentKey", version);
  const { groupId = "", memberId = "" } = draft;
  w.string(groupId, false);
  w.string(memberId, false);
}

export interface ShareGroupCurrentMemberAssignmentValue {
  /** The member's epoch. */
  memberEpoch: number;
  /** The one before, which the member may still send if an answer was lost. */
  previousMemberEpoch: number;
  /** 0: share groups know no other state. */
  state: number;
  /** Partitions that the member reads. */
  assignedPartitions: ShareGroupCurrentMemberAssignmentValueTopicPartitions[];
}

export interface ShareGroupCurrentMemberAssignmentValueTopicPartitions {
  /** The topic's id. */
  topicId: string;
  /** Numbers of the partitions. */
  partitions: number[];
}

export const ShareGroupCurrentMemberAssignmentValue: MessageCodec<ShareGroupCurrentMemberAssignmentValue> = {
  name: "ShareGroupCurrentMemberAssignmentValue",
  apiKey: 14,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeShareGroupCurrentMemberAssignmentValue,
  encode: encodeShareGroupCurrentMemberAssignmentValue,
};

function decodeShareGroupCurrentMemberAssignmentValueTopicPartitions(r: Reader, _version: number): ShareGroupCurrentMemberAssignmentValueTopicPartitions {
  const topicId = r.uuid();
  const partitions: number[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) partitions.push(r.int32());
  r.skipTags();
  return { topicId, partitions };
}

function encodeShareGroupCurrentMemberAssignmentValueTopicPartitions(w: Writer, draft: Draft<ShareGroupCurrentMemberAssignmentValueTopicPartitions>, _version: number): void {
  const { topicId = ZERO_UUID, partitions = [] } = draft;
  w.uuid(topicId);
  { w.arrayLength(partitions, true); for (const element of partitions) w.int32(element); }
  w.noTags();
}

function decodeShareGroupCurrentMemberAssignmentValue(r: Reader, version: number): ShareGroupCurrentMemberAssignmentValue {
  if (version < 0 || version > 0) throw noSuchVersion("ShareGroupCurrentMemberAssignmentValue", version);
  const memberEpoch = r.int32();
  const previousMemberEpoch = r.int32();
  const state = r.int8();
  const assignedPartitions: ShareGroupCurrentMemberAssignmentValueTopicPartitions[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) assignedPartitions.push(decodeShareGroupCurrentMemberAssignmentValueTopicPartitions(r, version));
  r.skipTags();
  return { memberEpoch, previousMemberEpoch, state, assignedPartitions };
}

function encodeShareGroupCurrentMemberAssignmentValue(w: Writer, draft: Draft<ShareGroupCurrentMemberAssignmentValue>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("ShareGroupCurrentMemberAssignmentValue", version);
  const { memberEpoch = 0, previousMemberEpoch = 0, state = 0, assignedPartitions = [] } = draft;
  w.int32(memberEpoch);
  w.int32(previousMemberEpoch);
  w.int8(state);
  { w.arrayLength(assignedPartitions, true); for (const element of assignedPartitions) encodeShareGroupCurrentMemberAssignmentValueTopicPartitions(w, element, version); }
  w.noTags();
}

export interface ShareGroupMemberMetadataKey {
  /** The share group. */
  groupId: string;
  /** The member's id, which the consumer makes itself. */
  memberId: string;
}

export const ShareGroupMemberMetadataKey: MessageCodec<ShareGroupMemberMetadataKey> = {
  name: "ShareGroupMemberMetadataKey",
  apiKey: 10,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: Infinity,
  decode: decodeShareGroupMemberMetadataKey,
  encode: encodeShareGroupMemberMetadataKey,
};

function decodeShareGroupMemberMetadataKey(r: Reader, version: number): ShareGroupMemberMetadataKey {
  if (version < 0 || version > 0) throw noSuchVersion("ShareGroupMemberMetadataKey", version);
  const groupId = r.string(false);
  const memberId = r.string(false);
  return { groupId, memberId };
}

function encodeShareGroupMemberMetadataKey(w: Writer, draft: Draft<ShareGroupMemberMetadataKey>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("ShareGroupMemberMetadataKey", version);
  const { groupId = "", memberId = "" } = draft;
  w.string(groupId, false);
  w.string(memberId, false);
}

export interface ShareGroupMemberMetadataValue {
  /** The member's `client.rack`, or null. */
  rackId: string | null;
  /** The member's `client.id`. */
  clientId: string;
  /** Address of the member, with a leading slash. */
  clientHost: string;
  /** Topics that the member wants to read. */
  subscribedTopicNames: string[];
}

export const ShareGroupMemberMetadataValue: MessageCodec<ShareGroupMemberMetadataValue> = {
  name: "ShareGroupMemberMetadataValue",
  apiKey: 10,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeShareGroupMemberMetadataValue,
  encode: encodeShareGroupMemberMetadataValue,
};

function decodeShareGroupMemberMetadataValue(r: Reader, version: number): ShareGroupMemberMetadataValue {
  if (version < 0 || version > 0) throw noSuchVersion("ShareGroupMemberMetadataValue", version);
  const rackId = r.nullableString(true);
  const clientId = r.string(true);
  const clientHost = r.string(true);
  const subscribedTopicNames: string[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) subscribedTopicNames.push(r.string(true));
  r.skipTags();
  return { rackId, clientId, clientHost, subscribedTopicNames };
}

function encodeShareGroupMemberMetadataValue(w: Writer, draft: Draft<ShareGroupMemberMetadataValue>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("ShareGroupMemberMetadataValue", version);
  const { rackId = "", clientId = "", clientHost = "", subscribedTopicNames = [] } = draft;
  w.nullableString(rackId, true);
  w.string(clientId, true);
  w.string(clientHost, true);
  { w.arrayLength(subscribedTopicNames, true); for (const element of subscribedTopicNames) w.string(element, true); }
  w.noTags();
}

export interface ShareGroupMetadataKey {
  /** The share group. */
  groupId: string;
}

export const ShareGroupMetadataKey: MessageCodec<ShareGroupMetadataKey> = {
  name: "ShareGroupMetadataKey",
  apiKey: 11,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: Infinity,
  decode: decodeShareGroupMetadataKey,
  encode: encodeShareGroupMetadataKey,
};

function decodeShareGroupMetadataKey(r: Reader, version: number): ShareGroupMetadataKey {
  if (version < 0 || version > 0) throw noSuchVersion("ShareGroupMetadataKey", version);
  const groupId = r.string(false);
  return { groupId };
}

function encodeShareGroupMetadataKey(w: Writer, draft: Draft<ShareGroupMetadataKey>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("ShareGroupMetadataKey", version);
  const { groupId = "" } = draft;
  w.string(groupId, false);
}

export interface ShareGroupMetadataValue {
  /** The group epoch, which grows with each change of members, subscriptions or topics. */
  epoch: number;
  /** Hash of the subscribed topics as they were at that epoch (KIP-1101). */
  metadataHash: number;
}

export const ShareGroupMetadataValue: MessageCodec<ShareGroupMetadataValue> = {
  name: "ShareGroupMetadataValue",
  apiKey: 11,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeShareGroupMetadataValue,
  encode: encodeShareGroupMetadataValue,
};

function decodeShareGroupMetadataValue(r: Reader, version: number): ShareGroupMetadataValue {
  if (version < 0 || version > 0) throw noSuchVersion("ShareGroupMetadataValue", version);
  const epoch = r.int32();
  const metadataHash = r.int64();
  r.skipTags();
  return { epoch, metadataHash };
}

function encodeShareGroupMetadataValue(w: Writer, draft: Draft<ShareGroupMetadataValue>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("ShareGroupMetadataValue", version);
  const { epoch = 0, metadataHash = 0 } = draft;
  w.int32(epoch);
  w.int64(metadataHash);
  w.noTags();
}

export interface ShareGroupStatePartitionMetadataKey {
  /** The share group. */
  groupId: string;
}

export const ShareGroupStatePartitionMetadataKey: MessageCodec<ShareGroupStatePartitionMetadataKey> = {
  name: "ShareGroupStatePartitionMetadataKey",
  apiKey: 15,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: Infinity,
  decode: decodeShareGroupStatePartitionMetadataKey,
  encode: encodeShareGroupStatePartitionMetadataKey,
};

function decodeShareGroupStatePartitionMetadataKey(r: Reader, version: number): ShareGroupStatePartitionMetadataKey {
  if (version < 0 || version > 0) throw noSuchVersion("ShareGroupStatePartitionMetadataKey", version);
  const groupId = r.string(false);
  return { groupId };
}

function encodeShareGroupStatePartitionMetadataKey(w: Writer, draft: Draft<ShareGroupStatePartitionMetadataKey>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("ShareGroupStatePartitionMetadataKey", version);
  const { groupId = "" } = draft;
  w.string(groupId, false);
}

export interface ShareGroupStatePartitionMetadataValue {
  /** Partitions whose state is being set up. */
  initializingTopics: ShareGroupStatePartitionMetadataValueTopicPartitionsInfo[];
  /** Partitions whose state is there. */
  initializedTopics: ShareGroupStatePartitionMetadataValueTopicPartitionsInfo[];
  /** Topics whose state is being deleted. */
  deletingTopics: ShareGroupStatePartitionMetadataValueTopicInfo[];
}

export interface ShareGroupStatePartitionMetadataValueTopicInfo {
  /** The topic's id. */
  topicId: string;
  /** The topic's name. */
  topicName: string;
}

export interface ShareGroupStatePartitionMetadataValueTopicPartitionsInfo {
  /** The topic's id. */
  topicId: string;
  /** The topic's name. */
  topicName: string;
  /** Numbers of the partitions. */
  partitions: number[];
}

export const ShareGroupStatePartitionMetadataValue: MessageCodec<ShareGroupStatePartitionMetadataValue> = {
  name: "ShareGroupStatePartitionMetadataValue",
  apiKey: 15,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeShareGroupStatePartitionMetadataValue,
  encode: encodeShareGroupStatePartitionMetadataValue,
};

function decodeShareGroupStatePartitionMetadataValueTopicPartitionsInfo(r: Reader, _version: number): ShareGroupStatePartitionMetadataValueTopicPartitionsInfo {
  const topicId = r.uuid();
  const topicName = r.string(true);
  const partitions: number[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) partitions.push(r.int32());
  r.skipTags();
  return { topicId, topicName, partitions };
}

function encodeShareGroupStatePartitionMetadataValueTopicPartitionsInfo(w: Writer, draft: Draft<ShareGroupStatePartitionMetadataValueTopicPartitionsInfo>, _version: number): void {
  const { topicId = ZERO_UUID, topicName = "", partitions = [] } = draft;
  w.uuid(topicId);
  w.string(topicName, true);
  { w.arrayLength(partitions, true); for (const element of partitions) w.int32(element); }
  w.noTags();
}

function decodeShareGroupStatePartitionMetadataValueTopicInfo(r: Reader, _version: number): ShareGroupStatePartitionMetadataValueTopicInfo {
  const topicId = r.uuid();
  const topicName = r.string(true);
  r.skipTags();
  return { topicId, topicName };
}

function encodeShareGroupStatePartitionMetadataValueTopicInfo(w: Writer, draft: Draft<ShareGroupStatePartitionMetadataValueTopicInfo>, _version: number): void {
  const { topicId = ZERO_UUID, topicName = "" } = draft;
  w.uuid(topicId);
  w.string(topicName, true);
  w.noTags();
}

function decodeShareGroupStatePartitionMetadataValue(r: Reader, version: number): ShareGroupStatePartitionMetadataValue {
  if (version < 0 || version > 0) throw noSuchVersion("ShareGroupStatePartitionMetadataValue", version);
  const initializingTopics: ShareGroupStatePartitionMetadataValueTopicPartitionsInfo[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) initializingTopics.push(decodeShareGroupStatePartitionMetadataValueTopicPartitionsInfo(r, version));
  const initializedTopics: ShareGroupStatePartitionMetadataValueTopicPartitionsInfo[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) initializedTopics.push(decodeShareGroupStatePartitionMetadataValueTopicPartitionsInfo(r, version));
  const deletingTopics: ShareGroupStatePartitionMetadataValueTopicInfo[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) deletingTopics.push(decodeShareGroupStatePartitionMetadataValueTopicInfo(r, version));
  r.skipTags();
  return { initializingTopics, initializedTopics, deletingTopics };
}

function encodeShareGroupStatePartitionMetadataValue(w: Writer, draft: Draft<ShareGroupStatePartitionMetadataValue>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("ShareGroupStatePartitionMetadataValue", version);
  const { initializingTopics = [], initializedTopics = [], deletingTopics = [] } = draft;
  { w.arrayLength(initializingTopics, true); for (const element of initializingTopics) encodeShareGroupStatePartitionMetadataValueTopicPartitionsInfo(w, element, version); }
  { w.arrayLength(initializedTopics, true); for (const element of initializedTopics) encodeShareGroupStatePartitionMetadataValueTopicPartitionsInfo(w, element, version); }
  { w.arrayLength(deletingTopics, true); for (const element of deletingTopics) encodeShareGroupStatePartitionMetadataValueTopicInfo(w, element, version); }
  w.noTags();
}

export interface ShareGroupTargetAssignmentMemberKey {
  /** The share group. */
  groupId: string;
  /** The member's id, which the consumer makes itself. */
  memberId: string;
}

export const ShareGroupTargetAssignmentMemberKey: MessageCodec<ShareGroupTargetAssignmentMemberKey> = {
  name: "ShareGroupTargetAssignmentMemberKey",
  apiKey: 13,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: Infinity,
  decode: decodeShareGroupTargetAssignmentMemberKey,
  encode: encodeShareGroupTargetAssignmentMemberKey,
};

function decodeShareGroupTargetAssignmentMemberKey(r: Reader, version: number): ShareGroupTargetAssignmentMemberKey {
  if (version < 0 || version > 0) throw noSuchVersion("ShareGroupTargetAssignmentMemberKey", version);
  const groupId = r.string(false);
  const memberId = r.string(false);
  return { groupId, memberId };
}

function encodeShareGroupTargetAssignmentMemberKey(w: Writer, draft: Draft<ShareGroupTargetAssignmentMemberKey>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("ShareGroupTargetAssignmentMemberKey", version);
  const { groupId = "", memberId = "" } = draft;
  w.string(groupId, false);
  w.string(memberId, false);
}

export interface ShareGroupTargetAssignmentMemberValue {
  /** The partitions, by topic. */
  topicPartitions: ShareGroupTargetAssignmentMemberValueTopicPartition[];
}

export interface ShareGroupTargetAssignmentMemberValueTopicPartition {
  /** The topic's id. */
  topicId: string;
  /** Numbers of the partitions. */
  partitions: number[];
}

export const ShareGroupTargetAssignmentMemberValue: MessageCodec<ShareGroupTargetAssignmentMemberValue> = {
  name: "ShareGroupTargetAssignmentMemberValue",
  apiKey: 13,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeShareGroupTargetAssignmentMemberValue,
  encode: encodeShareGroupTargetAssignmentMemberValue,
};

function decodeShareGroupTargetAssignmentMemberValueTopicPartition(r: Reader, _version: number): ShareGroupTargetAssignmentMemberValueTopicPartition {
  const topicId = r.uuid();
  const partitions: number[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) partitions.push(r.int32());
  r.skipTags();
  return { topicId, partitions };
}

function encodeShareGroupTargetAssignmentMemberValueTopicPartition(w: Writer, draft: Draft<ShareGroupTargetAssignmentMemberValueTopicPartition>, _version: number): void {
  const { topicId = ZERO_UUID, partitions = [] } = draft;
  w.uuid(topicId);
  { w.arrayLength(partitions, true); for (const element of partitions) w.int32(element); }
  w.noTags();
}

function decodeShareGroupTargetAssignmentMemberValue(r: Reader, version: number): ShareGroupTargetAssignmentMemberValue {
  if (version < 0 || version > 0) throw noSuchVersion("ShareGroupTargetAssignmentMemberValue", version);
  const topicPartitions: ShareGroupTargetAssignmentMemberValueTopicPartition[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) topicPartitions.push(decodeShareGroupTargetAssignmentMemberValueTopicPartition(r, version));
  r.skipTags();
  return { topicPartitions };
}

function encodeShareGroupTargetAssignmentMemberValue(w: Writer, draft: Draft<ShareGroupTargetAssignmentMemberValue>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("ShareGroupTargetAssignmentMemberValue", version);
  const { topicPartitions = [] } = draft;
  { w.arrayLength(topicPartitions, true); for (const element of topicPartitions) encodeShareGroupTargetAssignmentMemberValueTopicPartition(w, element, version); }
  w.noTags();
}

export interface ShareGroupTargetAssignmentMetadataKey {
  /** The share group. */
  groupId: string;
}

export const ShareGroupTargetAssignmentMetadataKey: MessageCodec<ShareGroupTargetAssignmentMetadataKey> = {
  name: "ShareGroupTargetAssignmentMetadataKey",
  apiKey: 12,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: Infinity,
  decode: decodeShareGroupTargetAssignmentMetadataKey,
  encode: encodeShareGroupTargetAssignmentMetadataKey,
};

function decodeShareGroupTargetAssignmentMetadataKey(r: Reader, version: number): ShareGroupTargetAssignmentMetadataKey {
  if (version < 0 || version > 0) throw noSuchVersion("ShareGroupTargetAssignmentMetadataKey", version);
  const groupId = r.string(false);
  return { groupId };
}

function encodeShareGroupTargetAssignmentMetadataKey(w: Writer, draft: Draft<ShareGroupTargetAssignmentMetadataKey>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("ShareGroupTargetAssignmentMetadataKey", version);
  const { groupId = "" } = draft;
  w.string(groupId, false);
}

export interface ShareGroupTargetAssignmentMetadataValue {
  /** The group epoch that the assignment was made for. */
  assignmentEpoch: number;
  /** When it was made, in milliseconds since 1970 (KIP-1263). */
  assignmentTimestamp: number;
}

export const ShareGroupTargetAssignmentMetadataValue: MessageCodec<ShareGroupTargetAssignmentMetadataValue> = {
  name: "ShareGroupTargetAssignmentMetadataValue",
  apiKey: 12,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeShareGroupTargetAssignmentMetadataValue,
  encode: encodeShareGroupTargetAssignmentMetadataValue,
};

function decodeShareGroupTargetAssignmentMetadataValue(r: Reader, version: number): ShareGroupTargetAssignmentMetadataValue {
  if (version < 0 || version > 0) throw noSuchVersion("ShareGroupTargetAssignmentMetadataValue", version);
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

function encodeShareGroupTargetAssignmentMetadataValue(w: Writer, draft: Draft<ShareGroupTargetAssignmentMetadataValue>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("ShareGroupTargetAssignmentMetadataValue", version);
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
