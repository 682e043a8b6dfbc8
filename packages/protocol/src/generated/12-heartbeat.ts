// Generated from the definitions by `npm run generate`; not to be edited.
import { fieldNotInVersion, noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { type Writer } from "../wire/writer.ts";

export interface HeartbeatRequest {
  /** The member's group. */
  groupId: string;
  /** Generation that the member believes in. */
  generationId: number;
  /** The member that shows it is alive. */
  memberId: string;
  /** The member's `group.instance.id` if it is a static member (KIP-345), else null. */
  groupInstanceId: string | null;
}

export const HeartbeatRequest: MessageCodec<HeartbeatRequest> = {
  name: "HeartbeatRequest",
  apiKey: 12,
  minVersion: 0,
  maxVersion: 4,
  flexibleFrom: 4,
  decode: decodeHeartbeatRequest,
  encode: encodeHeartbeatRequest,
};

function decodeHeartbeatRequest(r: Reader, version: number): HeartbeatRequest {
  if (version < 0 || version > 4) throw noSuchVersion("HeartbeatRequest", version);
  const flexible = version >= 4;
  const groupId = r.string(flexible);
  const generationId = r.int32();
  const memberId = r.string(flexible);
  const groupInstanceId = version >= 3 ? r.nullableString(flexible) : null;
  if (flexible) r.skipTags();
  return { groupId, generationId, memberId, groupInstanceId };
}

function encodeHeartbeatRequest(w: Writer, draft: Draft<HeartbeatRequest>, version: number): void {
  if (version < 0 || version > 4) throw noSuchVersion("HeartbeatRequest", version);
  const flexible = version >= 4;
  const { groupId = "", generationId = 0, memberId = "", groupInstanceId = null } = draft;
  w.string(groupId, flexible);
  w.int32(generationId);
  w.string(memberId, flexible);
  if (version >= 3) w.nullableString(groupInstanceId, flexible);
  else if (groupInstanceId !== null) throw fieldNotInVersion("HeartbeatRequest", "groupInstanceId", version);
  if (flexible) w.noTags();
}

export interface HeartbeatResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
}

export const HeartbeatResponse: MessageCodec<HeartbeatResponse> = {
  name: "HeartbeatResponse",
  apiKey: 12,
  minVersion: 0,
  maxVersion: 4,
  flexibleFrom: 4,
  decode: decodeHeartbeatResponse,
  encode: encodeHeartbeatResponse,
  eachError: (draft, version, found) => eachErrorOfHeartbeatResponse(draft, version, found, draft),
};

function decodeHeartbeatResponse(r: Reader, version: number): HeartbeatResponse {
  if (version < 0 || version > 4) throw noSuchVersion("HeartbeatResponse", version);
  const flexible = version >= 4;
  const throttleTimeMs = version >= 1 ? r.int32() : 0;
  const errorCode = r.int16();
  if (flexible) r.skipTags();
  return { throttleTimeMs, errorCode };
}

function encodeHeartbeatResponse(w: Writer, draft: Draft<HeartbeatResponse>, version: number): void {
  if (version < 0 || version > 4) throw noSuchVersion("HeartbeatResponse", version);
  const flexible = version >= 4;
  const { throttleTimeMs = 0, errorCode = 0 } = draft;
  if (version >= 1) w.int32(throttleTimeMs);
  w.int16(errorCode);
  if (flexible) w.noTags();
}

function eachErrorOfHeartbeatResponse(draft: Draft<HeartbeatResponse>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}
