import { AccessControlEntryRecord, RemoveAccessControlEntryRecord } from "@millrace/protocol";
import type { Acl } from "@millrace/security";
import { type MetadataRecord, metadataRecord } from "./metadata-records.ts";

export function aclRecord(id: string, acl: Acl): MetadataRecord {
  return metadataRecord(AccessControlEntryRecord, { id, ...acl });
}

export function removedAclRecord(id: string): MetadataRecord {
  return metadataRecord(RemoveAccessControlEntryRecord, { id });
}
