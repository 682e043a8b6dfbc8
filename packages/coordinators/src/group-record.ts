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
import { type ShareRecord, shareRecordCodecs, shareRecordType } from "./share/share-record.ts";
import { type StreamsRecord, streamsRecordCodecs, streamsRecordType } from "./streams/streams-record.ts";

type ModernRecord = ConsumerRecord | ShareRecord | StreamsRecord;

/** A record of `__consumer_offsets`. A null value takes away what the key names. */
export type GroupRecord =
  | ModernRecord
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
  if (record.type !== "OffsetCommit") return encodeModernRecord(record);
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
      return decodeModernRecord(type, reader, value);
  }
}

/** There is one version of each so far. */
const modernRecordVersion = 0;
const modernRecordCodecs = { ...consumerRecordCodecs, ...shareRecordCodecs, ...streamsRecordCodecs };

function encodeModernRecord(record: ModernRecord): EncodedRecord {
  // A record's key and value are of its type, as the tables have it.
  const { key, value } = modernRecordCodecs[record.type] as { key: MessageCodec<unknown>; value: MessageCodec<unknown> };
  return {
    key: prefixed(key.apiKey, key, record, modernRecordVersion),
    value: record.value && prefixed(modernRecordVersion, value, record.value, modernRecordVersion),
  };
}

function decodeModernRecord(keyType: number, reader: Reader, value: Buffer | null): ModernRecord | undefined {
  const type = consumerRecordType(keyType) ?? shareRecordType(keyType) ?? streamsRecordType(keyType);
  if (type === undefined) return undefined;
  const codecs = modernRecordCodecs[type];
  const decoded = versioned<unknown>(codecs.value, value && Buffer.from(value));
  return { type, ...codecs.key.decode(reader, modernRecordVersion), value: decoded } as ModernRecord;
}

/** The records of `__consumer_offsets`. */
export const groupRecordFormat: RecordFormat<GroupRecord> = { encode: encodeGroupRecord, decode: decodeGroupRecord };
