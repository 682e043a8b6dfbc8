// Generated from the definitions by `npm run generate`; not to be edited.
import { fieldNotInVersion, noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { ZERO_UUID } from "../wire/uuid.ts";
import { type Writer } from "../wire/writer.ts";

export interface ConsumerGroupHeartbeatRequest {
  /** The consumer group (KIP-848). */
  groupId: string;
  /** The member's id, which from version 1 on the consumer makes itself (KIP-1082). */
  memberId: string;
  /** The epoch last told to the member; 0 joins, -1 leaves, -2 leaves as a static member that will be back. */
  memberEpoch: number;
  /** The member's `group.instance.id` if it is a static member; null leaves it as it was. */
  instanceId: string | null;
  /** The member's `client.rack`; null leaves it as it was. */
  rackId: string | null;
  /** How long the member may take to give partitions back; -1 leaves it as it was. */
  rebalanceTimeoutMs: number;
  /** Topics that the member wants to read; null leaves them as they were. */
  subscribedTopicNames: string[] | null;
  /** An RE2 expression for names of further topics; null leaves it as it was. */
  subscribedTopicRegex: string | null;
  /** The broker's assignor that the member prefers, e.g. `uniform`; null leaves it as it was. */
  serverAssignor: string | null;
  /** Partitions that the member holds; null if they are the same as before. */
  topicPartitions: ConsumerGroupHeartbeatRequestTopicPartitions[] | null;
}

export interface ConsumerGroupHeartbeatRequestTopicPartitions {
  /** The topic's id. */
  topicId: string;
  /** Numbers of the partitions. */
  partitions: number[];
}

export const ConsumerGroupHeartbeatRequest: MessageCodec<ConsumerGroupHeartbeatRequest> = {
  name: "ConsumerGroupHeartbeatRequest",
  apiKey: 68,
  minVersion: 0,
  maxVersion: 1,
  flexibleFrom: 0,
  decode: decodeConsumerGroupHeartbeatRequest,
  encode: encodeConsumerGroupHeartbeatRequest,
};

function decodeConsumerGroupHeartbeatRequestTopicPartitions(r: Reader, _version: number): ConsumerGroupHeartbeatRequestTopicPartitions {
  const topicId = r.uuid();
  const partitions: number[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) partitions.push(r.int32());
  r.skipTags();
  return { topicId, partitions };
}

function encodeConsumerGroupHeartbeatRequestTopicPartitions(w: Writer, draft: Draft<ConsumerGroupHeartbeatRequestTopicPartitions>, _version: number): void {
  const { topicId = ZERO_UUID, partitions = [] } = draft;
  w.uuid(topicId);
  { w.arrayLength(partitions, true); for (const element of partitions) w.int32(element); }
  w.noTags();
}

function decodeConsumerGroupHeartbeatRequest(r: Reader, version: number): ConsumerGroupHeartbeatRequest {
  if (version < 0 || version > 1) throw noSuchVersion("ConsumerGroupHeartbeatRequest", version);
  const groupId = r.string(true);
  const memberId = r.string(true);
  const memberEpoch = r.int32();
  const instanceId = r.nullableString(true);
  const rackId = r.nullableString(true);
  const rebalanceTimeoutMs = r.int32();
  let subscribedTopicNames: string[] | null = null;
  {
    let n = r.nullableArrayLength(true);
    if (n < 0) subscribedTopicNames = null;
    else {
      const subscribedTopicNamesElements: string[] = [];
      for (; n > 0; n--) subscribedTopicNamesElements.push(r.string(true));
      subscribedTopicNames = subscribedTopicNamesElements;
    }
  }
  const subscribedTopicRegex = version >= 1 ? r.nullableString(true) : null;
  const serverAssignor = r.nullableString(true);
  let topicPartitions: ConsumerGroupHeartbeatRequestTopicPartitions[] | null = null;
  {
    let n = r.nullableArrayLength(true);
    if (n < 0) topicPartitions = null;
    else {
      const topicPartitionsElements: ConsumerGroupHeartbeatRequestTopicPartitions[] = [];
      for (; n > 0; n--) topicPartitionsElements.push(decodeConsumerGroupHeartbeatRequestTopicPartitions(r, version));
      topicPartitions = topicPartitionsElements;
    }
  }
  r.skipTags();
  return { groupId, memberId, memberEpoch, instanceId, rackId, rebalanceTimeoutMs, subscribedTopicNames, subscribedTopicRegex, serverAssignor, topicPartitions };
}

function encodeConsumerGroupHeartbeatRequest(w: Writer, draft: Draft<ConsumerGroupHeartbeatRequest>, version: number): void {
  if (version < 0 || version > 1) throw noSuchVersion("ConsumerGroupHeartbeatRequest", version);
  const { groupId = "", memberId = "", memberEpoch = 0, instanceId = null, rackId = null, rebalanceTimeoutMs = -1, subscribedTopicNames = null, subscribedTopicRegex = null, serverAssignor = null, topicPartitions = null } = draft;
  w.string(groupId, true);
  w.string(memberId, true);
  w.int32(memberEpoch);
  w.nullableString(instanceId, true);
  w.nullableString(rackId, true);
  w.int32(rebalanceTimeoutMs);
  { w.nullableArrayLength(subscribedTopicNames, true); if (subscribedTopicNames !== null) for (const element of subscribedTopicNames) w.string(element, true); }
  if (version >= 1) w.nullableString(subscribedTopicRegex, true);
  else if (subscribedTopicRegex !== null) throw fieldNotInVersion("ConsumerGroupHeartbeatRequest", "subscribedTopicRegex", version);
  w.nullableString(serverAssignor, true);
  { w.nullableArrayLength(topicPartitions, true); if (topicPartitions !== null) for (const element of topicPartitions) encodeConsumerGroupHeartbeatRequestTopicPartitions(w, element, version); }
  w.noTags();
}

export interface ConsumerGroupHeartbeatResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** What the error is about, or null. */
  errorMessage: string | null;
  /** The member's id, possibly just given. */
  memberId: string | null;
  /** The member's epoch from now on. */
  memberEpoch: number;
  /** When the member is to send its next heartbeat, in milliseconds. */
  heartbeatIntervalMs: number;
  /** Partitions that the member holds from now on; null if nothing has changed. */
  assignment: ConsumerGroupHeartbeatResponseAssignment | null;
}

export interface ConsumerGroupHeartbeatResponseAssignment {
  /** The partitions, which it can read at once. */
  topicPartitions: ConsumerGroupHeartbeatResponseTopicPartitions[];
}

export interface ConsumerGroupHeartbeatResponseTopicPartitions {
  /** The topic's id. */
  topicId: string;
  /** Numbers of the partitions. */
  partitions: number[];
}

export const ConsumerGroupHeartbeatResponse: MessageCodec<ConsumerGroupHeartbeatResponse> = {
  name: "ConsumerGroupHeartbeatResponse",
  apiKey: 68,
  minVersion: 0,
  maxVersion: 1,
  flexibleFrom: 0,
  decode: decodeConsumerGroupHeartbeatResponse,
  encode: encodeConsumerGroupHeartbeatResponse,
  eachError: (draft, version, found) => eachErrorOfConsumerGroupHeartbeatResponse(draft, version, found, draft),
};

function decodeConsumerGroupHeartbeatResponseTopicPartitions(r: Reader, _version: number): ConsumerGroupHeartbeatResponseTopicPartitions {
  const topicId = r.uuid();
  const partitions: number[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) partitions.push(r.int32());
  r.skipTags();
  return { topicId, partitions };
}

function encodeConsumerGroupHeartbeatResponseTopicPartitions(w: Writer, draft: Draft<ConsumerGroupHeartbeatResponseTopicPartitions>, _version: number): void {
  const { topicId = ZERO_UUID, partitions = [] } = draft;
  w.uuid(topicId);
  { w.arrayLength(partitions, true); for (const element of partitions) w.int32(element); }
  w.noTags();
}

function decodeConsumerGroupHeartbeatResponseAssignment(r: Reader, version: number): ConsumerGroupHeartbeatResponseAssignment {
  const topicPartitions: ConsumerGroupHeartbeatResponseTopicPartitions[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) topicPartitions.push(decodeConsumerGroupHeartbeatResponseTopicPartitions(r, version));
  r.skipTags();
  return { topicPartitions };
}

function encodeConsumerGroupHeartbeatResponseAssignment(w: Writer, draft: Draft<ConsumerGroupHeartbeatResponseAssignment>, version: number): void {
  const { topicPartitions = [] } = draft;
  { w.arrayLength(topicPartitions, true); for (const element of topicPartitions) encodeConsumerGroupHeartbeatResponseTopicPartitions(w, element, version); }
  w.noTags();
}

function decodeConsumerGroupHeartbeatResponse(r: Reader, version: number): ConsumerGroupHeartbeatResponse {
  if (version < 0 || version > 1) throw noSuchVersion("ConsumerGroupHeartbeatResponse", version);
  const throttleTimeMs = r.int32();
  const errorCode = r.int16();
  const errorMessage = r.nullableString(true);
  const memberId = r.nullableString(true);
  const memberEpoch = r.int32();
  const heartbeatIntervalMs = r.int32();
  const assignment = ((r.structPresent() ? decodeConsumerGroupHeartbeatResponseAssignment(r, version) : null));
  r.skipTags();
  return { throttleTimeMs, errorCode, errorMessage, memberId, memberEpoch, heartbeatIntervalMs, assignment };
}

function encodeConsumerGroupHeartbeatResponse(w: Writer, draft: Draft<ConsumerGroupHeartbeatResponse>, version: number): void {
  if (version < 0 || version > 1) throw noSuchVersion("ConsumerGroupHeartbeatResponse", version);
  const { throttleTimeMs = 0, errorCode = 0, errorMessage = null, memberId = null, memberEpoch = 0, heartbeatIntervalMs = 0, assignment = null } = draft;
  w.int32(throttleTimeMs);
  w.int16(errorCode);
  w.nullableString(errorMessage, true);
  w.nullableString(memberId, true);
  w.int32(memberEpoch);
  w.int32(heartbeatIntervalMs);
  { w.structPresent(assignment !== null); if (assignment !== null) encodeConsumerGroupHeartbeatResponseAssignment(w, assignment, version); }
  w.noTags();
}

function eachErrorOfConsumerGroupHeartbeatResponse(draft: Draft<ConsumerGroupHeartbeatResponse>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}
