import { field, type MessageDefinition, message } from "../schema.ts";

export const legacyOffsetCommitKey: MessageDefinition = message("coordinator-key", "LegacyOffsetCommitKey", {
  apiKey: 0,
  versions: "0",
  flexible: "none",
  fields: [field("group", "string", "0", ""), field("topic", "string", "0", ""), field("partition", "int32", "0", "")],
});

export const legacyOffsetCommitValue: MessageDefinition = message("coordinator-value", "LegacyOffsetCommitValue", {
  apiKey: 0,
  versions: "0",
  flexible: "none",
  fields: [field("offset", "int64", "0", ""), field("metadata", "string", "0", ""), field("commitTimestamp", "int64", "0", "")],
});
