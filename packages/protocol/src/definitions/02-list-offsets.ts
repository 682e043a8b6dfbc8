import { field, type MessageDefinition, message } from "./schema.ts";

export const listOffsetsRequest: MessageDefinition = message("request", "ListOffsetsRequest", {
  apiKey: 2,
  versions: "1-11",
  flexible: "6+",
  fields: [
    field("ReplicaId", "int32", "0+", ""),
    field("IsolationLevel", "int8", "2+", ""),
    field("Topics", "[]ListOffsetsTopic", "0+", "", {
      fields: [
        field("Name", "string", "0+", ""),
        field("Partitions", "[]ListOffsetsPartition", "0+", "", {
          fields: [
            field("PartitionIndex", "int32", "0+", ""),
            field("CurrentLeaderEpoch", "int32", "4+", "", { default: -1, ignorable: true }),
            field("Timestamp", "int64", "0+", ""),
          ],
        }),
      ],
    }),
    field("TimeoutMs", "int32", "10+", "", { ignorable: true }),
  ],
});

export const listOffsetsResponse: MessageDefinition = message("response", "ListOffsetsResponse", {
  apiKey: 2,
  versions: "1-11",
  flexible: "6+",
  fields: [
    field("ThrottleTimeMs", "int32", "2+", "", { ignorable: true }),
    field("Topics", "[]ListOffsetsTopicResponse", "0+", "", {
      fields: [
        field("Name", "string", "0+", ""),
        field("Partitions", "[]ListOffsetsPartitionResponse", "0+", "", {
          fields: [
            field("PartitionIndex", "int32", "0+", ""),
            field("ErrorCode", "int16", "0+", ""),
            field("Timestamp", "int64", "1+", "", { default: -1 }),
            field("Offset", "int64", "1+", "", { default: -1 }),
            field("LeaderEpoch", "int32", "4+", "", { default: -1 }),
          ],
        }),
      ],
    }),
  ],
});
