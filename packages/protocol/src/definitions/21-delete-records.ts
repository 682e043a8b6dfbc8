import { field, type MessageDefinition, message } from "./schema.ts";

export const deleteRecordsRequest: MessageDefinition = message("request", "DeleteRecordsRequest", {
  apiKey: 21,
  versions: "0-2",
  flexible: "2+",
  fields: [
    field("Topics", "[]DeleteRecordsTopic", "0+", "Partitions to cut, by topic.", {
      fields: [
        field("Name", "string", "0+", "The topic."),
        field("Partitions", "[]DeleteRecordsPartition", "0+", "How far to cut each partition.", {
          fields: [
            field("PartitionIndex", "int32", "0+", "Number of the partition."),
            field("Offset", "int64", "0+", "First offset to keep; -1 stands for the high watermark."),
          ],
        }),
      ],
    }),
    field("TimeoutMs", "int32", "0+", "How long all replicas may take, in milliseconds."),
  ],
});

export const deleteRecordsResponse: MessageDefinition = message("response", "DeleteRecordsResponse", {
  apiKey: 21,
  versions: "0-2",
  flexible: "2+",
  fields: [
    field("ThrottleTimeMs", "int32", "0+", "How long the client was held back by a quota, in milliseconds; 0 if it was not."),
    field("Topics", "[]DeleteRecordsTopicResult", "0+", "Outcomes by topic.", {
      fields: [
        field("Name", "string", "0+", "The topic.", { mapKey: true }),
        field("Partitions", "[]DeleteRecordsPartitionResult", "0+", "Outcomes by partition.", {
          fields: [
            field("PartitionIndex", "int32", "0+", "Number of the partition.", { mapKey: true }),
            field("LowWatermark", "int64", "0+", "Where the partition begins now, or -1 on errors."),
            field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
          ],
        }),
      ],
    }),
  ],
});
