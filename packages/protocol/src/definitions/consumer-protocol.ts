import { field, type MessageDefinition, message } from "./schema.ts";

export const consumerProtocolSubscription: MessageDefinition = message("data", "ConsumerProtocolSubscription", {
  versions: "0-3",
  flexible: "none",
  fields: [
    field("Topics", "[]string", "0+", "Topics that the member wants to read."),
    field("UserData", "bytes", "0+", "The assignor's own data, e.g. the sticky assignor's memory.", { nullable: "0+", default: null }),
    field("OwnedPartitions", "[]TopicPartition", "1+", "Partitions that the member holds now, for cooperative rebalancing (KIP-429).", {
      ignorable: true,
      fields: [
        field("Topic", "string", "1+", "The topic.", { mapKey: true }),
        field("Partitions", "[]int32", "1+", "Numbers of the partitions."),
      ],
    }),
    field("GenerationId", "int32", "2+", "Generation in which those partitions were assigned, so that outdated claims lose; -1 if none.", {
      default: -1,
      ignorable: true,
    }),
    field("RackId", "string", "3+", "The member's `client.rack`, for rack-aware assignors.", {
      nullable: "3+",
      default: null,
      ignorable: true,
    }),
  ],
});

export const consumerProtocolAssignment: MessageDefinition = message("data", "ConsumerProtocolAssignment", {
  versions: "0-3",
  flexible: "none",
  fields: [
    field("AssignedPartitions", "[]TopicPartition", "0+", "Partitions that the member is to read.", {
      fields: [
        field("Topic", "string", "0+", "The topic.", { mapKey: true }),
        field("Partitions", "[]int32", "0+", "Numbers of the partitions."),
      ],
    }),
    field("UserData", "bytes", "0+", "The assignor's own data.", { nullable: "0+", default: null }),
  ],
});
