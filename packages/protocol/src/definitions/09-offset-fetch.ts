import { field, type MessageDefinition, message } from "./schema.ts";

export const offsetFetchRequest: MessageDefinition = message("request", "OffsetFetchRequest", {
  apiKey: 9,
  versions: "1-10",
  flexible: "6+",
  fields: [
    field("GroupId", "string", "0-7", "The group, while one request asks for one group."),
    field("Topics", "[]OffsetFetchRequestTopic", "0-7", "Partitions to look up; null for all that have a committed offset.", {
      nullable: "2-7",
      fields: [field("Name", "string", "0-7", "The topic."), field("PartitionIndexes", "[]int32", "0-7", "Numbers of the partitions.")],
    }),
    field("Groups", "[]OffsetFetchRequestGroup", "8+", "Groups to look up, several in one request (KIP-709).", {
      fields: [
        field("GroupId", "string", "8+", "The group."),
        field("MemberId", "string", "9+", "The asking member of a consumer-protocol group, or null.", {
          nullable: "9+",
          default: null,
          ignorable: true,
        }),
        field("MemberEpoch", "int32", "9+", "That member's epoch; -1 if none is given.", { default: -1, ignorable: true }),
        field("Topics", "[]OffsetFetchRequestTopics", "8+", "Partitions to look up; null for all that have a committed offset.", {
          nullable: "8+",
          fields: [
            field("Name", "string", "8-9", "The topic, while versions still go by name.", { ignorable: true }),
            field("TopicId", "uuid", "10+", "The topic, since names gave way to ids.", { ignorable: true }),
            field("PartitionIndexes", "[]int32", "8+", "Numbers of the partitions."),
          ],
        }),
      ],
    }),
    field("RequireStable", "bool", "7+", "Whether offsets inside open transactions are to be reported as unstable (KIP-447).", {
      default: false,
    }),
  ],
});

export const offsetFetchResponse: MessageDefinition = message("response", "OffsetFetchResponse", {
  apiKey: 9,
  versions: "1-10",
  flexible: "6+",
  fields: [
    field("ThrottleTimeMs", "int32", "3+", "How long the client was held back by a quota, in milliseconds; 0 if it was not.", {
      ignorable: true,
    }),
    field("Topics", "[]OffsetFetchResponseTopic", "0-7", "Committed offsets by topic, for the one group asked for.", {
      fields: [
        field("Name", "string", "0-7", "The topic."),
        field("Partitions", "[]OffsetFetchResponsePartition", "0-7", "Committed offsets by partition.", {
          fields: [
            field("PartitionIndex", "int32", "0-7", "Number of the partition."),
            field("CommittedOffset", "int64", "0-7", "The committed offset; -1 if there is none."),
            field("CommittedLeaderEpoch", "int32", "5-7", "Leader epoch committed with it, or -1.", { default: -1, ignorable: true }),
            field("Metadata", "string", "0-7", "Text committed with it; empty if there is none.", { nullable: "0-7" }),
            field("ErrorCode", "int16", "0-7", "Outcome as a code of the error table; 0 is success."),
          ],
        }),
      ],
    }),
    field("ErrorCode", "int16", "2-7", "Outcome for the group; partitions have their own.", { default: 0, ignorable: true }),
    field("Groups", "[]OffsetFetchResponseGroup", "8+", "Committed offsets by group.", {
      fields: [
        field("GroupId", "string", "8+", "The group."),
        field("Topics", "[]OffsetFetchResponseTopics", "8+", "Committed offsets by topic.", {
          fields: [
            field("Name", "string", "8-9", "The topic's name, as the request gave it.", { ignorable: true }),
            field("TopicId", "uuid", "10+", "The topic's id, as the request gave it.", { ignorable: true }),
            field("Partitions", "[]OffsetFetchResponsePartitions", "8+", "Committed offsets by partition.", {
              fields: [
                field("PartitionIndex", "int32", "8+", "Number of the partition."),
                field("CommittedOffset", "int64", "8+", "The committed offset; -1 if there is none."),
                field("CommittedLeaderEpoch", "int32", "8+", "Leader epoch committed with it, or -1.", { default: -1, ignorable: true }),
                field("Metadata", "string", "8+", "Text committed with it; empty if there is none.", { nullable: "8+" }),
                field("ErrorCode", "int16", "8+", "Outcome as a code of the error table; 0 is success."),
              ],
            }),
          ],
        }),
        field("ErrorCode", "int16", "8+", "Outcome for this group; partitions have their own.", { default: 0 }),
      ],
    }),
  ],
});
