import { field, type MessageDefinition, message } from "../schema.ts";

export const partitionRecord: MessageDefinition = message("metadata", "PartitionRecord", {
  apiKey: 3,
  versions: "0-2",
  flexible: "0+",
  fields: [
    field("PartitionId", "int32", "0+", "Number of the partition.", { default: -1 }),
    field("TopicId", "uuid", "0+", "The topic that it belongs to."),
    field("Replicas", "[]int32", "0+", "Node ids of all replicas, the preferred leader first."),
    field("Isr", "[]int32", "0+", "Node ids of the replicas that keep up."),
    field("RemovingReplicas", "[]int32", "0+", "Node ids that a reassignment takes away."),
    field("AddingReplicas", "[]int32", "0+", "Node ids that a reassignment brings in."),
    field("Leader", "int32", "0+", "Node id of the leader, or -1.", { default: -1 }),
    field("LeaderRecoveryState", "int8", "0+", "1 while the leader recovers from an unclean election, else 0.", {
      default: 0,
      tag: 0,
      tagged: "0+",
    }),
    field("LeaderEpoch", "int32", "0+", "How often leadership has changed; -1 before the first.", { default: -1 }),
    field("PartitionEpoch", "int32", "0+", "Grows with each change of this record's content.", { default: -1 }),
    field("Directories", "[]uuid", "1+", "Log directory of each replica, in the replicas' order (KIP-858)."),
    field("EligibleLeaderReplicas", "[]int32", "2+", "Node ids that may lead though they left the ISR (KIP-966).", {
      nullable: "2+",
      default: null,
      tag: 1,
      tagged: "2+",
    }),
    field("LastKnownElr", "[]int32", "2+", "Node ids that were eligible before all were lost.", {
      nullable: "2+",
      default: null,
      tag: 2,
      tagged: "2+",
    }),
  ],
});
