import { field, type MessageDefinition, message } from "./schema.ts";

export const listPartitionReassignmentsRequest: MessageDefinition = message("request", "ListPartitionReassignmentsRequest", {
  apiKey: 46,
  versions: "0",
  flexible: "0+",
  fields: [
    field("TimeoutMs", "int32", "0+", "How long the request may take, in milliseconds.", { default: 60000 }),
    field("Topics", "[]ListPartitionReassignmentsTopics", "0+", "Whose moves are wanted; null for all that are under way.", {
      nullable: "0+",
      default: null,
      fields: [field("Name", "string", "0+", "The topic's name."), field("PartitionIndexes", "[]int32", "0+", "Partition numbers.")],
    }),
  ],
});

export const listPartitionReassignmentsResponse: MessageDefinition = message("response", "ListPartitionReassignmentsResponse", {
  apiKey: 46,
  versions: "0",
  flexible: "0+",
  fields: [
    field("ThrottleTimeMs", "int32", "0+", "How long the client was held back by a quota, in milliseconds; 0 if it was not."),
    field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
    field("ErrorMessage", "string", "0+", "Detail for people, beyond what the error code says; null if there is none.", {
      nullable: "0+",
    }),
    field("Topics", "[]OngoingTopicReassignment", "0+", "Moves that are under way, by topic.", {
      fields: [
        field("Name", "string", "0+", "The topic's name."),
        field("Partitions", "[]OngoingPartitionReassignment", "0+", "Its partitions that are being moved.", {
          fields: [
            field("PartitionIndex", "int32", "0+", "Partition number."),
            field("Replicas", "[]int32", "0+", "Node ids of the brokers that hold it now."),
            field("AddingReplicas", "[]int32", "0+", "Those among them that are catching up."),
            field("RemovingReplicas", "[]int32", "0+", "Those among them that will give it up."),
          ],
        }),
      ],
    }),
  ],
});
