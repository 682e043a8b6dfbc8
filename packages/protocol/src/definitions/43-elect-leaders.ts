import { field, type MessageDefinition, message } from "./schema.ts";

export const electLeadersRequest: MessageDefinition = message("request", "ElectLeadersRequest", {
  apiKey: 43,
  versions: "0-2",
  flexible: "2+",
  fields: [
    field("ElectionType", "int8", "1+", "Which leader is wanted: 0 the preferred replica, 1 any live one if none is in sync (KIP-460)."),
    field("TopicPartitions", "[]TopicPartitions", "0+", "The partitions that are to get a leader; null for all there are.", {
      nullable: "0+",
      fields: [
        field("Topic", "string", "0+", "The topic's name.", { mapKey: true }),
        field("Partitions", "[]int32", "0+", "Partition numbers."),
      ],
    }),
    field("TimeoutMs", "int32", "0+", "How long the elections may take, in milliseconds.", { default: 60000 }),
  ],
});

export const electLeadersResponse: MessageDefinition = message("response", "ElectLeadersResponse", {
  apiKey: 43,
  versions: "0-2",
  flexible: "2+",
  fields: [
    field("ThrottleTimeMs", "int32", "0+", "How long the client was held back by a quota, in milliseconds; 0 if it was not."),
    field("ErrorCode", "int16", "1+", "Outcome of the whole request as a code of the error table; 0 is success."),
    field("ReplicaElectionResults", "[]ReplicaElectionResult", "0+", "Outcomes by topic.", {
      fields: [
        field("Topic", "string", "0+", "The topic's name."),
        field("PartitionResult", "[]PartitionResult", "0+", "Outcomes by partition.", {
          fields: [
            field("PartitionId", "int32", "0+", "Partition number."),
            field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
            field("ErrorMessage", "string", "0+", "Detail for people; null if there is none.", { nullable: "0+" }),
          ],
        }),
      ],
    }),
  ],
});
