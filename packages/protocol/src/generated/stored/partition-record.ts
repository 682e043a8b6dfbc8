// Generated from the definitions by `npm run generate`; not to be edited.
import { fieldNotInVersion, noSuchVersion, tagNotInVersion, type Draft, type MessageCodec } from "../../codec.ts";
import { type Reader } from "../../wire/reader.ts";
import { ZERO_UUID } from "../../wire/uuid.ts";
import { type Writer } from "../../wire/writer.ts";

export interface PartitionRecord {
  /** Number of the partition. */
  partitionId: number;
  /** The topic that it belongs to. */
  topicId: string;
  /** Node ids of all replicas, the preferred leader first. */
  replicas: number[];
  /** Node ids of the replicas that keep up. */
  isr: number[];
  /** Node ids that a reassignment takes away. */
  removingReplicas: number[];
  /** Node ids that a reassignment brings in. */
  addingReplicas: number[];
  /** Node id of the leader, or -1. */
  leader: number;
  /** 1 while the leader recovers from an unclean election, else 0. */
  leaderRecoveryState: number;
  /** How often leadership has changed; -1 before the first. */
  leaderEpoch: number;
  /** Grows with each change of this record's content. */
  partitionEpoch: number;
  /** Log directory of each replica, in the replicas' order (KIP-858). */
  directories: string[];
  /** Node ids that may lead though they left the ISR (KIP-966). */
  eligibleLeaderReplicas: number[] | null;
  /** Node ids that were eligible before all were lost. */
  lastKnownElr: number[] | null;
}

export const PartitionRecord: MessageCodec<PartitionRecord> = {
  name: "PartitionRecord",
  apiKey: 3,
  minVersion: 0,
  maxVersion: 2,
  flexibleFrom: 0,
  decode: decodePartitionRecord,
  encode: encodePartitionRecord,
};

function decodePartitionRecord(r: Reader, version: number): PartitionRecord {
  if (version < 0 || version > 2) throw noSuchVersion("PartitionRecord", version);
  const partitionId = r.int32();
  const topicId = r.uuid();
  const replicas: number[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) replicas.push(r.int32());
  const isr: number[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) isr.push(r.int32());
  const removingReplicas: number[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) removingReplicas.push(r.int32());
  const addingReplicas: number[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) addingReplicas.push(r.int32());
  const leader = r.int32();
  let leaderRecoveryState: number = 0;
  const leaderEpoch = r.int32();
  const partitionEpoch = r.int32();
  const directories: string[] = [];
  if (version >= 1) for (let n = r.arrayLength(true); n > 0; n--) directories.push(r.uuid());
  let eligibleLeaderReplicas: number[] | null = null;
  let lastKnownElr: number[] | null = null;
  for (let tags = r.unsignedVarint(); tags > 0; tags--) {
    const tag = r.unsignedVarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        leaderRecoveryState = r.int8();
        break;
      case 1:
        if (version < 2) throw tagNotInVersion(tag, version);
        {
          let n = r.nullableArrayLength(true);
          if (n < 0) eligibleLeaderReplicas = null;
          else {
            const eligibleLeaderReplicasElements: number[] = [];
            for (; n > 0; n--) eligibleLeaderReplicasElements.push(r.int32());
            eligibleLeaderReplicas = eligibleLeaderReplicasElements;
          }
        }
        break;
      case 2:
        if (version < 2) throw tagNotInVersion(tag, version);
        {
          let n = r.nullableArrayLength(true);
          if (n < 0) lastKnownElr = null;
          else {
            const lastKnownElrElements: number[] = [];
            for (; n > 0; n--) lastKnownElrElements.push(r.int32());
            lastKnownElr = lastKnownElrElements;
          }
        }
        break;
      default:
        r.skip(end - r.position);
    }
    r.expectTagEnd(end);
  }
  return { partitionId, topicId, replicas, isr, removingReplicas, addingReplicas, leader, leaderRecoveryState, leaderEpoch, partitionEpoch, directories, eligibleLeaderReplicas, lastKnownElr };
}

function encodePartitionRecord(w: Writer, draft: Draft<PartitionRecord>, version: number): void {
  if (version < 0 || version > 2) throw noSuchVersion("PartitionRecord", version);
  const { partitionId = -1, topicId = ZERO_UUID, replicas = [], isr = [], removingReplicas = [], addingReplicas = [], leader = -1, leaderRecoveryState = 0, leaderEpoch = -1, partitionEpoch = -1, directories = [], eligibleLeaderReplicas = null, lastKnownElr = null } = draft;
  w.int32(partitionId);
  w.uuid(topicId);
  { w.arrayLength(replicas, true); for (const element of replicas) w.int32(element); }
  { w.arrayLength(isr, true); for (const element of isr) w.int32(element); }
  { w.arrayLength(removingReplicas, true); for (const element of removingReplicas) w.int32(element); }
  { w.arrayLength(addingReplicas, true); for (const element of addingReplicas) w.int32(element); }
  w.int32(leader);
  w.int32(leaderEpoch);
  w.int32(partitionEpoch);
  if (version >= 1) { w.arrayLength(directories, true); for (const element of directories) w.uuid(element); }
  else if (directories.length !== 0) throw fieldNotInVersion("PartitionRecord", "directories", version);
  if (version < 2 && eligibleLeaderReplicas !== null) throw fieldNotInVersion("PartitionRecord", "eligibleLeaderReplicas", version);
  if (version < 2 && lastKnownElr !== null) throw fieldNotInVersion("PartitionRecord", "lastKnownElr", version);
  const hasLeaderRecoveryState = leaderRecoveryState !== 0;
  const hasEligibleLeaderReplicas = version >= 2 && eligibleLeaderReplicas !== null;
  const hasLastKnownElr = version >= 2 && lastKnownElr !== null;
  w.unsignedVarint(+hasLeaderRecoveryState + +hasEligibleLeaderReplicas + +hasLastKnownElr);
  if (hasLeaderRecoveryState) {
    const at = w.beginTag(0);
    w.int8(leaderRecoveryState);
    w.endTag(at);
  }
  if (hasEligibleLeaderReplicas) {
    const at = w.beginTag(1);
    { w.nullableArrayLength(eligibleLeaderReplicas, true); if (eligibleLeaderReplicas !== null) for (const element of eligibleLeaderReplicas) w.int32(element); }
    w.endTag(at);
  }
  if (hasLastKnownElr) {
    const at = w.beginTag(2);
    { w.nullableArrayLength(lastKnownElr, true); if (lastKnownElr !== null) for (const element of lastKnownElr) w.int32(element); }
    w.endTag(at);
  }
}
