// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { type Writer } from "../wire/writer.ts";

export interface UnregisterBrokerRequest {
  /** Node id of the broker that is to be forgotten. */
  brokerId: number;
}

export const UnregisterBrokerRequest: MessageCodec<UnregisterBrokerRequest> = {
  name: "UnregisterBrokerRequest",
  apiKey: 64,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeUnregisterBrokerRequest,
  encode: encodeUnregisterBrokerRequest,
};

function decodeUnregisterBrokerRequest(r: Reader, version: number): UnregisterBrokerRequest {
  if (version < 0 || version > 0) throw noSuchVersion("UnregisterBrokerRequest", version);
  const brokerId = r.int32();
  r.skipTags();
  return { brokerId };
}

function encodeUnregisterBrokerRequest(w: Writer, draft: Draft<UnregisterBrokerRequest>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("UnregisterBrokerRequest", version);
  const { brokerId = 0 } = draft;
  w.int32(brokerId);
  w.noTags();
}

export interface UnregisterBrokerResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** Detail for people; null if there is none. */
  errorMessage: string | null;
}

export const UnregisterBrokerResponse: MessageCodec<UnregisterBrokerResponse> = {
  name: "UnregisterBrokerResponse",
  apiKey: 64,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeUnregisterBrokerResponse,
  encode: encodeUnregisterBrokerResponse,
  eachError: (draft, version, found) => eachErrorOfUnregisterBrokerResponse(draft, version, found, draft),
};

function decodeUnregisterBrokerResponse(r: Reader, version: number): UnregisterBrokerResponse {
  if (version < 0 || version > 0) throw noSuchVersion("UnregisterBrokerResponse", version);
  const throttleTimeMs = r.int32();
  const errorCode = r.int16();
  const errorMessage = r.nullableString(true);
  r.skipTags();
  return { throttleTimeMs, errorCode, errorMessage };
}

function encodeUnregisterBrokerResponse(w: Writer, draft: Draft<UnregisterBrokerResponse>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("UnregisterBrokerResponse", version);
  const { throttleTimeMs = 0, errorCode = 0, errorMessage = "" } = draft;
  w.int32(throttleTimeMs);
  w.int16(errorCode);
  w.nullableString(errorMessage, true);
  w.noTags();
}

function eachErrorOfUnregisterBrokerResponse(draft: Draft<UnregisterBrokerResponse>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}
