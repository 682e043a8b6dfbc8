import { field, type MessageDefinition, message } from "./schema.ts";

export const createPartitionsRequest: MessageDefinition = message("request", "CreatePartitionsRequest", {
  apiKey: 37,
  versions: "0-3",
  flexible: "2+",
  fields: [
    field("Topics", "[]CreatePartitionsTopic", "0+", "Topics to enlarge.", {
      fields: [
        field("Name", "string", "0+", "The topic.", { mapKey: true }),
        field("Count", "int32", "0+", "How many partitions it shall have in the end."),
        field(
          "Assignments",
          "[]CreatePartitionsAssignment",
          "0+",
          "Replicas of the new partitions placed by hand; null to let the broker choose.",
          {
            nullable: "0+",
            fields: [field("BrokerIds", "[]int32", "0+", "Node ids of one new partition's replicas, the preferred leader first.")],
          },
        ),
      ],
    }),
    field("TimeoutMs", "int32", "0+", "How long the partitions may take to exist, in milliseconds."),
    field("ValidateOnly", "bool", "0+", "Whether to check everything and create nothing."),
  ],
});

export const createPartitionsResponse: MessageDefinition = message("response", "CreatePartitionsResponse", {
  apiKey: 37,
  versions: "0-3",
  flexible: "2+",
  fields: [
    field("ThrottleTimeMs", "int32", "0+", "How long the client was held back by a quota, in milliseconds; 0 if it was not."),
    field("Results", "[]CreatePartitionsTopicResult", "0+", "Outcomes by topic.", {
      fields: [
        field("Name", "string", "0+", "The topic."),
        field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
        field("ErrorMessage", "string", "0+", "Detail for people, beyond what the error code says; null if there is none.", {
          nullable: "0+",
          default: null,
        }),
      ],
    }),
  ],
});
