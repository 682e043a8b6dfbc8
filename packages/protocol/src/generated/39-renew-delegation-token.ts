// Generated from the definitions by `npm run generate`; not to be edited.
import { EMPTY_BYTES, noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { type Writer } from "../wire/writer.ts";

export interface RenewDelegationTokenRequest {
  /** The token's secret. */
  hmac: Buffer;
  /** How long from now on the token is to live; -1 for the broker's default. */
  renewPeriodMs: number;
}

export const RenewDelegationTokenRequest: MessageCodec<RenewDelegationTokenRequest> = {
  name: "RenewDelegationTokenRequest",
  apiKey: 39,
  minVersion: 1,
  maxVersion: 2,
  flexibleFrom: 2,
  decode: decodeRenewDelegationTokenRequest,
  encode: encodeRenewDelegationTokenRequest,
};

function decodeRenewDelegationTokenRequest(r: Reader, version: number): RenewDelegationTokenRequest {
  if (version < 1 || version > 2) throw noSuchVersion("RenewDelegationTokenRequest", version);
  const flexible = version >= 2;
  const hmac = r.bytes(flexible);
  const renewPeriodMs = r.int64();
  if (flexible) r.skipTags();
  return { hmac, renewPeriodMs };
}

function encodeRenewDelegationTokenRequest(w: Writer, draft: Draft<RenewDelegationTokenRequest>, version: number): void {
  if (version < 1 || version > 2) throw noSuchVersion("RenewDelegationTokenRequest", version);
  const flexible = version >= 2;
  const { hmac = EMPTY_BYTES, renewPeriodMs = 0 } = draft;
  w.bytes(hmac, flexible);
  w.int64(renewPeriodMs);
  if (flexible) w.noTags();
}

export interface RenewDelegationTokenResponse {
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** When the token ends unless renewed, in milliseconds since 1970. */
  expiryTimestampMs: number;
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
}

export const RenewDelegationTokenResponse: MessageCodec<RenewDelegationTokenResponse> = {
  name: "RenewDelegationTokenResponse",
  apiKey: 39,
  minVersion: 1,
  maxVersion: 2,
  flexibleFrom: 2,
  decode: decodeRenewDelegationTokenResponse,
  encode: encodeRenewDelegationTokenResponse,
  eachError: (draft, version, found) => eachErrorOfRenewDelegationTokenResponse(draft, version, found, draft),
};

function decodeRenewDelegationTokenResponse(r: Reader, version: number): RenewDelegationTokenResponse {
  if (version < 1 || version > 2) throw noSuchVersion("RenewDelegationTokenResponse", version);
  const flexible = version >= 2;
  const errorCode = r.int16();
  const expiryTimestampMs = r.int64();
  const throttleTimeMs = r.int32();
  if (flexible) r.skipTags();
  return { errorCode, expiryTimestampMs, throttleTimeMs };
}

function encodeRenewDelegationTokenResponse(w: Writer, draft: Draft<RenewDelegationTokenResponse>, version: number): void {
  if (version < 1 || version > 2) throw noSuchVersion("RenewDelegationTokenResponse", version);
  const flexible = version >= 2;
  const { errorCode = 0, expiryTimestampMs = 0, throttleTimeMs = 0 } = draft;
  w.int16(errorCode);
  w.int64(expiryTimestampMs);
  w.int32(throttleTimeMs);
  if (flexible) w.noTags();
}

function eachErrorOfRenewDelegationTokenResponse(draft: Draft<RenewDelegationTokenResponse>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}
