// Generated from the definitions by `npm run generate`; not to be edited.
import { EMPTY_BYTES, fieldNotInVersion, noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { type Writer } from "../wire/writer.ts";

export interface DescribeDelegationTokenRequest {
  /** Whose tokens to describe; null for all of them. */
  owners: DescribeDelegationTokenRequestDescribeDelegationTokenOwner[] | null;
}

export interface DescribeDelegationTokenRequestDescribeDelegationTokenOwner {
  /** Kind of principal. */
  principalType: string;
  /** Name of the principal. */
  principalName: string;
}

export const DescribeDelegationTokenRequest: MessageCodec<DescribeDelegationTokenRequest> = {
  name: "DescribeDelegationTokenRequest",
  apiKey: 41,
  minVersion: 1,
  maxVersion: 3,
  flexibleFrom: 2,
  decode: decodeDescribeDelegationTokenRequest,
  encode: encodeDescribeDelegationTokenRequest,
};

function decodeDescribeDelegationTokenRequestDescribeDelegationTokenOwner(r: Reader, version: number): DescribeDelegationTokenRequestDescribeDelegationTokenOwner {
  const flexible = version >= 2;
  const principalType = r.string(flexible);
  const principalName = r.string(flexible);
  if (flexible) r.skipTags();
  return { principalType, principalName };
}

function encodeDescribeDelegationTokenRequestDescribeDelegationTokenOwner(w: Writer, draft: Draft<DescribeDelegationTokenRequestDescribeDelegationTokenOwner>, version: number): void {
  const flexible = version >= 2;
  const { principalType = "", principalName = "" } = draft;
  w.string(principalType, flexible);
  w.string(principalName, flexible);
  if (flexible) w.noTags();
}

function decodeDescribeDelegationTokenRequest(r: Reader, version: number): DescribeDelegationTokenRequest {
  if (version < 1 || version > 3) throw noSuchVersion("DescribeDelegationTokenRequest", version);
  const flexible = version >= 2;
  let owners: DescribeDelegationTokenRequestDescribeDelegationTokenOwner[] | null = [];
  {
    let n = r.nullableArrayLength(flexible);
    if (n < 0) owners = null;
    else {
      const ownersElements: DescribeDelegationTokenRequestDescribeDelegationTokenOwner[] = [];
      for (; n > 0; n--) ownersElements.push(decodeDescribeDelegationTokenRequestDescribeDelegationTokenOwner(r, version));
      owners = ownersElements;
    }
  }
  if (flexible) r.skipTags();
  return { owners };
}

function encodeDescribeDelegationTokenRequest(w: Writer, draft: Draft<DescribeDelegationTokenRequest>, version: number): void {
  if (version < 1 || version > 3) throw noSuchVersion("DescribeDelegationTokenRequest", version);
  const flexible = version >= 2;
  const { owners = [] } = draft;
  { w.nullableArrayLength(owners, flexible); if (owners !== null) for (const element of owners) encodeDescribeDelegationTokenRequestDescribeDelegationTokenOwner(w, element, version); }
  if (flexible) w.noTags();
}

export interface DescribeDelegationTokenResponse {
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** The tokens that the client may see. */
  tokens: DescribeDelegationTokenResponseDescribedDelegationToken[];
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
}

export interface DescribeDelegationTokenResponseDescribedDelegationToken {
  /** Kind of the principal that the token acts for. */
  principalType: string;
  /** Name of the principal that the token acts for. */
  principalName: string;
  /** Kind of the principal that asked for the token. */
  tokenRequesterPrincipalType: string;
  /** Name of the principal that asked for the token. */
  tokenRequesterPrincipalName: string;
  /** When the token was made, in milliseconds since 1970. */
  issueTimestamp: number;
  /** When the token ends unless renewed, in milliseconds since 1970. */
  expiryTimestamp: number;
  /** When the token ends in any case, in milliseconds since 1970. */
  maxTimestamp: number;
  /** The token's id, which is its user name in SCRAM. */
  tokenId: string;
  /** The token's secret. */
  hmac: Buffer;
  /** Who else may renew the token. */
  renewers: DescribeDelegationTokenResponseDescribedDelegationTokenRenewer[];
}

export interface DescribeDelegationTokenResponseDescribedDelegationTokenRenewer {
  /** Kind of principal. */
  principalType: string;
  /** Name of the principal. */
  principalName: string;
}

export const DescribeDelegationTokenResponse: MessageCodec<DescribeDelegationTokenResponse> = {
  name: "DescribeDelegationTokenResponse",
  apiKey: 41,
  minVersion: 1,
  maxVersion: 3,
  flexibleFrom: 2,
  decode: decodeDescribeDelegationTokenResponse,
  encode: encodeDescribeDelegationTokenResponse,
  eachError: (draft, version, found) => eachErrorOfDescribeDelegationTokenResponse(draft, version, found, draft),
};

function decodeDescribeDelegationTokenResponseDescribedDelegationTokenRenewer(r: Reader, version: number): DescribeDelegationTokenResponseDescribedDelegationTokenRenewer {
  const flexible = version >= 2;
  const principalType = r.string(flexible);
  const principalName = r.string(flexible);
  if (flexible) r.skipTags();
  return { principalType, principalName };
}

function encodeDescribeDelegationTokenResponseDescribedDelegationTokenRenewer(w: Writer, draft: Draft<DescribeDelegationTokenResponseDescribedDelegationTokenRenewer>, version: number): void {
  const flexible = version >= 2;
  const { principalType = "", principalName = "" } = draft;
  w.string(principalType, flexible);
  w.string(principalName, flexible);
  if (flexible) w.noTags();
}

function decodeDescribeDelegationTokenResponseDescribedDelegationToken(r: Reader, version: number): DescribeDelegationTokenResponseDescribedDelegationToken {
  const flexible = version >= 2;
  const principalType = r.string(flexible);
  const principalName = r.string(flexible);
  const tokenRequesterPrincipalType = version >= 3 ? r.string(true) : "";
  const tokenRequesterPrincipalName = version >= 3 ? r.string(true) : "";
  const issueTimestamp = r.int64();
  const expiryTimestamp = r.int64();
  const maxTimestamp = r.int64();
  const tokenId = r.string(flexible);
  const hmac = r.bytes(flexible);
  const renewers: DescribeDelegationTokenResponseDescribedDelegationTokenRenewer[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) renewers.push(decodeDescribeDelegationTokenResponseDescribedDelegationTokenRenewer(r, version));
  if (flexible) r.skipTags();
  return { principalType, principalName, tokenRequesterPrincipalType, tokenRequesterPrincipalName, issueTimestamp, expiryTimestamp, maxTimestamp, tokenId, hmac, renewers };
}

function encodeDescribeDelegationTokenResponseDescribedDelegationToken(w: Writer, draft: Draft<DescribeDelegationTokenResponseDescribedDelegationToken>, version: number): void {
  const flexible = version >= 2;
  const { principalType = "", principalName = "", tokenRequesterPrincipalType = "", tokenRequesterPrincipalName = "", issueTimestamp = 0, expiryTimestamp = 0, maxTimestamp = 0, tokenId = "", hmac = EMPTY_BYTES, renewers = [] } = draft;
  w.string(principalType, flexible);
  w.string(principalName, flexible);
  if (version >= 3) w.string(tokenRequesterPrincipalType, true);
  else if (tokenRequesterPrincipalType !== "") throw fieldNotInVersion("DescribeDelegationTokenResponse", "tokenRequesterPrincipalType", version);
  if (version >= 3) w.string(tokenRequesterPrincipalName, true);
  else if (tokenRequesterPrincipalName !== "") throw fieldNotInVersion("DescribeDelegationTokenResponse", "tokenRequesterPrincipalName", version);
  w.int64(issueTimestamp);
  w.int64(expiryTimestamp);
  w.int64(maxTimestamp);
  w.string(tokenId, flexible);
  w.bytes(hmac, flexible);
  { w.arrayLength(renewers, flexible); for (const element of renewers) encodeDescribeDelegationTokenResponseDescribedDelegationTokenRenewer(w, element, version); }
  if (flexible) w.noTags();
}

function decodeDescribeDelegationTokenResponse(r: Reader, version: number): DescribeDelegationTokenResponse {
  if (version < 1 || version > 3) throw noSuchVersion("DescribeDelegationTokenResponse", version);
  const flexible = version >= 2;
  const errorCode = r.int16();
  const tokens: DescribeDelegationTokenResponseDescribedDelegationToken[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) tokens.push(decodeDescribeDelegationTokenResponseDescribedDelegationToken(r, version));
  const throttleTimeMs = r.int32();
  if (flexible) r.skipTags();
  return { errorCode, tokens, throttleTimeMs };
}

function encodeDescribeDelegationTokenResponse(w: Writer, draft: Draft<DescribeDelegationTokenResponse>, version: number): void {
  if (version < 1 || version > 3) throw noSuchVersion("DescribeDelegationTokenResponse", version);
  const flexible = version >= 2;
  const { errorCode = 0, tokens = [], throttleTimeMs = 0 } = draft;
  w.int16(errorCode);
  { w.arrayLength(tokens, flexible); for (const element of tokens) encodeDescribeDelegationTokenResponseDescribedDelegationToken(w, element, version); }
  w.int32(throttleTimeMs);
  if (flexible) w.noTags();
}

function eachErrorOfDescribeDelegationTokenResponse(draft: Draft<DescribeDelegationTokenResponse>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}
