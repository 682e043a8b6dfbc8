// Generated from the definitions by `npm run generate`; not to be edited.
import { EMPTY_BYTES, fieldNotInVersion, noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { type Writer } from "../wire/writer.ts";

export interface DescribeGroupsRequest {
  /** Ids of the groups to describe. */
  groups: string[];
  /** Whether to tell what the client may do to each group. */
  includeAuthorizedOperations: boolean;
}

export const DescribeGroupsRequest: MessageCodec<DescribeGroupsRequest> = {
  name: "DescribeGroupsRequest",
  apiKey: 15,
  minVersion: 0,
  maxVersion: 6,
  flexibleFrom: 5,
  decode: decodeDescribeGroupsRequest,
  encode: encodeDescribeGroupsRequest,
};

function decodeDescribeGroupsRequest(r: Reader, version: number): DescribeGroupsRequest {
  if (version < 0 || version > 6) throw noSuchVersion("DescribeGroupsRequest", version);
  const flexible = version >= 5;
  const groups: string[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) groups.push(r.string(flexible));
  const includeAuthorizedOperations = version >= 3 ? r.bool() : false;
  if (flexible) r.skipTags();
  return { groups, includeAuthorizedOperations };
}

function encodeDescribeGroupsRequest(w: Writer, draft: Draft<DescribeGroupsRequest>, version: number): void {
  if (version < 0 || version > 6) throw noSuchVersion("DescribeGroupsRequest", version);
  const flexible = version >= 5;
  const { groups = [], includeAuthorizedOperations = false } = draft;
  { w.arrayLength(groups, flexible); for (const element of groups) w.string(element, flexible); }
  if (version >= 3) w.bool(includeAuthorizedOperations);
  else if (includeAuthorizedOperations) throw fieldNotInVersion("DescribeGroupsRequest", "includeAuthorizedOperations", version);
  if (flexible) w.noTags();
}

export interface DescribeGroupsResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** The groups asked for, in the same order. */
  groups: DescribeGroupsResponseDescribedGroup[];
}

export interface DescribeGroupsResponseDescribedGroup {
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** Detail for people, beyond what the error code says; null if there is none. */
  errorMessage: string | null;
  /** The group. */
  groupId: string;
  /** Name of the classic group's state, e.g. `Stable`, `Empty` or `Dead`. */
  groupState: string;
  /** Kind of group, e.g. `consumer`. */
  protocolType: string;
  /** The assignor in use; empty unless the group is stable. */
  protocolData: string;
  /** The group's members. */
  members: DescribeGroupsResponseDescribedGroupMember[];
  /** Bit set of ACL operations allowed on the group; the minimum int32 if not asked for. */
  authorizedOperations: number;
}

export interface DescribeGroupsResponseDescribedGroupMember {
  /** The member's id. */
  memberId: string;
  /** The member's `group.instance.id` if it is a static member (KIP-345), else null. */
  groupInstanceId: string | null;
  /** The `client.id` in the member's last JoinGroup. */
  clientId: string;
  /** Address from which the member joined, with a leading slash. */
  clientHost: string;
  /** The member's subscription in the assignor's encoding; empty unless stable. */
  memberMetadata: Buffer;
  /** What the member was assigned; empty unless stable. */
  memberAssignment: Buffer;
}

export const DescribeGroupsResponse: MessageCodec<DescribeGroupsResponse> = {
  name: "DescribeGroupsResponse",
  apiKey: 15,
  minVersion: 0,
  maxVersion: 6,
  flexibleFrom: 5,
  decode: decodeDescribeGroupsResponse,
  encode: encodeDescribeGroupsResponse,
  eachError: (draft, version, found) => eachErrorOfDescribeGroupsResponse(draft, version, found, draft),
};

function decodeDescribeGroupsResponseDescribedGroupMember(r: Reader, version: number): DescribeGroupsResponseDescribedGroupMember {
  const flexible = version >= 5;
  const memberId = r.string(flexible);
  const groupInstanceId = version >= 4 ? r.nullableString(flexible) : null;
  const clientId = r.string(flexible);
  const clientHost = r.string(flexible);
  const memberMetadata = r.bytes(flexible);
  const memberAssignment = r.bytes(flexible);
  if (flexible) r.skipTags();
  return { memberId, groupInstanceId, clientId, clientHost, memberMetadata, memberAssignment };
}

function encodeDescribeGroupsResponseDescribedGroupMember(w: Writer, draft: Draft<DescribeGroupsResponseDescribedGroupMember>, version: number): void {
  const flexible = version >= 5;
  const { memberId = "", groupInstanceId = null, clientId = "", clientHost = "", memberMetadata = EMPTY_BYTES, memberAssignment = EMPTY_BYTES } = draft;
  w.string(memberId, flexible);
  if (version >= 4) w.nullableString(groupInstanceId, flexible);
  w.string(clientId, flexible);
  w.string(clientHost, flexible);
  w.bytes(memberMetadata, flexible);
  w.bytes(memberAssignment, flexible);
  if (flexible) w.noTags();
}

function decodeDescribeGroupsResponseDescribedGroup(r: Reader, version: number): DescribeGroupsResponseDescribedGroup {
  const flexible = version >= 5;
  const errorCode = r.int16();
  const errorMessage = version >= 6 ? r.nullableString(true) : null;
  const groupId = r.string(flexible);
  const groupState = r.string(flexible);
  const protocolType = r.string(flexible);
  const protocolData = r.string(flexible);
  const members: DescribeGroupsResponseDescribedGroupMember[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) members.push(decodeDescribeGroupsResponseDescribedGroupMember(r, version));
  const authorizedOperations = version >= 3 ? r.int32() : -2147483648;
  if (flexible) r.skipTags();
  return { errorCode, errorMessage, groupId, groupState, protocolType, protocolData, members, authorizedOperations };
}

function encodeDescribeGroupsResponseDescribedGroup(w: Writer, draft: Draft<DescribeGroupsResponseDescribedGroup>, version: number): void {
  const flexible = version >= 5;
  const { errorCode = 0, errorMessage = null, groupId = "", groupState = "", protocolType = "", protocolData = "", members = [], authorizedOperations = -2147483648 } = draft;
  w.int16(errorCode);
  if (version >= 6) w.nullableString(errorMessage, true);
  else if (errorMessage !== null) throw fieldNotInVersion("DescribeGroupsResponse", "errorMessage", version);
  w.string(groupId, flexible);
  w.string(groupState, flexible);
  w.string(protocolType, flexible);
  w.string(protocolData, flexible);
  { w.arrayLength(members, flexible); for (const element of members) encodeDescribeGroupsResponseDescribedGroupMember(w, element, version); }
  if (version >= 3) w.int32(authorizedOperations);
  else if (authorizedOperations !== -2147483648) throw fieldNotInVersion("DescribeGroupsResponse", "authorizedOperations", version);
  if (flexible) w.noTags();
}

function decodeDescribeGroupsResponse(r: Reader, version: number): DescribeGroupsResponse {
  if (version < 0 || version > 6) throw noSuchVersion("DescribeGroupsResponse", version);
  const flexible = version >= 5;
  const throttleTimeMs = version >= 1 ? r.int32() : 0;
  const groups: DescribeGroupsResponseDescribedGroup[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) groups.push(decodeDescribeGroupsResponseDescribedGroup(r, version));
  if (flexible) r.skipTags();
  return { throttleTimeMs, groups };
}

function encodeDescribeGroupsResponse(w: Writer, draft: Draft<DescribeGroupsResponse>, version: number): void {
  if (version < 0 || version > 6) throw noSuchVersion("DescribeGroupsResponse", version);
  const flexible = version >= 5;
  const { throttleTimeMs = 0, groups = [] } = draft;
  if (version >= 1) w.int32(throttleTimeMs);
  { w.arrayLength(groups, flexible); for (const element of groups) encodeDescribeGroupsResponseDescribedGroup(w, element, version); }
  if (flexible) w.noTags();
}

function eachErrorOfDescribeGroupsResponseDescribedGroup(draft: Draft<DescribeGroupsResponseDescribedGroup>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}

function eachErrorOfDescribeGroupsResponse(draft: Draft<DescribeGroupsResponse>, version: number, found: OnError, around: object): void {
  for (const element of draft.groups ?? []) eachErrorOfDescribeGroupsResponseDescribedGroup(element, version, found, draft);
}
