import { field, type MessageDefinition, message } from "./schema.ts";

export const describeLogDirsRequest: MessageDefinition = message("request", "DescribeLogDirsRequest", {
  apiKey: 35,
  versions: "1-5",
  flexible: "2+",
  fields: [
    field("Topics", "[]DescribableLogDirTopic", "0+", "Partitions to list; null for all.", {
      nullable: "0+",
      fields: [
        field("Topic", "string", "0+", "The topic.", { mapKey: true }),
        field("Partitions", "[]int32", "0+", "Numbers of the partitions."),
      ],
    }),
  ],
});

export const describeLogDirsResponse: MessageDefinition = message("response", "DescribeLogDirsResponse", {
  apiKey: 35,
  versions: "1-5",
  flexible: "2+",
  fields: [
    field("ThrottleTimeMs", "int32", "0+", "How long the client was held back by a quota, in milliseconds; 0 if it was not."),
    field("ErrorCode", "int16", "3+", "Outcome for the request as a whole; directories have their own.", { ignorable: true }),
    field("Results", "[]DescribeLogDirsResult", "0+", "The broker's log directories.", {
      fields: [
        field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
        field("LogDir", "string", "0+", "Absolute path of the directory."),
        field("Topics", "[]DescribeLogDirsTopic", "0+", "What lies in it, by topic.", {
          fields: [
            field("Name", "string", "0+", "The topic."),
            field("Partitions", "[]DescribeLogDirsPartition", "0+", "What lies in it, by partition.", {
              fields: [
                field("PartitionIndex", "int32", "0+", "Number of the partition."),
                field("PartitionSize", "int64", "0+", "Bytes in all segments of the partition."),
                field(
                  "OffsetLag",
                  "int64",
                  "0+",
                  "How many offsets this replica is behind the high watermark, or a copy in progress behind its original.",
                ),
                field(
                  "IsFutureKey",
                  "bool",
                  "0+",
                  "Whether it is a copy in progress that will take the place of one in another directory.",
                ),
              ],
            }),
          ],
        }),
        field("TotalBytes", "int64", "4+", "Size of the volume in bytes; -1 if not known (KIP-827).", { default: -1, ignorable: true }),
        field("UsableBytes", "int64", "4+", "Bytes on the volume that Kafka may still write; -1 if not known.", {
          default: -1,
          ignorable: true,
        }),
        field("IsCordoned", "bool", "5+", "Whether the directory takes no new partitions.", { default: false, ignorable: true }),
      ],
    }),
  ],
});
