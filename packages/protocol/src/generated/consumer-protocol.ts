// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { type Writer } from "../wire/writer.ts";

export interface ConsumerProtocolSubscription {
  /** Topics that the member wants to read. */
  topics: string[];
  /** The assignor's own data, e.g. the sticky assignor's memory. */
  userData: Buffer | null;
  /** Partitions that the member holds now, for cooperative rebalancing (KIP-429). */
  ownedPartitions: ConsumerProtocolSubscriptionTopicPartition[];
  /** Generation in which those partitions were assigned, so that outdated claims lose; -1 if none. */
  generationId: number;
  /** The member's `client.rack`, for rack-aware assignors. */
  rackId: string | null;
}

export interface ConsumerProtocolSubscriptionTopicPartition {
  /** The topic. */
  topic: string;
  /** Numbers of the partitions. */
  partitions: number[];
}

export const ConsumerProtocolSubscription: MessageCodec<ConsumerProtocolSubscription> = {
  name: "ConsumerProtocolSubscription",
  apiKey: -1,
  minVersion: 0,
  maxVersion: 3,
  flexibleFrom: Infinity,
  decode: decodeConsumerProtocolSubscription,
  encode: encodeConsumerProtocolSubscription,
};

function decodeConsumerProtocolSubscriptionTopicPartition(r: Reader, _version: number): ConsumerProtocolSubscriptionTopicPartition {
  const topic = r.string(false);
  const partitions: number[] = [];
  for (let n = r.arrayLength(false); n > 0; n--) partitions.push(r.int32());
  return { topic, partitions };
}

function encodeConsumerProtocolSubscriptionTopicPartition(w: Writer, draft: Draft<ConsumerProtocolSubscriptionTopicPartition>, _version: number): void {
  const { topic = "", partitions = [] } = draft;
  w.string(topic, false);
  { w.arrayLength(partitions, false); for (const element of partitions) w.int32(element); }
}

function decodeConsumerProtocolSubscription(r: Reader, version: number): ConsumerProtocolSubscription {
  if (version < 0 || version > 3) throw noSuchVersion("ConsumerProtocolSubscription", version);
  const topics: string[] = [];
  for (let n = r.arrayLength(false); n > 0; n--) topics.push(r.string(false));
  const userData = r.nullableBytes(false);
  const ownedPartitions: ConsumerProtocolSubscriptionTopicPartition[] = [];
  if (version >= 1) for (let n = r.arrayLength(false); n > 0; n--) ownedPartitions.push(decodeConsumerProtocolSubscriptionTopicPartition(r, version));
  const generationId = version >= 2 ? r.int32() : -1;
  const rackId = version >= 3 ? r.nullableString(false) : null;
  return { topics, userData, ownedPartitions, generationId, rackId };
}

function encodeConsumerProtocolSubscription(w: Writer, draft: Draft<ConsumerProtocolSubscription>, version: number): void {
  if (version < 0 || version > 3) throw noSuchVersion("ConsumerProtocolSubscription", version);
  const { topics = [], userData = null, ownedPartitions = [], generationId = -1, rackId = null } = draft;
  { w.arrayLength(topics, false); for (const element of topics) w.string(element, false); }
  w.nullableBytes(userData, false);
  if (version >= 1) { w.arrayLength(ownedPartitions, false); for (const element of ownedPartitions) encodeConsumerProtocolSubscriptionTopicPartition(w, element, version); }
  if (version >= 2) w.int32(generationId);
  if (version >= 3) w.nullableString(rackId, false);
}

export interface ConsumerProtocolAssignment {
  /** Partitions that the member is to read. */
  assignedPartitions: ConsumerProtocolAssignmentTopicPartition[];
  /** The assignor's own data. */
  userData: Buffer | null;
}

export interface ConsumerProtocolAssignmentTopicPartition {
  /** The topic. */
  topic: string;
  /** Numbers of the partitions. */
  partitions: number[];
}

export const ConsumerProtocolAssignment: MessageCodec<ConsumerProtocolAssignment> = {
  name: "ConsumerProtocolAssignment",
  apiKey: -1,
  minVersion: 0,
  maxVersion: 3,
  flexibleFrom: Infinity,
  decode: decodeConsumerProtocolAssignment,
  encode: encodeConsumerProtocolAssignment,
};

function decodeConsumerProtocolAssignmentTopicPartition(r: Reader, _version: number): ConsumerProtocolAssignmentTopicPartition {
  const topic = r.string(false);
  const partitions: number[] = [];
  for (let n = r.arrayLength(false); n > 0; n--) partitions.push(r.int32());
  return { topic, partitions };
}

function encodeConsumerProtocolAssignmentTopicPartition(w: Writer, draft: Draft<ConsumerProtocolAssignmentTopicPartition>, _version: number): void {
  const { topic = "", partitions = [] } = draft;
  w.string(topic, false);
  { w.arrayLength(partitions, false); for (const element of partitions) w.int32(element); }
}

function decodeConsumerProtocolAssignment(r: Reader, version: number): ConsumerProtocolAssignment {
  if (version < 0 || version > 3) throw noSuchVersion("ConsumerProtocolAssignment", version);
  const assignedPartitions: ConsumerProtocolAssignmentTopicPartition[] = [];
  for (let n = r.arrayLength(false); n > 0; n--) assignedPartitions.push(decodeConsumerProtocolAssignmentTopicPartition(r, version));
  const userData = r.nullableBytes(false);
  return { assignedPartitions, userData };
}

function encodeConsumerProtocolAssignment(w: Writer, draft: Draft<ConsumerProtocolAssignment>, version: number): void {
  if (version < 0 || version > 3) throw noSuchVersion("ConsumerProtocolAssignment", version);
  const { assignedPartitions = [], userData = null } = draft;
  { w.arrayLength(assignedPartitions, false); for (const element of assignedPartitions) encodeConsumerProtocolAssignmentTopicPartition(w, element, version); }
  w.nullableBytes(userData, false);
}
