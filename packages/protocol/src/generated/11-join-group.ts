// Generated from the definitions by `npm run generate`; not to be edited.
import { EMPTY_BYTES, fieldNotInVersion, noSuchVersion, type Draft, type MessageCodec } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { type Writer } from "../wire/writer.ts";

export interface JoinGroupRequest {
  /**  */
  groupId: string;
  /**  */
  sessionTimeoutMs: number;
  /**  */
  rebalanceTimeoutMs: number;
  /**  */
  memberId: string;
  /**  */
  groupInstanceId: string | null;
  /**  */
  protocolType: string;
  /**  */
  protocols: JoinGroupRequestProtocol[];
  /**  */
  reason: string | null;
}

export interface JoinGroupRequestProtocol {
  /**  */
  name: string;
  /**  */
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
  /**  */
  throttleTimeMs: number;
  /**  */
  errorCode: number;
  /**  */
  generationId: number;
  /**  */
  protocolType: string | null;
  /**  */
  protocolName: string | null;
  /**  */
  leader: string;
  /**  */
  skipAssignment: boolean;
  /**  */
  memberId: string;
  /**  */
  members: JoinGroupResponseMember[];
}

export interface JoinGroupResponseMember {
  /**  */
  memberId: string;
  /**  */
  groupInstanceId: string | null;
  /**  */
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
