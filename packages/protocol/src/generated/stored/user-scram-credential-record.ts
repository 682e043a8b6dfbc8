// Generated from the definitions by `npm run generate`; not to be edited.
import { EMPTY_BYTES, noSuchVersion, type Draft, type MessageCodec } from "../../codec.ts";
import { type Reader } from "../../wire/reader.ts";
import { type Writer } from "../../wire/writer.ts";

export interface UserScramCredentialRecord {
  /** The user's name. */
  name: string;
  /** The mechanism: 1 SCRAM-SHA-256, 2 SCRAM-SHA-512. */
  mechanism: number;
  /** The salt that the client drew. */
  salt: Buffer;
  /** The key by which the broker knows the client, as RFC 5802 says. */
  storedKey: Buffer;
  /** The key by which the client knows the broker, as RFC 5802 says. */
  serverKey: Buffer;
  /** How many rounds the password was hashed. */
  iterations: number;
}

export const UserScramCredentialRecord: MessageCodec<UserScramCredentialRecord> = {
  name: "UserScramCredentialRecord",
  apiKey: 11,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeUserScramCredentialRecord,
  encode: encodeUserScramCredentialRecord,
};

function decodeUserScramCredentialRecord(r: Reader, version: number): UserScramCredentialRecord {
  if (version < 0 || version > 0) throw noSuchVersion("UserScramCredentialRecord", version);
  const name = r.string(true);
  const mechanism = r.int8();
  const salt = r.bytes(true);
  const storedKey = r.bytes(true);
  const serverKey = r.bytes(true);
  const iterations = r.int32();
  r.skipTags();
  return { name, mechanism, salt, storedKey, serverKey, iterations };
}

function encodeUserScramCredentialRecord(w: Writer, draft: Draft<UserScramCredentialRecord>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("UserScramCredentialRecord", version);
  const { name = "", mechanism = 0, salt = EMPTY_BYTES, storedKey = EMPTY_BYTES, serverKey = EMPTY_BYTES, iterations = 0 } = draft;
  w.string(name, true);
  w.int8(mechanism);
  w.bytes(salt, true);
  w.bytes(storedKey, true);
  w.bytes(serverKey, true);
  w.int32(iterations);
  w.noTags();
}

export interface RemoveUserScramCredentialRecord {
  /** The user's name. */
  name: string;
  /** The mechanism whose credential goes. */
  mechanism: number;
}

export const RemoveUserScramCredentialRecord: MessageCodec<RemoveUserScramCredentialRecord> = {
  name: "RemoveUserScramCredentialRecord",
  apiKey: 22,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeRemoveUserScramCredentialRecord,
  encode: encodeRemoveUserScramCredentialRecord,
};

function decodeRemoveUserScramCredentialRecord(r: Reader, version: number): RemoveUserScramCredentialRecord {
  if (version < 0 || version > 0) throw noSuchVersion("RemoveUserScramCredentialRecord", version);
  const name = r.string(true);
  const mechanism = r.int8();
  r.skipTags();
  return { name, mechanism };
}

function encodeRemoveUserScramCredentialRecord(w: Writer, draft: Draft<RemoveUserScramCredentialRecord>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("RemoveUserScramCredentialRecord", version);
  const { name = "", mechanism = 0 } = draft;
  w.string(name, true);
  w.int8(mechanism);
  w.noTags();
}
