import { field, type MessageDefinition, message } from "./schema.ts";

export const offsetCommitRequest: MessageDefinition = message("request", "OffsetCommitRequest", {
  apiKey: 8,
  versions: "2-10",
  flexible: "8+",
  fields: [
    field("GroupId", "string", "0+", ""),
    field("GenerationIdOrMemberEpoch", "int32", "1+", "", { default: -1, ignorable: true }),
    field("MemberId", "string", "1+", "", { ignorable: true }),
    field("GroupInstanceId", "string", "7+", "", { nullable: "7+", default: null }),
    field("RetentionTimeMs", "int64", "2-4", "", { default: -1, ignorable: true }),
    field("Topics", "[]OffsetCommitRequestTopic", "0+", "", {
      fields: [
        field("Name", "string", "0-9", "", { ignorable: true }),
        field("TopicId", "uuid", "10+", "", { ignorable: true }),
        field("Partitions", "[]OffsetCommitRequestPartition", "0+", "", {
          fields: [
            field("PartitionIndex", "int32", "0+", ""),
            field("CommittedOffset", "int64", "0+", ""),
            field("CommittedLeaderEpoch", "int32", "6+", "", { default: -1, ignorable: true }),
            field("CommittedMetadata", "string", "0+", "", { nullable: "0+" }),
          ],
        }),
      ],
    }),
  ],
});

export const offsetCommitResponse: MessageDefinition = message("response", "OffsetCommitResponse", {
  apiKey: 8,
  versions: "2-10",
  flexible: "8+",
  fields: [
    field("ThrottleTimeMs", "int32", "3+", "", { ignorable: true }),
    field("Topics", "[]OffsetCommitResponseTopic", "0+", "", {
      fields: [
        field("Name", "string", "0-9", "", { ignorable: true }),
        field("TopicId", "uuid", "10+", "", { ignorable: true }),
        field("Partitions", "[]OffsetCommitResponsePartition", "0+", "", {
          fields: [field("PartitionIndex", "int32", "0+", ""), field("ErrorCode", "int16", "0+", "")],
        }),
      ],
    }),
  ],
});
