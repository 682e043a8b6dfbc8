import { field, type MessageDefinition, message } from "./schema.ts";

export const offsetCommitRequest: MessageDefinition = message("request", "OffsetCommitRequest", {
  apiKey: 8,
  versions: "2-10",
  flexible: "8+",
  fields: [
    field("GroupId", "string", "0+", "The group that commits."),
    field(
      "GenerationIdOrMemberEpoch",
      "int32",
      "1+",
      "Generation of a classic member or epoch of a consumer-protocol member; -1 outside any membership.",
      { default: -1, ignorable: true },
    ),
    field("MemberId", "string", "1+", "The committing member; empty outside any membership.", { ignorable: true }),
    field("GroupInstanceId", "string", "7+", "The member's `group.instance.id` if it is a static member (KIP-345), else null.", {
      nullable: "7+",
      default: null,
    }),
    field(
      "RetentionTimeMs",
      "int64",
      "2-4",
      "How long to keep the offsets, in milliseconds; -1 leaves it to `offsets.retention.minutes`.",
      { default: -1, ignorable: true },
    ),
    field("Topics", "[]OffsetCommitRequestTopic", "0+", "What to commit, by topic.", {
      fields: [
        field("Name", "string", "0-9", "The topic, while versions still go by name.", { ignorable: true }),
        field("TopicId", "uuid", "10+", "The topic, since names gave way to ids.", { ignorable: true }),
        field("Partitions", "[]OffsetCommitRequestPartition", "0+", "What to commit, by partition.", {
          fields: [
            field("PartitionIndex", "int32", "0+", "Number of the partition."),
            field("CommittedOffset", "int64", "0+", "Offset of the next record that the group wants to see."),
            field("CommittedLeaderEpoch", "int32", "6+", "Leader epoch of the last record consumed, or -1.", {
              default: -1,
              ignorable: true,
            }),
            field("CommittedMetadata", "string", "0+", "Free text kept with the offset, at most `offset.metadata.max.bytes`.", {
              nullable: "0+",
            }),
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
    field("ThrottleTimeMs", "int32", "3+", "How long the client was held back by a quota, in milliseconds; 0 if it was not.", {
      ignorable: true,
    }),
    field("Topics", "[]OffsetCommitResponseTopic", "0+", "Outcomes by topic.", {
      fields: [
        field("Name", "string", "0-9", "The topic's name, as the request gave it.", { ignorable: true }),
        field("TopicId", "uuid", "10+", "The topic's id, as the request gave it.", { ignorable: true }),
        field("Partitions", "[]OffsetCommitResponsePartition", "0+", "Outcomes by partition.", {
          fields: [
            field("PartitionIndex", "int32", "0+", "Number of the partition."),
            field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
          ],
        }),
      ],
    }),
  ],
});
