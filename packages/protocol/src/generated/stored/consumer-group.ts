// Generated from the definitions by `npm run generate`; not to be edited.
import { EMPTY_BYTES, noSuchVersion, type Draft, type MessageCodec } from "../../codec.ts";
import { type Reader } from "../../wire/reader.ts";
import { ZERO_UUID } from "../../wire/uuid.ts";
import { type Writer } from "../../wire/writer.ts";

export interface ConsumerGroupCurrentMemberAssignmentKey {
  /** The consumer group. */
  groupId: string;
  /** The member. */
  memberId: string;
}

export const ConsumerGroupCurrentMemberAssignmentKey: MessageCodec<ConsumerGroupCurrentMemberAssignmentKey> = {
  name: "ConsumerGroupCurrentMemberAssignmentKey",
  apiKey: 8,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: Infinity,
  decode: decodeConsumerGroupCurrentMemberAssignmentKey,
  encode: encodeConsumerGroupCurrentMemberAssignmentKey,
};

function decodeConsumerGroupCurrentMemberAssignmentKey(r: Reader, version: number): ConsumerGroupCurrentMemberAssignmentKey {
  if (version < 0 || version > 0) throw noSuchVersion("ConsumerGroupCurrentMemberAssignmentKey", version);
  const groupId = r.string(false);
  const memberId = r.string(false);
  return { groupId, memberId };
}

function encodeConsumerGroupCurrentMemberAssignmentKey(w: Writer, draft: Draft<ConsumerGroupCurrentMemberAssignmentKey>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("ConsumerGroupCurrentMemberAssignmentKey", version);
  const { groupId = "", memberId = "" } = draft;
  w.string(groupId, false);
  w.string(memberId, false);
}

export interface ConsumerGroupCurrentMemberAssignmentValue {
  /** The epoch that the member is at. */
  memberEpoch: number;
  /** The one before, which the member may still send if an answer was lost. */
  previousMemberEpoch: number;
  /** 0 stable, 1 has to give partitions back, 2 waits for partitions of others. */
  state: number;
  /** Partitions that the member holds. */
  assignedPartitions: ConsumerGroupCurrentMemberAssignmentValueTopicPartitions[];
  /** Partitions that the member has to give back. */
  partitionsPendingRevocation: ConsumerGroupCurrentMemberAssignmentValueTopicPartitions[];
}

export interface ConsumerGroupCurrentMemberAssignmentValueTopicPartitions {
  /** The topic's id. */
  topicId: string;
  /** Numbers of the partitions. */
  partitions: number[];
  /** For each partition, the epoch in which the member got it: older commits are refused. */
  assignmentEpochs: number[] | null;
}

export const ConsumerGroupCurrentMemberAssignmentValue: MessageCodec<ConsumerGroupCurrentMemberAssignmentValue> = {
  name: "ConsumerGroupCurrentMemberAssignmentValue",
  apiKey: 8,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeConsumerGroupCurrentMemberAssignmentValue,
  encode: encodeConsumerGroupCurrentMemberAssignmentValue,
};

function decodeConsumerGroupCurrentMemberAssignmentValueTopicPartitions(r: Reader, _version: number): ConsumerGroupCurrentMemberAssignmentValueTopicPartitions {
  const topicId = r.uuid();
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
  return { topicId, partitions, assignmentEpochs };
}

function encodeConsumerGroupCurrentMemberAssignmentValueTopicPartitions(w: Writer, draft: Draft<ConsumerGroupCurrentMemberAssignmentValueTopicPartitions>, _version: number): void {
  const { topicId = ZERO_UUID, partitions = [], assignmentEpochs = [] } = draft;
  w.uuid(topicId);
  { w.arrayLength(partitions, true); for (const element of partitions) w.int32(element); }
  const hasAssignmentEpochs = (assignmentEpochs === null || assignmentEpochs.length !== 0);
  w.unsignedVarint(+hasAssignmentEpochs);
  if (hasAssignmentEpochs) {
    const at = w.beginTag(0);
    { w.nullableArrayLength(assignmentEpochs, true); if (assignmentEpochs !== null) for (const element of assignmentEpochs) w.int32(element); }
    w.endTag(at);
  }
}

function decodeConsumerGroupCurrentMemberAssignmentValue(r: Reader, version: number): ConsumerGroupCurrentMemberAssignmentValue {
  if (version < 0 || version > 0) throw noSuchVersion("ConsumerGroupCurrentMemberAssignmentValue", version);
  const memberEpoch = r.int32();
  const previousMemberEpoch = r.int32();
  const state = r.int8();
  const assignedPartitions: ConsumerGroupCurrentMemberAssignmentValueTopicPartitions[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) assignedPartitions.push(decodeConsumerGroupCurrentMemberAssignmentValueTopicPartitions(r, version));
  const partitionsPendingRevocation: ConsumerGroupCurrentMemberAssignmentValueTopicPartitions[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) partitionsPendingRevocation.push(decodeConsumerGroupCurrentMemberAssignmentValueTopicPartitions(r, version));
  r.skipTags();
  return { memberEpoch, previousMemberEpoch, state, assignedPartitions, partitionsPendingRevocation };
}

function encodeConsumerGroupCurrentMemberAssignmentValue(w: Writer, draft: Draft<ConsumerGroupCurrentMemberAssignmentValue>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("ConsumerGroupCurrentMemberAssignmentValue", version);
  const { memberEpoch = 0, previousMemberEpoch = 0, state = 0, assignedPartitions = [], partitionsPendingRevocation = [] } = draft;
  w.int32(memberEpoch);
  w.int32(previousMemberEpoch);
  w.int8(state);
  { w.arrayLength(assignedPartitions, true); for (const element of assignedPartitions) encodeConsumerGroupCurrentMemberAssignmentValueTopicPartitions(w, element, version); }
  { w.arrayLength(partitionsPendingRevocation, true); for (const element of partitionsPendingRevocation) encodeConsumerGroupCurrentMemberAssignmentValueTopicPartitions(w, element, version); }
  w.noTags();
}

export interface ConsumerGroupMemberMetadataKey {
  /** The consumer group. */
  groupId: string;
  /** The member. */
  memberId: string;
}

export const ConsumerGroupMemberMetadataKey: MessageCodec<ConsumerGroupMemberMetadataKey> = {
  name: "ConsumerGroupMemberMetadataKey",
  apiKey: 5,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: Infinity,
  decode: decodeConsumerGroupMemberMetadataKey,
  encode: encodeConsumerGroupMemberMetadataKey,
};

function decodeConsumerGroupMemberMetadataKey(r: Reader, version: number): ConsumerGroupMemberMetadataKey {
  if (version < 0 || version > 0) throw noSuchVersion("ConsumerGroupMemberMetadataKey", version);
  const groupId = r.string(false);
  const memberId = r.string(false);
  return { groupId, memberId };
}

function encodeConsumerGroupMemberMetadataKey(w: Writer, draft: Draft<ConsumerGroupMemberMetadataKey>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("ConsumerGroupMemberMetadataKey", version);
  const { groupId = "", memberId = "" } = draft;
  w.string(groupId, false);
  w.string(memberId, false);
}

export interface ConsumerGroupMemberMetadataValue {
  /** The member's `group.instance.id`, or null. */
  instanceId: string | null;
  /** The member's `client.rack`, or null. */
  rackId: string | null;
  /** The member's `client.id`. */
  clientId: string;
  /** Address of the member, with a leading slash. */
  clientHost: string;
  /** Topics that the member names, sorted. */
  subscribedTopicNames: string[];
  /** The member's expression for topic names. */
  subscribedTopicRegex: string | null;
  /** How long the member may take to give partitions back. */
  rebalanceTimeoutMs: number;
  /** The assignor that the member prefers, or null. */
  serverAssignor: string | null;
  /** Set for members that speak the classic protocol. */
  classicMemberMetadata: ConsumerGroupMemberMetadataValueClassicMemberMetadata | null;
}

export interface ConsumerGroupMemberMetadataValueClassicMemberMetadata {
  /** Silence after which the member counts as dead. */
  sessionTimeoutMs: number;
  /** What the member sent with its JoinGroup. */
  supportedProtocols: ConsumerGroupMemberMetadataValueClassicProtocol[];
}

export interface ConsumerGroupMemberMetadataValueClassicProtocol {
  /** The assignor's name. */
  name: string;
  /** The member's subscription in that assignor's encoding. */
  metadata: Buffer;
}

export const ConsumerGroupMemberMetadataValue: MessageCodec<ConsumerGroupMemberMetadataValue> = {
  name: "ConsumerGroupMemberMetadataValue",
  apiKey: 5,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeConsumerGroupMemberMetadataValue,
  encode: encodeConsumerGroupMemberMetadataValue,
};

function decodeConsumerGroupMemberMetadataValueClassicProtocol(r: Reader, _version: number): ConsumerGroupMemberMetadataValueClassicProtocol {
  const name = r.string(true);
  const metadata = r.bytes(true);
  r.skipTags();
  return { name, metadata };
}

function encodeConsumerGroupMemberMetadataValueClassicProtocol(w: Writer, draft: Draft<ConsumerGroupMemberMetadataValueClassicProtocol>, _version: number): void {
  const { name = "", metadata = EMPTY_BYTES } = draft;
  w.string(name, true);
  w.bytes(metadata, true);
  w.noTags();
}

function decodeConsumerGroupMemberMetadataValueClassicMemberMetadata(r: Reader, version: number): ConsumerGroupMemberMetadataValueClassicMemberMetadata {
  const sessionTimeoutMs = r.int32();
  const supportedProtocols: ConsumerGroupMemberMetadataValueClassicProtocol[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) supportedProtocols.push(decodeConsumerGroupMemberMetadataValueClassicProtocol(r, version));
  r.skipTags();
  return { sessionTimeoutMs, supportedProtocols };
}

function encodeConsumerGroupMemberMetadataValueClassicMemberMetadata(w: Writer, draft: Draft<ConsumerGroupMemberMetadataValueClassicMemberMetadata>, version: number): void {
  const { sessionTimeoutMs = 0, supportedProtocols = [] } = draft;
  w.int32(sessionTimeoutMs);
  { w.arrayLength(supportedProtocols, true); for (const element of supportedProtocols) encodeConsumerGroupMemberMetadataValueClassicProtocol(w, element, version); }
  w.noTags();
}

function decodeConsumerGroupMemberMetadataValue(r: Reader, version: number): ConsumerGroupMemberMetadataValue {
  if (version < 0 || version > 0) throw noSuchVersion("ConsumerGroupMemberMetadataValue", version);
  const instanceId = r.nullableString(true);
  const rackId = r.nullableString(true);
  const clientId = r.string(true);
  const clientHost = r.string(true);
  const subscribedTopicNames: string[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) subscribedTopicNames.push(r.string(true));
  const subscribedTopicRegex = r.nullableString(true);
  const rebalanceTimeoutMs = r.int32();
  const serverAssignor = r.nullableString(true);
  let classicMemberMetadata: ConsumerGroupMemberMetadataValueClassicMemberMetadata | null = { sessionTimeoutMs: 0, supportedProtocols: [] };
  for (let tags = r.unsignedVarint(); tags > 0; tags--) {
    const tag = r.unsignedVarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        classicMemberMetadata = ((r.taggedStructPresent() ? decodeConsumerGroupMemberMetadataValueClassicMemberMetadata(r, version) : null));
        break;
      default:
        r.skip(end - r.position);
    }
    r.expectTagEnd(end);
  }
  return { instanceId, rackId, clientId, clientHost, subscribedTopicNames, subscribedTopicRegex, rebalanceTimeoutMs, serverAssignor, classicMemberMetadata };
}

function encodeConsumerGroupMemberMetadataValue(w: Writer, draft: Draft<ConsumerGroupMemberMetadataValue>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("ConsumerGroupMemberMetadataValue", version);
  const { instanceId = "", rackId = "", clientId = "", clientHost = "", subscribedTopicNames = [], subscribedTopicRegex = "", rebalanceTimeoutMs = -1, serverAssignor = "", classicMemberMetadata = {} } = draft;
  w.nullableString(instanceId, true);
  w.nullableString(rackId, true);
  w.string(clientId, true);
  w.string(clientHost, true);
  { w.arrayLength(subscribedTopicNames, true); for (const element of subscribedTopicNames) w.string(element, true); }
  w.nullableString(subscribedTopicRegex, true);
  w.int32(rebalanceTimeoutMs);
  w.nullableString(serverAssignor, true);
  const hasClassicMemberMetadata = (classicMemberMetadata === null || !isDefaultConsumerGroupMemberMetadataValueClassicMemberMetadata(classicMemberMetadata));
  w.unsignedVarint(+hasClassicMemberMetadata);
  if (hasClassicMemberMetadata) {
    const at = w.beginTag(0);
    { w.taggedStructPresent(classicMemberMetadata !== null); if (classicMemberMetadata !== null) encodeConsumerGroupMemberMetadataValueClassicMemberMetadata(w, classicMemberMetadata, version); }
    w.endTag(at);
  }
}

function isDefaultConsumerGroupMemberMetadataValueClassicMemberMetadata(draft: Draft<ConsumerGroupMemberMetadataValueClassicMemberMetadata>): boolean {
  const { sessionTimeoutMs = 0, supportedProtocols = [] } = draft;
  return !(sessionTimeoutMs !== 0 || supportedProtocols.length !== 0);
}

export interface ConsumerGroupMetadataKey {
  /** The consumer group. */
  groupId: string;
}

export const ConsumerGroupMetadataKey: MessageCodec<ConsumerGroupMetadataKey> = {
  name: "ConsumerGroupMetadataKey",
  apiKey: 3,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: Infinity,
  decode: decodeConsumerGroupMetadataKey,
  encode: encodeConsumerGroupMetadataKey,
};

function decodeConsumerGroupMetadataKey(r: Reader, version: number): ConsumerGroupMetadataKey {
  if (version < 0 || version > 0) throw noSuchVersion("ConsumerGroupMetadataKey", version);
  const groupId = r.string(false);
  return { groupId };
}

function encodeConsumerGroupMetadataKey(w: Writer, draft: Draft<ConsumerGroupMetadataKey>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("ConsumerGroupMetadataKey", version);
  const { groupId = "" } = draft;
  w.string(groupId, false);
}

export interface ConsumerGroupMetadataValue {
  /** The group epoch, which grows with each change of members, subscriptions or topics. */
  epoch: number;
  /** Hash of the subscribed topics as they were at that epoch (KIP-1101). */
  metadataHash: number;
}

export const ConsumerGroupMetadataValue: MessageCodec<ConsumerGroupMetadataValue> = {
  name: "ConsumerGroupMetadataValue",
  apiKey: 3,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeConsumerGroupMetadataValue,
  encode: encodeConsumerGroupMetadataValue,
};

function decodeConsumerGroupMetadataValue(r: Reader, version: number): ConsumerGroupMetadataValue {
  if (version < 0 || version > 0) throw noSuchVersion("ConsumerGroupMetadataValue", version);
  const epoch = r.int32();
  let metadataHash: number = 0;
  for (let tags = r.unsignedVarint(); tags > 0; tags--) {
    const tag = r.unsignedVarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        metadataHash = r.int64();
        break;
      default:
        r.skip(end - r.position);
    }
    r.expectTagEnd(end);
  }
  return { epoch, metadataHash };
}

function encodeConsumerGroupMetadataValue(w: Writer, draft: Draft<ConsumerGroupMetadataValue>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("ConsumerGroupMetadataValue", version);
  const { epoch = 0, metadataHash = 0 } = draft;
  w.int32(epoch);
  const hasMetadataHash = metadataHash !== 0;
  w.unsignedVarint(+hasMetadataHash);
  if (hasMetadataHash) {
    const at = w.beginTag(0);
    w.int64(metadataHash);
    w.endTag(at);
  }
}

export interface ConsumerGroupPartitionMetadataKey {
  /** The consumer group. */
  groupId: string;
}

export const ConsumerGroupPartitionMetadataKey: MessageCodec<ConsumerGroupPartitionMetadataKey> = {
  name: "ConsumerGroupPartitionMetadataKey",
  apiKey: 4,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: Infinity,
  decode: decodeConsumerGroupPartitionMetadataKey,
  encode: encodeConsumerGroupPartitionMetadataKey,
};

function decodeConsumerGroupPartitionMetadataKey(r: Reader, version: number): ConsumerGroupPartitionMetadataKey {
  if (version < 0 || version > 0) throw noSuchVersion("ConsumerGroupPartitionMetadataKey", version);
  const groupId = r.string(false);
  return { groupId };
}

function encodeConsumerGroupPartitionMetadataKey(w: Writer, draft: Draft<ConsumerGroupPartitionMetadataKey>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("ConsumerGroupPartitionMetadataKey", version);
  const { groupId = "" } = draft;
  w.string(groupId, false);
}

export interface ConsumerGroupPartitionMetadataValue {
  /** The subscribed topics; brokers from 4.1 on keep a hash instead (KIP-1101). */
  topics: ConsumerGroupPartitionMetadataValueTopicMetadata[];
}

export interface ConsumerGroupPartitionMetadataValueTopicMetadata {
  /** The topic's id. */
  topicId: string;
  /** The topic's name. */
  topicName: string;
  /** How many partitions it had. */
  numPartitions: number;
  /** Racks of the partitions; unused since 4.0. */
  partitionMetadata: ConsumerGroupPartitionMetadataValuePartitionMetadata[];
}

export interface ConsumerGroupPartitionMetadataValuePartitionMetadata {
  /** Number of the partition. */
  partition: number;
  /** Racks of its replicas. */
  racks: string[];
}

export const ConsumerGroupPartitionMetadataValue: MessageCodec<ConsumerGroupPartitionMetadataValue> = {
  name: "ConsumerGroupPartitionMetadataValue",
  apiKey: 4,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeConsumerGroupPartitionMetadataValue,
  encode: encodeConsumerGroupPartitionMetadataValue,
};

function decodeConsumerGroupPartitionMetadataValuePartitionMetadata(r: Reader, _version: number): ConsumerGroupPartitionMetadataValuePartitionMetadata {
  const partition = r.int32();
  const racks: string[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) racks.push(r.string(true));
  r.skipTags();
  return { partition, racks };
}

function encodeConsumerGroupPartitionMetadataValuePartitionMetadata(w: Writer, draft: Draft<ConsumerGroupPartitionMetadataValuePartitionMetadata>, _version: number): void {
  const { partition = 0, racks = [] } = draft;
  w.int32(partition);
  { w.arrayLength(racks, true); for (const element of racks) w.string(element, true); }
  w.noTags();
}

function decodeConsumerGroupPartitionMetadataValueTopicMetadata(r: Reader, version: number): ConsumerGroupPartitionMetadataValueTopicMetadata {
  const topicId = r.uuid();
  const topicName = r.string(true);
  const numPartitions = r.int32();
  const partitionMetadata: ConsumerGroupPartitionMetadataValuePartitionMetadata[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) partitionMetadata.push(decodeConsumerGroupPartitionMetadataValuePartitionMetadata(r, version));
  r.skipTags();
  return { topicId, topicName, numPartitions, partitionMetadata };
}

function encodeConsumerGroupPartitionMetadataValueTopicMetadata(w: Writer, draft: Draft<ConsumerGroupPartitionMetadataValueTopicMetadata>, version: number): void {
  const { topicId = ZERO_UUID, topicName = "", numPartitions = 0, partitionMetadata = [] } = draft;
  w.uuid(topicId);
  w.string(topicName, true);
  w.int32(numPartitions);
  { w.arrayLength(partitionMetadata, true); for (const element of partitionMetadata) encodeConsumerGroupPartitionMetadataValuePartitionMetadata(w, element, version); }
  w.noTags();
}

function decodeConsumerGroupPartitionMetadataValue(r: Reader, version: number): ConsumerGroupPartitionMetadataValue {
  if (version < 0 || version > 0) throw noSuchVersion("ConsumerGroupPartitionMetadataValue", version);
  const topics: ConsumerGroupPartitionMetadataValueTopicMetadata[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) topics.push(decodeConsumerGroupPartitionMetadataValueTopicMetadata(r, version));
  r.skipTags();
  return { topics };
}

function encodeConsumerGroupPartitionMetadataValue(w: Writer, draft: Draft<ConsumerGroupPartitionMetadataValue>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("ConsumerGroupPartitionMetadataValue", version);
  const { topics = [] } = draft;
  { w.arrayLength(topics, true); for (const element of topics) encodeConsumerGroupPartitionMetadataValueTopicMetadata(w, element, version); }
  w.noTags();
}

export interface ConsumerGroupRegularExpressionKey {
  /** The consumer group. */
  groupId: string;
  /** The expression. */
  regularExpression: string;
}

export const ConsumerGroupRegularExpressionKey: MessageCodec<ConsumerGroupRegularExpressionKey> = {
  name: "ConsumerGroupRegularExpressionKey",
  apiKey: 16,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: Infinity,
  decode: decodeConsumerGroupRegularExpressionKey,
  encode: encodeConsumerGroupRegularExpressionKey,
};

function decodeConsumerGroupRegularExpressionKey(r: Reader, version: number): ConsumerGroupRegularExpressionKey {
  if (version < 0 || version > 0) throw noSuchVersion("ConsumerGroupRegularExpressionKey", version);
  const groupId = r.string(false);
  const regularExpression = r.string(false);
  return { groupId, regularExpression };
}

function encodeConsumerGroupRegularExpressionKey(w: Writer, draft: Draft<ConsumerGroupRegularExpressionKey>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("ConsumerGroupRegularExpressionKey", version);
  const { groupId = "", regularExpression = "" } = draft;
  w.string(groupId, false);
  w.string(regularExpression, false);
}

export interface ConsumerGroupRegularExpressionValue {
  /** Topics that the expression matched. */
  topics: string[];
  /** Version of the metadata that they were found in. */
  version: number;
  /** When they were looked for, in milliseconds since 1970. */
  timestamp: number;
}

export const ConsumerGroupRegularExpressionValue: MessageCodec<ConsumerGroupRegularExpressionValue> = {
  name: "ConsumerGroupRegularExpressionValue",
  apiKey: 16,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeConsumerGroupRegularExpressionValue,
  encode: encodeConsumerGroupRegularExpressionValue,
};

function decodeConsumerGroupRegularExpressionValue(r: Reader, messageVersion: number): ConsumerGroupRegularExpressionValue {
  if (messageVersion < 0 || messageVersion > 0) throw noSuchVersion("ConsumerGroupRegularExpressionValue", messageVersion);
  const topics: string[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) topics.push(r.string(true));
  const version = r.int64();
  const timestamp = r.int64();
  r.skipTags();
  return { topics, version, timestamp };
}

function encodeConsumerGroupRegularExpressionValue(w: Writer, draft: Draft<ConsumerGroupRegularExpressionValue>, messageVersion: number): void {
  if (messageVersion < 0 || messageVersion > 0) throw noSuchVersion("ConsumerGroupRegularExpressionValue", messageVersion);
  const { topics = [], version = 0, timestamp = 0 } = draft;
  { w.arrayLength(topics, true); for (const element of topics) w.string(element, true); }
  w.int64(version);
  w.int64(timestamp);
  w.noTags();
}

export interface ConsumerGroupTargetAssignmentMemberKey {
  /** The consumer group. */
  groupId: string;
  /** The member. */
  memberId: string;
}

export const ConsumerGroupTargetAssignmentMemberKey: MessageCodec<ConsumerGroupTargetAssignmentMemberKey> = {
  name: "ConsumerGroupTargetAssignmentMemberKey",
  apiKey: 7,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: Infinity,
  decode: decodeConsumerGroupTargetAssignmentMemberKey,
  encode: encodeConsumerGroupTargetAssignmentMemberKey,
};

function decodeConsumerGroupTargetAssignmentMemberKey(r: Reader, version: number): ConsumerGroupTargetAssignmentMemberKey {
  if (version < 0 || version > 0) throw noSuchVersion("ConsumerGroupTargetAssignmentMemberKey", version);
  const groupId = r.string(false);
  const memberId = r.string(false);
  return { groupId, memberId };
}

function encodeConsumerGroupTargetAssignmentMemberKey(w: Writer, draft: Draft<ConsumerGroupTargetAssignmentMemberKey>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("ConsumerGroupTargetAssignmentMemberKey", version);
  const { groupId = "", memberId = "" } = draft;
  w.string(groupId, false);
  w.string(memberId, false);
}

export interface ConsumerGroupTargetAssignmentMemberValue {
  /** Partitions that the member is to hold. */
  topicPartitions: ConsumerGroupTargetAssignmentMemberValueTopicPartition[];
}

export interface ConsumerGroupTargetAssignmentMemberValueTopicPartition {
  /** The topic's id. */
  topicId: string;
  /** Numbers of the partitions. */
  partitions: number[];
}

export const ConsumerGroupTargetAssignmentMemberValue: MessageCodec<ConsumerGroupTargetAssignmentMemberValue> = {
  name: "ConsumerGroupTargetAssignmentMemberValue",
  apiKey: 7,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeConsumerGroupTargetAssignmentMemberValue,
  encode: encodeConsumerGroupTargetAssignmentMemberValue,
};

function decodeConsumerGroupTargetAssignmentMemberValueTopicPartition(r: Reader, _version: number): ConsumerGroupTargetAssignmentMemberValueTopicPartition {
  const topicId = r.uuid();
  const partitions: number[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) partitions.push(r.int32());
  r.skipTags();
  return { topicId, partitions };
}

function encodeConsumerGroupTargetAssignmentMemberValueTopicPartition(w: Writer, draft: Draft<ConsumerGroupTargetAssignmentMemberValueTopicPartition>, _version: number): void {
  const { topicId = ZERO_UUID, partitions = [] } = draft;
  w.uuid(topicId);
  { w.arrayLength(partitions, true); for (const element of partitions) w.int32(element); }
  w.noTags();
}

function decodeConsumerGroupTargetAssignmentMemberValue(r: Reader, version: number): ConsumerGroupTargetAssignmentMemberValue {
  if (version < 0 || version > 0) throw noSuchVersion("ConsumerGroupTargetAssignmentMemberValue", version);
  const topicPartitions: ConsumerGroupTargetAssignmentMemberValueTopicPartition[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) topicPartitions.push(decodeConsumerGroupTargetAssignmentMemberValueTopicPartition(r, version));
  r.skipTags();
  return { topicPartitions };
}

function encodeConsumerGroupTargetAssignmentMemberValue(w: Writer, draft: Draft<ConsumerGroupTargetAssignmentMemberValue>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("ConsumerGroupTargetAssignmentMemberValue", version);
  const { topicPartitions = [] } = draft;
  { w.arrayLength(topicPartitions, true); for (const element of topicPartitions) encodeConsumerGroupTargetAssignmentMemberValueTopicPartition(w, element, version); }
  w.noTags();
}

export interface ConsumerGroupTargetAssignmentMetadataKey {
  /** The consumer group. */
  groupId: string;
}

export const ConsumerGroupTargetAssignmentMetadataKey: MessageCodec<ConsumerGroupTargetAssignmentMetadataKey> = {
  name: "ConsumerGroupTargetAssignmentMetadataKey",
  apiKey: 6,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: Infinity,
  decode: decodeConsumerGroupTargetAssignmentMetadataKey,
  encode: encodeConsumerGroupTargetAssignmentMetadataKey,
};

function decodeConsumerGroupTargetAssignmentMetadataKey(r: Reader, version: number): ConsumerGroupTargetAssignmentMetadataKey {
  if (version < 0 || version > 0) throw noSuchVersion("ConsumerGroupTargetAssignmentMetadataKey", version);
  const groupId = r.string(false);
  return { groupId };
}

function encodeConsumerGroupTargetAssignmentMetadataKey(w: Writer, draft: Draft<ConsumerGroupTargetAssignmentMetadataKey>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("ConsumerGroupTargetAssignmentMetadataKey", version);
  const { groupId = "" } = draft;
  w.string(groupId, false);
}

export interface ConsumerGroupTargetAssignmentMetadataValue {
  /** The group epoch that the target assignment was made for. */
  assignmentEpoch: number;
  /** When it was made, in milliseconds since 1970 (KIP-1263). */
  assignmentTimestamp: number;
}

export const ConsumerGroupTargetAssignmentMetadataValue: MessageCodec<ConsumerGroupTargetAssignmentMetadataValue> = {
  name: "ConsumerGroupTargetAssignmentMetadataValue",
  apiKey: 6,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeConsumerGroupTargetAssignmentMetadataValue,
  encode: encodeConsumerGroupTargetAssignmentMetadataValue,
};

function decodeConsumerGroupTargetAssignmentMetadataValue(r: Reader, version: number): ConsumerGroupTargetAssignmentMetadataValue {
  if (version < 0 || version > 0) throw noSuchVersion("ConsumerGroupTargetAssignmentMetadataValue", version);
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

function encodeConsumerGroupTargetAssignmentMetadataValue(w: Writer, draft: Draft<ConsumerGroupTargetAssignmentMetadataValue>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("ConsumerGroupTargetAssignmentMetadataValue", version);
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
