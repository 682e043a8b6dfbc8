import { field, type MessageDefinition, message, struct } from "../schema.ts";

export const shareGroupMetadataKey: MessageDefinition = message("coordinator-key", "ShareGroupMetadataKey", {
  apiKey: 11,
  versions: "0",
  flexible: "none",
  fields: [field("GroupId", "string", "0", "The share group.")],
});

export const shareGroupMetadataValue: MessageDefinition = message("coordinator-value", "ShareGroupMetadataValue", {
  apiKey: 11,
  versions: "0",
  flexible: "0+",
  fields: [
    field("Epoch", "int32", "0+", "The group epoch, which grows with each change of members, subscriptions or topics."),
    field("MetadataHash", "int64", "0+", "Hash of the subscribed topics as they were at that epoch (KIP-1101)."),
  ],
});

export const shareGroupMemberMetadataKey: MessageDefinition = message("coordinator-key", "ShareGroupMemberMetadataKey", {
  apiKey: 10,
  versions: "0",
  flexible: "none",
  fields: [
    field("GroupId", "string", "0", "The share group."),
    field("MemberId", "string", "0", "The member's id, which the consumer makes itself."),
  ],
});

export const shareGroupMemberMetadataValue: MessageDefinition = message("coordinator-value", "ShareGroupMemberMetadataValue", {
  apiKey: 10,
  versions: "0",
  flexible: "0+",
  fields: [
    field("RackId", "string", "0+", "The member's `client.rack`, or null.", { nullable: "0+" }),
    field("ClientId", "string", "0+", "The member's `client.id`."),
    field("ClientHost", "string", "0+", "Address of the member, with a leading slash."),
    field("SubscribedTopicNames", "[]string", "0+", "Topics that the member wants to read."),
  ],
});

export const shareGroupTargetAssignmentMetadataKey: MessageDefinition = message(
  "coordinator-key",
  "ShareGroupTargetAssignmentMetadataKey",
  {
    apiKey: 12,
    versions: "0",
    flexible: "none",
    fields: [field("GroupId", "string", "0", "The share group.")],
  },
);

export const shareGroupTargetAssignmentMetadataValue: MessageDefinition = message(
  "coordinator-value",
  "ShareGroupTargetAssignmentMetadataValue",
  {
    apiKey: 12,
    versions: "0",
    flexible: "0+",
    fields: [
      field("AssignmentEpoch", "int32", "0+", "The group epoch that the assignment was made for."),
      field("AssignmentTimestamp", "int64", "0+", "When it was made, in milliseconds since 1970 (KIP-1263).", {
        default: 0,
        ignorable: true,
        tag: 0,
        tagged: "0+",
      }),
    ],
  },
);

export const shareGroupTargetAssignmentMemberKey: MessageDefinition = message("coordinator-key", "ShareGroupTargetAssignmentMemberKey", {
  apiKey: 13,
  versions: "0",
  flexible: "none",
  fields: [
    field("GroupId", "string", "0", "The share group."),
    field("MemberId", "string", "0", "The member's id, which the consumer makes itself."),
  ],
});

export const shareGroupTargetAssignmentMemberValue: MessageDefinition = message(
  "coordinator-value",
  "ShareGroupTargetAssignmentMemberValue",
  {
    apiKey: 13,
    versions: "0",
    flexible: "0+",
    fields: [
      field("TopicPartitions", "[]TopicPartition", "0+", "The partitions, by topic.", {
        fields: [field("TopicId", "uuid", "0+", "The topic's id."), field("Partitions", "[]int32", "0+", "Numbers of the partitions.")],
      }),
    ],
  },
);

export const shareGroupCurrentMemberAssignmentKey: MessageDefinition = message("coordinator-key", "ShareGroupCurrentMemberAssignmentKey", {
  apiKey: 14,
  versions: "0",
  flexible: "none",
  fields: [
    field("GroupId", "string", "0", "The share group."),
    field("MemberId", "string", "0", "The member's id, which the consumer makes itself."),
  ],
});

export const shareGroupCurrentMemberAssignmentValue: MessageDefinition = message(
  "coordinator-value",
  "ShareGroupCurrentMemberAssignmentValue",
  {
    apiKey: 14,
    versions: "0",
    flexible: "0+",
    structs: [
      struct("TopicPartitions", "0+", [
        field("TopicId", "uuid", "0+", "The topic's id."),
        field("Partitions", "[]int32", "0+", "Numbers of the partitions."),
      ]),
    ],
    fields: [
      field("MemberEpoch", "int32", "0+", "The member's epoch."),
      field("PreviousMemberEpoch", "int32", "0+", "The one before, which the member may still send if an answer was lost."),
      field("State", "int8", "0+", "0: share groups know no other state."),
      field("AssignedPartitions", "[]TopicPartitions", "0+", "Partitions that the member reads."),
    ],
  },
);

export const shareGroupStatePartitionMetadataKey: MessageDefinition = message("coordinator-key", "ShareGroupStatePartitionMetadataKey", {
  apiKey: 15,
  versions: "0",
  flexible: "none",
  fields: [field("GroupId", "string", "0", "The share group.")],
});

export const shareGroupStatePartitionMetadataValue: MessageDefinition = message(
  "coordinator-value",
  "ShareGroupStatePartitionMetadataValue",
  {
    apiKey: 15,
    versions: "0",
    flexible: "0+",
    structs: [
      struct("TopicPartitionsInfo", "0+", [
        field("TopicId", "uuid", "0+", "The topic's id."),
        field("TopicName", "string", "0+", "The topic's name."),
        field("Partitions", "[]int32", "0+", "Numbers of the partitions."),
      ]),
      struct("TopicInfo", "0+", [
        field("TopicId", "uuid", "0+", "The topic's id."),
        field("TopicName", "string", "0+", "The topic's name."),
      ]),
    ],
    fields: [
      field("InitializingTopics", "[]TopicPartitionsInfo", "0+", "Partitions whose state is being set up."),
      field("InitializedTopics", "[]TopicPartitionsInfo", "0+", "Partitions whose state is there."),
      field("DeletingTopics", "[]TopicInfo", "0+", "Topics whose state is being deleted."),
    ],
  },
);
