import { field, type MessageDefinition, message, struct } from "../schema.ts";

function key(apiKey: number, name: string, ...ids: ReadonlyArray<readonly [name: string, doc: string]>): MessageDefinition {
  const group = field("GroupId", "string", "0", "The consumer group.");
  const fields = [group, ...ids.map(([idName, doc]) => field(idName, "string", "0", doc))];
  return message("coordinator-key", name, { apiKey, versions: "0", flexible: "none", fields });
}

const member = ["MemberId", "The member."] as const;

export const consumerGroupMetadataKey: MessageDefinition = key(3, "ConsumerGroupMetadataKey");

export const consumerGroupMetadataValue: MessageDefinition = message("coordinator-value", "ConsumerGroupMetadataValue", {
  apiKey: 3,
  versions: "0",
  flexible: "0+",
  fields: [
    field("Epoch", "int32", "0+", "The group epoch, which grows with each change of members, subscriptions or topics."),
    field("MetadataHash", "int64", "0+", "Hash of the subscribed topics as they were at that epoch (KIP-1101).", {
      default: 0,
      tag: 0,
      tagged: "0+",
    }),
  ],
});

export const consumerGroupPartitionMetadataKey: MessageDefinition = key(4, "ConsumerGroupPartitionMetadataKey");

export const consumerGroupPartitionMetadataValue: MessageDefinition = message("coordinator-value", "ConsumerGroupPartitionMetadataValue", {
  apiKey: 4,
  versions: "0",
  flexible: "0+",
  fields: [
    field("Topics", "[]TopicMetadata", "0+", "The subscribed topics; brokers from 4.1 on keep a hash instead (KIP-1101).", {
      fields: [
        field("TopicId", "uuid", "0+", "The topic's id."),
        field("TopicName", "string", "0+", "The topic's name."),
        field("NumPartitions", "int32", "0+", "How many partitions it had."),
        field("PartitionMetadata", "[]PartitionMetadata", "0+", "Racks of the partitions; unused since 4.0.", {
          fields: [
            field("Partition", "int32", "0+", "Number of the partition."),
            field("Racks", "[]string", "0+", "Racks of its replicas."),
          ],
        }),
      ],
    }),
  ],
});

export const consumerGroupMemberMetadataKey: MessageDefinition = key(5, "ConsumerGroupMemberMetadataKey", member);

export const consumerGroupMemberMetadataValue: MessageDefinition = message("coordinator-value", "ConsumerGroupMemberMetadataValue", {
  apiKey: 5,
  versions: "0",
  flexible: "0+",
  fields: [
    field("InstanceId", "string", "0+", "The member's `group.instance.id`, or null.", { nullable: "0+" }),
    field("RackId", "string", "0+", "The member's `client.rack`, or null.", { nullable: "0+" }),
    field("ClientId", "string", "0+", "The member's `client.id`."),
    field("ClientHost", "string", "0+", "Address of the member, with a leading slash."),
    field("SubscribedTopicNames", "[]string", "0+", "Topics that the member names, sorted."),
    field("SubscribedTopicRegex", "string", "0+", "The member's expression for topic names.", { nullable: "0+" }),
    field("RebalanceTimeoutMs", "int32", "0+", "How long the member may take to give partitions back.", { default: -1 }),
    field("ServerAssignor", "string", "0+", "The assignor that the member prefers, or null.", { nullable: "0+" }),
    field("ClassicMemberMetadata", "ClassicMemberMetadata", "0+", "Set for members that speak the classic protocol.", {
      nullable: "0+",
      tag: 0,
      tagged: "0+",
      fields: [
        field("SessionTimeoutMs", "int32", "0+", "Silence after which the member counts as dead."),
        field("SupportedProtocols", "[]ClassicProtocol", "0+", "What the member sent with its JoinGroup.", {
          fields: [
            field("Name", "string", "0+", "The assignor's name."),
            field("Metadata", "bytes", "0+", "The member's subscription in that assignor's encoding."),
          ],
        }),
      ],
    }),
  ],
});

export const consumerGroupTargetAssignmentMetadataKey: MessageDefinition = key(6, "ConsumerGroupTargetAssignmentMetadataKey");

export const consumerGroupTargetAssignmentMetadataValue: MessageDefinition = message(
  "coordinator-value",
  "ConsumerGroupTargetAssignmentMetadataValue",
  {
    apiKey: 6,
    versions: "0",
    flexible: "0+",
    fields: [
      field("AssignmentEpoch", "int32", "0+", "The group epoch that the target assignment was made for."),
      field("AssignmentTimestamp", "int64", "0+", "When it was made, in milliseconds since 1970 (KIP-1263).", {
        default: 0,
        ignorable: true,
        tag: 0,
        tagged: "0+",
      }),
    ],
  },
);

export const consumerGroupTargetAssignmentMemberKey: MessageDefinition = key(7, "ConsumerGroupTargetAssignmentMemberKey", member);

export const consumerGroupTargetAssignmentMemberValue: MessageDefinition = message(
  "coordinator-value",
  "ConsumerGroupTargetAssignmentMemberValue",
  {
    apiKey: 7,
    versions: "0",
    flexible: "0+",
    fields: [
      field("TopicPartitions", "[]TopicPartition", "0+", "Partitions that the member is to hold.", {
        fields: [field("TopicId", "uuid", "0+", "The topic's id."), field("Partitions", "[]int32", "0+", "Numbers of the partitions.")],
      }),
    ],
  },
);

export const consumerGroupCurrentMemberAssignmentKey: MessageDefinition = key(8, "ConsumerGroupCurrentMemberAssignmentKey", member);

export const consumerGroupCurrentMemberAssignmentValue: MessageDefinition = message(
  "coordinator-value",
  "ConsumerGroupCurrentMemberAssignmentValue",
  {
    apiKey: 8,
    versions: "0",
    flexible: "0+",
    structs: [
      struct("TopicPartitions", "0+", [
        field("TopicId", "uuid", "0+", "The topic's id."),
        field("Partitions", "[]int32", "0+", "Numbers of the partitions."),
        field("AssignmentEpochs", "[]int32", "0+", "For each partition, the epoch in which the member got it: older commits are refused.", {
          nullable: "0+",
          tag: 0,
          tagged: "0+",
        }),
      ]),
    ],
    fields: [
      field("MemberEpoch", "int32", "0+", "The epoch that the member is at."),
      field("PreviousMemberEpoch", "int32", "0+", "The one before, which the member may still send if an answer was lost."),
      field("State", "int8", "0+", "0 stable, 1 has to give partitions back, 2 waits for partitions of others."),
      field("AssignedPartitions", "[]TopicPartitions", "0+", "Partitions that the member holds."),
      field("PartitionsPendingRevocation", "[]TopicPartitions", "0+", "Partitions that the member has to give back."),
    ],
  },
);

export const consumerGroupRegularExpressionKey: MessageDefinition = key(16, "ConsumerGroupRegularExpressionKey", [
  "RegularExpression",
  "The expression.",
]);

export const consumerGroupRegularExpressionValue: MessageDefinition = message("coordinator-value", "ConsumerGroupRegularExpressionValue", {
  apiKey: 16,
  versions: "0",
  flexible: "0+",
  fields: [
    field("Topics", "[]string", "0+", "Topics that the expression matched."),
    field("Version", "int64", "0+", "Version of the metadata that they were found in."),
    field("Timestamp", "int64", "0+", "When they were looked for, in milliseconds since 1970."),
  ],
});
