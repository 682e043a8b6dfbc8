// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { type Writer } from "../wire/writer.ts";

export interface DescribeUserScramCredentialsRequest {
  /** Whose credentials to describe; null or empty for everybody's. */
  users: DescribeUserScramCredentialsRequestUserName[] | null;
}

export interface DescribeUserScramCredentialsRequestUserName {
  /** The user's name. */
  name: string;
}

export const DescribeUserScramCredentialsRequest: MessageCodec<DescribeUserScramCredentialsRequest> = {
  name: "DescribeUserScramCredentialsRequest",
  apiKey: 50,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeDescribeUserScramCredentialsRequest,
  encode: encodeDescribeUserScramCredentialsRequest,
};

function decodeDescribeUserScramCredentialsRequestUserName(r: Reader, _version: number): DescribeUserScramCredentialsRequestUserName {
  const name = r.string(true);
  r.skipTags();
  return { name };
}

function encodeDescribeUserScramCredentialsRequestUserName(w: Writer, draft: Draft<DescribeUserScramCredentialsRequestUserName>, _version: number): void {
  const { name = "" } = draft;
  w.string(name, true);
  w.noTags();
}

function decodeDescribeUserScramCredentialsRequest(r: Reader, version: number): DescribeUserScramCredentialsRequest {
  if (version < 0 || version > 0) throw noSuchVersion("DescribeUserScramCredentialsRequest", version);
  let users: DescribeUserScramCredentialsRequestUserName[] | null = [];
  {
    let n = r.nullableArrayLength(true);
    if (n < 0) users = null;
    else {
      const usersElements: DescribeUserScramCredentialsRequestUserName[] = [];
      for (; n > 0; n--) usersElements.push(decodeDescribeUserScramCredentialsRequestUserName(r, version));
      users = usersElements;
    }
  }
  r.skipTags();
  return { users };
}

function encodeDescribeUserScramCredentialsRequest(w: Writer, draft: Draft<DescribeUserScramCredentialsRequest>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("DescribeUserScramCredentialsRequest", version);
  const { users = [] } = draft;
  { w.nullableArrayLength(users, true); if (users !== null) for (const element of users) encodeDescribeUserScramCredentialsRequestUserName(w, element, version); }
  w.noTags();
}

export interface DescribeUserScramCredentialsResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** Outcome of the whole request as a code of the error table; 0 is success. */
  errorCode: number;
  /** Detail for people, beyond what the error code says; null if there is none. */
  errorMessage: string | null;
  /** Credentials by user. */
  results: DescribeUserScramCredentialsResponseDescribeUserScramCredentialsResult[];
}

export interface DescribeUserScramCredentialsResponseDescribeUserScramCredentialsResult {
  /** The user's name. */
  user: string;
  /** Outcome for this user as a code of the error table; 0 is success. */
  errorCode: number;
  /** Detail for people, beyond what the error code says; null if there is none. */
  errorMessage: string | null;
  /** The user's credentials, without what is secret about them. */
  credentialInfos: DescribeUserScramCredentialsResponseCredentialInfo[];
}

export interface DescribeUserScramCredentialsResponseCredentialInfo {
  /** The mechanism: 1 SCRAM-SHA-256, 2 SCRAM-SHA-512. */
  mechanism: number;
  /** How many rounds the password was hashed. */
  iterations: number;
}

export const DescribeUserScramCredentialsResponse: MessageCodec<DescribeUserScramCredentialsResponse> = {
  name: "DescribeUserScramCredentialsResponse",
  apiKey: 50,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeDescribeUserScramCredentialsResponse,
  encode: encodeDescribeUserScramCredentialsResponse,
  eachError: (draft, version, found) => eachErrorOfDescribeUserScramCredentialsResponse(draft, version, found, draft),
};

function decodeDescribeUserScramCredentialsResponseCredentialInfo(r: Reader, _version: number): DescribeUserScramCredentialsResponseCredentialInfo {
  const mechanism = r.int8();
  const iterations = r.int32();
  r.skipTags();
  return { mechanism, iterations };
}

function encodeDescribeUserScramCredentialsResponseCredentialInfo(w: Writer, draft: Draft<DescribeUserScramCredentialsResponseCredentialInfo>, _version: number): void {
  const { mechanism = 0, iterations = 0 } = draft;
  w.int8(mechanism);
  w.int32(iterations);
  w.noTags();
}

function decodeDescribeUserScramCredentialsResponseDescribeUserScramCredentialsResult(r: Reader, version: number): DescribeUserScramCredentialsResponseDescribeUserScramCredentialsResult {
  const user = r.string(true);
  const errorCode = r.int16();
  const errorMessage = r.nullableString(true);
  const credentialInfos: DescribeUserScramCredentialsResponseCredentialInfo[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) credentialInfos.push(decodeDescribeUserScramCredentialsResponseCredentialInfo(r, version));
  r.skipTags();
  return { user, errorCode, errorMessage, credentialInfos };
}

function encodeDescribeUserScramCredentialsResponseDescribeUserScramCredentialsResult(w: Writer, draft: Draft<DescribeUserScramCredentialsResponseDescribeUserScramCredentialsResult>, version: number): void {
  const { user = "", errorCode = 0, errorMessage = "", credentialInfos = [] } = draft;
  w.string(user, true);
  w.int16(errorCode);
  w.nullableString(errorMessage, true);
  { w.arrayLength(credentialInfos, true); for (const element of credentialInfos) encodeDescribeUserScramCredentialsResponseCredentialInfo(w, element, version); }
  w.noTags();
}

function decodeDescribeUserScramCredentialsResponse(r: Reader, version: number): DescribeUserScramCredentialsResponse {
  if (version < 0 || version > 0) throw noSuchVersion("DescribeUserScramCredentialsResponse", version);
  const throttleTimeMs = r.int32();
  const errorCode = r.int16();
  const errorMessage = r.nullableString(true);
  const results: DescribeUserScramCredentialsResponseDescribeUserScramCredentialsResult[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) results.push(decodeDescribeUserScramCredentialsResponseDescribeUserScramCredentialsResult(r, version));
  r.skipTags();
  return { throttleTimeMs, errorCode, errorMessage, results };
}

function encodeDescribeUserScramCredentialsResponse(w: Writer, draft: Draft<DescribeUserScramCredentialsResponse>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("DescribeUserScramCredentialsResponse", version);
  const { throttleTimeMs = 0, errorCode = 0, errorMessage = "", results = [] } = draft;
  w.int32(throttleTimeMs);
  w.int16(errorCode);
  w.nullableString(errorMessage, true);
  { w.arrayLength(results, true); for (const element of results) encodeDescribeUserScramCredentialsResponseDescribeUserScramCredentialsResult(w, element, version); }
  w.noTags();
}

function eachErrorOfDescribeUserScramCredentialsResponseDescribeUserScramCredentialsResult(draft: Draft<DescribeUserScramCredentialsResponseDescribeUserScramCredentialsResult>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}

function eachErrorOfDescribeUserScramCredentialsResponse(draft: Draft<DescribeUserScramCredentialsResponse>, version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
  for (const element of draft.results ?? []) eachErrorOfDescribeUserScramCredentialsResponseDescribeUserScramCredentialsResult(element, version, found, draft);
}
