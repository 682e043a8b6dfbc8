// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { type Writer } from "../wire/writer.ts";

export interface SaslHandshakeRequest {
  /** The SASL mechanism that the client wants, e.g. `SCRAM-SHA-512`. */
  mechanism: string;
}

export const SaslHandshakeRequest: MessageCodec<SaslHandshakeRequest> = {
  name: "SaslHandshakeRequest",
  apiKey: 17,
  minVersion: 0,
  maxVersion: 1,
  flexibleFrom: Infinity,
  decode: decodeSaslHandshakeRequest,
  encode: encodeSaslHandshakeRequest,
};

function decodeSaslHandshakeRequest(r: Reader, version: number): SaslHandshakeRequest {
  if (version < 0 || version > 1) throw noSuchVersion("SaslHandshakeRequest", version);
  const mechanism = r.string(false);
  return { mechanism };
}

function encodeSaslHandshakeRequest(w: Writer, draft: Draft<SaslHandshakeRequest>, version: number): void {
  if (version < 0 || version > 1) throw noSuchVersion("SaslHandshakeRequest", version);
  const { mechanism = "" } = draft;
  w.string(mechanism, false);
}

export interface SaslHandshakeResponse {
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** Names of the mechanisms that the listener has enabled. */
  mechanisms: string[];
}

export const SaslHandshakeResponse: MessageCodec<SaslHandshakeResponse> = {
  name: "SaslHandshakeResponse",
  apiKey: 17,
  minVersion: 0,
  maxVersion: 1,
  flexibleFrom: Infinity,
  decode: decodeSaslHandshakeResponse,
  encode: encodeSaslHandshakeResponse,
  eachError: (draft, version, found) => eachErrorOfSaslHandshakeResponse(draft, version, found, draft),
};

function decodeSaslHandshakeResponse(r: Reader, version: number): SaslHandshakeResponse {
  if (version < 0 || version > 1) throw noSuchVersion("SaslHandshakeResponse", version);
  const errorCode = r.int16();
  const mechanisms: string[] = [];
  for (let n = r.arrayLength(false); n > 0; n--) mechanisms.push(r.string(false));
  return { errorCode, mechanisms };
}

function encodeSaslHandshakeResponse(w: Writer, draft: Draft<SaslHandshakeResponse>, version: number): void {
  if (version < 0 || version > 1) throw noSuchVersion("SaslHandshakeResponse", version);
  const { errorCode = 0, mechanisms = [] } = draft;
  w.int16(errorCode);
  { w.arrayLength(mechanisms, false); for (const element of mechanisms) w.string(element, false); }
}

function eachErrorOfSaslHandshakeResponse(draft: Draft<SaslHandshakeResponse>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}
