import { field, type MessageDefinition, message } from "./schema.ts";

export const deleteTopicsRequest: MessageDefinition = message("request", "DeleteTopicsRequest", {
  apiKey: 20,
  versions: "1-6",
  flexible: "4+",
  fields: [
    field("Topics", "[]DeleteTopicState", "6+", "", {
      fields: [field("Name", "string", "6+", "", { nullable: "6+", default: null }), field("TopicId", "uuid", "6+", "")],
    }),
    field("TopicNames", "[]string", "0-5", "", { ignorable: true }),
    field("TimeoutMs", "int32", "0+", ""),
  ],
});

export const deleteTopicsResponse: MessageDefinition = message("response", "DeleteTopicsResponse", {
  apiKey: 20,
  versions: "1-6",
  flexible: "4+",
  fields: [
    field("ThrottleTimeMs", "int32", "1+", "", { ignorable: true }),
    field("Responses", "[]DeletableTopicResult", "0+", "", {
      fields: [
        field("Name", "string", "0+", "", { nullable: "6+", mapKey: true }),
        field("TopicId", "uuid", "6+", "", { ignorable: true }),
        field("ErrorCode", "int16", "0+", ""),
        field("ErrorMessage", "string", "5+", "", { nullable: "5+", default: null, ignorable: true }),
      ],
    }),
  ],
});
