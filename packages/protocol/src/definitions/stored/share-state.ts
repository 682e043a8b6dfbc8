import { field, type MessageDefinition, message } from "../schema.ts";

export const shareSnapshotKey: MessageDefinition = message("coordinator-key", "ShareSnapshotKey", {
  apiKey: 0,
  versions: "0",
  flexible: "none",
  fields: [
    field("GroupId", "string", "0", "The share group."),
    field("TopicId", "uuid", "0", "The topic's id."),
    field("Partition", "int32", "0", "Number of the partition."),
  ],
});

export const shareSnapshotValue: MessageDefinition = message("coordinator-value", "ShareSnapshotValue", {
  apiKey: 0,
  versions: "0",
  flexible: "0+",
  fields: [
    field("SnapshotEpoch", "int32", "0+", "Number of the snapshot, which its updates repeat."),
    field("StateEpoch", "int32", "0+", "Grows each time the group begins anew on the partition: who knows an older one is refused."),
    field("LeaderEpoch", "int32", "0+", "Epoch of the partition's leader, or -1: a leader that another has followed is refused."),
    field("StartOffset", "int64", "0+", "First offset that the group has not done with; -1 if it is not known yet, or stays as it was."),
    field("DeliveryCompleteCount", "int32", "0+", "How many records from the start offset on are done with, or -1 (KIP-1226).", {
      default: -1,
      tag: 0,
      tagged: "0+",
    }),
    field("CreateTimestamp", "int64", "0+", "When the state was made, in milliseconds since 1970."),
    field("WriteTimestamp", "int64", "0+", "When it was last written in whole, in milliseconds since 1970."),
    field(
      "StateBatches",
      "[]StateBatch",
      "0+",
      "Records from the start offset on that have been handed out before, as runs in one state.",
      {
        fields: [
          field("FirstOffset", "int64", "0+", "First offset of the run."),
          field("LastOffset", "int64", "0+", "Last offset of the run, which is part of it."),
          field("DeliveryState", "int8", "0+", "0 available, 2 acknowledged, 4 archived."),
          field("DeliveryCount", "int16", "0+", "How often the records were handed out."),
        ],
      },
    ),
  ],
});

export const shareUpdateKey: MessageDefinition = message("coordinator-key", "ShareUpdateKey", {
  apiKey: 1,
  versions: "0",
  flexible: "none",
  fields: [
    field("GroupId", "string", "0", "The share group."),
    field("TopicId", "uuid", "0", "The topic's id."),
    field("Partition", "int32", "0", "Number of the partition."),
  ],
});

export const shareUpdateValue: MessageDefinition = message("coordinator-value", "ShareUpdateValue", {
  apiKey: 1,
  versions: "0",
  flexible: "0+",
  fields: [
    field("SnapshotEpoch", "int32", "0+", "Number of the snapshot, which its updates repeat."),
    field("LeaderEpoch", "int32", "0+", "Epoch of the partition's leader, or -1: a leader that another has followed is refused."),
    field("StartOffset", "int64", "0+", "First offset that the group has not done with; -1 if it is not known yet, or stays as it was."),
    field("DeliveryCompleteCount", "int32", "0+", "How many records from the start offset on are done with, or -1 (KIP-1226).", {
      default: -1,
      tag: 0,
      tagged: "0+",
    }),
    field(
      "StateBatches",
      "[]StateBatch",
      "0+",
      "Records from the start offset on that have been handed out before, as runs in one state.",
      {
        fields: [
          field("FirstOffset", "int64", "0+", "First offset of the run."),
          field("LastOffset", "int64", "0+", "Last offset of the run, which is part of it."),
          field("DeliveryState", "int8", "0+", "0 available, 2 acknowledged, 4 archived."),
          field("DeliveryCount", "int16", "0+", "How often the records were handed out."),
        ],
      },
    ),
  ],
});
