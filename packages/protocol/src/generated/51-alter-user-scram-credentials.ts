// Generated from the definitions by `npm run generate`; not to be edited.
import { EMPTY_BYTES, noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { type Writer } from "../wire/writer.ts";

export interface AlterUserScramCredentialsRequest {
  /** Credentials to remove. */
  deletions: AlterUserScramCredentialsRequestScramCredentialDeletion[];
  /** Credentials to create or replace. */
  upsertions: AlterUserScramCredentialsRequestScramCredentialUpsertion[];
}

export interface AlterUserScramCredentialsRequestScramCredentialUpsertion {
  /** The user's name. */
  name: string;
  /** The mechanism: 1 SCRAM-SHA-256, 2 SCRAM-SHA-512. */
  mechanism: number;
  /** How many rounds the password was hashed. */
  iterations: number;
  /** The salt that the client drew. */
  salt: Buffer;
  /** The password, salted and hashed as RFC 5802 says. */
  saltedPassword: Buffer;
}

export interface AlterUserScramCredentialsRequestScramCredentialDeletion {
  /** The user's name. */
  name: string;
  /** The mechanism: 1 SCRAM-SHA-256, 2 SCRAM-SHA-512. */
  mechanism: number;
}

export const AlterUserScramCredentialsRequest: MessageCodec<AlterUserScramCredentialsRequest> = {
  name: "AlterUserScramCredentialsRequest",
  apiKey: 51,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeAlterUserScramCredentialsRequest,
  encode: encodeAlterUserScramCredentialsRequest,
};

function decodeAlterUserScramCredentialsRequestScramCredentialDeletion(r: Reader, _version: number): AlterUserScramCredentialsRequestScramCredentialDeletion {
  const name = r.string(true);
  const mechanism = r.int8();
  r.skipTags();
  return { name, mechanism };
}

function encodeAlterUserScramCredentialsRequestScramCredentialDeletion(w: Writer, draft: Draft<AlterUserScramCredentialsRequestScramCredentialDeletion>, _version: number): void {
  const { name = "", mechanism = 0 } = draft;
  w.string(name, true);
  w.int8(mechanism);
  w.noTags();
}

function decodeAlterUserScramCredentialsRequestScramCredentialUpsertion(r: Reader, _version: number): AlterUserScramCredentialsRequestScramCredentialUpsertion {
  const name = r.string(true);
  const mechanism = r.int8();
  const iterations = r.int32();
  const salt = r.bytes(true);
  const saltedPassword = r.bytes(true);
  r.skipTags();
  return { name, mechanism, iterations, salt, saltedPassword };
}

function encodeAlterUserScramCredentialsRequestScramCredentialUpsertion(w: Writer, draft: Draft<AlterUserScramCredentialsRequestScramCredentialUpsertion>, _version: number): void {
  const { name = "", mechanism = 0, iterations = 0, salt = EMPTY_BYTES, saltedPassword = EMPTY_BYTES } = draft;
  w.string(name, true);
  w.int8(mechanism);
  w.int32(iterations);
  w.bytes(salt, true);
  w.bytes(saltedPassword, true);
  w.noTags();
}

function decodeAlterUserScramCredentialsRequest(r: Reader, version: number): AlterUserScramCredentialsRequest {
  if (version < 0 || version > 0) throw noSuchVersion("AlterUserScramCredentialsRequest", version);
  const deletions: AlterUserScramCredentialsRequestScramCredentialDeletion[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) deletions.push(decodeAlterUserScramCredentialsRequestScramCredentialDeletion(r, version));
  const upsertions: AlterUserScramCredentialsRequestScramCredentialUpsertion[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) upsertions.push(decodeAlterUserScramCredentialsRequestScramCredentialUpsertion(r, version));
  r.skipTags();
  return { deletions, upsertions };
}

function encodeAlterUserScramCredentialsRequest(w: Writer, draft: Draft<AlterUserScramCredentialsRequest>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("AlterUserScramCredentialsRequest", version);
  const { deletions = [], upsertions = [] } = draft;
  { w.arrayLength(deletions, true); for (const element of deletions) encodeAlterUserScramCredentialsRequestScramCredentialDeletion(w, element, version); }
  { w.arrayLength(upsertions, true); for (const element of upsertions) encodeAlterUserScramCredentialsRequestScramCredentialUpsertion(w, element, version); }
  w.noTags();
}

export interface AlterUserScramCredentialsResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** What became of each user's changes. */
  results: AlterUserScramCredentialsResponseAlterUserScramCredentialsResult[];
}

export interface AlterUserScramCredentialsResponseAlterUserScramCredentialsResult {
  /** The user's name. */
  user: string;
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** Detail for people, beyond what the error code says; null if there is none. */
  errorMessage: string | null;
}

export const AlterUserScramCredentialsResponse: MessageCodec<AlterUserScramCredentialsResponse> = {
  name: "AlterUserScramCredentialsResponse",
  apiKey: 51,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeAlterUserScramCredentialsResponse,
  encode: encodeAlterUserScramCredentialsResponse,
  eachError: (draft, version, found) => eachErrorOfAlterUserScramCredentialsResponse(draft, version, found, draft),
};

function decodeAlterUserScramCredentialsResponseAlterUserScramCredentialsResult(r: Reader, _version: number): AlterUserScramCredentialsResponseAlterUserScramCredentialsResult {
  const user = r.string(true);
  const errorCode = r.int16();
  const errorMessage = r.nullableString(true);
  r.skipTags();
  return { user, errorCode, errorMessage };
}

function encodeAlterUserScramCredentialsResponseAlterUserScramCredentialsResult(w: Writer, draft: Draft<AlterUserScramCredentialsResponseAlterUserScramCredentialsResult>, _version: number): void {
  const { user = "", errorCode = 0, errorMessage = "" } = draft;
  w.string(user, true);
  w.int16(errorCode);
  w.nullableString(errorMessage, true);
  w.noTags();
}

function decodeAlterUserScramCredentialsResponse(r: Reader, version: number): AlterUserScramCredentialsResponse {
  if (version < 0 || version > 0) throw noSuchVersion("AlterUserScramCredentialsResponse", version);
  const throttleTimeMs = r.int32();
  const results: AlterUserScramCredentialsResponseAlterUserScramCredentialsResult[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) results.push(decodeAlterUserScramCredentialsResponseAlterUserScramCredentialsResult(r, version));
  r.skipTags();
  return { throttleTimeMs, results };
}

function encodeAlterUserScramCredentialsResponse(w: Writer, draft: Draft<AlterUserScramCredentialsResponse>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("AlterUserScramCredentialsResponse", version);
  const { throttleTimeMs = 0, results = [] } = draft;
  w.int32(throttleTimeMs);
  { w.arrayLength(results, true); for (const element of results) encodeAlterUserScramCredentialsResponseAlterUserScramCredentialsResult(w, element, version); }
  w.noTags();
}

function eachErrorOfAlterUserScramCredentialsResponseAlterUserScramCredentialsResult(draft: Draft<AlterUserScramCredentialsResponseAlterUserScramCredentialsResult>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}

function eachErrorOfAlterUserScramCredentialsResponse(draft: Draft<AlterUserScramCredentialsResponse>, version: number, found: OnError, around: object): void {
  for (const element of draft.results ?? []) eachErrorOfAlterUserScramCredentialsResponseAlterUserScramCredentialsResult(element, version, found, draft);
}
