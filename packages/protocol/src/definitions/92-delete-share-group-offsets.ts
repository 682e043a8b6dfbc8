import { field, type MessageDefinition, message } from "./schema.ts";

export const deleteShareGroupOffsetsRequest: MessageDefinition = message("request", "DeleteShareGroupOffsetsRequest", {
  apiKey: 92,
  versions: "0",
  flexible: "0+",
  fields: [
    field("GroupId", "string", "0+", "The share group."),
    field("Topics", "[]DeleteShareGroupOffsetsRequestTopic", "0+", "Topics with partitions.", {
      fields: [field("TopicName", "string", "0+", "The topic's name.")],
    }),
  ],
});

export const deleteShareGroupOffsetsResponse: MessageDefinition = message("response", "DeleteShareGroupOffsetsResponse", {
  apiKey: 92,
  versions: "0",
  flexible: "0+",
  fields: [
    field("ThrottleTimeMs", "int32", "0+", "How long the client was held back by a quota, in milliseconds; 0 if it was not."),
    field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
    field("ErrorMessage", "string", "0+", "What the error is about, or null.", { nullable: "0+", default: null }),
    field("Responses", "[]DeleteShareGroupOffsetsResponseTopic", "0+", "Outcomes by topic.", {
      fields: [
        field("TopicName", "string", "0+", "The topic's name."),
        field("TopicId", "uuid", "0+", "The topic's id."),
        field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
        field("ErrorMessage", "string", "0+", "What the error is about, or null.", { nullable: "0+", default: null }),
      ],
    }),
  ],
});
