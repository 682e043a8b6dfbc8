// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec } from "../../codec.ts";
import { type Reader } from "../../wire/reader.ts";
import { ZERO_UUID } from "../../wire/uuid.ts";
import { type Writer } from "../../wire/writer.ts";

export interface OffsetCommitKey {
  /** The group that committed. */
  group: string;
  /** The topic. */
  topic: string;
  /** Number of the partition. */
  partition: number;
}

export const OffsetCommitKey: MessageCodec<OffsetCommitKey> = {
  name: "OffsetCommitKey",
  apiKey: 1,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: Infinity,
  decode: decodeOffsetCommitKey,
  encode: encodeOffsetCommitKey,
};

function decodeOffsetCommitKey(r: Reader, version: number): OffsetCommitKey {
  if (version < 0 || version > 0) throw noSuchVersion("OffsetCommitKey", version);
  const group = r.string(false);
  const topic = r.string(false);
  const partition = r.int32();
  return { group, topic, partition };
}

function encodeOffsetCommitKey(w: Writer, draft: Draft<OffsetCommitKey>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("OffsetCommitKey", version);
  const { group = "", topic = "", partition = 0 } = draft;
  w.string(group, false);
  w.string(topic, false);
  w.int32(partition);
}

export interface OffsetCommitValue {
  /** The committed offset. */
  offset: number;
  /** Leader epoch of the last record consumed, or -1. */
  leaderEpoch: number;
  /** Text committed with it. */
  metadata: string;
  /** When it was committed, in milliseconds since 1970. */
  commitTimestamp: number;
  /** When it is to be forgotten, if the client chose that; -1 for the broker's retention. */
  expireTimestamp: number;
  /** Id of the topic at commit time, so that a topic created anew does not inherit the offset. */
  topicId: string;
}

export const OffsetCommitValue: MessageCodec<OffsetCommitValue> = {
  name: "OffsetCommitValue",
  apiKey: 1,
  minVersion: 0,
  maxVersion: 4,
  flexibleFrom: 4,
  decode: decodeOffsetCommitValue,
  encode: encodeOffsetCommitValue,
};

function decodeOffsetCommitValue(r: Reader, version: number): OffsetCommitValue {
  if (version < 0 || version > 4) throw noSuchVersion("OffsetCommitValue", version);
  const flexible = version >= 4;
  const offset = r.int64();
  const leaderEpoch = version >= 3 ? r.int32() : -1;
  const metadata = r.string(flexible);
  const commitTimestamp = r.int64();
  const expireTimestamp = version === 1 ? r.int64() : -1;
  let topicId: string = ZERO_UUID;
  if (flexible) for (let tags = r.unsignedVarint(); tags > 0; tags--) {
    const tag = r.unsignedVarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        topicId = r.uuid();
        break;
      default:
        r.skip(end - r.position);
    }
    r.expectTagEnd(end);
  }
  return { offset, leaderEpoch, metadata, commitTimestamp, expireTimestamp, topicId };
}

function encodeOffsetCommitValue(w: Writer, draft: Draft<OffsetCommitValue>, version: number): void {
  if (version < 0 || version > 4) throw noSuchVersion("OffsetCommitValue", version);
  const flexible = version >= 4;
  const { offset = 0, leaderEpoch = -1, metadata = "", commitTimestamp = 0, expireTimestamp = -1, topicId = ZERO_UUID } = draft;
  w.int64(offset);
  if (version >= 3) w.int32(leaderEpoch);
  w.string(metadata, flexible);
  w.int64(commitTimestamp);
  if (version === 1) w.int64(expireTimestamp);
  if (flexible) {
    const hasTopicId = topicId !== ZERO_UUID;
    w.unsignedVarint(+hasTopicId);
    if (hasTopicId) {
      const at = w.beginTag(0);
      w.uuid(topicId);
      w.endTag(at);
    }
  }
}
