// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec } from "../../codec.ts";
import { type Reader } from "../../wire/reader.ts";
import { ZERO_UUID } from "../../wire/uuid.ts";
import { type Writer } from "../../wire/writer.ts";

export interface AccessControlEntryRecord {
  /** The ACL's id, by which it is removed. */
  id: string;
  /** Kind of resource: 2 topic, 3 group, 4 cluster, 5 transactional id, 6 delegation token, 7 user. */
  resourceType: number;
  /** Name of the resource, the beginning of names, or `*`. */
  resourceName: string;
  /** What the name stands for: 3 itself, 4 names that begin like it. */
  patternType: number;
  /** Whom it is about, e.g. `User:alice`. */
  principal: string;
  /** Address it holds for; `*` for any. */
  host: string;
  /** What it is about, as a code of an ACL operation. */
  operation: number;
  /** What it does: 2 deny, 3 allow. */
  permissionType: number;
}

export const AccessControlEntryRecord: MessageCodec<AccessControlEntryRecord> = {
  name: "AccessControlEntryRecord",
  apiKey: 18,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeAccessControlEntryRecord,
  encode: encodeAccessControlEntryRecord,
};

function decodeAccessControlEntryRecord(r: Reader, version: number): AccessControlEntryRecord {
  if (version < 0 || version > 0) throw noSuchVersion("AccessControlEntryRecord", version);
  const id = r.uuid();
  const resourceType = r.int8();
  const resourceName = r.string(true);
  const patternType = r.int8();
  const principal = r.string(true);
  const host = r.string(true);
  const operation = r.int8();
  const permissionType = r.int8();
  r.skipTags();
  return { id, resourceType, resourceName, patternType, principal, host, operation, permissionType };
}

function encodeAccessControlEntryRecord(w: Writer, draft: Draft<AccessControlEntryRecord>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("AccessControlEntryRecord", version);
  const { id = ZERO_UUID, resourceType = 0, resourceName = "", patternType = 0, principal = "", host = "", operation = 0, permissionType = 0 } = draft;
  w.uuid(id);
  w.int8(resourceType);
  w.string(resourceName, true);
  w.int8(patternType);
  w.string(principal, true);
  w.string(host, true);
  w.int8(operation);
  w.int8(permissionType);
  w.noTags();
}

export interface RemoveAccessControlEntryRecord {
  /** Id of the ACL that goes. */
  id: string;
}

export const RemoveAccessControlEntryRecord: MessageCodec<RemoveAccessControlEntryRecord> = {
  name: "RemoveAccessControlEntryRecord",
  apiKey: 19,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeRemoveAccessControlEntryRecord,
  encode: encodeRemoveAccessControlEntryRecord,
};

function decodeRemoveAccessControlEntryRecord(r: Reader, version: number): RemoveAccessControlEntryRecord {
  if (version < 0 || version > 0) throw noSuchVersion("RemoveAccessControlEntryRecord", version);
  const id = r.uuid();
  r.skipTags();
  return { id };
}

function encodeRemoveAccessControlEntryRecord(w: Writer, draft: Draft<RemoveAccessControlEntryRecord>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("RemoveAccessControlEntryRecord", version);
  const { id = ZERO_UUID } = draft;
  w.uuid(id);
  w.noTags();
}
