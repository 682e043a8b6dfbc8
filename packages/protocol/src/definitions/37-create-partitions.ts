import { field, type MessageDefinition, message } from "./schema.ts";

export const createPartitionsRequest: MessageDefinition = message("request", "CreatePartitionsRequest", {
  apiKey: 37,
  versions: "0-3",
  flexible: "2+",
  fields: [
    field("Topics", "[]CreatePartitionsTopic", "0+", "", {
      fields: [
        field("Name", "string", "0+", "", { mapKey: true }),
        field("Count", "int32", "0+", ""),
        field("Assignments", "[]CreatePartitionsAssignment", "0+", "", {
          nullable: "0+",
          fields: [field("BrokerIds", "[]int32", "0+", "")],
        }),
      ],
    }),
    field("TimeoutMs", "int32", "0+", ""),
    field("ValidateOnly", "bool", "0+", ""),
  ],
});

export const createPartitionsResponse: MessageDefinition = message("response", "CreatePartitionsResponse", {
  apiKey: 37,
  versions: "0-3",
  flexible: "2+",
  fields: [
    field("ThrottleTimeMs", "int32", "0+", ""),
    field("Results", "[]CreatePartitionsTopicResult", "0+", "", {
      fields: [
        field("Name", "string", "0+", ""),
        field("ErrorCode", "int16", "0+", ""),
        field("ErrorMessage", "string", "0+", "", { nullable: "0+", default: null }),
      ],
    }),
  ],
});
