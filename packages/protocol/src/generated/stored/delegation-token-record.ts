// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec } from "../../codec.ts";
import { type Reader } from "../../wire/reader.ts";
import { type Writer } from "../../wire/writer.ts";

export interface DelegationTokenRecord {
  /** The principal that the token acts for, e.g. `User:alice`. */
  owner: string;
  /** The principal that asked for the token. */
  requester: string;
  /** Principals that may renew the token besides its owner. */
  renewers: string[];
  /** When the token was made, in milliseconds since 1970. */
  issueTimestamp: number;
  /** When the token ends in any case, in milliseconds since 1970. */
  maxTimestamp: number;
  /** When the token ends unless renewed, in milliseconds since 1970. */
  expirationTimestamp: number;
  /** The token's id; its secret is worked out from it and the broker's key. */
  tokenId: string;
}

export const DelegationTokenRecord: MessageCodec<DelegationTokenRecord> = {
  name: "DelegationTokenRecord",
  apiKey: 10,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeDelegationTokenRecord,
  encode: encodeDelegationTokenRecord,
};

function decodeDelegationTokenRecord(r: Reader, version: number): DelegationTokenRecord {
  if (version < 0 || version > 0) throw noSuchVersion("DelegationTokenRecord", version);
  const owner = r.string(true);
  const requester = r.string(true);
  const renewers: string[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) renewers.push(r.string(true));
  const issueTimestamp = r.int64();
  const maxTimestamp = r.int64();
  const expirationTimestamp = r.int64();
  const tokenId = r.string(true);
  r.skipTags();
  return { owner, requester, renewers, issueTimestamp, maxTimestamp, expirationTimestamp, tokenId };
}

function encodeDelegationTokenRecord(w: Writer, draft: Draft<DelegationTokenRecord>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("DelegationTokenRecord", version);
  const { owner = "", requester = "", renewers = [], issueTimestamp = 0, maxTimestamp = 0, expirationTimestamp = 0, tokenId = "" } = draft;
  w.string(owner, true);
  w.string(requester, true);
  { w.arrayLength(renewers, true); for (const element of renewers) w.string(element, true); }
  w.int64(issueTimestamp);
  w.int64(maxTimestamp);
  w.int64(expirationTimestamp);
  w.string(tokenId, true);
  w.noTags();
}

export interface RemoveDelegationTokenRecord {
  /** Id of the token that goes. */
  tokenId: string;
}

export const RemoveDelegationTokenRecord: MessageCodec<RemoveDelegationTokenRecord> = {
  name: "RemoveDelegationTokenRecord",
  apiKey: 26,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeRemoveDelegationTokenRecord,
  encode: encodeRemoveDelegationTokenRecord,
};

function decodeRemoveDelegationTokenRecord(r: Reader, version: number): RemoveDelegationTokenRecord {
  if (version < 0 || version > 0) throw noSuchVersion("RemoveDelegationTokenRecord", version);
  const tokenId = r.string(true);
  r.skipTags();
  return { tokenId };
}

function encodeRemoveDelegationTokenRecord(w: Writer, draft: Draft<RemoveDelegationTokenRecord>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("RemoveDelegationTokenRecord", version);
  const { tokenId = "" } = draft;
  w.string(tokenId, true);
  w.noTags();
}
