// Generated from the definitions by `npm run generate`; not to be edited.
import { fieldNotInVersion, noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { type Writer } from "../wire/writer.ts";

export interface FindCoordinatorRequest {
  /** Group id or transactional id, while one request asks for one key. */
  key: string;
  /** What the keys are: 0 groups, 1 transactional ids, 2 share partitions. */
  keyType: number;
  /** Keys to look up, several in one request (KIP-699). */
  coordinatorKeys: string[];
}

export const FindCoordinatorRequest: MessageCodec<FindCoordinatorRequest> = {
  name: "FindCoordinatorRequest",
  apiKey: 10,
  minVersion: 0,
  maxVersion: 6,
  flexibleFrom: 3,
  decode: decodeFindCoordinatorRequest,
  encode: encodeFindCoordinatorRequest,
};

function decodeFindCoordinatorRequest(r: Reader, version: number): FindCoordinatorRequest {
  if (version < 0 || version > 6) throw noSuchVersion("FindCoordinatorRequest", version);
  const flexible = version >= 3;
  const key = version <= 3 ? r.string(flexible) : "";
  const keyType = version >= 1 ? r.int8() : 0;
  const coordinatorKeys: string[] = [];
  if (version >= 4) for (let n = r.arrayLength(true); n > 0; n--) coordinatorKeys.push(r.string(true));
  if (flexible) r.skipTags();
  return { key, keyType, coordinatorKeys };
}

function encodeFindCoordinatorRequest(w: Writer, draft: Draft<FindCoordinatorRequest>, version: number): void {
  if (version < 0 || version > 6) throw noSuchVersion("FindCoordinatorRequest", version);
  const flexible = version >= 3;
  const { key = "", keyType = 0, coordinatorKeys = [] } = draft;
  if (version <= 3) w.string(key, flexible);
  else if (key !== "") throw fieldNotInVersion("FindCoordinatorRequest", "key", version);
  if (version >= 1) w.int8(keyType);
  else if (keyType !== 0) throw fieldNotInVersion("FindCoordinatorRequest", "keyType", version);
  if (version >= 4) { w.arrayLength(coordinatorKeys, true); for (const element of coordinatorKeys) w.string(element, true); }
  else if (coordinatorKeys.length !== 0) throw fieldNotInVersion("FindCoordinatorRequest", "coordinatorKeys", version);
  if (flexible) w.noTags();
}

export interface FindCoordinatorResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** Detail for people, beyond what the error code says; null if there is none. */
  errorMessage: string | null;
  /** Node id of the coordinator, or -1. */
  nodeId: number;
  /** Host name or address that clients are told to connect to. */
  host: string;
  /** TCP port of the listener. */
  port: number;
  /** One answer for each key. */
  coordinators: FindCoordinatorResponseCoordinator[];
}

export interface FindCoordinatorResponseCoordinator {
  /** The key that this answer is for. */
  key: string;
  /** Node id of the coordinator, or -1. */
  nodeId: number;
  /** Host name or address that clients are told to connect to. */
  host: string;
  /** TCP port of the listener. */
  port: number;
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** Detail for people, beyond what the error code says; null if there is none. */
  errorMessage: string | null;
}

export const FindCoordinatorResponse: MessageCodec<FindCoordinatorResponse> = {
  name: "FindCoordinatorResponse",
  apiKey: 10,
  minVersion: 0,
  maxVersion: 6,
  flexibleFrom: 3,
  decode: decodeFindCoordinatorResponse,
  encode: encodeFindCoordinatorResponse,
  eachError: (draft, version, found) => eachErrorOfFindCoordinatorResponse(draft, version, found, draft),
};

function decodeFindCoordinatorResponseCoordinator(r: Reader, _version: number): FindCoordinatorResponseCoordinator {
  const key = r.string(true);
  const nodeId = r.int32();
  const host = r.string(true);
  const port = r.int32();
  const errorCode = r.int16();
  const errorMessage = r.nullableString(true);
  r.skipTags();
  return { key, nodeId, host, port, errorCode, errorMessage };
}

function encodeFindCoordinatorResponseCoordinator(w: Writer, draft: Draft<FindCoordinatorResponseCoordinator>, _version: number): void {
  const { key = "", nodeId = 0, host = "", port = 0, errorCode = 0, errorMessage = "" } = draft;
  w.string(key, true);
  w.int32(nodeId);
  w.string(host, true);
  w.int32(port);
  w.int16(errorCode);
  w.nullableString(errorMessage, true);
  w.noTags();
}

function decodeFindCoordinatorResponse(r: Reader, version: number): FindCoordinatorResponse {
  if (version < 0 || version > 6) throw noSuchVersion("FindCoordinatorResponse", version);
  const flexible = version >= 3;
  const throttleTimeMs = version >= 1 ? r.int32() : 0;
  const errorCode = version <= 3 ? r.int16() : 0;
  const errorMessage = version >= 1 && version <= 3 ? r.nullableString(flexible) : "";
  const nodeId = version <= 3 ? r.int32() : 0;
  const host = version <= 3 ? r.string(flexible) : "";
  const port = version <= 3 ? r.int32() : 0;
  const coordinators: FindCoordinatorResponseCoordinator[] = [];
  if (version >= 4) for (let n = r.arrayLength(true); n > 0; n--) coordinators.push(decodeFindCoordinatorResponseCoordinator(r, version));
  if (flexible) r.skipTags();
  return { throttleTimeMs, errorCode, errorMessage, nodeId, host, port, coordinators };
}

function encodeFindCoordinatorResponse(w: Writer, draft: Draft<FindCoordinatorResponse>, version: number): void {
  if (version < 0 || version > 6) throw noSuchVersion("FindCoordinatorResponse", version);
  const flexible = version >= 3;
  const { throttleTimeMs = 0, errorCode = 0, errorMessage = "", nodeId = 0, host = "", port = 0, coordinators = [] } = draft;
  if (version >= 1) w.int32(throttleTimeMs);
  if (version <= 3) w.int16(errorCode);
  else if (errorCode !== 0) throw fieldNotInVersion("FindCoordinatorResponse", "errorCode", version);
  if (version >= 1 && version <= 3) w.nullableString(errorMessage, flexible);
  if (version <= 3) w.int32(nodeId);
  else if (nodeId !== 0) throw fieldNotInVersion("FindCoordinatorResponse", "nodeId", version);
  if (version <= 3) w.string(host, flexible);
  else if (host !== "") throw fieldNotInVersion("FindCoordinatorResponse", "host", version);
  if (version <= 3) w.int32(port);
  else if (port !== 0) throw fieldNotInVersion("FindCoordinatorResponse", "port", version);
  if (version >= 4) { w.arrayLength(coordinators, true); for (const element of coordinators) encodeFindCoordinatorResponseCoordinator(w, element, version); }
  else if (coordinators.length !== 0) throw fieldNotInVersion("FindCoordinatorResponse", "coordinators", version);
  if (flexible) w.noTags();
}

function eachErrorOfFindCoordinatorResponseCoordinator(draft: Draft<FindCoordinatorResponseCoordinator>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}

function eachErrorOfFindCoordinatorResponse(draft: Draft<FindCoordinatorResponse>, version: number, found: OnError, around: object): void {
  if (version <= 3) found(draft.errorCode ?? 0, draft, around);
  if (version >= 4) for (const element of draft.coordinators ?? []) eachErrorOfFindCoordinatorResponseCoordinator(element, version, found, draft);
}
