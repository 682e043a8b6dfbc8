import { field, type MessageDefinition, message } from "./schema.ts";

export const offsetDeleteRequest: MessageDefinition = message("request", "OffsetDeleteRequest", {
  apiKey: 47,
  versions: "0",
  flexible: "none",
  fields: [
    field("GroupId", "string", "0+", ""),
    field("Topics", "[]OffsetDeleteRequestTopic", "0+", "", {
      fields: [
        field("Name", "string", "0+", "", { mapKey: true }),
        field("Partitions", "[]OffsetDeleteRequestPartition", "0+", "", { fields: [field("PartitionIndex", "int32", "0+", "")] }),
      ],
    }),
  ],
});

export const offsetDeleteResponse: MessageDefinition = message("response", "OffsetDeleteResponse", {
  apiKey: 47,
  versions: "0",
  flexible: "none",
  fields: [
    field("ErrorCode", "int16", "0+", ""),
    field("ThrottleTimeMs", "int32", "0+", "", { ignorable: true }),
    field("Topics", "[]OffsetDeleteResponseTopic", "0+", "", {
      fields: [
        field("Name", "string", "0+", "", { mapKey: true }),
        field("Partitions", "[]OffsetDeleteResponsePartition", "0+", "", {
          fields: [field("PartitionIndex", "int32", "0+", "", { mapKey: true }), field("ErrorCode", "int16", "0+", "")],
        }),
      ],
    }),
  ],
});
