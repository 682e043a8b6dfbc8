import { field, type MessageDefinition, message } from "./schema.ts";

export const offsetFetchRequest: MessageDefinition = message("request", "OffsetFetchRequest", {
  apiKey: 9,
  versions: "1-10",
  flexible: "6+",
  fields: [
    field("GroupId", "string", "0-7", ""),
    field("Topics", "[]OffsetFetchRequestTopic", "0-7", "", {
      nullable: "2-7",
      fields: [field("Name", "string", "0-7", ""), field("PartitionIndexes", "[]int32", "0-7", "")],
    }),
    field("Groups", "[]OffsetFetchRequestGroup", "8+", "", {
      fields: [
        field("GroupId", "string", "8+", ""),
        field("MemberId", "string", "9+", "", { nullable: "9+", default: null, ignorable: true }),
        field("MemberEpoch", "int32", "9+", "", { default: -1, ignorable: true }),
        field("Topics", "[]OffsetFetchRequestTopics", "8+", "", {
          nullable: "8+",
          fields: [
            field("Name", "string", "8-9", "", { ignorable: true }),
            field("TopicId", "uuid", "10+", "", { ignorable: true }),
            field("PartitionIndexes", "[]int32", "8+", ""),
          ],
        }),
      ],
    }),
    field("RequireStable", "bool", "7+", "", { default: false }),
  ],
});

export const offsetFetchResponse: MessageDefinition = message("response", "OffsetFetchResponse", {
  apiKey: 9,
  versions: "1-10",
  flexible: "6+",
  fields: [
    field("ThrottleTimeMs", "int32", "3+", "", { ignorable: true }),
    field("Topics", "[]OffsetFetchResponseTopic", "0-7", "", {
      fields: [
        field("Name", "string", "0-7", ""),
        field("Partitions", "[]OffsetFetchResponsePartition", "0-7", "", {
          fields: [
            field("PartitionIndex", "int32", "0-7", ""),
            field("CommittedOffset", "int64", "0-7", ""),
            field("CommittedLeaderEpoch", "int32", "5-7", "", { default: -1, ignorable: true }),
            field("Metadata", "string", "0-7", "", { nullable: "0-7" }),
            field("ErrorCode", "int16", "0-7", ""),
          ],
        }),
      ],
    }),
    field("ErrorCode", "int16", "2-7", "", { default: 0, ignorable: true }),
    field("Groups", "[]OffsetFetchResponseGroup", "8+", "", {
      fields: [
        field("GroupId", "string", "8+", ""),
        field("Topics", "[]OffsetFetchResponseTopics", "8+", "", {
          fields: [
            field("Name", "string", "8-9", "", { ignorable: true }),
            field("TopicId", "uuid", "10+", "", { ignorable: true }),
            field("Partitions", "[]OffsetFetchResponsePartitions", "8+", "", {
              fields: [
                field("PartitionIndex", "int32", "8+", ""),
                field("CommittedOffset", "int64", "8+", ""),
                field("CommittedLeaderEpoch", "int32", "8+", "", { default: -1, ignorable: true }),
                field("Metadata", "string", "8+", "", { nullable: "8+" }),
                field("ErrorCode", "int16", "8+", ""),
              ],
            }),
          ],
        }),
        field("ErrorCode", "int16", "8+", "", { default: 0 }),
      ],
    }),
  ],
});
