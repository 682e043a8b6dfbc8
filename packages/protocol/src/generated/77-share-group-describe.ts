// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { ZERO_UUID } from "../wire/uuid.ts";
import { type Writer } from "../wire/writer.ts";

export interface ShareGroupDescribeRequest {
  /** Share groups to describe. */
  groupIds: string[];
  /** Whether to tell what the client may do with each group. */
  includeAuthorizedOperations: boolean;
}

export const ShareGroupDescribeRequest: MessageCodec<ShareGroupDescribeRequest> = {
  name: "ShareGroupDescribeRequest",
  apiKey: 77,
  minVersion: 1,
  maxVersion: 1,
  flexibleFrom: 1,
  decode: decodeShareGroupDescribeRequest,
  encode: encodeShareGroupDescribeRequest,
};

function decodeShareGroupDescribeRequest(r: Reader, version: number): ShareGroupDescribeRequest {
  if (version < 1 || version > 1) throw noSuchVersion("ShareGroupDescribeRequest", version);
  const groupIds: string[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) groupIds.push(r.string(true));
  const includeAuthorizedOperations = r.bool();
  r.skipTags();
  return { groupIds, includeAuthorizedOperations };
}

function encodeShareGroupDescribeRequest(w: Writer, draft: Draft<ShareGroupDescribeRequest>, version: number): void {
  if (version < 1 || version > 1) throw noSuchVersion("ShareGroupDescribeRequest", version);
  const { groupIds = [], includeAuthorizedOperations = false } = draft;
  { w.arrayLength(groupIds, true); for (const element of groupIds) w.string(element, true); }
  w.bool(includeAuthorizedOperations);
  w.noTags();
}

export interface ShareGroupDescribeResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** One entry for each group. */
  groups: ShareGroupDescribeResponseDescribedGroup[];
}

export interface ShareGroupDescribeResponseDescribedGroup {
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** What the error is about, or null. */
  errorMessage: string | null;
  /** The share group. */
  groupId: string;
  /** `Empty`, `Stable` or `Dead`, or empty on errors. */
  groupState: string;
  /** Number of the group's latest change of members, subscriptions or topics. */
  groupEpoch: number;
  /** The group epoch that the assignment was made for. */
  assignmentEpoch: number;
  /** The assignor in use: `simple`. */
  assignorName: string;
  /** The group's members. */
  members: ShareGroupDescribeResponseMember[];
  /** What the client may do with the group, as bits; -2147483648 if not asked for. */
  authorizedOperations: number;
}

export interface ShareGroupDescribeResponseMember {
  /** The member's id, which the consumer makes itself. */
  memberId: string;
  /** The member's `client.rack`, or null. */
  rackId: string | null;
  /** The member's epoch. */
  memberEpoch: number;
  /** The member's `client.id`. */
  clientId: string;
  /** Address of the member, with a leading slash. */
  clientHost: string;
  /** Topics that the member wants to read. */
  subscribedTopicNames: string[];
  /** Partitions that the member reads. */
  assignment: ShareGroupDescribeResponseAssignment;
}

export interface ShareGroupDescribeResponseAssignment {
  /** The partitions, by topic. */
  topicPartitions: ShareGroupDescribeResponseTopicPartitions[];
}

export interface ShareGroupDescribeResponseTopicPartitions {
  /** The topic's id. */
  topicId: string;
  /** The topic's name. */
  topicName: string;
  /** Numbers of the partitions. */
  partitions: number[];
}

export const ShareGroupDescribeResponse: MessageCodec<ShareGroupDescribeResponse> = {
  name: "ShareGroupDescribeResponse",
  apiKey: 77,
  minVersion: 1,
  maxVersion: 1,
  flexibleFrom: 1,
  decode: decodeShareGroupDescribeResponse,
  encode: encodeShareGroupDescribeResponse,
  eachError: (draft, version, found) => eachErrorOfShareGroupDescribeResponse(draft, version, found, draft),
};

function decodeShareGroupDescribeResponseTopicPartitions(r: Reader, _version: number): ShareGroupDescribeResponseTopicPartitions {
  const topicId = r.uuid();
  const topicName = r.string(true);
  const partitions: number[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) partitions.push(r.int32());
  r.skipTags();
  return { topicId, topicName, partitions };
}

function encodeShareGroupDescribeResponseTopicPartitions(w: Writer, draft: Draft<ShareGroupDescribeResponseTopicPartitions>, _version: number): void {
  const { topicId = ZERO_UUID, topicName = "", partitions = [] } = draft;
  w.uuid(topicId);
  w.string(topicName, true);
  { w.arrayLength(partitions, true); for (const element of partitions) w.int32(element); }
  w.noTags();
}

function decodeShareGroupDescribeResponseAssignment(r: Reader, version: number): ShareGroupDescribeResponseAssignment {
  const topicPartitions: ShareGroupDescribeResponseTopicPartitions[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) topicPartitions.push(decodeShareGroupDescribeResponseTopicPartitions(r, version));
  r.skipTags();
  return { topicPartitions };
}

function encodeShareGroupDescribeResponseAssignment(w: Writer, draft: Draft<ShareGroupDescribeResponseAssignment>, version: number): void {
  const { topicPartitions = [] } = draft;
  { w.arrayLength(topicPartitions, true); for (const element of topicPartitions) encodeShareGroupDescribeResponseTopicPartitions(w, element, version); }
  w.noTags();
}

function decodeShareGroupDescribeResponseMember(r: Reader, version: number): ShareGroupDescribeResponseMember {
  const memberId = r.string(true);
  const rackId = r.nullableString(true);
  const memberEpoch = r.int32();
  const clientId = r.string(true);
  const clientHost = r.string(true);
  const subscribedTopicNames: string[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) subscribedTopicNames.push(r.string(true));
  const assignment = decodeShareGroupDescribeResponseAssignment(r, version);
  r.skipTags();
  return { memberId, rackId, memberEpoch, clientId, clientHost, subscribedTopicNames, assignment };
}

function encodeShareGroupDescribeResponseMember(w: Writer, draft: Draft<ShareGroupDescribeResponseMember>, version: number): void {
  const { memberId = "", rackId = null, memberEpoch = 0, clientId = "", clientHost = "", subscribedTopicNames = [], assignment = {} } = draft;
  w.string(memberId, true);
  w.nullableString(rackId, true);
  w.int32(memberEpoch);
  w.string(clientId, true);
  w.string(clientHost, true);
  { w.arrayLength(subscribedTopicNames, true); for (const element of subscribedTopicNames) w.string(element, true); }
  encodeShareGroupDescribeResponseAssignment(w, assignment, version);
  w.noTags();
}

function decodeShareGroupDescribeResponseDescribedGroup(r: Reader, version: number): ShareGroupDescribeResponseDescribedGroup {
  const errorCode = r.int16();
  const errorMessage = r.nullableString(true);
  const groupId = r.string(true);
  const groupState = r.string(true);
  const groupEpoch = r.int32();
  const assignmentEpoch = r.int32();
  const assignorName = r.string(true);
  const members: ShareGroupDescribeResponseMember[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) members.push(decodeShareGroupDescribeResponseMember(r, version));
  const authorizedOperations = r.int32();
  r.skipTags();
  return { errorCode, errorMessage, groupId, groupState, groupEpoch, assignmentEpoch, assignorName, members, authorizedOperations };
}

function encodeShareGroupDescribeResponseDescribedGroup(w: Writer, draft: Draft<ShareGroupDescribeResponseDescribedGroup>, version: number): void {
  const { errorCode = 0, errorMessage = null, groupId = "", groupState = "", groupEpoch = 0, assignmentEpoch = 0, assignorName = "", members = [], authorizedOperations = -2147483648 } = draft;
  w.int16(errorCode);
  w.nullableString(errorMessage, true);
  w.string(groupId, true);
  w.string(groupState, true);
  w.int32(groupEpoch);
  w.int32(assignmentEpoch);
  w.string(assignorName, true);
  { w.arrayLength(members, true); for (const element of members) encodeShareGroupDescribeResponseMember(w, element, version); }
  w.int32(authorizedOperations);
  w.noTags();
}

function decodeShareGroupDescribeResponse(r: Reader, version: number): ShareGroupDescribeResponse {
  if (version < 1 || version > 1) throw noSuchVersion("ShareGroupDescribeResponse", version);
  const throttleTimeMs = r.int32();
  const groups: ShareGroupDescribeResponseDescribedGroup[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) groups.push(decodeShareGroupDescribeResponseDescribedGroup(r, version));
  r.skipTags();
  return { throttleTimeMs, groups };
}

function encodeShareGroupDescribeResponse(w: Writer, draft: Draft<ShareGroupDescribeResponse>, version: number): void {
  if (version < 1 || version > 1) throw noSuchVersion("ShareGroupDescribeResponse", version);
  const { throttleTimeMs = 0, groups = [] } = draft;
  w.int32(throttleTimeMs);
  { w.arrayLength(groups, true); for (const element of groups) encodeShareGroupDescribeResponseDescribedGroup(w, element, version); }
  w.noTags();
}

function eachErrorOfShareGroupDescribeResponseDescribedGroup(draft: Draft<ShareGroupDescribeResponseDescribedGroup>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}

function eachErrorOfShareGroupDescribeResponse(draft: Draft<ShareGroupDescribeResponse>, version: number, found: OnError, around: object): void {
  for (const element of draft.groups ?? []) eachErrorOfShareGroupDescribeResponseDescribedGroup(element, version, found, draft);
}
