// Generated from the definitions by `npm run generate`; not to be edited.
import { EMPTY_BYTES, fieldNotInVersion, noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { type Writer } from "../wire/writer.ts";

export interface CreateDelegationTokenRequest {
  /** Kind of the principal that the token is to act for; null for the one that asks. */
  ownerPrincipalType: string | null;
  /** Name of the principal that the token is to act for; null for the one that asks. */
  ownerPrincipalName: string | null;
  /** Who else may renew the token. */
  renewers: CreateDelegationTokenRequestCreatableRenewers[];
  /** Time after which the token can't be renewed any more; -1 for the broker's default. */
  maxLifetimeMs: number;
}

export interface CreateDelegationTokenRequestCreatableRenewers {
  /** Kind of principal; only `User` is accepted. */
  principalType: string;
  /** Name of the principal. */
  principalName: string;
}

export const CreateDelegationTokenRequest: MessageCodec<CreateDelegationTokenRequest> = {
  name: "CreateDelegationTokenRequest",
  apiKey: 38,
  minVersion: 1,
  maxVersion: 3,
  flexibleFrom: 2,
  decode: decodeCreateDelegationTokenRequest,
  encode: encodeCreateDelegationTokenRequest,
};

function decodeCreateDelegationTokenRequestCreatableRenewers(r: Reader, version: number): CreateDelegationTokenRequestCreatableRenewers {
  const flexible = version >= 2;
  const principalType = r.string(flexible);
  const principalName = r.string(flexible);
  if (flexible) r.skipTags();
  return { principalType, principalName };
}

function encodeCreateDelegationTokenRequestCreatableRenewers(w: Writer, draft: Draft<CreateDelegationTokenRequestCreatableRenewers>, version: number): void {
  const flexible = version >= 2;
  const { principalType = "", principalName = "" } = draft;
  w.string(principalType, flexible);
  w.string(principalName, flexible);
  if (flexible) w.noTags();
}

function decodeCreateDelegationTokenRequest(r: Reader, version: number): CreateDelegationTokenRequest {
  if (version < 1 || version > 3) throw noSuchVersion("CreateDelegationTokenRequest", version);
  const flexible = version >= 2;
  const ownerPrincipalType = version >= 3 ? r.nullableString(true) : "";
  const ownerPrincipalName = version >= 3 ? r.nullableString(true) : "";
  const renewers: CreateDelegationTokenRequestCreatableRenewers[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) renewers.push(decodeCreateDelegationTokenRequestCreatableRenewers(r, version));
  const maxLifetimeMs = r.int64();
  if (flexible) r.skipTags();
  return { ownerPrincipalType, ownerPrincipalName, renewers, maxLifetimeMs };
}

function encodeCreateDelegationTokenRequest(w: Writer, draft: Draft<CreateDelegationTokenRequest>, version: number): void {
  if (version < 1 || version > 3) throw noSuchVersion("CreateDelegationTokenRequest", version);
  const flexible = version >= 2;
  const { ownerPrincipalType = "", ownerPrincipalName = "", renewers = [], maxLifetimeMs = 0 } = draft;
  if (version >= 3) w.nullableString(ownerPrincipalType, true);
  else if (ownerPrincipalType !== "") throw fieldNotInVersion("CreateDelegationTokenRequest", "ownerPrincipalType", version);
  if (version >= 3) w.nullableString(ownerPrincipalName, true);
  else if (ownerPrincipalName !== "") throw fieldNotInVersion("CreateDelegationTokenRequest", "ownerPrincipalName", version);
  { w.arrayLength(renewers, flexible); for (const element of renewers) encodeCreateDelegationTokenRequestCreatableRenewers(w, element, version); }
  w.int64(maxLifetimeMs);
  if (flexible) w.noTags();
}

export interface CreateDelegationTokenResponse {
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** Kind of the principal that the token acts for. */
  principalType: string;
  /** Name of the principal that the token acts for. */
  principalName: string;
  /** Kind of the principal that asked for the token. */
  tokenRequesterPrincipalType: string;
  /** Name of the principal that asked for the token. */
  tokenRequesterPrincipalName: string;
  /** When the token was made, in milliseconds since 1970. */
  issueTimestampMs: number;
  /** When the token ends unless renewed, in milliseconds since 1970. */
  expiryTimestampMs: number;
  /** When the token ends in any case, in milliseconds since 1970. */
  maxTimestampMs: number;
  /** The token's id, which is its user name in SCRAM. */
  tokenId: string;
  /** The token's secret, which in base64 is its password in SCRAM. */
  hmac: Buffer;
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
}

export const CreateDelegationTokenResponse: MessageCodec<CreateDelegationTokenResponse> = {
  name: "CreateDelegationTokenResponse",
  apiKey: 38,
  minVersion: 1,
  maxVersion: 3,
  flexibleFrom: 2,
  decode: decodeCreateDelegationTokenResponse,
  encode: encodeCreateDelegationTokenResponse,
  eachError: (draft, version, found) => eachErrorOfCreateDelegationTokenResponse(draft, version, found, draft),
};

function decodeCreateDelegationTokenResponse(r: Reader, version: number): CreateDelegationTokenResponse {
  if (version < 1 || version > 3) throw noSuchVersion("CreateDelegationTokenResponse", version);
  const flexible = version >= 2;
  const errorCode = r.int16();
  const principalType = r.string(flexible);
  const principalName = r.string(flexible);
  const tokenRequesterPrincipalType = version >= 3 ? r.string(true) : "";
  const tokenRequesterPrincipalName = version >= 3 ? r.string(true) : "";
  const issueTimestampMs = r.int64();
  const expiryTimestampMs = r.int64();
  const maxTimestampMs = r.int64();
  const tokenId = r.string(flexible);
  const hmac = r.bytes(flexible);
  const throttleTimeMs = r.int32();
  if (flexible) r.skipTags();
  return { errorCode, principalType, principalName, tokenRequesterPrincipalType, tokenRequesterPrincipalName, issueTimestampMs, expiryTimestampMs, maxTimestampMs, tokenId, hmac, throttleTimeMs };
}

function encodeCreateDelegationTokenResponse(w: Writer, draft: Draft<CreateDelegationTokenResponse>, version: number): void {
  if (version < 1 || version > 3) throw noSuchVersion("CreateDelegationTokenResponse", version);
  const flexible = version >= 2;
  const { errorCode = 0, principalType = "", principalName = "", tokenRequesterPrincipalType = "", tokenRequesterPrincipalName = "", issueTimestampMs = 0, expiryTimestampMs = 0, maxTimestampMs = 0, tokenId = "", hmac = EMPTY_BYTES, throttleTimeMs = 0 } = draft;
  w.int16(errorCode);
  w.string(principalType, flexible);
  w.string(principalName, flexible);
  if (version >= 3) w.string(tokenRequesterPrincipalType, true);
  else if (tokenRequesterPrincipalType !== "") throw fieldNotInVersion("CreateDelegationTokenResponse", "tokenRequesterPrincipalType", version);
  if (version >= 3) w.string(tokenRequesterPrincipalName, true);
  else if (tokenRequesterPrincipalName !== "") throw fieldNotInVersion("CreateDelegationTokenResponse", "tokenRequesterPrincipalName", version);
  w.int64(issueTimestampMs);
  w.int64(expiryTimestampMs);
  w.int64(maxTimestampMs);
  w.string(tokenId, flexible);
  w.bytes(hmac, flexible);
  w.int32(throttleTimeMs);
  if (flexible) w.noTags();
}

function eachErrorOfCreateDelegationTokenResponse(draft: Draft<CreateDelegationTokenResponse>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}
