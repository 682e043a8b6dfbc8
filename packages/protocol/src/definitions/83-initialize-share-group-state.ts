import { field, type MessageDefinition, message } from "./schema.ts";

export const initializeShareGroupStateRequest: MessageDefinition = message("request", "InitializeShareGroupStateRequest", {
  apiKey: 83,
  versions: "0",
  flexible: "0+",
  fields: [
    field("GroupId", "string", "0+", "The share group."),
    field("Topics", "[]InitializeStateData", "0+", "Topics with partitions.", {
      fields: [
        field("TopicId", "uuid", "0+", "The topic's id."),
        field("Partitions", "[]PartitionData", "0+", "The topic's partitions.", {
          fields: [
            field("Partition", "int32", "0+", "Number of the partition."),
            field(
              "StateEpoch",
              "int32",
              "0+",
              "Grows each time the group begins anew on the partition: who knows an older one is refused.",
            ),
            field(
              "StartOffset",
              "int64",
              "0+",
              "First offset that the group has not done with; -1 if it is not known yet, or stays as it was.",
            ),
          ],
        }),
      ],
    }),
  ],
});

export const initializeShareGroupStateResponse: MessageDefinition = message("response", "InitializeShareGroupStateResponse", {
  apiKey: 83,
  versions: "0",
  flexible: "0+",
  fields: [
    field("Results", "[]InitializeStateResult", "0+", "Outcomes by topic.", {
      fields: [
        field("TopicId", "uuid", "0+", "The topic's id."),
        field("Partitions", "[]PartitionResult", "0+", "The topic's partitions.", {
          fields: [
            field("Partition", "int32", "0+", "Number of the partition."),
            field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
            field("ErrorMessage", "string", "0+", "What the error is about, or null.", { nullable: "0+", default: null }),
          ],
        }),
      ],
    }),
  ],
});
