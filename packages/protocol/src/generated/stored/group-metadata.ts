// Generated from the definitions by `npm run generate`; not to be edited.
import { EMPTY_BYTES, noSuchVersion, type Draft, type MessageCodec } from "../../codec.ts";
import { type Reader } from "../../wire/reader.ts";
import { type Writer } from "../../wire/writer.ts";

export interface GroupMetadataKey {
  /** The classic group. */
  group: string;
}

export const GroupMetadataKey: MessageCodec<GroupMetadataKey> = {
  name: "GroupMetadataKey",
  apiKey: 2,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: Infinity,
  decode: decodeGroupMetadataKey,
  encode: encodeGroupMetadataKey,
};

function decodeGroupMetadataKey(r: Reader, version: number): GroupMetadataKey {
  if (version < 0 || version > 0) throw noSuchVersion("GroupMetadataKey", version);
  const group = r.string(false);
  return { group };
}

function encodeGroupMetadataKey(w: Writer, draft: Draft<GroupMetadataKey>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("GroupMetadataKey", version);
  const { group = "" } = draft;
  w.string(group, false);
}

export interface GroupMetadataValue {
  /** Kind of group, e.g. `consumer`. */
  protocolType: string;
  /** Number of the current generation. */
  generation: number;
  /** The assignor chosen; null in an empty group. */
  protocol: string | null;
  /** Member id of the leader; null in an empty group. */
  leader: string | null;
  /** When the group came into its state, from which offset retention counts; -1 if not known. */
  currentStateTimestamp: number;
  /** The members of this generation. */
  members: GroupMetadataValueMemberMetadata[];
}

export interface GroupMetadataValueMemberMetadata {
  /** The member's id. */
  memberId: string;
  /** The member's `group.instance.id` if it is a static member, else null. */
  groupInstanceId: string | null;
  /** The `client.id` that the member joined with. */
  clientId: string;
  /** Address from which the member joined, with a leading slash. */
  clientHost: string;
  /** How long to wait for the member in a rebalance, in milliseconds; -1 takes the session timeout. */
  rebalanceTimeout: number;
  /** Silence after which the member counts as dead, in milliseconds. */
  sessionTimeout: number;
  /** The member's subscription in the chosen assignor's encoding. */
  subscription: Buffer;
  /** What the leader assigned to the member, in the assignor's encoding. */
  assignment: Buffer;
}

export const GroupMetadataValue: MessageCodec<GroupMetadataValue> = {
  name: "GroupMetadataValue",
  apiKey: 2,
  minVersion: 0,
  maxVersion: 4,
  flexibleFrom: 4,
  decode: decodeGroupMetadataValue,
  encode: encodeGroupMetadataValue,
};

function decodeGroupMetadataValueMemberMetadata(r: Reader, version: number): GroupMetadataValueMemberMetadata {
  const flexible = version >= 4;
  const memberId = r.string(flexible);
  const groupInstanceId = version >= 3 ? r.nullableString(flexible) : null;
  const clientId = r.string(flexible);
  const clientHost = r.string(flexible);
  const rebalanceTimeout = version >= 1 ? r.int32() : -1;
  const sessionTimeout = r.int32();
  const subscription = r.bytes(flexible);
  const assignment = r.bytes(flexible);
  if (flexible) r.skipTags();
  return { memberId, groupInstanceId, clientId, clientHost, rebalanceTimeout, sessionTimeout, subscription, assignment };
}

function encodeGroupMetadataValueMemberMetadata(w: Writer, draft: Draft<GroupMetadataValueMemberMetadata>, version: number): void {
  const flexible = version >= 4;
  const { memberId = "", groupInstanceId = null, clientId = "", clientHost = "", rebalanceTimeout = -1, sessionTimeout = 0, subscription = EMPTY_BYTES, assignment = EMPTY_BYTES } = draft;
  w.string(memberId, flexible);
  if (version >= 3) w.nullableString(groupInstanceId, flexible);
  w.string(clientId, flexible);
  w.string(clientHost, flexible);
  if (version >= 1) w.int32(rebalanceTimeout);
  w.int32(sessionTimeout);
  w.bytes(subscription, flexible);
  w.bytes(assignment, flexible);
  if (flexible) w.noTags();
}

function decodeGroupMetadataValue(r: Reader, version: number): GroupMetadataValue {
  if (version < 0 || version > 4) throw noSuchVersion("GroupMetadataValue", version);
  const flexible = version >= 4;
  const protocolType = r.string(flexible);
  const generation = r.int32();
  const protocol = r.nullableString(flexible);
  const leader = r.nullableString(flexible);
  const currentStateTimestamp = version >= 2 ? r.int64() : -1;
  const members: GroupMetadataValueMemberMetadata[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) members.push(decodeGroupMetadataValueMemberMetadata(r, version));
  if (flexible) r.skipTags();
  return { protocolType, generation, protocol, leader, currentStateTimestamp, members };
}

function encodeGroupMetadataValue(w: Writer, draft: Draft<GroupMetadataValue>, version: number): void {
  if (version < 0 || version > 4) throw noSuchVersion("GroupMetadataValue", version);
  const flexible = version >= 4;
  const { protocolType = "", generation = 0, protocol = "", leader = "", currentStateTimestamp = -1, members = [] } = draft;
  w.string(protocolType, flexible);
  w.int32(generation);
  w.nullableString(protocol, flexible);
  w.nullableString(leader, flexible);
  if (version >= 2) w.int64(currentStateTimestamp);
  { w.arrayLength(members, flexible); for (const element of members) encodeGroupMetadataValueMemberMetadata(w, element, version); }
  if (flexible) w.noTags();
}
