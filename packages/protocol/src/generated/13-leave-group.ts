// Generated from the definitions by `npm run generate`; not to be edited.
import { fieldNotInVersion, noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { type Writer } from "../wire/writer.ts";

export interface LeaveGroupRequest {
  /** The group to leave. */
  groupId: string;
  /** The member that leaves, while one request removes one member. */
  memberId: string;
  /** Members to remove, several in one request. */
  members: LeaveGroupRequestMemberIdentity[];
}

export interface LeaveGroupRequestMemberIdentity {
  /** The member's id; empty to go by the instance id alone. */
  memberId: string;
  /** The member's `group.instance.id` if it is a static member (KIP-345), else null. */
  groupInstanceId: string | null;
  /** Why the member leaves, for the broker's log (KIP-800). */
  reason: string | null;
}

export const LeaveGroupRequest: MessageCodec<LeaveGroupRequest> = {
  name: "LeaveGroupRequest",
  apiKey: 13,
  minVersion: 0,
  maxVersion: 5,
  flexibleFrom: 4,
  decode: decodeLeaveGroupRequest,
  encode: encodeLeaveGroupRequest,
};

function decodeLeaveGroupRequestMemberIdentity(r: Reader, version: number): LeaveGroupRequestMemberIdentity {
  const flexible = version >= 4;
  const memberId = r.string(flexible);
  const groupInstanceId = r.nullableString(flexible);
  const reason = version >= 5 ? r.nullableString(true) : null;
  if (flexible) r.skipTags();
  return { memberId, groupInstanceId, reason };
}

function encodeLeaveGroupRequestMemberIdentity(w: Writer, draft: Draft<LeaveGroupRequestMemberIdentity>, version: number): void {
  const flexible = version >= 4;
  const { memberId = "", groupInstanceId = null, reason = null } = draft;
  w.string(memberId, flexible);
  w.nullableString(groupInstanceId, flexible);
  if (version >= 5) w.nullableString(reason, true);
  if (flexible) w.noTags();
}

function decodeLeaveGroupRequest(r: Reader, version: number): LeaveGroupRequest {
  if (version < 0 || version > 5) throw noSuchVersion("LeaveGroupRequest", version);
  const flexible = version >= 4;
  const groupId = r.string(flexible);
  const memberId = version <= 2 ? r.string(false) : "";
  const members: LeaveGroupRequestMemberIdentity[] = [];
  if (version >= 3) for (let n = r.arrayLength(flexible); n > 0; n--) members.push(decodeLeaveGroupRequestMemberIdentity(r, version));
  if (flexible) r.skipTags();
  return { groupId, memberId, members };
}

function encodeLeaveGroupRequest(w: Writer, draft: Draft<LeaveGroupRequest>, version: number): void {
  if (version < 0 || version > 5) throw noSuchVersion("LeaveGroupRequest", version);
  const flexible = version >= 4;
  const { groupId = "", memberId = "", members = [] } = draft;
  w.string(groupId, flexible);
  if (version <= 2) w.string(memberId, false);
  else if (memberId !== "") throw fieldNotInVersion("LeaveGroupRequest", "memberId", version);
  if (version >= 3) { w.arrayLength(members, flexible); for (const element of members) encodeLeaveGroupRequestMemberIdentity(w, element, version); }
  else if (members.length !== 0) throw fieldNotInVersion("LeaveGroupRequest", "members", version);
  if (flexible) w.noTags();
}

export interface LeaveGroupResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** Outcome for the request as a whole; members have their own. */
  errorCode: number;
  /** Outcomes by member. */
  members: LeaveGroupResponseMemberResponse[];
}

export interface LeaveGroupResponseMemberResponse {
  /** The member's id, as the request gave it. */
  memberId: string;
  /** The member's `group.instance.id` if it is a static member (KIP-345), else null. */
  groupInstanceId: string | null;
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
}

export const LeaveGroupResponse: MessageCodec<LeaveGroupResponse> = {
  name: "LeaveGroupResponse",
  apiKey: 13,
  minVersion: 0,
  maxVersion: 5,
  flexibleFrom: 4,
  decode: decodeLeaveGroupResponse,
  encode: encodeLeaveGroupResponse,
  eachError: (draft, version, found) => eachErrorOfLeaveGroupResponse(draft, version, found, draft),
};

function decodeLeaveGroupResponseMemberResponse(r: Reader, version: number): LeaveGroupResponseMemberResponse {
  const flexible = version >= 4;
  const memberId = r.string(flexible);
  const groupInstanceId = r.nullableString(flexible);
  const errorCode = r.int16();
  if (flexible) r.skipTags();
  return { memberId, groupInstanceId, errorCode };
}

function encodeLeaveGroupResponseMemberResponse(w: Writer, draft: Draft<LeaveGroupResponseMemberResponse>, version: number): void {
  const flexible = version >= 4;
  const { memberId = "", groupInstanceId = "", errorCode = 0 } = draft;
  w.string(memberId, flexible);
  w.nullableString(groupInstanceId, flexible);
  w.int16(errorCode);
  if (flexible) w.noTags();
}

function decodeLeaveGroupResponse(r: Reader, version: number): LeaveGroupResponse {
  if (version < 0 || version > 5) throw noSuchVersion("LeaveGroupResponse", version);
  const flexible = version >= 4;
  const throttleTimeMs = version >= 1 ? r.int32() : 0;
  const errorCode = r.int16();
  const members: LeaveGroupResponseMemberResponse[] = [];
  if (version >= 3) for (let n = r.arrayLength(flexible); n > 0; n--) members.push(decodeLeaveGroupResponseMemberResponse(r, version));
  if (flexible) r.skipTags();
  return { throttleTimeMs, errorCode, members };
}

function encodeLeaveGroupResponse(w: Writer, draft: Draft<LeaveGroupResponse>, version: number): void {
  if (version < 0 || version > 5) throw noSuchVersion("LeaveGroupResponse", version);
  const flexible = version >= 4;
  const { throttleTimeMs = 0, errorCode = 0, members = [] } = draft;
  if (version >= 1) w.int32(throttleTimeMs);
  w.int16(errorCode);
  if (version >= 3) { w.arrayLength(members, flexible); for (const element of members) encodeLeaveGroupResponseMemberResponse(w, element, version); }
  else if (members.length !== 0) throw fieldNotInVersion("LeaveGroupResponse", "members", version);
  if (flexible) w.noTags();
}

function eachErrorOfLeaveGroupResponseMemberResponse(draft: Draft<LeaveGroupResponseMemberResponse>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}

function eachErrorOfLeaveGroupResponse(draft: Draft<LeaveGroupResponse>, version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
  if (version >= 3) for (const element of draft.members ?? []) eachErrorOfLeaveGroupResponseMemberResponse(element, version, found, draft);
}
