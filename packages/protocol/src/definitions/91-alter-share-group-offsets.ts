import { field, type MessageDefinition, message } from "./schema.ts";

export const alterShareGroupOffsetsRequest: MessageDefinition = message("request", "AlterShareGroupOffsetsRequest", {
  apiKey: 91,
  versions: "0",
  flexible: "0+",
  fields: [
    field("GroupId", "string", "0+", "The share group."),
    field("Topics", "[]AlterShareGroupOffsetsRequestTopic", "0+", "Topics with partitions.", {
      fields: [
        field("TopicName", "string", "0+", "The topic's name.", { mapKey: true }),
        field("Partitions", "[]AlterShareGroupOffsetsRequestPartition", "0+", "The topic's partitions.", {
          fields: [
            field("PartitionIndex", "int32", "0+", "Number of the partition."),
            field("StartOffset", "int64", "0+", "Where the group is to begin."),
          ],
        }),
      ],
    }),
  ],
});

export const alterShareGroupOffsetsResponse: MessageDefinition = message("response", "AlterShareGroupOffsetsResponse", {
  apiKey: 91,
  versions: "0",
  flexible: "0+",
  fields: [
    field("ThrottleTimeMs", "int32", "0+", "How long the client was held back by a quota, in milliseconds; 0 if it was not."),
    field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
    field("ErrorMessage", "string", "0+", "What the error is about, or null.", { nullable: "0+", default: null }),
    field("Responses", "[]AlterShareGroupOffsetsResponseTopic", "0+", "Outcomes by topic.", {
      fields: [
        field("TopicName", "string", "0+", "The topic's name.", { mapKey: true }),
        field("TopicId", "uuid", "0+", "The topic's id."),
        field("Partitions", "[]AlterShareGroupOffsetsResponsePartition", "0+", "The topic's partitions.", {
          fields: [
            field("PartitionIndex", "int32", "0+", "Number of the partition."),
            field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
            field("ErrorMessage", "string", "0+", "What the error is about, or null.", { nullable: "0+", default: null }),
          ],
        }),
      ],
    }),
  ],
});
