// Generated from the definitions by `npm run generate`; not to be edited.
import { fieldNotInVersion, noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { ZERO_UUID } from "../wire/uuid.ts";
import { type Writer } from "../wire/writer.ts";

export interface AddRaftVoterRequest {
  /** Id of the cluster that is meant; null: whichever it is. */
  clusterId: string | null;
  /** How long the request may take, in milliseconds. */
  timeoutMs: number;
  /** Node id of the controller that is to vote (KIP-853). */
  voterId: number;
  /** Id of the directory that its metadata is in. */
  voterDirectoryId: string;
  /** Where it is reached. */
  listeners: AddRaftVoterRequestListener[];
  /** Whether the answer comes once the change is committed, or already when the leader has written it. */
  ackWhenCommitted: boolean;
}

export interface AddRaftVoterRequestListener {
  /** Name of the listener. */
  name: string;
  /** Host of the listener. */
  host: string;
  /** TCP port of the listener. */
  port: number;
}

export const AddRaftVoterRequest: MessageCodec<AddRaftVoterRequest> = {
  name: "AddRaftVoterRequest",
  apiKey: 80,
  minVersion: 0,
  maxVersion: 1,
  flexibleFrom: 0,
  decode: decodeAddRaftVoterRequest,
  encode: encodeAddRaftVoterRequest,
};

function decodeAddRaftVoterRequestListener(r: Reader, _version: number): AddRaftVoterRequestListener {
  const name = r.string(true);
  const host = r.string(true);
  const port = r.uint16();
  r.skipTags();
  return { name, host, port };
}

function encodeAddRaftVoterRequestListener(w: Writer, draft: Draft<AddRaftVoterRequestListener>, _version: number): void {
  const { name = "", host = "", port = 0 } = draft;
  w.string(name, true);
  w.string(host, true);
  w.uint16(port);
  w.noTags();
}

function decodeAddRaftVoterRequest(r: Reader, version: number): AddRaftVoterRequest {
  if (version < 0 || version > 1) throw noSuchVersion("AddRaftVoterRequest", version);
  const clusterId = r.nullableString(true);
  const timeoutMs = r.int32();
  const voterId = r.int32();
  const voterDirectoryId = r.uuid();
  const listeners: AddRaftVoterRequestListener[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) listeners.push(decodeAddRaftVoterRequestListener(r, version));
  const ackWhenCommitted = version >= 1 ? r.bool() : true;
  r.skipTags();
  return { clusterId, timeoutMs, voterId, voterDirectoryId, listeners, ackWhenCommitted };
}

function encodeAddRaftVoterRequest(w: Writer, draft: Draft<AddRaftVoterRequest>, version: number): void {
  if (version < 0 || version > 1) throw noSuchVersion("AddRaftVoterRequest", version);
  const { clusterId = "", timeoutMs = 0, voterId = 0, voterDirectoryId = ZERO_UUID, listeners = [], ackWhenCommitted = true } = draft;
  w.nullableString(clusterId, true);
  w.int32(timeoutMs);
  w.int32(voterId);
  w.uuid(voterDirectoryId);
  { w.arrayLength(listeners, true); for (const element of listeners) encodeAddRaftVoterRequestListener(w, element, version); }
  if (version >= 1) w.bool(ackWhenCommitted);
  else if (!ackWhenCommitted) throw fieldNotInVersion("AddRaftVoterRequest", "ackWhenCommitted", version);
  w.noTags();
}

export interface AddRaftVoterResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** Detail for people; null if there is none. */
  errorMessage: string | null;
}

export const AddRaftVoterResponse: MessageCodec<AddRaftVoterResponse> = {
  name: "AddRaftVoterResponse",
  apiKey: 80,
  minVersion: 0,
  maxVersion: 1,
  flexibleFrom: 0,
  decode: decodeAddRaftVoterResponse,
  encode: encodeAddRaftVoterResponse,
  eachError: (draft, version, found) => eachErrorOfAddRaftVoterResponse(draft, version, found, draft),
};

function decodeAddRaftVoterResponse(r: Reader, version: number): AddRaftVoterResponse {
  if (version < 0 || version > 1) throw noSuchVersion("AddRaftVoterResponse", version);
  const throttleTimeMs = r.int32();
  const errorCode = r.int16();
  const errorMessage = r.nullableString(true);
  r.skipTags();
  return { throttleTimeMs, errorCode, errorMessage };
}

function encodeAddRaftVoterResponse(w: Writer, draft: Draft<AddRaftVoterResponse>, version: number): void {
  if (version < 0 || version > 1) throw noSuchVersion("AddRaftVoterResponse", version);
  const { throttleTimeMs = 0, errorCode = 0, errorMessage = "" } = draft;
  w.int32(throttleTimeMs);
  w.int16(errorCode);
  w.nullableString(errorMessage, true);
  w.noTags();
}

function eachErrorOfAddRaftVoterResponse(draft: Draft<AddRaftVoterResponse>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}
