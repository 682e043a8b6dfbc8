import { field, type MessageDefinition, message } from "./schema.ts";

export const offsetForLeaderEpochRequest: MessageDefinition = message("request", "OffsetForLeaderEpochRequest", {
  apiKey: 23,
  versions: "2-4",
  flexible: "4+",
  fields: [
    field("ReplicaId", "int32", "3+", "Node id of an asking follower; -1 for consumers, -2 for tools.", { default: -2, ignorable: true }),
    field("Topics", "[]OffsetForLeaderTopic", "0+", "Partitions to ask about.", {
      fields: [
        field("Topic", "string", "0+", "The topic.", { mapKey: true }),
        field("Partitions", "[]OffsetForLeaderPartition", "0+", "What to ask about each partition.", {
          fields: [
            field("Partition", "int32", "0+", "Number of the partition."),
            field("CurrentLeaderEpoch", "int32", "2+", "Leader epoch in the asker's metadata; -1 skips the check.", {
              default: -1,
              ignorable: true,
            }),
            field("LeaderEpoch", "int32", "0+", "The epoch whose end is wanted."),
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
    field("ThrottleTimeMs", "int32", "2+", "How long the client was held back by a quota, in milliseconds; 0 if it was not.", {
      ignorable: true,
    }),
    field("Topics", "[]OffsetForLeaderTopicResult", "0+", "Answers by topic.", {
      fields: [
        field("Topic", "string", "0+", "The topic.", { mapKey: true }),
        field("Partitions", "[]EpochEndOffset", "0+", "Answers by partition.", {
          fields: [
            field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
            field("Partition", "int32", "0+", "Number of the partition."),
            field("LeaderEpoch", "int32", "1+", "Newest epoch in the log that is not beyond the one asked for, or -1.", {
              default: -1,
              ignorable: true,
            }),
            field("EndOffset", "int64", "0+", "First offset after that epoch, or -1.", { default: -1 }),
          ],
        }),
      ],
    }),
  ],
});
