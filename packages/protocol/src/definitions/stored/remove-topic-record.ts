import { field, type MessageDefinition, message } from "../schema.ts";

export const removeTopicRecord: MessageDefinition = message("metadata", "RemoveTopicRecord", {
  apiKey: 9,
  versions: "0",
  flexible: "0+",
  fields: [field("TopicId", "uuid", "0+", "The topic that ceases to be, with its partitions and configs.")],
});
