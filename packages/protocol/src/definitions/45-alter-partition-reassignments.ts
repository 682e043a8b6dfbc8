import { field, type MessageDefinition, message } from "./schema.ts";

export const alterPartitionReassignmentsRequest: MessageDefinition = message("request", "AlterPartitionReassignmentsRequest", {
  apiKey: 45,
  versions: "0-1",
  flexible: "0+",
  fields: [
    field("TimeoutMs", "int32", "0+", "How long the request may take, in milliseconds; moving the data takes its own time.", {
      default: 60000,
    }),
    field("AllowReplicationFactorChange", "bool", "1+", "Whether a partition may end up with another number of replicas (KIP-860).", {
      default: true,
    }),
    field("Topics", "[]ReassignableTopic", "0+", "What to move.", {
      fields: [
        field("Name", "string", "0+", "The topic's name."),
        field("Partitions", "[]ReassignablePartition", "0+", "Its partitions.", {
          fields: [
            field("PartitionIndex", "int32", "0+", "Partition number."),
            field("Replicas", "[]int32", "0+", "Node ids of the brokers that are to hold it; null takes a move back that is under way.", {
              nullable: "0+",
              default: null,
            }),
          ],
        }),
      ],
    }),
  ],
});

export const alterPartitionReassignmentsResponse: MessageDefinition = message("response", "AlterPartitionReassignmentsResponse", {
  apiKey: 45,
  versions: "0-1",
  flexible: "0+",
  fields: [
    field("ThrottleTimeMs", "int32", "0+", "How long the client was held back by a quota, in milliseconds; 0 if it was not."),
    field("AllowReplicationFactorChange", "bool", "1+", "Whether the number of replicas was allowed to change, as given.", {
      default: true,
      ignorable: true,
    }),
    field("ErrorCode", "int16", "0+", "Outcome of the whole request as a code of the error table; 0 is success."),
    field("ErrorMessage", "string", "0+", "Detail for people, beyond what the error code says; null if there is none.", {
      nullable: "0+",
    }),
    field("Responses", "[]ReassignableTopicResponse", "0+", "Outcomes by topic.", {
      fields: [
        field("Name", "string", "0+", "The topic's name."),
        field("Partitions", "[]ReassignablePartitionResponse", "0+", "Outcomes by partition.", {
          fields: [
            field("PartitionIndex", "int32", "0+", "Partition number."),
            field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
            field("ErrorMessage", "string", "0+", "Detail for people; null if there is none.", { nullable: "0+" }),
          ],
        }),
      ],
    }),
  ],
});
