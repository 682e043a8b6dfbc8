import { field, type MessageDefinition, message } from "./schema.ts";

export const deleteTopicsRequest: MessageDefinition = message("request", "DeleteTopicsRequest", {
  apiKey: 20,
  versions: "1-6",
  flexible: "4+",
  fields: [
    field("Topics", "[]DeleteTopicState", "6+", "Topics to delete, each by name or by id.", {
      fields: [
        field("Name", "string", "6+", "The topic's name; null to go by id.", { nullable: "6+", default: null }),
        field("TopicId", "uuid", "6+", "The topic's id; the zero uuid to go by name."),
      ],
    }),
    field("TopicNames", "[]string", "0-5", "Names of the topics to delete, before ids were possible.", { ignorable: true }),
    field("TimeoutMs", "int32", "0+", "How long the deletion may take, in milliseconds."),
  ],
});

export const deleteTopicsResponse: MessageDefinition = message("response", "DeleteTopicsResponse", {
  apiKey: 20,
  versions: "1-6",
  flexible: "4+",
  fields: [
    field("ThrottleTimeMs", "int32", "1+", "How long the client was held back by a quota, in milliseconds; 0 if it was not.", {
      ignorable: true,
    }),
    field("Responses", "[]DeletableTopicResult", "0+", "Outcomes by topic.", {
      fields: [
        field("Name", "string", "0+", "The topic's name; null if it went by an id that is not known or not visible.", {
          nullable: "6+",
          mapKey: true,
        }),
        field("TopicId", "uuid", "6+", "The topic's id, as far as known.", { ignorable: true }),
        field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
        field("ErrorMessage", "string", "5+", "Detail for people, beyond what the error code says; null if there is none.", {
          nullable: "5+",
          default: null,
          ignorable: true,
        }),
      ],
    }),
  ],
});
