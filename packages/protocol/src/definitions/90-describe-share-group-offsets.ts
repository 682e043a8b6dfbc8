import { field, type MessageDefinition, message } from "./schema.ts";

export const describeShareGroupOffsetsRequest: MessageDefinition = message("request", "DescribeShareGroupOffsetsRequest", {
  apiKey: 90,
  versions: "0-1",
  flexible: "0+",
  fields: [
    field("Groups", "[]DescribeShareGroupOffsetsRequestGroup", "0+", "Groups to tell the offsets of.", {
      fields: [
        field("GroupId", "string", "0+", "The share group."),
        field("Topics", "[]DescribeShareGroupOffsetsRequestTopic", "0+", "Topics to tell the offsets of; null for all.", {
          nullable: "0+",
          fields: [
            field("TopicName", "string", "0+", "The topic's name."),
            field("Partitions", "[]int32", "0+", "Numbers of the partitions."),
          ],
        }),
      ],
    }),
  ],
});

export const describeShareGroupOffsetsResponse: MessageDefinition = message("response", "DescribeShareGroupOffsetsResponse", {
  apiKey: 90,
  versions: "0-1",
  flexible: "0+",
  fields: [
    field("ThrottleTimeMs", "int32", "0+", "How long the client was held back by a quota, in milliseconds; 0 if it was not."),
    field("Groups", "[]DescribeShareGroupOffsetsResponseGroup", "0+", "One entry for each group.", {
      fields: [
        field("GroupId", "string", "0+", "The share group."),
        field("Topics", "[]DescribeShareGroupOffsetsResponseTopic", "0+", "Topics with partitions.", {
          fields: [
            field("TopicName", "string", "0+", "The topic's name."),
            field("TopicId", "uuid", "0+", "The topic's id."),
            field("Partitions", "[]DescribeShareGroupOffsetsResponsePartition", "0+", "The topic's partitions.", {
              fields: [
                field("PartitionIndex", "int32", "0+", "Number of the partition."),
                field(
                  "StartOffset",
                  "int64",
                  "0+",
                  "First offset that the group has not done with; -1 if it is not known yet, or stays as it was.",
                ),
                field(
                  "LeaderEpoch",
                  "int32",
                  "0+",
                  "Epoch of the partition's leader, or -1: a leader that another has followed is refused.",
                ),
                field("Lag", "int64", "1+", "How many records the group has still to do with, or -1 (KIP-1226).", {
                  default: -1,
                  ignorable: true,
                }),
                field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
                field("ErrorMessage", "string", "0+", "What the error is about, or null.", { nullable: "0+", default: null }),
              ],
            }),
          ],
        }),
        field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
        field("ErrorMessage", "string", "0+", "What the error is about, or null.", { nullable: "0+", default: null }),
      ],
    }),
  ],
});
