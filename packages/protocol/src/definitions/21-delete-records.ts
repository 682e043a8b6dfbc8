import { field, type MessageDefinition, message } from "./schema.ts";

export const deleteRecordsRequest: MessageDefinition = message("request", "DeleteRecordsRequest", {
  apiKey: 21,
  versions: "0-2",
  flexible: "2+",
  fields: [
    field("Topics", "[]DeleteRecordsTopic", "0+", "", {
      fields: [
        field("Name", "string", "0+", ""),
        field("Partitions", "[]DeleteRecordsPartition", "0+", "", {
          fields: [field("PartitionIndex", "int32", "0+", ""), field("Offset", "int64", "0+", "")],
        }),
      ],
    }),
    field("TimeoutMs", "int32", "0+", ""),
  ],
});

export const deleteRecordsResponse: MessageDefinition = message("response", "DeleteRecordsResponse", {
  apiKey: 21,
  versions: "0-2",
  flexible: "2+",
  fields: [
    field("ThrottleTimeMs", "int32", "0+", ""),
    field("Topics", "[]DeleteRecordsTopicResult", "0+", "", {
      fields: [
        field("Name", "string", "0+", "", { mapKey: true }),
        field("Partitions", "[]DeleteRecordsPartitionResult", "0+", "", {
          fields: [
            field("PartitionIndex", "int32", "0+", "", { mapKey: true }),
            field("LowWatermark", "int64", "0+", ""),
            field("ErrorCode", "int16", "0+", ""),
          ],
        }),
      ],
    }),
  ],
});
