import {
  type GroupMetadataValue as GroupMetadata,
  GroupMetadataKey,
  GroupMetadataValue,
  type MessageCodec,
  type OffsetCommitValue as OffsetCommit,
  OffsetCommitKey,
  OffsetCommitValue,
  Reader,
} from "@millrace/protocol";
import { type ConsumerRecord, consumerRecordCodecs, consumerRecordType } from "./consumer/consumer-record.ts";
import type { EncodedRecord, RecordFormat } from "./coordinator.ts";
import { prefixed, versioned } from "./record-prefix.ts";

/** A record of `__consumer_offsets`. A null value takes away what the key names. */
export type GroupRecord =
  | ConsumerRecord
  | { readonly type: "GroupMetadata"; readonly groupId: string; readonly value: GroupMetadata | null }
  | {
      readonly type: "OffsetCommit";
      readonly groupId: string;
      readonly topic: string;
      readonly partition: number;
      readonly value: OffsetCommit | null;
    };

/** What Apache Kafka 4.3 writes. With its own expiry time, an offset needs the only version that has the field. */
const groupMetadataVersion = 3;
const offsetCommitVersion = (value: OffsetCommit): number => (value.expireTimestamp === -1 ? 4 : 1);

const keyType = { legacyOffsetCommit: 0, offsetCommit: 1, groupMetadata: 2 } as const;

/** Key and value, each behind two bytes: the key's say what sort of record it is, the value's which version. */
function encodeGroupRecord(record: GroupRecord): EncodedRecord {
  if (record.type === "GroupMetadata") {
    return {
      key: prefixed(keyType.groupMetadata, GroupMetadataKey, { group: record.groupId }, 0),
      value: record.value && prefixed(groupMetadataVersion, GroupMetadataValue, record.value, groupMetadataVersion),
    };
  }
  if (record.type !== "OffsetCommit") return encodeConsumerRecord(record);
  const version = record.value === null ? 0 : offsetCommitVersion(record.value);
  return {
    key: prefixed(keyType.offsetCommit, OffsetCommitKey, { group: record.groupId, topic: record.topic, partition: record.partition }, 0),
    value: record.value && prefixed(version, OffsetCommitValue, record.value, version),
  };
}

/** Undefined for unknown sorts of records. Throws for malformed ones. */
function decodeGroupRecord(key: Buffer, value: Buffer | null): GroupRecord | undefined {
  const reader = new Reader(key);
  const type = reader.int16();
  switch (type) {
    case keyType.groupMetadata:
      return {
        type: "GroupMetadata",
        groupId: GroupMetadataKey.decode(reader, 0).group,
        // A group's bytes are kept for long: not as slices of a whole chunk of the log.
        value: versioned(GroupMetadataValue, value && Buffer.from(value)),
      };
    // The oldest sort has the newer one's layout.
    case keyType.legacyOffsetCommit:
    case keyType.offsetCommit: {
      const { group, topic, partition } = OffsetCommitKey.decode(reader, 0);
      return { type: "OffsetCommit", groupId: group, topic, partition, value: versioned(OffsetCommitValue, value) };
    }
    default:
      return decodeConsumerRecord(type, reader, value);
  }
}

/** There is one version of each so far. */
const consumerRecordVersion = 0;

function encodeConsumerRecord(record: ConsumerRecord): EncodedRecord {
  // A record's key and value are of its type, as the table has it.
  const { key, value } = consumerRecordCodecs[record.type] as { key: MessageCodec<unknown>; value: MessageCodec<unknown> };
  return {
    key: prefixed(key.apiKey, key, record, consumerRecordVersion),
    value: record.value && prefixed(consumerRecordVersion, value, record.value, consumerRecordVersion),
  };
}

function decodeConsumerRecord(keyType: number, reader: Reader, value: Buffer | null): ConsumerRecord | undefined {
  const type = consumerRecordType(keyType);
  if (type === undefined) return undefined;
  const codecs = consumerRecordCodecs[type];
  const decoded = versioned<unknown>(codecs.value, value && Buffer.from(value));
  return { type, ...codecs.key.decode(reader, consumerRecordVersion), value: decoded } as ConsumerRecord;
}

/** The records of `__consumer_offsets`. */
export const groupRecordFormat: RecordFormat<GroupRecord> = { encode: encodeGroupRecord, decode: decodeGroupRecord };
