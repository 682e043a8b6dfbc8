// Generated from the definitions by `npm run generate`; not to be edited.
import { EMPTY_BYTES, fieldNotInVersion, noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { type Writer } from "../wire/writer.ts";

export interface JoinGroupRequest {
  /** The group to join. */
  groupId: string;
  /** Silence after which the member counts as dead, in milliseconds. */
  sessionTimeoutMs: number;
  /** How long others wait for this member to join again in a rebalance; -1 takes the session timeout. */
  rebalanceTimeoutMs: number;
  /** The id that the coordinator gave before; empty at first. */
  memberId: string;
  /** The member's `group.instance.id` if it is a static member (KIP-345), else null. */
  groupInstanceId: string | null;
  /** Kind of group, e.g. `consumer` or `connect`; all members share it. */
  protocolType: string;
  /** Assignors that the member can do, its favourite first. */
  protocols: JoinGroupRequestProtocol[];
  /** Why the member joins, for the broker's log (KIP-800). */
  reason: string | null;
}

export interface JoinGroupRequestProtocol {
  /** The assignor's name, e.g. `range`. */
  name: string;
  /** The member's subscription in this assignor's encoding; opaque to the coordinator. */
  metadata: Buffer;
}

export const JoinGroupRequest: MessageCodec<JoinGroupRequest> = {
  name: "JoinGroupRequest",
  apiKey: 11,
  minVersion: 0,
  maxVersion: 9,
  flexibleFrom: 6,
  decode: decodeJoinGroupRequest,
  encode: encodeJoinGroupRequest,
};

function decodeJoinGroupRequestProtocol(r: Reader, version: number): JoinGroupRequestProtocol {
  const flexible = version >= 6;
  const name = r.string(flexible);
  const metadata = r.bytes(flexible);
  if (flexible) r.skipTags();
  return { name, metadata };
}

function encodeJoinGroupRequestProtocol(w: Writer, draft: Draft<JoinGroupRequestProtocol>, version: number): void {
  const flexible = version >= 6;
  const { name = "", metadata = EMPTY_BYTES } = draft;
  w.string(name, flexible);
  w.bytes(metadata, flexible);
  if (flexible) w.noTags();
}

function decodeJoinGroupRequest(r: Reader, version: number): JoinGroupRequest {
  if (version < 0 || version > 9) throw noSuchVersion("JoinGroupRequest", version);
  const flexible = version >= 6;
  const groupId = r.string(flexible);
  const sessionTimeoutMs = r.int32();
  const rebalanceTimeoutMs = version >= 1 ? r.int32() : -1;
  const memberId = r.string(flexible);
  const groupInstanceId = version >= 5 ? r.nullableString(flexible) : null;
  const protocolType = r.string(flexible);
  const protocols: JoinGroupRequestProtocol[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) protocols.push(decodeJoinGroupRequestProtocol(r, version));
  const reason = version >= 8 ? r.nullableString(true) : null;
  if (flexible) r.skipTags();
  return { groupId, sessionTimeoutMs, rebalanceTimeoutMs, memberId, groupInstanceId, protocolType, protocols, reason };
}

function encodeJoinGroupRequest(w: Writer, draft: Draft<JoinGroupRequest>, version: number): void {
  if (version < 0 || version > 9) throw noSuchVersion("JoinGroupRequest", version);
  const flexible = version >= 6;
  const { groupId = "", sessionTimeoutMs = 0, rebalanceTimeoutMs = -1, memberId = "", groupInstanceId = null, protocolType = "", protocols = [], reason = null } = draft;
  w.string(groupId, flexible);
  w.int32(sessionTimeoutMs);
  if (version >= 1) w.int32(rebalanceTimeoutMs);
  w.string(memberId, flexible);
  if (version >= 5) w.nullableString(groupInstanceId, flexible);
  else if (groupInstanceId !== null) throw fieldNotInVersion("JoinGroupRequest", "groupInstanceId", version);
  w.string(protocolType, flexible);
  { w.arrayLength(protocols, flexible); for (const element of protocols) encodeJoinGroupRequestProtocol(w, element, version); }
  if (version >= 8) w.nullableString(reason, true);
  if (flexible) w.noTags();
}

export interface JoinGroupResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** Number of the generation that begins; -1 on errors. */
  generationId: number;
  /** The group's kind. */
  protocolType: string | null;
  /** The assignor that was chosen. */
  protocolName: string | null;
  /** Member id of the leader, who has to compute the assignment. */
  leader: string;
  /** Tells a returning static leader that the assignment stands as it is (KIP-814). */
  skipAssignment: boolean;
  /** The member's own id, possibly just given. */
  memberId: string;
  /** All members' subscriptions, for the leader alone; empty for others. */
  members: JoinGroupResponseMember[];
}

export interface JoinGroupResponseMember {
  /** Id of one member. */
  memberId: string;
  /** The member's `group.instance.id` if it is a static member (KIP-345), else null. */
  groupInstanceId: string | null;
  /** That member's subscription in the chosen assignor's encoding. */
  metadata: Buffer;
}

export const JoinGroupResponse: MessageCodec<JoinGroupResponse> = {
  name: "JoinGroupResponse",
  apiKey: 11,
  minVersion: 0,
  maxVersion: 9,
  flexibleFrom: 6,
  decode: decodeJoinGroupResponse,
  encode: encodeJoinGroupResponse,
  eachError: (draft, version, found) => eachErrorOfJoinGroupResponse(draft, version, found, draft),
};

function decodeJoinGroupResponseMember(r: Reader, version: number): JoinGroupResponseMember {
  const flexible = version >= 6;
  const memberId = r.string(flexible);
  const groupInstanceId = version >= 5 ? r.nullableString(flexible) : null;
  const metadata = r.bytes(flexible);
  if (flexible) r.skipTags();
  return { memberId, groupInstanceId, metadata };
}

function encodeJoinGroupResponseMember(w: Writer, draft: Draft<JoinGroupResponseMember>, version: number): void {
  const flexible = version >= 6;
  const { memberId = "", groupInstanceId = null, metadata = EMPTY_BYTES } = draft;
  w.string(memberId, flexible);
  if (version >= 5) w.nullableString(groupInstanceId, flexible);
  w.bytes(metadata, flexible);
  if (flexible) w.noTags();
}

function decodeJoinGroupResponse(r: Reader, version: number): JoinGroupResponse {
  if (version < 0 || version > 9) throw noSuchVersion("JoinGroupResponse", version);
  const flexible = version >= 6;
  const throttleTimeMs = version >= 2 ? r.int32() : 0;
  const errorCode = r.int16();
  const generationId = r.int32();
  const protocolType = version >= 7 ? r.nullableString(true) : null;
  const protocolName = (version >= 7 ? r.nullableString(flexible) : r.string(flexible));
  const leader = r.string(flexible);
  const skipAssignment = version >= 9 ? r.bool() : false;
  const memberId = r.string(flexible);
  const members: JoinGroupResponseMember[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) members.push(decodeJoinGroupResponseMember(r, version));
  if (flexible) r.skipTags();
  return { throttleTimeMs, errorCode, generationId, protocolType, protocolName, leader, skipAssignment, memberId, members };
}

function encodeJoinGroupResponse(w: Writer, draft: Draft<JoinGroupResponse>, version: number): void {
  if (version < 0 || version > 9) throw noSuchVersion("JoinGroupResponse", version);
  const flexible = version >= 6;
  const { throttleTimeMs = 0, errorCode = 0, generationId = -1, protocolType = null, protocolName = "", leader = "", skipAssignment = false, memberId = "", members = [] } = draft;
  if (version >= 2) w.int32(throttleTimeMs);
  w.int16(errorCode);
  w.int32(generationId);
  if (version >= 7) w.nullableString(protocolType, true);
  version >= 7 ? w.nullableString(protocolName, flexible) : w.string(protocolName, flexible);
  w.string(leader, flexible);
  if (version >= 9) w.bool(skipAssignment);
  else if (skipAssignment) throw fieldNotInVersion("JoinGroupResponse", "skipAssignment", version);
  w.string(memberId, flexible);
  { w.arrayLength(members, flexible); for (const element of members) encodeJoinGroupResponseMember(w, element, version); }
  if (flexible) w.noTags();
}

function eachErrorOfJoinGroupResponse(draft: Draft<JoinGroupResponse>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}
