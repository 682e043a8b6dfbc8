import { field, type MessageDefinition, message } from "../schema.ts";

export const offsetCommitKey: MessageDefinition = message("coordinator-key", "OffsetCommitKey", {
  apiKey: 1,
  versions: "0",
  flexible: "none",
  fields: [
    field("group", "string", "0", "The group that committed."),
    field("topic", "string", "0", "The topic."),
    field("partition", "int32", "0", "Number of the partition."),
  ],
});

export const offsetCommitValue: MessageDefinition = message("coordinator-value", "OffsetCommitValue", {
  apiKey: 1,
  versions: "0-4",
  flexible: "4+",
  fields: [
    field("offset", "int64", "0+", "The committed offset."),
    field("leaderEpoch", "int32", "3+", "Leader epoch of the last record consumed, or -1.", { default: -1, ignorable: true }),
    field("metadata", "string", "0+", "Text committed with it."),
    field("commitTimestamp", "int64", "0+", "When it was committed, in milliseconds since 1970."),
    field("expireTimestamp", "int64", "1", "When it is to be forgotten, if the client chose that; -1 for the broker's retention.", {
      default: -1,
      ignorable: true,
    }),
    field("topicId", "uuid", "4+", "Id of the topic at commit time, so that a topic created anew does not inherit the offset.", {
      ignorable: true,
      tag: 0,
      tagged: "4+",
    }),
  ],
});
