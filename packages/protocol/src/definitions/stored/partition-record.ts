import { field, type MessageDefinition, message } from "../schema.ts";

export const partitionRecord: MessageDefinition = message("metadata", "PartitionRecord", {
  apiKey: 3,
  versions: "0-2",
  flexible: "0+",
  fields: [
    field("PartitionId", "int32", "0+", "", { default: -1 }),
    field("TopicId", "uuid", "0+", ""),
    field("Replicas", "[]int32", "0+", ""),
    field("Isr", "[]int32", "0+", ""),
    field("RemovingReplicas", "[]int32", "0+", ""),
    field("AddingReplicas", "[]int32", "0+", ""),
    field("Leader", "int32", "0+", "", { default: -1 }),
    field("LeaderRecoveryState", "int8", "0+", "", { default: 0, tag: 0, tagged: "0+" }),
    field("LeaderEpoch", "int32", "0+", "", { default: -1 }),
    field("PartitionEpoch", "int32", "0+", "", { default: -1 }),
    field("Directories", "[]uuid", "1+", ""),
    field("EligibleLeaderReplicas", "[]int32", "2+", "", { nullable: "2+", default: null, tag: 1, tagged: "2+" }),
    field("LastKnownElr", "[]int32", "2+", "", { nullable: "2+", default: null, tag: 2, tagged: "2+" }),
  ],
});
