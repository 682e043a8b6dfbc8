import { field, type MessageDefinition, message } from "../schema.ts";

export const topicRecord: MessageDefinition = message("metadata", "TopicRecord", {
  apiKey: 2,
  versions: "0",
  flexible: "0+",
  fields: [field("Name", "string", "0+", "Name of the topic that comes into being."), field("TopicId", "uuid", "0+", "Its id, for good.")],
});
