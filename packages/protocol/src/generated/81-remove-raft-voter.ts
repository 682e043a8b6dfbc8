// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { ZERO_UUID } from "../wire/uuid.ts";
import { type Writer } from "../wire/writer.ts";

export interface RemoveRaftVoterRequest {
  /** Id of the cluster that is meant; null: whichever it is. */
  clusterId: string | null;
  /** Node id of the controller that is to vote no more (KIP-853). */
  voterId: number;
  /** Id of the directory that its metadata is in. */
  voterDirectoryId: string;
}

export const RemoveRaftVoterRequest: MessageCodec<RemoveRaftVoterRequest> = {
  name: "RemoveRaftVoterRequest",
  apiKey: 81,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeRemoveRaftVoterRequest,
  encode: encodeRemoveRaftVoterRequest,
};

function decodeRemoveRaftVoterRequest(r: Reader, version: number): RemoveRaftVoterRequest {
  if (version < 0 || version > 0) throw noSuchVersion("RemoveRaftVoterRequest", version);
  const clusterId = r.nullableString(true);
  const voterId = r.int32();
  const voterDirectoryId = r.uuid();
  r.skipTags();
  return { clusterId, voterId, voterDirectoryId };
}

function encodeRemoveRaftVoterRequest(w: Writer, draft: Draft<RemoveRaftVoterRequest>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("RemoveRaftVoterRequest", version);
  const { clusterId = "", voterId = 0, voterDirectoryId = ZERO_UUID } = draft;
  w.nullableString(clusterId, true);
  w.int32(voterId);
  w.uuid(voterDirectoryId);
  w.noTags();
}

export interface RemoveRaftVoterResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** Detail for people; null if there is none. */
  errorMessage: string | null;
}

export const RemoveRaftVoterResponse: MessageCodec<RemoveRaftVoterResponse> = {
  name: "RemoveRaftVoterResponse",
  apiKey: 81,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeRemoveRaftVoterResponse,
  encode: encodeRemoveRaftVoterResponse,
  eachError: (draft, version, found) => eachErrorOfRemoveRaftVoterResponse(draft, version, found, draft),
};

function decodeRemoveRaftVoterResponse(r: Reader, version: number): RemoveRaftVoterResponse {
  if (version < 0 || version > 0) throw noSuchVersion("RemoveRaftVoterResponse", version);
  const throttleTimeMs = r.int32();
  const errorCode = r.int16();
  const errorMessage = r.nullableString(true);
  r.skipTags();
  return { throttleTimeMs, errorCode, errorMessage };
}

function encodeRemoveRaftVoterResponse(w: Writer, draft: Draft<RemoveRaftVoterResponse>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("RemoveRaftVoterResponse", version);
  const { throttleTimeMs = 0, errorCode = 0, errorMessage = "" } = draft;
  w.int32(throttleTimeMs);
  w.int16(errorCode);
  w.nullableString(errorMessage, true);
  w.noTags();
}

function eachErrorOfRemoveRaftVoterResponse(draft: Draft<RemoveRaftVoterResponse>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}
