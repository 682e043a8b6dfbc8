import {
  Reader,
  type ShareSnapshotValue as ShareSnapshot,
  ShareSnapshotKey,
  ShareSnapshotValue,
  type ShareUpdateValue as ShareUpdate,
  ShareUpdateKey,
  ShareUpdateValue,
} from "@millrace/protocol";
import type { EncodedRecord, RecordFormat } from "../coordinator.ts";
import { prefixed, versioned } from "../record-prefix.ts";
import type { SharePartitionKey } from "./share-partition-key.ts";

/** A record of `__share_group_state`: all of a share partition's state (null takes it away), or what has changed of it since. */
export type ShareStateRecord =
  | { readonly type: "ShareSnapshot"; readonly key: SharePartitionKey; readonly value: ShareSnapshot | null }
  | { readonly type: "ShareUpdate"; readonly key: SharePartitionKey; readonly value: ShareUpdate };

const keyTypes = { snapshot: 0, update: 1 } as const;
const version = 0;

/** The records of `__share_group_state`. */
export const shareStateRecordFormat: RecordFormat<ShareStateRecord> = { encode, decode };

function encode(record: ShareStateRecord): EncodedRecord {
  if (record.type === "ShareUpdate") {
    return {
      key: prefixed(keyTypes.update, ShareUpdateKey, record.key, version),
      value: prefixed(version, ShareUpdateValue, record.value, version),
    };
  }
  return {
    key: prefixed(keyTypes.snapshot, ShareSnapshotKey, record.key, version),
    value: record.value && prefixed(version, ShareSnapshotValue, record.value, version),
  };
}

/** Undefined for unknown sorts of records. Throws for malformed ones. */
function decode(key: Buffer, value: Buffer | null): ShareStateRecord | undefined {
  const reader = new Reader(key);
  const keyType = reader.int16();
  if (keyType === keyTypes.snapshot) {
    return { type: "ShareSnapshot", key: ShareSnapshotKey.decode(reader, version), value: versioned(ShareSnapshotValue, value) };
  }
  if (keyType !== keyTypes.update) return undefined;
  const update = versioned(ShareUpdateValue, value);
  return update === null ? undefined : { type: "ShareUpdate", key: ShareUpdateKey.decode(reader, version), value: update };
}
