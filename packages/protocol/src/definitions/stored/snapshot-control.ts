import { field, type MessageDefinition, message } from "../schema.ts";

/** Control record that opens a snapshot of the metadata (KIP-630). */
export const snapshotHeaderRecord: MessageDefinition = message("data", "SnapshotHeaderRecord", {
  versions: "0",
  flexible: "0+",
  fields: [
    field("Version", "int16", "0+", "Version of this record; 0 so far."),
    field("LastContainedLogTimestamp", "int64", "0+", "When the last record that the snapshot stands for was appended, in milliseconds."),
  ],
});

/** Control record behind the header: the protocol of the quorum (KIP-853). */
export const kraftVersionRecord: MessageDefinition = message("data", "KRaftVersionRecord", {
  versions: "0",
  flexible: "0+",
  fields: [
    field("Version", "int16", "0+", "Version of this record; 0 so far."),
    field("KRaftVersion", "int16", "0+", "Level of the feature `kraft.version`."),
  ],
});

/** Control record that ends a snapshot: without it, the snapshot is not whole. */
export const snapshotFooterRecord: MessageDefinition = message("data", "SnapshotFooterRecord", {
  versions: "0",
  flexible: "0+",
  fields: [field("Version", "int16", "0+", "Version of this record; 0 so far.")],
});
