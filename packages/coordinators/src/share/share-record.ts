import {
  type MessageCodec,
  ShareGroupCurrentMemberAssignmentKey,
  ShareGroupCurrentMemberAssignmentValue,
  ShareGroupMemberMetadataKey,
  ShareGroupMemberMetadataValue,
  ShareGroupMetadataKey,
  ShareGroupMetadataValue,
  ShareGroupStatePartitionMetadataKey,
  ShareGroupStatePartitionMetadataValue,
  ShareGroupTargetAssignmentMemberKey,
  ShareGroupTargetAssignmentMemberValue,
  ShareGroupTargetAssignmentMetadataKey,
  ShareGroupTargetAssignmentMetadataValue,
} from "@millrace/protocol";

/** A record of a share group in `__consumer_offsets`, named as Kafka names it. A null value takes away what the key names. */
export type ShareRecord =
  | RecordOf<"ShareGroupMetadata", ShareGroupMetadataKey, ShareGroupMetadataValue>
  | RecordOf<"ShareGroupMemberMetadata", ShareGroupMemberMetadataKey, ShareGroupMemberMetadataValue>
  | RecordOf<"ShareGroupTargetAssignmentMetadata", ShareGroupTargetAssignmentMetadataKey, ShareGroupTargetAssignmentMetadataValue>
  | RecordOf<"ShareGroupTargetAssignmentMember", ShareGroupTargetAssignmentMemberKey, ShareGroupTargetAssignmentMemberValue>
  | RecordOf<"ShareGroupCurrentMemberAssignment", ShareGroupCurrentMemberAssignmentKey, ShareGroupCurrentMemberAssignmentValue>
  | RecordOf<"ShareGroupStatePartitionMetadata", ShareGroupStatePartitionMetadataKey, ShareGroupStatePartitionMetadataValue>;

type RecordOf<Type extends string, Key, Value> = Readonly<Key> & { readonly type: Type; readonly value: Value | null };

/** The codecs of each sort; its number is theirs. */
export const shareRecordCodecs: {
  readonly [Type in ShareRecord["type"]]: {
    readonly key: MessageCodec<Omit<Extract<ShareRecord, { type: Type }>, "type" | "value">>;
    readonly value: MessageCodec<NonNullable<Extract<ShareRecord, { type: Type }>["value"]>>;
  };
} = {
  ShareGroupMetadata: { key: ShareGroupMetadataKey, value: ShareGroupMetadataValue },
  ShareGroupMemberMetadata: { key: ShareGroupMemberMetadataKey, value: ShareGroupMemberMetadataValue },
  ShareGroupTargetAssignmentMetadata: { key: ShareGroupTargetAssignmentMetadataKey, value: ShareGroupTargetAssignmentMetadataValue },
  ShareGroupTargetAssignmentMember: { key: ShareGroupTargetAssignmentMemberKey, value: ShareGroupTargetAssignmentMemberValue },
  ShareGroupCurrentMemberAssignment: { key: ShareGroupCurrentMemberAssignmentKey, value: ShareGroupCurrentMemberAssignmentValue },
  ShareGroupStatePartitionMetadata: { key: ShareGroupStatePartitionMetadataKey, value: ShareGroupStatePartitionMetadataValue },
};

/** The sort that has this number; undefined if it is not one of share groups. */
export function shareRecordType(keyType: number): ShareRecord["type"] | undefined {
  return typesByNumber.get(keyType);
}

/** Whether the record is one of a share group. */
export function isShareRecord(record: { readonly type: string }): record is ShareRecord {
  return Object.hasOwn(shareRecordCodecs, record.type);
}

const typesByNumber = new Map(Object.entries(shareRecordCodecs).map(([type, { key }]) => [key.apiKey, type as ShareRecord["type"]]));
