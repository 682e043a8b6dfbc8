// Generated from the definitions by `npm run generate`; not to be edited.
import { EMPTY_BYTES, fieldNotInVersion, noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { type Writer } from "../wire/writer.ts";

export interface SyncGroupRequest {
  /** The member's group. */
  groupId: string;
  /** Generation that the member joined. */
  generationId: number;
  /** The member that wants its assignment. */
  memberId: string;
  /** The member's `group.instance.id` if it is a static member (KIP-345), else null. */
  groupInstanceId: string | null;
  /** Kind of group that the member joined, checked if given. */
  protocolType: string | null;
  /** Assignor that the member was told, checked if given. */
  protocolName: string | null;
  /** The leader's assignment for everyone; empty from all others. */
  assignments: SyncGroupRequestAssignment[];
}

export interface SyncGroupRequestAssignment {
  /** The member that this part is for. */
  memberId: string;
  /** What the member gets, in the assignor's encoding; opaque to the coordinator. */
  assignment: Buffer;
}

export const SyncGroupRequest: MessageCodec<SyncGroupRequest> = {
  name: "SyncGroupRequest",
  apiKey: 14,
  minVersion: 0,
  maxVersion: 5,
  flexibleFrom: 4,
  decode: decodeSyncGroupRequest,
  encode: encodeSyncGroupRequest,
};

function decodeSyncGroupRequestAssignment(r: Reader, version: number): SyncGroupRequestAssignment {
  const flexible = version >= 4;
  const memberId = r.string(flexible);
  const assignment = r.bytes(flexible);
  if (flexible) r.skipTags();
  return { memberId, assignment };
}

function encodeSyncGroupRequestAssignment(w: Writer, draft: Draft<SyncGroupRequestAssignment>, version: number): void {
  const flexible = version >= 4;
  const { memberId = "", assignment = EMPTY_BYTES } = draft;
  w.string(memberId, flexible);
  w.bytes(assignment, flexible);
  if (flexible) w.noTags();
}

function decodeSyncGroupRequest(r: Reader, version: number): SyncGroupRequest {
  if (version < 0 || version > 5) throw noSuchVersion("SyncGroupRequest", version);
  const flexible = version >= 4;
  const groupId = r.string(flexible);
  const generationId = r.int32();
  const memberId = r.string(flexible);
  const groupInstanceId = version >= 3 ? r.nullableString(flexible) : null;
  const protocolType = version >= 5 ? r.nullableString(true) : null;
  const protocolName = version >= 5 ? r.nullableString(true) : null;
  const assignments: SyncGroupRequestAssignment[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) assignments.push(decodeSyncGroupRequestAssignment(r, version));
  if (flexible) r.skipTags();
  return { groupId, generationId, memberId, groupInstanceId, protocolType, protocolName, assignments };
}

function encodeSyncGroupRequest(w: Writer, draft: Draft<SyncGroupRequest>, version: number): void {
  if (version < 0 || version > 5) throw noSuchVersion("SyncGroupRequest", version);
  const flexible = version >= 4;
  const { groupId = "", generationId = 0, memberId = "", groupInstanceId = null, protocolType = null, protocolName = null, assignments = [] } = draft;
  w.string(groupId, flexible);
  w.int32(generationId);
  w.string(memberId, flexible);
  if (version >= 3) w.nullableString(groupInstanceId, flexible);
  else if (groupInstanceId !== null) throw fieldNotInVersion("SyncGroupRequest", "groupInstanceId", version);
  if (version >= 5) w.nullableString(protocolType, true);
  if (version >= 5) w.nullableString(protocolName, true);
  { w.arrayLength(assignments, flexible); for (const element of assignments) encodeSyncGroupRequestAssignment(w, element, version); }
  if (flexible) w.noTags();
}

export interface SyncGroupResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** The group's kind. */
  protocolType: string | null;
  /** The assignor in use. */
  protocolName: string | null;
  /** What the leader assigned to this member; empty if it forgot it. */
  assignment: Buffer;
}

export const SyncGroupResponse: MessageCodec<SyncGroupResponse> = {
  name: "SyncGroupResponse",
  apiKey: 14,
  minVersion: 0,
  maxVersion: 5,
  flexibleFrom: 4,
  decode: decodeSyncGroupResponse,
  encode: encodeSyncGroupResponse,
  eachError: (draft, version, found) => eachErrorOfSyncGroupResponse(draft, version, found, draft),
};

function decodeSyncGroupResponse(r: Reader, version: number): SyncGroupResponse {
  if (version < 0 || version > 5) throw noSuchVersion("SyncGroupResponse", version);
  const flexible = version >= 4;
  const throttleTimeMs = version >= 1 ? r.int32() : 0;
  const errorCode = r.int16();
  const protocolType = version >= 5 ? r.nullableString(true) : null;
  const protocolName = version >= 5 ? r.nullableString(true) : null;
  const assignment = r.bytes(flexible);
  if (flexible) r.skipTags();
  return { throttleTimeMs, errorCode, protocolType, protocolName, assignment };
}

function encodeSyncGroupResponse(w: Writer, draft: Draft<SyncGroupResponse>, version: number): void {
  if (version < 0 || version > 5) throw noSuchVersion("SyncGroupResponse", version);
  const flexible = version >= 4;
  const { throttleTimeMs = 0, errorCode = 0, protocolType = null, protocolName = null, assignment = EMPTY_BYTES } = draft;
  if (version >= 1) w.int32(throttleTimeMs);
  w.int16(errorCode);
  if (version >= 5) w.nullableString(protocolType, true);
  if (version >= 5) w.nullableString(protocolName, true);
  w.bytes(assignment, flexible);
  if (flexible) w.noTags();
}

function eachErrorOfSyncGroupResponse(draft: Draft<SyncGroupResponse>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}
