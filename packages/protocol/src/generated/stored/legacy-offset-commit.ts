// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec } from "../../codec.ts";
import { type Reader } from "../../wire/reader.ts";
import { type Writer } from "../../wire/writer.ts";

export interface LegacyOffsetCommitKey {
  /** The group that committed. */
  group: string;
  /** The topic. */
  topic: string;
  /** Number of the partition. */
  partition: number;
}

export const LegacyOffsetCommitKey: MessageCodec<LegacyOffsetCommitKey> = {
  name: "LegacyOffsetCommitKey",
  apiKey: 0,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: Infinity,
  decode: decodeLegacyOffsetCommitKey,
  encode: encodeLegacyOffsetCommitKey,
};

function decodeLegacyOffsetCommitKey(r: Reader, version: number): LegacyOffsetCommitKey {
  if (version < 0 || version > 0) throw noSuchVersion("LegacyOffsetCommitKey", version);
  const group = r.string(false);
  const topic = r.string(false);
  const partition = r.int32();
  return { group, topic, partition };
}

function encodeLegacyOffsetCommitKey(w: Writer, draft: Draft<LegacyOffsetCommitKey>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("LegacyOffsetCommitKey", version);
  const { group = "", topic = "", partition = 0 } = draft;
  w.string(group, false);
  w.string(topic, false);
  w.int32(partition);
}

export interface LegacyOffsetCommitValue {
  /** The committed offset. */
  offset: number;
  /** Text committed with it. */
  metadata: string;
  /** When it was committed, in milliseconds since 1970. */
  commitTimestamp: number;
}

export const LegacyOffsetCommitValue: MessageCodec<LegacyOffsetCommitValue> = {
  name: "LegacyOffsetCommitValue",
  apiKey: 0,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: Infinity,
  decode: decodeLegacyOffsetCommitValue,
  encode: encodeLegacyOffsetCommitValue,
};

function decodeLegacyOffsetCommitValue(r: Reader, version: number): LegacyOffsetCommitValue {
  if (version < 0 || version > 0) throw noSuchVersion("LegacyOffsetCommitValue", version);
  const offset = r.int64();
  const metadata = r.string(false);
  const commitTimestamp = r.int64();
  return { offset, metadata, commitTimestamp };
}

function encodeLegacyOffsetCommitValue(w: Writer, draft: Draft<LegacyOffsetCommitValue>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("LegacyOffsetCommitValue", version);
  const { offset = 0, metadata = "", commitTimestamp = 0 } = draft;
  w.int64(offset);
  w.string(metadata, false);
  w.int64(commitTimestamp);
}
