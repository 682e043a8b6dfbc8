import { field, type MessageDefinition, message } from "./schema.ts";

export const offsetForLeaderEpochRequest: MessageDefinition = message("request", "OffsetForLeaderEpochRequest", {
  apiKey: 23,
  versions: "2-4",
  flexible: "4+",
  fields: [
    field("ReplicaId", "int32", "3+", "", { default: -2, ignorable: true }),
    field("Topics", "[]OffsetForLeaderTopic", "0+", "", {
      fields: [
        field("Topic", "string", "0+", "", { mapKey: true }),
        field("Partitions", "[]OffsetForLeaderPartition", "0+", "", {
          fields: [
            field("Partition", "int32", "0+", ""),
            field("CurrentLeaderEpoch", "int32", "2+", "", { default: -1, ignorable: true }),
            field("LeaderEpoch", "int32", "0+", ""),
          ],
        }),
      ],
    }),
  ],
});

export const offsetForLeaderEpochResponse: MessageDefinition = message("response", "OffsetForLeaderEpochResponse", {
  apiKey: 23,
  versions: "2-4",
  flexible: "4+",
  fields: [
    field("ThrottleTimeMs", "int32", "2+", "", { ignorable: true }),
    field("Topics", "[]OffsetForLeaderTopicResult", "0+", "", {
      fields: [
        field("Topic", "string", "0+", "", { mapKey: true }),
        field("Partitions", "[]EpochEndOffset", "0+", "", {
          fields: [
            field("ErrorCode", "int16", "0+", ""),
            field("Partition", "int32", "0+", ""),
            field("LeaderEpoch", "int32", "1+", "", { default: -1, ignorable: true }),
            field("EndOffset", "int64", "0+", "", { default: -1 }),
          ],
        }),
      ],
    }),
  ],
});
