import { field, type MessageDefinition, message } from "./schema.ts";

export const describeTopicPartitionsRequest: MessageDefinition = message("request", "DescribeTopicPartitionsRequest", {
  apiKey: 75,
  versions: "0",
  flexible: "0+",
  fields: [
    field("Topics", "[]TopicRequest", "0+", "", { fields: [field("Name", "string", "0+", "")] }),
    field("ResponsePartitionLimit", "int32", "0+", "", { default: 2000 }),
    field("Cursor", "Cursor", "0+", "", {
      nullable: "0+",
      default: null,
      fields: [field("TopicName", "string", "0+", ""), field("PartitionIndex", "int32", "0+", "")],
    }),
  ],
});

export const describeTopicPartitionsResponse: MessageDefinition = message("response", "DescribeTopicPartitionsResponse", {
  apiKey: 75,
  versions: "0",
  flexible: "0+",
  fields: [
    field("ThrottleTimeMs", "int32", "0+", "", { ignorable: true }),
    field("Topics", "[]DescribeTopicPartitionsResponseTopic", "0+", "", {
      fields: [
        field("ErrorCode", "int16", "0+", ""),
        field("Name", "string", "0+", "", { nullable: "0+", mapKey: true }),
        field("TopicId", "uuid", "0+", "", { ignorable: true }),
        field("IsInternal", "bool", "0+", "", { default: false, ignorable: true }),
        field("Partitions", "[]DescribeTopicPartitionsResponsePartition", "0+", "", {
          fields: [
            field("ErrorCode", "int16", "0+", ""),
            field("PartitionIndex", "int32", "0+", ""),
            field("LeaderId", "int32", "0+", ""),
            field("LeaderEpoch", "int32", "0+", "", { default: -1, ignorable: true }),
            field("ReplicaNodes", "[]int32", "0+", ""),
            field("IsrNodes", "[]int32", "0+", ""),
            field("EligibleLeaderReplicas", "[]int32", "0+", "", { nullable: "0+", default: null }),
            field("LastKnownElr", "[]int32", "0+", "", { nullable: "0+", default: null }),
            field("OfflineReplicas", "[]int32", "0+", "", { ignorable: true }),
          ],
        }),
        field("TopicAuthorizedOperations", "int32", "0+", "", { default: -2147483648 }),
      ],
    }),
    field("NextCursor", "Cursor", "0+", "", {
      nullable: "0+",
      default: null,
      fields: [field("TopicName", "string", "0+", ""), field("PartitionIndex", "int32", "0+", "")],
    }),
  ],
});
