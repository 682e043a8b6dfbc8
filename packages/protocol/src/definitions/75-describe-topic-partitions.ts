import { field, type MessageDefinition, message } from "./schema.ts";

export const describeTopicPartitionsRequest: MessageDefinition = message("request", "DescribeTopicPartitionsRequest", {
  apiKey: 75,
  versions: "0",
  flexible: "0+",
  fields: [
    field("Topics", "[]TopicRequest", "0+", "Topics to describe; empty for all.", {
      fields: [field("Name", "string", "0+", "The topic's name.")],
    }),
    field("ResponsePartitionLimit", "int32", "0+", "Most partitions in one answer, below the broker's own limit.", { default: 2000 }),
    field("Cursor", "Cursor", "0+", "Where the last answer stopped; null to start from the beginning.", {
      nullable: "0+",
      default: null,
      fields: [
        field("TopicName", "string", "0+", "First topic to describe; earlier names are skipped."),
        field("PartitionIndex", "int32", "0+", "First of its partitions to describe."),
      ],
    }),
  ],
});

export const describeTopicPartitionsResponse: MessageDefinition = message("response", "DescribeTopicPartitionsResponse", {
  apiKey: 75,
  versions: "0",
  flexible: "0+",
  fields: [
    field("ThrottleTimeMs", "int32", "0+", "How long the client was held back by a quota, in milliseconds; 0 if it was not.", {
      ignorable: true,
    }),
    field("Topics", "[]DescribeTopicPartitionsResponseTopic", "0+", "The topics, sorted by name.", {
      fields: [
        field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
        field("Name", "string", "0+", "The topic's name.", { nullable: "0+", mapKey: true }),
        field("TopicId", "uuid", "0+", "The topic's id.", { ignorable: true }),
        field("IsInternal", "bool", "0+", "Whether it is one of Kafka's own topics.", { default: false, ignorable: true }),
        field("Partitions", "[]DescribeTopicPartitionsResponsePartition", "0+", "The topic's partitions.", {
          fields: [
            field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
            field("PartitionIndex", "int32", "0+", "Number of the partition."),
            field("LeaderId", "int32", "0+", "Node id of the leader, or -1."),
            field("LeaderEpoch", "int32", "0+", "How often leadership has changed; -1 if not known.", { default: -1, ignorable: true }),
            field("ReplicaNodes", "[]int32", "0+", "Node ids of all replicas, the preferred leader first."),
            field("IsrNodes", "[]int32", "0+", "Node ids of the replicas that keep up."),
            field(
              "EligibleLeaderReplicas",
              "[]int32",
              "0+",
              "Node ids that may lead though they left the ISR (KIP-966); null if not known.",
              { nullable: "0+", default: null },
            ),
            field("LastKnownElr", "[]int32", "0+", "Node ids that were eligible before all were lost; null if not known.", {
              nullable: "0+",
              default: null,
            }),
            field("OfflineReplicas", "[]int32", "0+", "Node ids of the replicas that are down.", { ignorable: true }),
          ],
        }),
        field(
          "TopicAuthorizedOperations",
          "int32",
          "0+",
          "Bit set of ACL operations allowed on the topic; the minimum int32 if not known.",
          { default: -2147483648 },
        ),
      ],
    }),
    field("NextCursor", "Cursor", "0+", "Where to go on; null if everything was told.", {
      nullable: "0+",
      default: null,
      fields: [
        field("TopicName", "string", "0+", "First topic of the next answer."),
        field("PartitionIndex", "int32", "0+", "First of its partitions in the next answer."),
      ],
    }),
  ],
});
