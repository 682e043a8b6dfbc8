import { field, type MessageDefinition, message } from "./schema.ts";

export const listOffsetsRequest: MessageDefinition = message("request", "ListOffsetsRequest", {
  apiKey: 2,
  versions: "1-11",
  flexible: "6+",
  fields: [
    field("ReplicaId", "int32", "0+", "Node id of an asking follower; clients send -1."),
    field("IsolationLevel", "int8", "2+", "With 1, “latest” means the last stable offset instead of the high watermark."),
    field("Topics", "[]ListOffsetsTopic", "0+", "Partitions to look into.", {
      fields: [
        field("Name", "string", "0+", "The topic."),
        field("Partitions", "[]ListOffsetsPartition", "0+", "What to look for in each partition.", {
          fields: [
            field("PartitionIndex", "int32", "0+", "Number of the partition."),
            field("CurrentLeaderEpoch", "int32", "4+", "Leader epoch in the client's metadata; -1 skips the check.", {
              default: -1,
              ignorable: true,
            }),
            field(
              "Timestamp",
              "int64",
              "0+",
              "Milliseconds to search from, or a special value: -1 latest, -2 earliest, -3 maximum timestamp, -4 earliest local, -5 latest tiered, -6 earliest not yet uploaded.",
            ),
          ],
        }),
      ],
    }),
    field("TimeoutMs", "int32", "10+", "How long a lookup in tiered storage may take, in milliseconds.", { ignorable: true }),
  ],
});

export const listOffsetsResponse: MessageDefinition = message("response", "ListOffsetsResponse", {
  apiKey: 2,
  versions: "1-11",
  flexible: "6+",
  fields: [
    field("ThrottleTimeMs", "int32", "2+", "How long the client was held back by a quota, in milliseconds; 0 if it was not.", {
      ignorable: true,
    }),
    field("Topics", "[]ListOffsetsTopicResponse", "0+", "What was found, by topic.", {
      fields: [
        field("Name", "string", "0+", "The topic."),
        field("Partitions", "[]ListOffsetsPartitionResponse", "0+", "What was found, by partition.", {
          fields: [
            field("PartitionIndex", "int32", "0+", "Number of the partition."),
            field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
            field("Timestamp", "int64", "1+", "Timestamp of the record found; -1 if there is none or the question was special.", {
              default: -1,
            }),
            field("Offset", "int64", "1+", "The offset found, or -1.", { default: -1 }),
            field("LeaderEpoch", "int32", "4+", "Leader epoch of the record found, or -1.", { default: -1 }),
          ],
        }),
      ],
    }),
  ],
});
