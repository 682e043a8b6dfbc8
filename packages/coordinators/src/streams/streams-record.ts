import {
  type MessageCodec,
  StreamsGroupCurrentMemberAssignmentKey,
  StreamsGroupCurrentMemberAssignmentValue,
  StreamsGroupMemberMetadataKey,
  StreamsGroupMemberMetadataValue,
  StreamsGroupMetadataKey,
  StreamsGroupMetadataValue,
  StreamsGroupTargetAssignmentMemberKey,
  StreamsGroupTargetAssignmentMemberValue,
  StreamsGroupTargetAssignmentMetadataKey,
  StreamsGroupTargetAssignmentMetadataValue,
  StreamsGroupTopologyKey,
  StreamsGroupTopologyValue,
} from "@millrace/protocol";

/** A record of a streams group in `__consumer_offsets`, named as Kafka names it. A null value takes away what the key names. */
export type StreamsRecord =
  | RecordOf<"StreamsGroupMetadata", StreamsGroupMetadataKey, StreamsGroupMetadataValue>
  | RecordOf<"StreamsGroupMemberMetadata", StreamsGroupMemberMetadataKey, StreamsGroupMemberMetadataValue>
  | RecordOf<"StreamsGroupTargetAssignmentMetadata", StreamsGroupTargetAssignmentMetadataKey, StreamsGroupTargetAssignmentMetadataValue>
  | RecordOf<"StreamsGroupTargetAssignmentMember", StreamsGroupTargetAssignmentMemberKey, StreamsGroupTargetAssignmentMemberValue>
  | RecordOf<"StreamsGroupCurrentMemberAssignment", StreamsGroupCurrentMemberAssignmentKey, StreamsGroupCurrentMemberAssignmentValue>
  | RecordOf<"StreamsGroupTopology", StreamsGroupTopologyKey, StreamsGroupTopologyValue>;

type RecordOf<Type extends string, Key, Value> = Readonly<Key> & { readonly type: Type; readonly value: Value | null };

/** The codecs of each sort; its number is theirs. */
export const streamsRecordCodecs: {
  readonly [Type in StreamsRecord["type"]]: {
    readonly key: MessageCodec<Omit<Extract<StreamsRecord, { type: Type }>, "type" | "value">>;
    readonly value: MessageCodec<NonNullable<Extract<StreamsRecord, { type: Type }>["value"]>>;
  };
} = {
  StreamsGroupMetadata: { key: StreamsGroupMetadataKey, value: StreamsGroupMetadataValue },
  StreamsGroupMemberMetadata: { key: StreamsGroupMemberMetadataKey, value: StreamsGroupMemberMetadataValue },
  StreamsGroupTargetAssignmentMetadata: {
    key: StreamsGroupTargetAssignmentMetadataKey,
    value: StreamsGroupTargetAssignmentMetadataValue,
  },
  StreamsGroupTargetAssignmentMember: { key: StreamsGroupTargetAssignmentMemberKey, value: StreamsGroupTargetAssignmentMemberValue },
  StreamsGroupCurrentMemberAssignment: { key: StreamsGroupCurrentMemberAssignmentKey, value: StreamsGroupCurrentMemberAssignmentValue },
  StreamsGroupTopology: { key: StreamsGroupTopologyKey, value: StreamsGroupTopologyValue },
};

/** The sort that has this number; undefined if it is not one of streams groups. */
export function streamsRecordType(keyType: number): StreamsRecord["type"] | undefined {
  return typesByNumber.get(keyType);
}

/** Whether the record is one of a streams group. */
export function isStreamsRecord(record: { readonly type: string }): record is StreamsRecord {
  return Object.hasOwn(streamsRecordCodecs, record.type);
}

const typesByNumber = new Map(Object.entries(streamsRecordCodecs).map(([type, { key }]) => [key.apiKey, type as StreamsRecord["type"]]));
