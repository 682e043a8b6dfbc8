// Generated from the definitions by `npm run generate`; not to be edited.
import { EMPTY_BYTES, noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { type Writer } from "../wire/writer.ts";

export interface ExpireDelegationTokenRequest {
  /** The token's secret. */
  hmac: Buffer;
  /** How long from now on the token is to live; negative to end it at once. */
  expiryTimePeriodMs: number;
}

export const ExpireDelegationTokenRequest: MessageCodec<ExpireDelegationTokenRequest> = {
  name: "ExpireDelegationTokenRequest",
  apiKey: 40,
  minVersion: 1,
  maxVersion: 2,
  flexibleFrom: 2,
  decode: decodeExpireDelegationTokenRequest,
  encode: encodeExpireDelegationTokenRequest,
};

function decodeExpireDelegationTokenRequest(r: Reader, version: number): ExpireDelegationTokenRequest {
  if (version < 1 || version > 2) throw noSuchVersion("ExpireDelegationTokenRequest", version);
  const flexible = version >= 2;
  const hmac = r.bytes(flexible);
  const expiryTimePeriodMs = r.int64();
  if (flexible) r.skipTags();
  return { hmac, expiryTimePeriodMs };
}

function encodeExpireDelegationTokenRequest(w: Writer, draft: Draft<ExpireDelegationTokenRequest>, version: number): void {
  if (version < 1 || version > 2) throw noSuchVersion("ExpireDelegationTokenRequest", version);
  const flexible = version >= 2;
  const { hmac = EMPTY_BYTES, expiryTimePeriodMs = 0 } = draft;
  w.bytes(hmac, flexible);
  w.int64(expiryTimePeriodMs);
  if (flexible) w.noTags();
}

export interface ExpireDelegationTokenResponse {
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** When the token ends unless renewed, in milliseconds since 1970. */
  expiryTimestampMs: number;
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
}

export const ExpireDelegationTokenResponse: MessageCodec<ExpireDelegationTokenResponse> = {
  name: "ExpireDelegationTokenResponse",
  apiKey: 40,
  minVersion: 1,
  maxVersion: 2,
  flexibleFrom: 2,
  decode: decodeExpireDelegationTokenResponse,
  encode: encodeExpireDelegationTokenResponse,
  eachError: (draft, version, found) => eachErrorOfExpireDelegationTokenResponse(draft, version, found, draft),
};

function decodeExpireDelegationTokenResponse(r: Reader, version: number): ExpireDelegationTokenResponse {
  if (version < 1 || version > 2) throw noSuchVersion("ExpireDelegationTokenResponse", version);
  const flexible = version >= 2;
  const errorCode = r.int16();
  const expiryTimestampMs = r.int64();
  const throttleTimeMs = r.int32();
  if (flexible) r.skipTags();
  return { errorCode, expiryTimestampMs, throttleTimeMs };
}

function encodeExpireDelegationTokenResponse(w: Writer, draft: Draft<ExpireDelegationTokenResponse>, version: number): void {
  if (version < 1 || version > 2) throw noSuchVersion("ExpireDelegationTokenResponse", version);
  const flexible = version >= 2;
  const { errorCode = 0, expiryTimestampMs = 0, throttleTimeMs = 0 } = draft;
  w.int16(errorCode);
  w.int64(expiryTimestampMs);
  w.int32(throttleTimeMs);
  if (flexible) w.noTags();
}

function eachErrorOfExpireDelegationTokenResponse(draft: Draft<ExpireDelegationTokenResponse>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}
