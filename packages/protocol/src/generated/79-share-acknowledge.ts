// Generated from the definitions by `npm run generate`; not to be edited.
import { fieldNotInVersion, noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { ZERO_UUID } from "../wire/uuid.ts";
import { type Writer } from "../wire/writer.ts";

export interface ShareAcknowledgeRequest {
  /** The share group. */
  groupId: string | null;
  /** The member's id. */
  memberId: string | null;
  /** Counts a session's requests; -1 closes it. */
  shareSessionEpoch: number;
  /** Whether acknowledgements among these ask for more time (KIP-1222). */
  isRenewAck: boolean;
  /** What is said of records that the member holds, by topic. */
  topics: ShareAcknowledgeRequestAcknowledgeTopic[];
}

export interface ShareAcknowledgeRequestAcknowledgeTopic {
  /** The topic's id. */
  topicId: string;
  /** The topic's partitions. */
  partitions: ShareAcknowledgeRequestAcknowledgePartition[];
}

export interface ShareAcknowledgeRequestAcknowledgePartition {
  /** Number of the partition. */
  partitionIndex: number;
  /** Records in a row. */
  acknowledgementBatches: ShareAcknowledgeRequestAcknowledgementBatch[];
}

export interface ShareAcknowledgeRequestAcknowledgementBatch {
  /** The first of them. */
  firstOffset: number;
  /** The last of them. */
  lastOffset: number;
  /** One for all, or one for each: 0 gap, 1 accept, 2 release, 3 reject, 4 renew. */
  acknowledgeTypes: number[];
}

export const ShareAcknowledgeRequest: MessageCodec<ShareAcknowledgeRequest> = {
  name: "ShareAcknowledgeRequest",
  apiKey: 79,
  minVersion: 1,
  maxVersion: 2,
  flexibleFrom: 1,
  decode: decodeShareAcknowledgeRequest,
  encode: encodeShareAcknowledgeRequest,
};

function decodeShareAcknowledgeRequestAcknowledgementBatch(r: Reader, _version: number): ShareAcknowledgeRequestAcknowledgementBatch {
  const firstOffset = r.int64();
  const lastOffset = r.int64();
  const acknowledgeTypes: number[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) acknowledgeTypes.push(r.int8());
  r.skipTags();
  return { firstOffset, lastOffset, acknowledgeTypes };
}

function encodeShareAcknowledgeRequestAcknowledgementBatch(w: Writer, draft: Draft<ShareAcknowledgeRequestAcknowledgementBatch>, _version: number): void {
  const { firstOffset = 0, lastOffset = 0, acknowledgeTypes = [] } = draft;
  w.int64(firstOffset);
  w.int64(lastOffset);
  { w.arrayLength(acknowledgeTypes, true); for (const element of acknowledgeTypes) w.int8(element); }
  w.noTags();
}

function decodeShareAcknowledgeRequestAcknowledgePartition(r: Reader, version: number): ShareAcknowledgeRequestAcknowledgePartition {
  const partitionIndex = r.int32();
  const acknowledgementBatches: ShareAcknowledgeRequestAcknowledgementBatch[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) acknowledgementBatches.push(decodeShareAcknowledgeRequestAcknowledgementBatch(r, version));
  r.skipTags();
  return { partitionIndex, acknowledgementBatches };
}

function encodeShareAcknowledgeRequestAcknowledgePartition(w: Writer, draft: Draft<ShareAcknowledgeRequestAcknowledgePartition>, version: number): void {
  const { partitionIndex = 0, acknowledgementBatches = [] } = draft;
  w.int32(partitionIndex);
  { w.arrayLength(acknowledgementBatches, true); for (const element of acknowledgementBatches) encodeShareAcknowledgeRequestAcknowledgementBatch(w, element, version); }
  w.noTags();
}

function decodeShareAcknowledgeRequestAcknowledgeTopic(r: Reader, version: number): ShareAcknowledgeRequestAcknowledgeTopic {
  const topicId = r.uuid();
  const partitions: ShareAcknowledgeRequestAcknowledgePartition[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) partitions.push(decodeShareAcknowledgeRequestAcknowledgePartition(r, version));
  r.skipTags();
  return { topicId, partitions };
}

function encodeShareAcknowledgeRequestAcknowledgeTopic(w: Writer, draft: Draft<ShareAcknowledgeRequestAcknowledgeTopic>, version: number): void {
  const { topicId = ZERO_UUID, partitions = [] } = draft;
  w.uuid(topicId);
  { w.arrayLength(partitions, true); for (const element of partitions) encodeShareAcknowledgeRequestAcknowledgePartition(w, element, version); }
  w.noTags();
}

function decodeShareAcknowledgeRequest(r: Reader, version: number): ShareAcknowledgeRequest {
  if (version < 1 || version > 2) throw noSuchVersion("ShareAcknowledgeRequest", version);
  const groupId = r.nullableString(true);
  const memberId = r.nullableString(true);
  const shareSessionEpoch = r.int32();
  const isRenewAck = version >= 2 ? r.bool() : false;
  const topics: ShareAcknowledgeRequestAcknowledgeTopic[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) topics.push(decodeShareAcknowledgeRequestAcknowledgeTopic(r, version));
  r.skipTags();
  return { groupId, memberId, shareSessionEpoch, isRenewAck, topics };
}

function encodeShareAcknowledgeRequest(w: Writer, draft: Draft<ShareAcknowledgeRequest>, version: number): void {
  if (version < 1 || version > 2) throw noSuchVersion("ShareAcknowledgeRequest", version);
  const { groupId = null, memberId = "", shareSessionEpoch = 0, isRenewAck = false, topics = [] } = draft;
  w.nullableString(groupId, true);
  w.nullableString(memberId, true);
  w.int32(shareSessionEpoch);
  if (version >= 2) w.bool(isRenewAck);
  else if (isRenewAck) throw fieldNotInVersion("ShareAcknowledgeRequest", "isRenewAck", version);
  { w.arrayLength(topics, true); for (const element of topics) encodeShareAcknowledgeRequestAcknowledgeTopic(w, element, version); }
  w.noTags();
}

export interface ShareAcknowledgeResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** Outcome of the whole request as a code of the error table; partitions have their own. */
  errorCode: number;
  /** What the error is about, or null. */
  errorMessage: string | null;
  /** For how long acquired records are the member's, in milliseconds. */
  acquisitionLockTimeoutMs: number;
  /** Outcomes by topic. */
  responses: ShareAcknowledgeResponseShareAcknowledgeTopicResponse[];
  /** Where the leaders are that the partitions name. */
  nodeEndpoints: ShareAcknowledgeResponseNodeEndpoint[];
}

export interface ShareAcknowledgeResponseNodeEndpoint {
  /** Node id of the broker. */
  nodeId: number;
  /** Host to connect to. */
  host: string;
  /** Port to connect to. */
  port: number;
  /** The broker's rack, or null. */
  rack: string | null;
}

export interface ShareAcknowledgeResponseShareAcknowledgeTopicResponse {
  /** The topic's id. */
  topicId: string;
  /** The topic's partitions. */
  partitions: ShareAcknowledgeResponsePartitionData[];
}

export interface ShareAcknowledgeResponsePartitionData {
  /** Number of the partition. */
  partitionIndex: number;
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** What the error is about, or null. */
  errorMessage: string | null;
  /** Whom to ask instead, where that is the error. */
  currentLeader: ShareAcknowledgeResponseLeaderIdAndEpoch;
}

export interface ShareAcknowledgeResponseLeaderIdAndEpoch {
  /** Node id of the leader, or -1. */
  leaderId: number;
  /** The newest known leader epoch. */
  leaderEpoch: number;
}

export const ShareAcknowledgeResponse: MessageCodec<ShareAcknowledgeResponse> = {
  name: "ShareAcknowledgeResponse",
  apiKey: 79,
  minVersion: 1,
  maxVersion: 2,
  flexibleFrom: 1,
  decode: decodeShareAcknowledgeResponse,
  encode: encodeShareAcknowledgeResponse,
  eachError: (draft, version, found) => eachErrorOfShareAcknowledgeResponse(draft, version, found, draft),
};

function decodeShareAcknowledgeResponseLeaderIdAndEpoch(r: Reader, _version: number): ShareAcknowledgeResponseLeaderIdAndEpoch {
  const leaderId = r.int32();
  const leaderEpoch = r.int32();
  r.skipTags();
  return { leaderId, leaderEpoch };
}

function encodeShareAcknowledgeResponseLeaderIdAndEpoch(w: Writer, draft: Draft<ShareAcknowledgeResponseLeaderIdAndEpoch>, _version: number): void {
  const { leaderId = 0, leaderEpoch = 0 } = draft;
  w.int32(leaderId);
  w.int32(leaderEpoch);
  w.noTags();
}

function decodeShareAcknowledgeResponsePartitionData(r: Reader, version: number): ShareAcknowledgeResponsePartitionData {
  const partitionIndex = r.int32();
  const errorCode = r.int16();
  const errorMessage = r.nullableString(true);
  const currentLeader = decodeShareAcknowledgeResponseLeaderIdAndEpoch(r, version);
  r.skipTags();
  return { partitionIndex, errorCode, errorMessage, currentLeader };
}

function encodeShareAcknowledgeResponsePartitionData(w: Writer, draft: Draft<ShareAcknowledgeResponsePartitionData>, version: number): void {
  const { partitionIndex = 0, errorCode = 0, errorMessage = null, currentLeader = {} } = draft;
  w.int32(partitionIndex);
  w.int16(errorCode);
  w.nullableString(errorMessage, true);
  encodeShareAcknowledgeResponseLeaderIdAndEpoch(w, currentLeader, version);
  w.noTags();
}

function decodeShareAcknowledgeResponseShareAcknowledgeTopicResponse(r: Reader, version: number): ShareAcknowledgeResponseShareAcknowledgeTopicResponse {
  const topicId = r.uuid();
  const partitions: ShareAcknowledgeResponsePartitionData[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) partitions.push(decodeShareAcknowledgeResponsePartitionData(r, version));
  r.skipTags();
  return { topicId, partitions };
}

function encodeShareAcknowledgeResponseShareAcknowledgeTopicResponse(w: Writer, draft: Draft<ShareAcknowledgeResponseShareAcknowledgeTopicResponse>, version: number): void {
  const { topicId = ZERO_UUID, partitions = [] } = draft;
  w.uuid(topicId);
  { w.arrayLength(partitions, true); for (const element of partitions) encodeShareAcknowledgeResponsePartitionData(w, element, version); }
  w.noTags();
}

function decodeShareAcknowledgeResponseNodeEndpoint(r: Reader, _version: number): ShareAcknowledgeResponseNodeEndpoint {
  const nodeId = r.int32();
  const host = r.string(true);
  const port = r.int32();
  const rack = r.nullableString(true);
  r.skipTags();
  return { nodeId, host, port, rack };
}

function encodeShareAcknowledgeResponseNodeEndpoint(w: Writer, draft: Draft<ShareAcknowledgeResponseNodeEndpoint>, _version: number): void {
  const { nodeId = 0, host = "", port = 0, rack = null } = draft;
  w.int32(nodeId);
  w.string(host, true);
  w.int32(port);
  w.nullableString(rack, true);
  w.noTags();
}

function decodeShareAcknowledgeResponse(r: Reader, version: number): ShareAcknowledgeResponse {
  if (version < 1 || version > 2) throw noSuchVersion("ShareAcknowledgeResponse", version);
  const throttleTimeMs = r.int32();
  const errorCode = r.int16();
  const errorMessage = r.nullableString(true);
  const acquisitionLockTimeoutMs = version >= 2 ? r.int32() : 0;
  const responses: ShareAcknowledgeResponseShareAcknowledgeTopicResponse[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) responses.push(decodeShareAcknowledgeResponseShareAcknowledgeTopicResponse(r, version));
  const nodeEndpoints: ShareAcknowledgeResponseNodeEndpoint[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) nodeEndpoints.push(decodeShareAcknowledgeResponseNodeEndpoint(r, version));
  r.skipTags();
  return { throttleTimeMs, errorCode, errorMessage, acquisitionLockTimeoutMs, responses, nodeEndpoints };
}

function encodeShareAcknowledgeResponse(w: Writer, draft: Draft<ShareAcknowledgeResponse>, version: number): void {
  if (version < 1 || version > 2) throw noSuchVersion("ShareAcknowledgeResponse", version);
  const { throttleTimeMs = 0, errorCode = 0, errorMessage = null, acquisitionLockTimeoutMs = 0, responses = [], nodeEndpoints = [] } = draft;
  w.int32(throttleTimeMs);
  w.int16(errorCode);
  w.nullableString(errorMessage, true);
  if (version >= 2) w.int32(acquisitionLockTimeoutMs);
  { w.arrayLength(responses, true); for (const element of responses) encodeShareAcknowledgeResponseShareAcknowledgeTopicResponse(w, element, version); }
  { w.arrayLength(nodeEndpoints, true); for (const element of nodeEndpoints) encodeShareAcknowledgeResponseNodeEndpoint(w, element, version); }
  w.noTags();
}

function eachErrorOfShareAcknowledgeResponsePartitionData(draft: Draft<ShareAcknowledgeResponsePartitionData>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}

function eachErrorOfShareAcknowledgeResponseShareAcknowledgeTopicResponse(draft: Draft<ShareAcknowledgeResponseShareAcknowledgeTopicResponse>, version: number, found: OnError, around: object): void {
  for (const element of draft.partitions ?? []) eachErrorOfShareAcknowledgeResponsePartitionData(element, version, found, draft);
}

function eachErrorOfShareAcknowledgeResponse(draft: Draft<ShareAcknowledgeResponse>, version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
  for (const element of draft.responses ?? []) eachErrorOfShareAcknowledgeResponseShareAcknowledgeTopicResponse(element, version, found, draft);
}
