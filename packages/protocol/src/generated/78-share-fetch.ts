// Generated from the definitions by `npm run generate`; not to be edited.
import { fieldNotInVersion, noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { ZERO_UUID } from "../wire/uuid.ts";
import { type Writer } from "../wire/writer.ts";

export interface ShareFetchRequest {
  /** The share group. */
  groupId: string | null;
  /** The member's id. */
  memberId: string | null;
  /** Counts a session's requests: 0 opens one, -1 closes it. */
  shareSessionEpoch: number;
  /** How long to hold the request back while fewer than `minBytes` are there. */
  maxWaitMs: number;
  /** Answer as soon as this many bytes of records are available. */
  minBytes: number;
  /** Soft limit on the records in the response; a first batch larger than this is still returned (KIP-74). */
  maxBytes: number;
  /** How many records to acquire; more, where batches of the log are not to be divided. */
  maxRecords: number;
  /** How many records are best acquired and acknowledged together. */
  batchSize: number;
  /** 0 keeps batches of the log whole, 1 never exceeds `maxRecords` (KIP-1206). */
  shareAcquireMode: number;
  /** Whether acknowledgements among these ask for more time (KIP-1222). */
  isRenewAck: boolean;
  /** What is new in the session, and what is acknowledged. */
  topics: ShareFetchRequestFetchTopic[];
  /** Partitions to drop from the session. */
  forgottenTopicsData: ShareFetchRequestForgottenTopic[];
}

export interface ShareFetchRequestForgottenTopic {
  /** The topic's id. */
  topicId: string;
  /** Numbers of the partitions to drop. */
  partitions: number[];
}

export interface ShareFetchRequestFetchTopic {
  /** The topic's id. */
  topicId: string;
  /** The topic's partitions. */
  partitions: ShareFetchRequestFetchPartition[];
}

export interface ShareFetchRequestFetchPartition {
  /** Number of the partition. */
  partitionIndex: number;
  /** What is said of records that the member holds. */
  acknowledgementBatches: ShareFetchRequestAcknowledgementBatch[];
}

export interface ShareFetchRequestAcknowledgementBatch {
  /** The first of them. */
  firstOffset: number;
  /** The last of them. */
  lastOffset: number;
  /** One for all, or one for each: 0 gap, 1 accept, 2 release, 3 reject, 4 renew. */
  acknowledgeTypes: number[];
}

export const ShareFetchRequest: MessageCodec<ShareFetchRequest> = {
  name: "ShareFetchRequest",
  apiKey: 78,
  minVersion: 1,
  maxVersion: 2,
  flexibleFrom: 1,
  decode: decodeShareFetchRequest,
  encode: encodeShareFetchRequest,
};

function decodeShareFetchRequestAcknowledgementBatch(r: Reader, _version: number): ShareFetchRequestAcknowledgementBatch {
  const firstOffset = r.int64();
  const lastOffset = r.int64();
  const acknowledgeTypes: number[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) acknowledgeTypes.push(r.int8());
  r.skipTags();
  return { firstOffset, lastOffset, acknowledgeTypes };
}

function encodeShareFetchRequestAcknowledgementBatch(w: Writer, draft: Draft<ShareFetchRequestAcknowledgementBatch>, _version: number): void {
  const { firstOffset = 0, lastOffset = 0, acknowledgeTypes = [] } = draft;
  w.int64(firstOffset);
  w.int64(lastOffset);
  { w.arrayLength(acknowledgeTypes, true); for (const element of acknowledgeTypes) w.int8(element); }
  w.noTags();
}

function decodeShareFetchRequestFetchPartition(r: Reader, version: number): ShareFetchRequestFetchPartition {
  const partitionIndex = r.int32();
  const acknowledgementBatches: ShareFetchRequestAcknowledgementBatch[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) acknowledgementBatches.push(decodeShareFetchRequestAcknowledgementBatch(r, version));
  r.skipTags();
  return { partitionIndex, acknowledgementBatches };
}

function encodeShareFetchRequestFetchPartition(w: Writer, draft: Draft<ShareFetchRequestFetchPartition>, version: number): void {
  const { partitionIndex = 0, acknowledgementBatches = [] } = draft;
  w.int32(partitionIndex);
  { w.arrayLength(acknowledgementBatches, true); for (const element of acknowledgementBatches) encodeShareFetchRequestAcknowledgementBatch(w, element, version); }
  w.noTags();
}

function decodeShareFetchRequestFetchTopic(r: Reader, version: number): ShareFetchRequestFetchTopic {
  const topicId = r.uuid();
  const partitions: ShareFetchRequestFetchPartition[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) partitions.push(decodeShareFetchRequestFetchPartition(r, version));
  r.skipTags();
  return { topicId, partitions };
}

function encodeShareFetchRequestFetchTopic(w: Writer, draft: Draft<ShareFetchRequestFetchTopic>, version: number): void {
  const { topicId = ZERO_UUID, partitions = [] } = draft;
  w.uuid(topicId);
  { w.arrayLength(partitions, true); for (const element of partitions) encodeShareFetchRequestFetchPartition(w, element, version); }
  w.noTags();
}

function decodeShareFetchRequestForgottenTopic(r: Reader, _version: number): ShareFetchRequestForgottenTopic {
  const topicId = r.uuid();
  const partitions: number[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) partitions.push(r.int32());
  r.skipTags();
  return { topicId, partitions };
}

function encodeShareFetchRequestForgottenTopic(w: Writer, draft: Draft<ShareFetchRequestForgottenTopic>, _version: number): void {
  const { topicId = ZERO_UUID, partitions = [] } = draft;
  w.uuid(topicId);
  { w.arrayLength(partitions, true); for (const element of partitions) w.int32(element); }
  w.noTags();
}

function decodeShareFetchRequest(r: Reader, version: number): ShareFetchRequest {
  if (version < 1 || version > 2) throw noSuchVersion("ShareFetchRequest", version);
  const groupId = r.nullableString(true);
  const memberId = r.nullableString(true);
  const shareSessionEpoch = r.int32();
  const maxWaitMs = r.int32();
  const minBytes = r.int32();
  const maxBytes = r.int32();
  const maxRecords = r.int32();
  const batchSize = r.int32();
  const shareAcquireMode = version >= 2 ? r.int8() : 0;
  const isRenewAck = version >= 2 ? r.bool() : false;
  const topics: ShareFetchRequestFetchTopic[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) topics.push(decodeShareFetchRequestFetchTopic(r, version));
  const forgottenTopicsData: ShareFetchRequestForgottenTopic[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) forgottenTopicsData.push(decodeShareFetchRequestForgottenTopic(r, version));
  r.skipTags();
  return { groupId, memberId, shareSessionEpoch, maxWaitMs, minBytes, maxBytes, maxRecords, batchSize, shareAcquireMode, isRenewAck, topics, forgottenTopicsData };
}

function encodeShareFetchRequest(w: Writer, draft: Draft<ShareFetchRequest>, version: number): void {
  if (version < 1 || version > 2) throw noSuchVersion("ShareFetchRequest", version);
  const { groupId = null, memberId = "", shareSessionEpoch = 0, maxWaitMs = 0, minBytes = 0, maxBytes = 2147483647, maxRecords = 0, batchSize = 0, shareAcquireMode = 0, isRenewAck = false, topics = [], forgottenTopicsData = [] } = draft;
  w.nullableString(groupId, true);
  w.nullableString(memberId, true);
  w.int32(shareSessionEpoch);
  w.int32(maxWaitMs);
  w.int32(minBytes);
  w.int32(maxBytes);
  w.int32(maxRecords);
  w.int32(batchSize);
  if (version >= 2) w.int8(shareAcquireMode);
  if (version >= 2) w.bool(isRenewAck);
  else if (isRenewAck) throw fieldNotInVersion("ShareFetchRequest", "isRenewAck", version);
  { w.arrayLength(topics, true); for (const element of topics) encodeShareFetchRequestFetchTopic(w, element, version); }
  { w.arrayLength(forgottenTopicsData, true); for (const element of forgottenTopicsData) encodeShareFetchRequestForgottenTopic(w, element, version); }
  w.noTags();
}

export interface ShareFetchResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** Outcome of the whole request as a code of the error table; partitions have their own. */
  errorCode: number;
  /** What the error is about, or null. */
  errorMessage: string | null;
  /** For how long acquired records are the member's, in milliseconds. */
  acquisitionLockTimeoutMs: number;
  /** What was acquired, by topic; only partitions with news. */
  responses: ShareFetchResponseShareFetchableTopicResponse[];
  /** Where the leaders are that the partitions name. */
  nodeEndpoints: ShareFetchResponseNodeEndpoint[];
}

export interface ShareFetchResponseNodeEndpoint {
  /** Node id of the broker. */
  nodeId: number;
  /** Host to connect to. */
  host: string;
  /** Port to connect to. */
  port: number;
  /** The broker's rack, or null. */
  rack: string | null;
}

export interface ShareFetchResponseShareFetchableTopicResponse {
  /** The topic's id. */
  topicId: string;
  /** The topic's partitions. */
  partitions: ShareFetchResponsePartitionData[];
}

export interface ShareFetchResponsePartitionData {
  /** Number of the partition. */
  partitionIndex: number;
  /** Outcome of the fetch as a code of the error table; 0 is success. */
  errorCode: number;
  /** What the error is about, or null. */
  errorMessage: string | null;
  /** Outcome of the acknowledgements as a code of the error table; 0 is success. */
  acknowledgeErrorCode: number;
  /** What that error is about, or null. */
  acknowledgeErrorMessage: string | null;
  /** Whom to ask instead, where that is the error. */
  currentLeader: ShareFetchResponseLeaderIdAndEpoch;
  /** Batches with the acquired records, and others among them. */
  records: Buffer | null;
  /** Which records the member holds from now on. */
  acquiredRecords: ShareFetchResponseAcquiredRecords[];
}

export interface ShareFetchResponseAcquiredRecords {
  /** The first of them. */
  firstOffset: number;
  /** The last of them. */
  lastOffset: number;
  /** How often they have been handed out with this time. */
  deliveryCount: number;
}

export interface ShareFetchResponseLeaderIdAndEpoch {
  /** Node id of the leader, or -1. */
  leaderId: number;
  /** The newest known leader epoch. */
  leaderEpoch: number;
}

export const ShareFetchResponse: MessageCodec<ShareFetchResponse> = {
  name: "ShareFetchResponse",
  apiKey: 78,
  minVersion: 1,
  maxVersion: 2,
  flexibleFrom: 1,
  decode: decodeShareFetchResponse,
  encode: encodeShareFetchResponse,
  eachError: (draft, version, found) => eachErrorOfShareFetchResponse(draft, version, found, draft),
};

function decodeShareFetchResponseLeaderIdAndEpoch(r: Reader, _version: number): ShareFetchResponseLeaderIdAndEpoch {
  const leaderId = r.int32();
  const leaderEpoch = r.int32();
  r.skipTags();
  return { leaderId, leaderEpoch };
}

function encodeShareFetchResponseLeaderIdAndEpoch(w: Writer, draft: Draft<ShareFetchResponseLeaderIdAndEpoch>, _version: number): void {
  const { leaderId = 0, leaderEpoch = 0 } = draft;
  w.int32(leaderId);
  w.int32(leaderEpoch);
  w.noTags();
}

function decodeShareFetchResponseAcquiredRecords(r: Reader, _version: number): ShareFetchResponseAcquiredRecords {
  const firstOffset = r.int64();
  const lastOffset = r.int64();
  const deliveryCount = r.int16();
  r.skipTags();
  return { firstOffset, lastOffset, deliveryCount };
}

function encodeShareFetchResponseAcquiredRecords(w: Writer, draft: Draft<ShareFetchResponseAcquiredRecords>, _version: number): void {
  const { firstOffset = 0, lastOffset = 0, deliveryCount = 0 } = draft;
  w.int64(firstOffset);
  w.int64(lastOffset);
  w.int16(deliveryCount);
  w.noTags();
}

function decodeShareFetchResponsePartitionData(r: Reader, version: number): ShareFetchResponsePartitionData {
  const partitionIndex = r.int32();
  const errorCode = r.int16();
  const errorMessage = r.nullableString(true);
  const acknowledgeErrorCode = r.int16();
  const acknowledgeErrorMessage = r.nullableString(true);
  const currentLeader = decodeShareFetchResponseLeaderIdAndEpoch(r, version);
  const records = r.bytes(true);
  const acquiredRecords: ShareFetchResponseAcquiredRecords[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) acquiredRecords.push(decodeShareFetchResponseAcquiredRecords(r, version));
  r.skipTags();
  return { partitionIndex, errorCode, errorMessage, acknowledgeErrorCode, acknowledgeErrorMessage, currentLeader, records, acquiredRecords };
}

function encodeShareFetchResponsePartitionData(w: Writer, draft: Draft<ShareFetchResponsePartitionData>, version: number): void {
  const { partitionIndex = 0, errorCode = 0, errorMessage = null, acknowledgeErrorCode = 0, acknowledgeErrorMessage = null, currentLeader = {}, records = null, acquiredRecords = [] } = draft;
  w.int32(partitionIndex);
  w.int16(errorCode);
  w.nullableString(errorMessage, true);
  w.int16(acknowledgeErrorCode);
  w.nullableString(acknowledgeErrorMessage, true);
  encodeShareFetchResponseLeaderIdAndEpoch(w, currentLeader, version);
  w.records(records, true);
  { w.arrayLength(acquiredRecords, true); for (const element of acquiredRecords) encodeShareFetchResponseAcquiredRecords(w, element, version); }
  w.noTags();
}

function decodeShareFetchResponseShareFetchableTopicResponse(r: Reader, version: number): ShareFetchResponseShareFetchableTopicResponse {
  const topicId = r.uuid();
  const partitions: ShareFetchResponsePartitionData[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) partitions.push(decodeShareFetchResponsePartitionData(r, version));
  r.skipTags();
  return { topicId, partitions };
}

function encodeShareFetchResponseShareFetchableTopicResponse(w: Writer, draft: Draft<ShareFetchResponseShareFetchableTopicResponse>, version: number): void {
  const { topicId = ZERO_UUID, partitions = [] } = draft;
  w.uuid(topicId);
  { w.arrayLength(partitions, true); for (const element of partitions) encodeShareFetchResponsePartitionData(w, element, version); }
  w.noTags();
}

function decodeShareFetchResponseNodeEndpoint(r: Reader, _version: number): ShareFetchResponseNodeEndpoint {
  const nodeId = r.int32();
  const host = r.string(true);
  const port = r.int32();
  const rack = r.nullableString(true);
  r.skipTags();
  return { nodeId, host, port, rack };
}

function encodeShareFetchResponseNodeEndpoint(w: Writer, draft: Draft<ShareFetchResponseNodeEndpoint>, _version: number): void {
  const { nodeId = 0, host = "", port = 0, rack = null } = draft;
  w.int32(nodeId);
  w.string(host, true);
  w.int32(port);
  w.nullableString(rack, true);
  w.noTags();
}

function decodeShareFetchResponse(r: Reader, version: number): ShareFetchResponse {
  if (version < 1 || version > 2) throw noSuchVersion("ShareFetchResponse", version);
  const throttleTimeMs = r.int32();
  const errorCode = r.int16();
  const errorMessage = r.nullableString(true);
  const acquisitionLockTimeoutMs = r.int32();
  const responses: ShareFetchResponseShareFetchableTopicResponse[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) responses.push(decodeShareFetchResponseShareFetchableTopicResponse(r, version));
  const nodeEndpoints: ShareFetchResponseNodeEndpoint[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) nodeEndpoints.push(decodeShareFetchResponseNodeEndpoint(r, version));
  r.skipTags();
  return { throttleTimeMs, errorCode, errorMessage, acquisitionLockTimeoutMs, responses, nodeEndpoints };
}

function encodeShareFetchResponse(w: Writer, draft: Draft<ShareFetchResponse>, version: number): void {
  if (version < 1 || version > 2) throw noSuchVersion("ShareFetchResponse", version);
  const { throttleTimeMs = 0, errorCode = 0, errorMessage = null, acquisitionLockTimeoutMs = 0, responses = [], nodeEndpoints = [] } = draft;
  w.int32(throttleTimeMs);
  w.int16(errorCode);
  w.nullableString(errorMessage, true);
  w.int32(acquisitionLockTimeoutMs);
  { w.arrayLength(responses, true); for (const element of responses) encodeShareFetchResponseShareFetchableTopicResponse(w, element, version); }
  { w.arrayLength(nodeEndpoints, true); for (const element of nodeEndpoints) encodeShareFetchResponseNodeEndpoint(w, element, version); }
  w.noTags();
}

function eachErrorOfShareFetchResponsePartitionData(draft: Draft<ShareFetchResponsePartitionData>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
  found(draft.acknowledgeErrorCode ?? 0, draft, around);
}

function eachErrorOfShareFetchResponseShareFetchableTopicResponse(draft: Draft<ShareFetchResponseShareFetchableTopicResponse>, version: number, found: OnError, around: object): void {
  for (const element of draft.partitions ?? []) eachErrorOfShareFetchResponsePartitionData(element, version, found, draft);
}

function eachErrorOfShareFetchResponse(draft: Draft<ShareFetchResponse>, version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
  for (const element of draft.responses ?? []) eachErrorOfShareFetchResponseShareFetchableTopicResponse(element, version, found, draft);
}
