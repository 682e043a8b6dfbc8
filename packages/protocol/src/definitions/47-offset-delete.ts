import { field, type MessageDefinition, message } from "./schema.ts";

export const offsetDeleteRequest: MessageDefinition = message("request", "OffsetDeleteRequest", {
  apiKey: 47,
  versions: "0",
  flexible: "none",
  fields: [
    field("GroupId", "string", "0+", "The group whose offsets to forget."),
    field("Topics", "[]OffsetDeleteRequestTopic", "0+", "Partitions to forget, by topic.", {
      fields: [
        field("Name", "string", "0+", "The topic.", { mapKey: true }),
        field("Partitions", "[]OffsetDeleteRequestPartition", "0+", "The topic's partitions to forget.", {
          fields: [field("PartitionIndex", "int32", "0+", "Number of the partition.")],
        }),
      ],
    }),
  ],
});

export const offsetDeleteResponse: MessageDefinition = message("response", "OffsetDeleteResponse", {
  apiKey: 47,
  versions: "0",
  flexible: "none",
  fields: [
    field("ErrorCode", "int16", "0+", "Outcome for the group; partitions have their own."),
    field("ThrottleTimeMs", "int32", "0+", "How long the client was held back by a quota, in milliseconds; 0 if it was not.", {
      ignorable: true,
    }),
    field("Topics", "[]OffsetDeleteResponseTopic", "0+", "Outcomes by topic.", {
      fields: [
        field("Name", "string", "0+", "The topic.", { mapKey: true }),
        field("Partitions", "[]OffsetDeleteResponsePartition", "0+", "Outcomes by partition.", {
          fields: [
            field("PartitionIndex", "int32", "0+", "Number of the partition.", { mapKey: true }),
            field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
          ],
        }),
      ],
    }),
  ],
});
