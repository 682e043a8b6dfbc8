import { field, type MessageDefinition, message } from "../schema.ts";

export const legacyOffsetCommitKey: MessageDefinition = message("coordinator-key", "LegacyOffsetCommitKey", {
  apiKey: 0,
  versions: "0",
  flexible: "none",
  fields: [
    field("group", "string", "0", "The group that committed."),
    field("topic", "string", "0", "The topic."),
    field("partition", "int32", "0", "Number of the partition."),
  ],
});

export const legacyOffsetCommitValue: MessageDefinition = message("coordinator-value", "LegacyOffsetCommitValue", {
  apiKey: 0,
  versions: "0",
  flexible: "none",
  fields: [
    field("offset", "int64", "0", "The committed offset."),
    field("metadata", "string", "0", "Text committed with it."),
    field("commitTimestamp", "int64", "0", "When it was committed, in milliseconds since 1970."),
  ],
});
