// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { ZERO_UUID } from "../wire/uuid.ts";
import { type Writer } from "../wire/writer.ts";

export interface ShareGroupHeartbeatRequest {
  /** The share group. */
  groupId: string;
  /** The member's id, which the consumer makes itself. */
  memberId: string;
  /** The epoch last told to the member; 0 joins, -1 leaves. */
  memberEpoch: number;
  /** The member's `client.rack`; null leaves it as it was. */
  rackId: string | null;
  /** Topics that the member wants to read; null leaves them as they were. */
  subscribedTopicNames: string[] | null;
}

export const ShareGroupHeartbeatRequest: MessageCodec<ShareGroupHeartbeatRequest> = {
  name: "ShareGroupHeartbeatRequest",
  apiKey: 76,
  minVersion: 1,
  maxVersion: 1,
  flexibleFrom: 1,
  decode: decodeShareGroupHeartbeatRequest,
  encode: encodeShareGroupHeartbeatRequest,
};

function decodeShareGroupHeartbeatRequest(r: Reader, version: number): ShareGroupHeartbeatRequest {
  if (version < 1 || version > 1) throw noSuchVersion("ShareGroupHeartbeatRequest", version);
  const groupId = r.string(true);
  const memberId = r.string(true);
  const memberEpoch = r.int32();
  const rackId = r.nullableString(true);
  let subscribedTopicNames: string[] | null = null;
  {
    let n = r.nullableArrayLength(true);
    if (n < 0) subscribedTopicNames = null;
    else {
      const subscribedTopicNamesElements: string[] = [];
      for (; n > 0; n--) subscribedTopicNamesElements.push(r.string(true));
      subscribedTopicNames = subscribedTopicNamesElements;
    }
  }
  r.skipTags();
  return { groupId, memberId, memberEpoch, rackId, subscribedTopicNames };
}

function encodeShareGroupHeartbeatRequest(w: Writer, draft: Draft<ShareGroupHeartbeatRequest>, version: number): void {
  if (version < 1 || version > 1) throw noSuchVersion("ShareGroupHeartbeatRequest", version);
  const { groupId = "", memberId = "", memberEpoch = 0, rackId = null, subscribedTopicNames = null } = draft;
  w.string(groupId, true);
  w.string(memberId, true);
  w.int32(memberEpoch);
  w.nullableString(rackId, true);
  { w.nullableArrayLength(subscribedTopicNames, true); if (subscribedTopicNames !== null) for (const element of subscribedTopicNames) w.string(element, true); }
  w.noTags();
}

export interface ShareGroupHeartbeatResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** What the error is about, or null. */
  errorMessage: string | null;
  /** The member's id. */
  memberId: string | null;
  /** The member's epoch from now on. */
  memberEpoch: number;
  /** When the member is to send its next heartbeat, in milliseconds. */
  heartbeatIntervalMs: number;
  /** Partitions that the member reads from now on; null if nothing has changed. */
  assignment: ShareGroupHeartbeatResponseAssignment | null;
}

export interface ShareGroupHeartbeatResponseAssignment {
  /** The partitions, by topic. */
  topicPartitions: ShareGroupHeartbeatResponseTopicPartitions[];
}

export interface ShareGroupHeartbeatResponseTopicPartitions {
  /** The topic's id. */
  topicId: string;
  /** Numbers of the partitions. */
  partitions: number[];
}

export const ShareGroupHeartbeatResponse: MessageCodec<ShareGroupHeartbeatResponse> = {
  name: "ShareGroupHeartbeatResponse",
  apiKey: 76,
  minVersion: 1,
  maxVersion: 1,
  flexibleFrom: 1,
  decode: decodeShareGroupHeartbeatResponse,
  encode: encodeShareGroupHeartbeatResponse,
  eachError: (draft, version, found) => eachErrorOfShareGroupHeartbeatResponse(draft, version, found, draft),
};

function decodeShareGroupHeartbeatResponseTopicPartitions(r: Reader, _version: number): ShareGroupHeartbeatResponseTopicPartitions {
  const topicId = r.uuid();
  const partitions: number[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) partitions.push(r.int32());
  r.skipTags();
  return { topicId, partitions };
}

function encodeShareGroupHeartbeatResponseTopicPartitions(w: Writer, draft: Draft<ShareGroupHeartbeatResponseTopicPartitions>, _version: number): void {
  const { topicId = ZERO_UUID, partitions = [] } = draft;
  w.uuid(topicId);
  { w.arrayLength(partitions, true); for (const element of partitions) w.int32(element); }
  w.noTags();
}

function decodeShareGroupHeartbeatResponseAssignment(r: Reader, version: number): ShareGroupHeartbeatResponseAssignment {
  const topicPartitions: ShareGroupHeartbeatResponseTopicPartitions[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) topicPartitions.push(decodeShareGroupHeartbeatResponseTopicPartitions(r, version));
  r.skipTags();
  return { topicPartitions };
}

function encodeShareGroupHeartbeatResponseAssignment(w: Writer, draft: Draft<ShareGroupHeartbeatResponseAssignment>, version: number): void {
  const { topicPartitions = [] } = draft;
  { w.arrayLength(topicPartitions, true); for (const element of topicPartitions) encodeShareGroupHeartbeatResponseTopicPartitions(w, element, version); }
  w.noTags();
}

function decodeShareGroupHeartbeatResponse(r: Reader, version: number): ShareGroupHeartbeatResponse {
  if (version < 1 || version > 1) throw noSuchVersion("ShareGroupHeartbeatResponse", version);
  const throttleTimeMs = r.int32();
  const errorCode = r.int16();
  const errorMessage = r.nullableString(true);
  const memberId = r.nullableString(true);
  const memberEpoch = r.int32();
  const heartbeatIntervalMs = r.int32();
  const assignment = ((r.structPresent() ? decodeShareGroupHeartbeatResponseAssignment(r, version) : null));
  r.skipTags();
  return { throttleTimeMs, errorCode, errorMessage, memberId, memberEpoch, heartbeatIntervalMs, assignment };
}

function encodeShareGroupHeartbeatResponse(w: Writer, draft: Draft<ShareGroupHeartbeatResponse>, version: number): void {
  if (version < 1 || version > 1) throw noSuchVersion("ShareGroupHeartbeatResponse", version);
  const { throttleTimeMs = 0, errorCode = 0, errorMessage = null, memberId = null, memberEpoch = 0, heartbeatIntervalMs = 0, assignment = null } = draft;
  w.int32(throttleTimeMs);
  w.int16(errorCode);
  w.nullableString(errorMessage, true);
  w.nullableString(memberId, true);
  w.int32(memberEpoch);
  w.int32(heartbeatIntervalMs);
  { w.structPresent(assignment !== null); if (assignment !== null) encodeShareGroupHeartbeatResponseAssignment(w, assignment, version); }
  w.noTags();
}

function eachErrorOfShareGroupHeartbeatResponse(draft: Draft<ShareGroupHeartbeatResponse>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}
