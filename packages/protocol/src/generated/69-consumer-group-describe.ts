// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { ZERO_UUID } from "../wire/uuid.ts";
import { type Writer } from "../wire/writer.ts";

export interface ConsumerGroupDescribeRequest {
  /** Consumer groups to describe (KIP-848). */
  groupIds: string[];
  /** Whether to tell what the client may do with each group. */
  includeAuthorizedOperations: boolean;
}

export const ConsumerGroupDescribeRequest: MessageCodec<ConsumerGroupDescribeRequest> = {
  name: "ConsumerGroupDescribeRequest",
  apiKey: 69,
  minVersion: 0,
  maxVersion: 1,
  flexibleFrom: 0,
  decode: decodeConsumerGroupDescribeRequest,
  encode: encodeConsumerGroupDescribeRequest,
};

function decodeConsumerGroupDescribeRequest(r: Reader, version: number): ConsumerGroupDescribeRequest {
  if (version < 0 || version > 1) throw noSuchVersion("ConsumerGroupDescribeRequest", version);
  const groupIds: string[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) groupIds.push(r.string(true));
  const includeAuthorizedOperations = r.bool();
  r.skipTags();
  return { groupIds, includeAuthorizedOperations };
}

function encodeConsumerGroupDescribeRequest(w: Writer, draft: Draft<ConsumerGroupDescribeRequest>, version: number): void {
  if (version < 0 || version > 1) throw noSuchVersion("ConsumerGroupDescribeRequest", version);
  const { groupIds = [], includeAuthorizedOperations = false } = draft;
  { w.arrayLength(groupIds, true); for (const element of groupIds) w.string(element, true); }
  w.bool(includeAuthorizedOperations);
  w.noTags();
}

export interface ConsumerGroupDescribeResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** One entry for each group. */
  groups: ConsumerGroupDescribeResponseDescribedGroup[];
}

export interface ConsumerGroupDescribeResponseDescribedGroup {
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** What the error is about, or null. */
  errorMessage: string | null;
  /** The group. */
  groupId: string;
  /** `Empty`, `Assigning`, `Reconciling`, `Stable`, or empty on errors. */
  groupState: string;
  /** Number of the group's latest change of members, subscriptions or topics. */
  groupEpoch: number;
  /** The group epoch that the target assignment was made for. */
  assignmentEpoch: number;
  /** The assignor in use, e.g. `uniform`. */
  assignorName: string;
  /** The group's members. */
  members: ConsumerGroupDescribeResponseMember[];
  /** What the client may do with the group, as bits; -2147483648 if not asked for. */
  authorizedOperations: number;
}

export interface ConsumerGroupDescribeResponseMember {
  /** The member's id. */
  memberId: string;
  /** The member's `group.instance.id`, or null. */
  instanceId: string | null;
  /** The member's `client.rack`, or null. */
  rackId: string | null;
  /** The epoch that the member has come to. */
  memberEpoch: number;
  /** The member's `client.id`. */
  clientId: string;
  /** Address of the member, with a leading slash. */
  clientHost: string;
  /** Topics that the member names. */
  subscribedTopicNames: string[];
  /** The member's expression for topic names, or null. */
  subscribedTopicRegex: string | null;
  /** Partitions that the member holds, or has not given back yet. */
  assignment: ConsumerGroupDescribeResponseAssignment;
  /** Partitions that the member is to hold. */
  targetAssignment: ConsumerGroupDescribeResponseAssignment;
  /** 0 for a member by the classic protocol, 1 by the consumer protocol (KIP-1099). */
  memberType: number;
}

export interface ConsumerGroupDescribeResponseAssignment {
  /** The partitions, by topic. */
  topicPartitions: ConsumerGroupDescribeResponseTopicPartitions[];
}

export interface ConsumerGroupDescribeResponseTopicPartitions {
  /** The topic's id. */
  topicId: string;
  /** The topic's name. */
  topicName: string;
  /** Numbers of the partitions. */
  partitions: number[];
}

export const ConsumerGroupDescribeResponse: MessageCodec<ConsumerGroupDescribeResponse> = {
  name: "ConsumerGroupDescribeResponse",
  apiKey: 69,
  minVersion: 0,
  maxVersion: 1,
  flexibleFrom: 0,
  decode: decodeConsumerGroupDescribeResponse,
  encode: encodeConsumerGroupDescribeResponse,
  eachError: (draft, version, found) => eachErrorOfConsumerGroupDescribeResponse(draft, version, found, draft),
};

function decodeConsumerGroupDescribeResponseTopicPartitions(r: Reader, _version: number): ConsumerGroupDescribeResponseTopicPartitions {
  const topicId = r.uuid();
  const topicName = r.string(true);
  const partitions: number[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) partitions.push(r.int32());
  r.skipTags();
  return { topicId, topicName, partitions };
}

function encodeConsumerGroupDescribeResponseTopicPartitions(w: Writer, draft: Draft<ConsumerGroupDescribeResponseTopicPartitions>, _version: number): void {
  const { topicId = ZERO_UUID, topicName = "", partitions = [] } = draft;
  w.uuid(topicId);
  w.string(topicName, true);
  { w.arrayLength(partitions, true); for (const element of partitions) w.int32(element); }
  w.noTags();
}

function decodeConsumerGroupDescribeResponseAssignment(r: Reader, version: number): ConsumerGroupDescribeResponseAssignment {
  const topicPartitions: ConsumerGroupDescribeResponseTopicPartitions[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) topicPartitions.push(decodeConsumerGroupDescribeResponseTopicPartitions(r, version));
  r.skipTags();
  return { topicPartitions };
}

function encodeConsumerGroupDescribeResponseAssignment(w: Writer, draft: Draft<ConsumerGroupDescribeResponseAssignment>, version: number): void {
  const { topicPartitions = [] } = draft;
  { w.arrayLength(topicPartitions, true); for (const element of topicPartitions) encodeConsumerGroupDescribeResponseTopicPartitions(w, element, version); }
  w.noTags();
}

function decodeConsumerGroupDescribeResponseMember(r: Reader, version: number): ConsumerGroupDescribeResponseMember {
  const memberId = r.string(true);
  const instanceId = r.nullableString(true);
  const rackId = r.nullableString(true);
  const memberEpoch = r.int32();
  const clientId = r.string(true);
  const clientHost = r.string(true);
  const subscribedTopicNames: string[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) subscribedTopicNames.push(r.string(true));
  const subscribedTopicRegex = r.nullableString(true);
  const assignment = decodeConsumerGroupDescribeResponseAssignment(r, version);
  const targetAssignment = decodeConsumerGroupDescribeResponseAssignment(r, version);
  const memberType = version >= 1 ? r.int8() : -1;
  r.skipTags();
  return { memberId, instanceId, rackId, memberEpoch, clientId, clientHost, subscribedTopicNames, subscribedTopicRegex, assignment, targetAssignment, memberType };
}

function encodeConsumerGroupDescribeResponseMember(w: Writer, draft: Draft<ConsumerGroupDescribeResponseMember>, version: number): void {
  const { memberId = "", instanceId = null, rackId = null, memberEpoch = 0, clientId = "", clientHost = "", subscribedTopicNames = [], subscribedTopicRegex = null, assignment = {}, targetAssignment = {}, memberType = -1 } = draft;
  w.string(memberId, true);
  w.nullableString(instanceId, true);
  w.nullableString(rackId, true);
  w.int32(memberEpoch);
  w.string(clientId, true);
  w.string(clientHost, true);
  { w.arrayLength(subscribedTopicNames, true); for (const element of subscribedTopicNames) w.string(element, true); }
  w.nullableString(subscribedTopicRegex, true);
  encodeConsumerGroupDescribeResponseAssignment(w, assignment, version);
  encodeConsumerGroupDescribeResponseAssignment(w, targetAssignment, version);
  if (version >= 1) w.int8(memberType);
  w.noTags();
}

function decodeConsumerGroupDescribeResponseDescribedGroup(r: Reader, version: number): ConsumerGroupDescribeResponseDescribedGroup {
  const errorCode = r.int16();
  const errorMessage = r.nullableString(true);
  const groupId = r.string(true);
  const groupState = r.string(true);
  const groupEpoch = r.int32();
  const assignmentEpoch = r.int32();
  const assignorName = r.string(true);
  const members: ConsumerGroupDescribeResponseMember[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) members.push(decodeConsumerGroupDescribeResponseMember(r, version));
  const authorizedOperations = r.int32();
  r.skipTags();
  return { errorCode, errorMessage, groupId, groupState, groupEpoch, assignmentEpoch, assignorName, members, authorizedOperations };
}

function encodeConsumerGroupDescribeResponseDescribedGroup(w: Writer, draft: Draft<ConsumerGroupDescribeResponseDescribedGroup>, version: number): void {
  const { errorCode = 0, errorMessage = null, groupId = "", groupState = "", groupEpoch = 0, assignmentEpoch = 0, assignorName = "", members = [], authorizedOperations = -2147483648 } = draft;
  w.int16(errorCode);
  w.nullableString(errorMessage, true);
  w.string(groupId, true);
  w.string(groupState, true);
  w.int32(groupEpoch);
  w.int32(assignmentEpoch);
  w.string(assignorName, true);
  { w.arrayLength(members, true); for (const element of members) encodeConsumerGroupDescribeResponseMember(w, element, version); }
  w.int32(authorizedOperations);
  w.noTags();
}

function decodeConsumerGroupDescribeResponse(r: Reader, version: number): ConsumerGroupDescribeResponse {
  if (version < 0 || version > 1) throw noSuchVersion("ConsumerGroupDescribeResponse", version);
  const throttleTimeMs = r.int32();
  const groups: ConsumerGroupDescribeResponseDescribedGroup[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) groups.push(decodeConsumerGroupDescribeResponseDescribedGroup(r, version));
  r.skipTags();
  return { throttleTimeMs, groups };
}

function encodeConsumerGroupDescribeResponse(w: Writer, draft: Draft<ConsumerGroupDescribeResponse>, version: number): void {
  if (version < 0 || version > 1) throw noSuchVersion("ConsumerGroupDescribeResponse", version);
  const { throttleTimeMs = 0, groups = [] } = draft;
  w.int32(throttleTimeMs);
  { w.arrayLength(groups, true); for (const element of groups) encodeConsumerGroupDescribeResponseDescribedGroup(w, element, version); }
  w.noTags();
}

function eachErrorOfConsumerGroupDescribeResponseDescribedGroup(draft: Draft<ConsumerGroupDescribeResponseDescribedGroup>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}

function eachErrorOfConsumerGroupDescribeResponse(draft: Draft<ConsumerGroupDescribeResponse>, version: number, found: OnError, around: object): void {
  for (const element of draft.groups ?? []) eachErrorOfConsumerGroupDescribeResponseDescribedGroup(element, version, found, draft);
}
