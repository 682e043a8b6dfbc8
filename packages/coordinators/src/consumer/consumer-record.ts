import {
  ConsumerGroupCurrentMemberAssignmentKey,
  ConsumerGroupCurrentMemberAssignmentValue,
  ConsumerGroupMemberMetadataKey,
  ConsumerGroupMemberMetadataValue,
  ConsumerGroupMetadataKey,
  ConsumerGroupMetadataValue,
  ConsumerGroupPartitionMetadataKey,
  ConsumerGroupPartitionMetadataValue,
  ConsumerGroupRegularExpressionKey,
  ConsumerGroupRegularExpressionValue,
  ConsumerGroupTargetAssignmentMemberKey,
  ConsumerGroupTargetAssignmentMemberValue,
  ConsumerGroupTargetAssignmentMetadataKey,
  ConsumerGroupTargetAssignmentMetadataValue,
  type MessageCodec,
} from "@millrace/protocol";

/** A record of a consumer group in `__consumer_offsets`, named as Kafka names it. A null value takes away what the key names. */
export type ConsumerRecord =
  | RecordOf<"ConsumerGroupMetadata", ConsumerGroupMetadataKey, ConsumerGroupMetadataValue>
  | RecordOf<"ConsumerGroupPartitionMetadata", ConsumerGroupPartitionMetadataKey, ConsumerGroupPartitionMetadataValue>
  | RecordOf<"ConsumerGroupMemberMetadata", ConsumerGroupMemberMetadataKey, ConsumerGroupMemberMetadataValue>
  | RecordOf<"ConsumerGroupTargetAssignmentMetadata", ConsumerGroupTargetAssignmentMetadataKey, ConsumerGroupTargetAssignmentMetadataValue>
  | RecordOf<"ConsumerGroupTargetAssignmentMember", ConsumerGroupTargetAssignmentMemberKey, ConsumerGroupTargetAssignmentMemberValue>
  | RecordOf<"ConsumerGroupCurrentMemberAssignment", ConsumerGroupCurrentMemberAssignmentKey, ConsumerGroupCurrentMemberAssignmentValue>
  | RecordOf<"ConsumerGroupRegularExpression", ConsumerGroupRegularExpressionKey, ConsumerGroupRegularExpressionValue>;

type RecordOf<Type extends string, Key, Value> = Readonly<Key> & { readonly type: Type; readonly value: Value | null };

/** The codecs of each sort; its number is theirs. */
export const consumerRecordCodecs: {
  readonly [Type in ConsumerRecord["type"]]: {
    readonly key: MessageCodec<Omit<Extract<ConsumerRecord, { type: Type }>, "type" | "value">>;
    readonly value: MessageCodec<NonNullable<Extract<ConsumerRecord, { type: Type }>["value"]>>;
  };
} = {
  ConsumerGroupMetadata: { key: ConsumerGroupMetadataKey, value: ConsumerGroupMetadataValue },
  ConsumerGroupPartitionMetadata: { key: ConsumerGroupPartitionMetadataKey, value: ConsumerGroupPartitionMetadataValue },
  ConsumerGroupMemberMetadata: { key: ConsumerGroupMemberMetadataKey, value: ConsumerGroupMemberMetadataValue },
  ConsumerGroupTargetAssignmentMetadata: {
    key: ConsumerGroupTargetAssignmentMetadataKey,
    value: ConsumerGroupTargetAssignmentMetadataValue,
  },
  ConsumerGroupTargetAssignmentMember: { key: ConsumerGroupTargetAssignmentMemberKey, value: ConsumerGroupTargetAssignmentMemberValue },
  ConsumerGroupCurrentMemberAssignment: { key: ConsumerGroupCurrentMemberAssignmentKey, value: ConsumerGroupCurrentMemberAssignmentValue },
  ConsumerGroupRegularExpression: { key: ConsumerGroupRegularExpressionKey, value: ConsumerGroupRegularExpressionValue },
};

/** The sort that has this number; undefined if it is not one of consumer groups. */
export function consumerRecordType(keyType: number): ConsumerRecord["type"] | undefined {
  return typesByNumber.get(keyType);
}

const typesByNumber = new Map(Object.entries(consumerRecordCodecs).map(([type, { key }]) => [key.apiKey, type as ConsumerRecord["type"]]));
