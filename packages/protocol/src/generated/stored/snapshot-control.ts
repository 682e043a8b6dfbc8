// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec } from "../../codec.ts";
import { type Reader } from "../../wire/reader.ts";
import { type Writer } from "../../wire/writer.ts";

export interface SnapshotHeaderRecord {
  /** Version of this record; 0 so far. */
  version: number;
  /** When the last record that the snapshot stands for was appended, in milliseconds. */
  lastContainedLogTimestamp: number;
}

export const SnapshotHeaderRecord: MessageCodec<SnapshotHeaderRecord> = {
  name: "SnapshotHeaderRecord",
  apiKey: -1,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeSnapshotHeaderRecord,
  encode: encodeSnapshotHeaderRecord,
};

function decodeSnapshotHeaderRecord(r: Reader, messageVersion: number): SnapshotHeaderRecord {
  if (messageVersion < 0 || messageVersion > 0) throw noSuchVersion("SnapshotHeaderRecord", messageVersion);
  const version = r.int16();
  const lastContainedLogTimestamp = r.int64();
  r.skipTags();
  return { version, lastContainedLogTimestamp };
}

function encodeSnapshotHeaderRecord(w: Writer, draft: Draft<SnapshotHeaderRecord>, messageVersion: number): void {
  if (messageVersion < 0 || messageVersion > 0) throw noSuchVersion("SnapshotHeaderRecord", messageVersion);
  const { version = 0, lastContainedLogTimestamp = 0 } = draft;
  w.int16(version);
  w.int64(lastContainedLogTimestamp);
  w.noTags();
}

export interface KRaftVersionRecord {
  /** Version of this record; 0 so far. */
  version: number;
  /** Level of the feature `kraft.version`. */
  kRaftVersion: number;
}

export const KRaftVersionRecord: MessageCodec<KRaftVersionRecord> = {
  name: "KRaftVersionRecord",
  apiKey: -1,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeKRaftVersionRecord,
  encode: encodeKRaftVersionRecord,
};

function decodeKRaftVersionRecord(r: Reader, messageVersion: number): KRaftVersionRecord {
  if (messageVersion < 0 || messageVersion > 0) throw noSuchVersion("KRaftVersionRecord", messageVersion);
  const version = r.int16();
  const kRaftVersion = r.int16();
  r.skipTags();
  return { version, kRaftVersion };
}

function encodeKRaftVersionRecord(w: Writer, draft: Draft<KRaftVersionRecord>, messageVersion: number): void {
  if (messageVersion < 0 || messageVersion > 0) throw noSuchVersion("KRaftVersionRecord", messageVersion);
  const { version = 0, kRaftVersion = 0 } = draft;
  w.int16(version);
  w.int16(kRaftVersion);
  w.noTags();
}

export interface SnapshotFooterRecord {
  /** Version of this record; 0 so far. */
  version: number;
}

export const SnapshotFooterRecord: MessageCodec<SnapshotFooterRecord> = {
  name: "SnapshotFooterRecord",
  apiKey: -1,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeSnapshotFooterRecord,
  encode: encodeSnapshotFooterRecord,
};

function decodeSnapshotFooterRecord(r: Reader, messageVersion: number): SnapshotFooterRecord {
  if (messageVersion < 0 || messageVersion > 0) throw noSuchVersion("SnapshotFooterRecord", messageVersion);
  const version = r.int16();
  r.skipTags();
  return { version };
}

function encodeSnapshotFooterRecord(w: Writer, draft: Draft<SnapshotFooterRecord>, messageVersion: number): void {
  if (messageVersion < 0 || messageVersion > 0) throw noSuchVersion("SnapshotFooterRecord", messageVersion);
  const { version = 0 } = draft;
  w.int16(version);
  w.noTags();
}
