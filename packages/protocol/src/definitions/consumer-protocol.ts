import { field, type MessageDefinition, message } from "./schema.ts";

export const consumerProtocolSubscription: MessageDefinition = message("data", "ConsumerProtocolSubscription", {
  versions: "0-3",
  flexible: "none",
  fields: [
    field("Topics", "[]string", "0+", ""),
    field("UserData", "bytes", "0+", "", { nullable: "0+", default: null }),
    field("OwnedPartitions", "[]TopicPartition", "1+", "", {
      ignorable: true,
      fields: [field("Topic", "string", "1+", "", { mapKey: true }), field("Partitions", "[]int32", "1+", "")],
    }),
    field("GenerationId", "int32", "2+", "", { default: -1, ignorable: true }),
    field("RackId", "string", "3+", "", { nullable: "3+", default: null, ignorable: true }),
  ],
});

export const consumerProtocolAssignment: MessageDefinition = message("data", "ConsumerProtocolAssignment", {
  versions: "0-3",
  flexible: "none",
  fields: [
    field("AssignedPartitions", "[]TopicPartition", "0+", "", {
      fields: [field("Topic", "string", "0+", "", { mapKey: true }), field("Partitions", "[]int32", "0+", "")],
    }),
    field("UserData", "bytes", "0+", "", { nullable: "0+", default: null }),
  ],
});
