import { field, type MessageDefinition, message } from "./schema.ts";

export const describeLogDirsRequest: MessageDefinition = message("request", "DescribeLogDirsRequest", {
  apiKey: 35,
  versions: "1-5",
  flexible: "2+",
  fields: [
    field("Topics", "[]DescribableLogDirTopic", "0+", "", {
      nullable: "0+",
      fields: [field("Topic", "string", "0+", "", { mapKey: true }), field("Partitions", "[]int32", "0+", "")],
    }),
  ],
});

export const describeLogDirsResponse: MessageDefinition = message("response", "DescribeLogDirsResponse", {
  apiKey: 35,
  versions: "1-5",
  flexible: "2+",
  fields: [
    field("ThrottleTimeMs", "int32", "0+", ""),
    field("ErrorCode", "int16", "3+", "", { ignorable: true }),
    field("Results", "[]DescribeLogDirsResult", "0+", "", {
      fields: [
        field("ErrorCode", "int16", "0+", ""),
        field("LogDir", "string", "0+", ""),
        field("Topics", "[]DescribeLogDirsTopic", "0+", "", {
          fields: [
            field("Name", "string", "0+", ""),
            field("Partitions", "[]DescribeLogDirsPartition", "0+", "", {
              fields: [
                field("PartitionIndex", "int32", "0+", ""),
                field("PartitionSize", "int64", "0+", ""),
                field("OffsetLag", "int64", "0+", ""),
                field("IsFutureKey", "bool", "0+", ""),
              ],
            }),
          ],
        }),
        field("TotalBytes", "int64", "4+", "", { default: -1, ignorable: true }),
        field("UsableBytes", "int64", "4+", "", { default: -1, ignorable: true }),
        field("IsCordoned", "bool", "5+", "", { default: false, ignorable: true }),
      ],
    }),
  ],
});
