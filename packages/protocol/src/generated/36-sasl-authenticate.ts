// Generated from the definitions by `npm run generate`; not to be edited.
import { EMPTY_BYTES, noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { type Writer } from "../wire/writer.ts";

export interface SaslAuthenticateRequest {
  /** What the client's side of the mechanism says next. */
  authBytes: Buffer;
}

export const SaslAuthenticateRequest: MessageCodec<SaslAuthenticateRequest> = {
  name: "SaslAuthenticateRequest",
  apiKey: 36,
  minVersion: 0,
  maxVersion: 2,
  flexibleFrom: 2,
  decode: decodeSaslAuthenticateRequest,
  encode: encodeSaslAuthenticateRequest,
};

function decodeSaslAuthenticateRequest(r: Reader, version: number): SaslAuthenticateRequest {
  if (version < 0 || version > 2) throw noSuchVersion("SaslAuthenticateRequest", version);
  const flexible = version >= 2;
  const authBytes = r.bytes(flexible);
  if (flexible) r.skipTags();
  return { authBytes };
}

function encodeSaslAuthenticateRequest(w: Writer, draft: Draft<SaslAuthenticateRequest>, version: number): void {
  if (version < 0 || version > 2) throw noSuchVersion("SaslAuthenticateRequest", version);
  const flexible = version >= 2;
  const { authBytes = EMPTY_BYTES } = draft;
  w.bytes(authBytes, flexible);
  if (flexible) w.noTags();
}

export interface SaslAuthenticateResponse {
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** Detail for people, beyond what the error code says; null if there is none. */
  errorMessage: string | null;
  /** What the broker's side of the mechanism says next. */
  authBytes: Buffer;
  /** Time after which the client has to authenticate again (KIP-368); 0 if it never has to. */
  sessionLifetimeMs: number;
}

export const SaslAuthenticateResponse: MessageCodec<SaslAuthenticateResponse> = {
  name: "SaslAuthenticateResponse",
  apiKey: 36,
  minVersion: 0,
  maxVersion: 2,
  flexibleFrom: 2,
  decode: decodeSaslAuthenticateResponse,
  encode: encodeSaslAuthenticateResponse,
  eachError: (draft, version, found) => eachErrorOfSaslAuthenticateResponse(draft, version, found, draft),
};

function decodeSaslAuthenticateResponse(r: Reader, version: number): SaslAuthenticateResponse {
  if (version < 0 || version > 2) throw noSuchVersion("SaslAuthenticateResponse", version);
  const flexible = version >= 2;
  const errorCode = r.int16();
  const errorMessage = r.nullableString(flexible);
  const authBytes = r.bytes(flexible);
  const sessionLifetimeMs = version >= 1 ? r.int64() : 0;
  if (flexible) r.skipTags();
  return { errorCode, errorMessage, authBytes, sessionLifetimeMs };
}

function encodeSaslAuthenticateResponse(w: Writer, draft: Draft<SaslAuthenticateResponse>, version: number): void {
  if (version < 0 || version > 2) throw noSuchVersion("SaslAuthenticateResponse", version);
  const flexible = version >= 2;
  const { errorCode = 0, errorMessage = "", authBytes = EMPTY_BYTES, sessionLifetimeMs = 0 } = draft;
  w.int16(errorCode);
  w.nullableString(errorMessage, flexible);
  w.bytes(authBytes, flexible);
  if (version >= 1) w.int64(sessionLifetimeMs);
  if (flexible) w.noTags();
}

function eachErrorOfSaslAuthenticateResponse(draft: Draft<SaslAuthenticateResponse>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}
