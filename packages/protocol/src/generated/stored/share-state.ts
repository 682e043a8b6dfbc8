// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec } from "../../codec.ts";
import { type Reader } from "../../wire/reader.ts";
import { ZERO_UUID } from "../../wire/uuid.ts";
import { type Writer } from "../../wire/writer.ts";

export interface ShareSnapshotKey {
  /** The share group. */
  groupId: string;
  /** The topic's id. */
  topicId: string;
  /** Number of the partition. */
  partition: number;
}

export const ShareSnapshotKey: MessageCodec<ShareSnapshotKey> = {
  name: "ShareSnapshotKey",
  apiKey: 0,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: Infinity,
  decode: decodeShareSnapshotKey,
  encode: encodeShareSnapshotKey,
};

function decodeShareSnapshotKey(r: Reader, version: number): ShareSnapshotKey {
  if (version < 0 || version > 0) throw noSuchVersion("ShareSnapshotKey", version);
  const groupId = r.string(false);
  const topicId = r.uuid();
  const partition = r.int32();
  return { groupId, topicId, partition };
}

function encodeShareSnapshotKey(w: Writer, draft: Draft<ShareSnapshotKey>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("ShareSnapshotKey", version);
  const { groupId = "", topicId = ZERO_UUID, partition = 0 } = draft;
  w.string(groupId, false);
  w.uuid(topicId);
  w.int32(partition);
}

export interface ShareSnapshotValue {
  /** Number of the snapshot, which its updates repeat. */
  snapshotEpoch: number;
  /** Grows each time the group begins anew on the partition: who knows an older one is refused. */
  stateEpoch: number;
  /** Epoch of the partition's leader, or -1: a leader that another has followed is refused. */
  leaderEpoch: number;
  /** First offset that the group has not done with; -1 if it is not known yet, or stays as it was. */
  startOffset: number;
  /** How many records from the start offset on are done with, or -1 (KIP-1226). */
  deliveryCompleteCount: number;
  /** When the state was made, in milliseconds since 1970. */
  createTimestamp: number;
  /** When it was last written in whole, in milliseconds since 1970. */
  writeTimestamp: number;
  /** Records from the start offset on that have been handed out before, as runs in one state. */
  stateBatches: ShareSnapshotValueStateBatch[];
}

export interface ShareSnapshotValueStateBatch {
  /** First offset of the run. */
  firstOffset: number;
  /** Last offset of the run, which is part of it. */
  lastOffset: number;
  /** 0 available, 2 acknowledged, 4 archived. */
  deliveryState: number;
  /** How often the records were handed out. */
  deliveryCount: number;
}

export const ShareSnapshotValue: MessageCodec<ShareSnapshotValue> = {
  name: "ShareSnapshotValue",
  apiKey: 0,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeShareSnapshotValue,
  encode: encodeShareSnapshotValue,
};

function decodeShareSnapshotValueStateBatch(r: Reader, _version: number): ShareSnapshotValueStateBatch {
  const firstOffset = r.int64();
  const lastOffset = r.int64();
  const deliveryState = r.int8();
  const deliveryCount = r.int16();
  r.skipTags();
  return { firstOffset, lastOffset, deliveryState, deliveryCount };
}

function encodeShareSnapshotValueStateBatch(w: Writer, draft: Draft<ShareSnapshotValueStateBatch>, _version: number): void {
  const { firstOffset = 0, lastOffset = 0, deliveryState = 0, deliveryCount = 0 } = draft;
  w.int64(firstOffset);
  w.int64(lastOffset);
  w.int8(deliveryState);
  w.int16(deliveryCount);
  w.noTags();
}

function decodeShareSnapshotValue(r: Reader, version: number): ShareSnapshotValue {
  if (version < 0 || version > 0) throw noSuchVersion("ShareSnapshotValue", version);
  const snapshotEpoch = r.int32();
  const stateEpoch = r.int32();
  const leaderEpoch = r.int32();
  const startOffset = r.int64();
  let deliveryCompleteCount: number = -1;
  const createTimestamp = r.int64();
  const writeTimestamp = r.int64();
  const stateBatches: ShareSnapshotValueStateBatch[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) stateBatches.push(decodeShareSnapshotValueStateBatch(r, version));
  for (let tags = r.unsignedVarint(); tags > 0; tags--) {
    const tag = r.unsignedVarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        deliveryCompleteCount = r.int32();
        break;
      default:
        r.skip(end - r.position);
    }
    r.expectTagEnd(end);
  }
  return { snapshotEpoch, stateEpoch, leaderEpoch, startOffset, deliveryCompleteCount, createTimestamp, writeTimestamp, stateBatches };
}

function encodeShareSnapshotValue(w: Writer, draft: Draft<ShareSnapshotValue>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("ShareSnapshotValue", version);
  const { snapshotEpoch = 0, stateEpoch = 0, leaderEpoch = 0, startOffset = 0, deliveryCompleteCount = -1, createTimestamp = 0, writeTimestamp = 0, stateBatches = [] } = draft;
  w.int32(snapshotEpoch);
  w.int32(stateEpoch);
  w.int32(leaderEpoch);
  w.int64(startOffset);
  w.int64(createTimestamp);
  w.int64(writeTimestamp);
  { w.arrayLength(stateBatches, true); for (const element of stateBatches) encodeShareSnapshotValueStateBatch(w, element, version); }
  const hasDeliveryCompleteCount = deliveryCompleteCount !== -1;
  w.unsignedVarint(+hasDeliveryCompleteCount);
  if (hasDeliveryCompleteCount) {
    const at = w.beginTag(0);
    w.int32(deliveryCompleteCount);
    w.endTag(at);
  }
}

export interface ShareUpdateKey {
  /** The share group. */
  groupId: string;
  /** The topic's id. */
  topicId: string;
  /** Number of the partition. */
  partition: number;
}

export const ShareUpdateKey: MessageCodec<ShareUpdateKey> = {
  name: "ShareUpdateKey",
  apiKey: 1,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: Infinity,
  decode: decodeShareUpdateKey,
  encode: encodeShareUpdateKey,
};

function decodeShareUpdateKey(r: Reader, version: number): ShareUpdateKey {
  if (version < 0 || version > 0) throw noSuchVersion("ShareUpdateKey", version);
  const groupId = r.string(false);
  const topicId = r.uuid();
  const partition = r.int32();
  return { groupId, topicId, partition };
}

function encodeShareUpdateKey(w: Writer, draft: Draft<ShareUpdateKey>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("ShareUpdateKey", version);
  const { groupId = "", topicId = ZERO_UUID, partition = 0 } = draft;
  w.string(groupId, false);
  w.uuid(topicId);
  w.int32(partition);
}

export interface ShareUpdateValue {
  /** Number of the snapshot, which its updates repeat. */
  snapshotEpoch: number;
  /** Epoch of the partition's leader, or -1: a leader that another has followed is refused. */
  leaderEpoch: number;
  /** First offset that the group has not done with; -1 if it is not known yet, or stays as it was. */
  startOffset: number;
  /** How many records from the start offset on are done with, or -1 (KIP-1226). */
  deliveryCompleteCount: number;
  /** Records from the start offset on that have been handed out before, as runs in one state. */
  stateBatches: ShareUpdateValueStateBatch[];
}

export interface ShareUpdateValueStateBatch {
  /** First offset of the run. */
  firstOffset: number;
  /** Last offset of the run, which is part of it. */
  lastOffset: number;
  /** 0 available, 2 acknowledged, 4 archived. */
  deliveryState: number;
  /** How often the records were handed out. */
  deliveryCount: number;
}

export const ShareUpdateValue: MessageCodec<ShareUpdateValue> = {
  name: "ShareUpdateValue",
  apiKey: 1,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeShareUpdateValue,
  encode: encodeShareUpdateValue,
};

function decodeShareUpdateValueStateBatch(r: Reader, _version: number): ShareUpdateValueStateBatch {
  const firstOffset = r.int64();
  const lastOffset = r.int64();
  const deliveryState = r.int8();
  const deliveryCount = r.int16();
  r.skipTags();
  return { firstOffset, lastOffset, deliveryState, deliveryCount };
}

function encodeShareUpdateValueStateBatch(w: Writer, draft: Draft<ShareUpdateValueStateBatch>, _version: number): void {
  const { firstOffset = 0, lastOffset = 0, deliveryState = 0, deliveryCount = 0 } = draft;
  w.int64(firstOffset);
  w.int64(lastOffset);
  w.int8(deliveryState);
  w.int16(deliveryCount);
  w.noTags();
}

function decodeShareUpdateValue(r: Reader, version: number): ShareUpdateValue {
  if (version < 0 || version > 0) throw noSuchVersion("ShareUpdateValue", version);
  const snapshotEpoch = r.int32();
  const leaderEpoch = r.int32();
  const startOffset = r.int64();
  let deliveryCompleteCount: number = -1;
  const stateBatches: ShareUpdateValueStateBatch[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) stateBatches.push(decodeShareUpdateValueStateBatch(r, version));
  for (let tags = r.unsignedVarint(); tags > 0; tags--) {
    const tag = r.unsignedVarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        deliveryCompleteCount = r.int32();
        break;
      default:
        r.skip(end - r.position);
    }
    r.expectTagEnd(end);
  }
  return { snapshotEpoch, leaderEpoch, startOffset, deliveryCompleteCount, stateBatches };
}

function encodeShareUpdateValue(w: Writer, draft: Draft<ShareUpdateValue>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("ShareUpdateValue", version);
  const { snapshotEpoch = 0, leaderEpoch = 0, startOffset = 0, deliveryCompleteCount = -1, stateBatches = [] } = draft;
  w.int32(snapshotEpoch);
  w.int32(leaderEpoch);
  w.int64(startOffset);
  { w.arrayLength(stateBatches, true); for (const element of stateBatches) encodeShareUpdateValueStateBatch(w, element, version); }
  const hasDeliveryCompleteCount = deliveryCompleteCount !== -1;
  w.unsignedVarint(+hasDeliveryCompleteCount);
  if (hasDeliveryCompleteCount) {
    const at = w.beginTag(0);
    w.int32(deliveryCompleteCount);
    w.endTag(at);
  }
}
