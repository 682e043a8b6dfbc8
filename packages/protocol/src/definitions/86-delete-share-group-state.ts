import { field, type MessageDefinition, message } from "./schema.ts";

export const deleteShareGroupStateRequest: MessageDefinition = message("request", "DeleteShareGroupStateRequest", {
  apiKey: 86,
  versions: "0",
  flexible: "0+",
  fields: [
    field("GroupId", "string", "0+", "The share group."),
    field("Topics", "[]DeleteStateData", "0+", "Topics with partitions.", {
      fields: [
        field("TopicId", "uuid", "0+", "The topic's id."),
        field("Partitions", "[]PartitionData", "0+", "The topic's partitions.", {
          fields: [field("Partition", "int32", "0+", "Number of the partition.")],
        }),
      ],
    }),
  ],
});

export const deleteShareGroupStateResponse: MessageDefinition = message("response", "DeleteShareGroupStateResponse", {
  apiKey: 86,
  versions: "0",
  flexible: "0+",
  fields: [
    field("Results", "[]DeleteStateResult", "0+", "Outcomes by topic.", {
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
