// Generated from the definitions by `npm run generate`; not to be edited.
import { fieldNotInVersion, noSuchVersion, tagNotInVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { ZERO_UUID } from "../wire/uuid.ts";
import { type Writer } from "../wire/writer.ts";

export interface FetchRequest {
  /** Cluster that the fetcher believes in; only KRaft voters send it. */
  clusterId: string | null;
  /** Node id of a fetching follower; consumers send -1. */
  replicaId: number;
  /** Who fetches, for followers; takes the place of the plain replica id (KIP-903). */
  replicaState: FetchRequestReplicaState;
  /** How long to hold the request back while fewer than `minBytes` are there. */
  maxWaitMs: number;
  /** Answer as soon as this many bytes of records are available. */
  minBytes: number;
  /** Soft limit on the records in the whole response; a first batch larger than this is still returned (KIP-74). */
  maxBytes: number;
  /** 0 reads up to the high watermark, 1 up to the last stable offset and learns of aborted transactions. */
  isolationLevel: number;
  /** Incremental fetch session to go on with; 0 for none or a new one (KIP-227). */
  sessionId: number;
  /** Counts a session's requests: 0 opens one, -1 closes it or does without. */
  sessionEpoch: number;
  /** Partitions to read from; in a session, only what is new or changed. */
  topics: FetchRequestFetchTopic[];
  /** Partitions to drop from the session. */
  forgottenTopicsData: FetchRequestForgottenTopic[];
  /** The consumer's `client.rack`, for reading from a near replica (KIP-392). */
  rackId: string;
}

export interface FetchRequestForgottenTopic {
  /** The topic's name. */
  topic: string;
  /** The topic's id. */
  topicId: string;
  /** Numbers of the partitions to drop. */
  partitions: number[];
}

export interface FetchRequestFetchTopic {
  /** The topic, while versions still go by name. */
  topic: string;
  /** The topic, since names gave way to ids (KIP-516). */
  topicId: string;
  /** Where and how far to read in each partition. */
  partitions: FetchRequestFetchPartition[];
}

export interface FetchRequestFetchPartition {
  /** Number of the partition. */
  partition: number;
  /** Leader epoch in the fetcher's metadata, by which stale views are detected; -1 skips the check. */
  currentLeaderEpoch: number;
  /** Offset to read from; the batch around it is returned whole. */
  fetchOffset: number;
  /** Leader epoch of the fetcher's last record, for detecting a diverged log; -1 skips the check. */
  lastFetchedEpoch: number;
  /** Where a follower's own log begins; consumers send -1. */
  logStartOffset: number;
  /** Soft limit on this partition's records, with the same exception for a first batch. */
  partitionMaxBytes: number;
  /** Log directory of the fetching KRaft voter (KIP-853). */
  replicaDirectoryId: string;
  /** High watermark that the fetching replica knows: -1 none yet, Long.MAX_VALUE not supported (KIP-1166). */
  highWatermark: number;
}

export interface FetchRequestReplicaState {
  /** Node id of the follower; -1 means a consumer. */
  replicaId: number;
  /** Broker epoch of the follower's present incarnation, or -1. */
  replicaEpoch: number;
}

export const FetchRequest: MessageCodec<FetchRequest> = {
  name: "FetchRequest",
  apiKey: 1,
  minVersion: 4,
  maxVersion: 18,
  flexibleFrom: 12,
  decode: decodeFetchRequest,
  encode: encodeFetchRequest,
};

function decodeFetchRequestReplicaState(r: Reader, _version: number): FetchRequestReplicaState {
  const replicaId = r.int32();
  const replicaEpoch = r.int64();
  r.skipTags();
  return { replicaId, replicaEpoch };
}

function encodeFetchRequestReplicaState(w: Writer, draft: Draft<FetchRequestReplicaState>, _version: number): void {
  const { replicaId = -1, replicaEpoch = -1 } = draft;
  w.int32(replicaId);
  w.int64(replicaEpoch);
  w.noTags();
}

function decodeFetchRequestFetchPartition(r: Reader, version: number): FetchRequestFetchPartition {
  const flexible = version >= 12;
  const partition = r.int32();
  const currentLeaderEpoch = version >= 9 ? r.int32() : -1;
  const fetchOffset = r.int64();
  const lastFetchedEpoch = version >= 12 ? r.int32() : -1;
  const logStartOffset = version >= 5 ? r.int64() : -1;
  const partitionMaxBytes = r.int32();
  let replicaDirectoryId: string = ZERO_UUID;
  let highWatermark: number = 2 ** 63;
  if (flexible) for (let tags = r.unsignedVarint(); tags > 0; tags--) {
    const tag = r.unsignedVarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        if (version < 17) throw tagNotInVersion(tag, version);
        replicaDirectoryId = r.uuid();
        break;
      case 1:
        if (version < 18) throw tagNotInVersion(tag, version);
        highWatermark = r.int64();
        break;
      default:
        r.skip(end - r.position);
    }
    r.expectTagEnd(end);
  }
  return { partition, currentLeaderEpoch, fetchOffset, lastFetchedEpoch, logStartOffset, partitionMaxBytes, replicaDirectoryId, highWatermark };
}

function encodeFetchRequestFetchPartition(w: Writer, draft: Draft<FetchRequestFetchPartition>, version: number): void {
  const flexible = version >= 12;
  const { partition = 0, currentLeaderEpoch = -1, fetchOffset = 0, lastFetchedEpoch = -1, logStartOffset = -1, partitionMaxBytes = 0, replicaDirectoryId = ZERO_UUID, highWatermark = 2 ** 63 } = draft;
  w.int32(partition);
  if (version >= 9) w.int32(currentLeaderEpoch);
  w.int64(fetchOffset);
  if (version >= 12) w.int32(lastFetchedEpoch);
  else if (lastFetchedEpoch !== -1) throw fieldNotInVersion("FetchRequest", "lastFetchedEpoch", version);
  if (version >= 5) w.int64(logStartOffset);
  w.int32(partitionMaxBytes);
  if (flexible) {
    const hasReplicaDirectoryId = version >= 17 && replicaDirectoryId !== ZERO_UUID;
    const hasHighWatermark = version >= 18 && highWatermark !== 2 ** 63;
    w.unsignedVarint(+hasReplicaDirectoryId + +hasHighWatermark);
    if (hasReplicaDirectoryId) {
      const at = w.beginTag(0);
      w.uuid(replicaDirectoryId);
      w.endTag(at);
    }
    if (hasHighWatermark) {
      const at = w.beginTag(1);
      w.int64(highWatermark);
      w.endTag(at);
    }
  }
}

function decodeFetchRequestFetchTopic(r: Reader, version: number): FetchRequestFetchTopic {
  const flexible = version >= 12;
  const topic = version <= 12 ? r.string(flexible) : "";
  const topicId = version >= 13 ? r.uuid() : ZERO_UUID;
  const partitions: FetchRequestFetchPartition[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) partitions.push(decodeFetchRequestFetchPartition(r, version));
  if (flexible) r.skipTags();
  return { topic, topicId, partitions };
}

function encodeFetchRequestFetchTopic(w: Writer, draft: Draft<FetchRequestFetchTopic>, version: number): void {
  const flexible = version >= 12;
  const { topic = "", topicId = ZERO_UUID, partitions = [] } = draft;
  if (version <= 12) w.string(topic, flexible);
  if (version >= 13) w.uuid(topicId);
  { w.arrayLength(partitions, flexible); for (const element of partitions) encodeFetchRequestFetchPartition(w, element, version); }
  if (flexible) w.noTags();
}

function decodeFetchRequestForgottenTopic(r: Reader, version: number): FetchRequestForgottenTopic {
  const flexible = version >= 12;
  const topic = version <= 12 ? r.string(flexible) : "";
  const topicId = version >= 13 ? r.uuid() : ZERO_UUID;
  const partitions: number[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) partitions.push(r.int32());
  if (flexible) r.skipTags();
  return { topic, topicId, partitions };
}

function encodeFetchRequestForgottenTopic(w: Writer, draft: Draft<FetchRequestForgottenTopic>, version: number): void {
  const flexible = version >= 12;
  const { topic = "", topicId = ZERO_UUID, partitions = [] } = draft;
  if (version <= 12) w.string(topic, flexible);
  if (version >= 13) w.uuid(topicId);
  { w.arrayLength(partitions, flexible); for (const element of partitions) w.int32(element); }
  if (flexible) w.noTags();
}

function decodeFetchRequest(r: Reader, version: number): FetchRequest {
  if (version < 4 || version > 18) throw noSuchVersion("FetchRequest", version);
  const flexible = version >= 12;
  let clusterId: string | null = null;
  const replicaId = version <= 14 ? r.int32() : -1;
  let replicaState: FetchRequestReplicaState = { replicaId: -1, replicaEpoch: -1 };
  const maxWaitMs = r.int32();
  const minBytes = r.int32();
  const maxBytes = r.int32();
  const isolationLevel = r.int8();
  const sessionId = version >= 7 ? r.int32() : 0;
  const sessionEpoch = version >= 7 ? r.int32() : -1;
  const topics: FetchRequestFetchTopic[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) topics.push(decodeFetchRequestFetchTopic(r, version));
  const forgottenTopicsData: FetchRequestForgottenTopic[] = [];
  if (version >= 7) for (let n = r.arrayLength(flexible); n > 0; n--) forgottenTopicsData.push(decodeFetchRequestForgottenTopic(r, version));
  const rackId = version >= 11 ? r.string(flexible) : "";
  if (flexible) for (let tags = r.unsignedVarint(); tags > 0; tags--) {
    const tag = r.unsignedVarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        clusterId = r.nullableString(true);
        break;
      case 1:
        if (version < 15) throw tagNotInVersion(tag, version);
        replicaState = decodeFetchRequestReplicaState(r, version);
        break;
      default:
        r.skip(end - r.position);
    }
    r.expectTagEnd(end);
  }
  return { clusterId, replicaId, replicaState, maxWaitMs, minBytes, maxBytes, isolationLevel, sessionId, sessionEpoch, topics, forgottenTopicsData, rackId };
}

function encodeFetchRequest(w: Writer, draft: Draft<FetchRequest>, version: number): void {
  if (version < 4 || version > 18) throw noSuchVersion("FetchRequest", version);
  const flexible = version >= 12;
  const { clusterId = null, replicaId = -1, replicaState = {}, maxWaitMs = 0, minBytes = 0, maxBytes = 2147483647, isolationLevel = 0, sessionId = 0, sessionEpoch = -1, topics = [], forgottenTopicsData = [], rackId = "" } = draft;
  if (version <= 14) w.int32(replicaId);
  else if (replicaId !== -1) throw fieldNotInVersion("FetchRequest", "replicaId", version);
  if (version < 15 && !isDefaultFetchRequestReplicaState(replicaState)) throw fieldNotInVersion("FetchRequest", "replicaState", version);
  w.int32(maxWaitMs);
  w.int32(minBytes);
  w.int32(maxBytes);
  w.int8(isolationLevel);
  if (version >= 7) w.int32(sessionId);
  if (version >= 7) w.int32(sessionEpoch);
  { w.arrayLength(topics, flexible); for (const element of topics) encodeFetchRequestFetchTopic(w, element, version); }
  if (version >= 7) { w.arrayLength(forgottenTopicsData, flexible); for (const element of forgottenTopicsData) encodeFetchRequestForgottenTopic(w, element, version); }
  else if (forgottenTopicsData.length !== 0) throw fieldNotInVersion("FetchRequest", "forgottenTopicsData", version);
  if (version >= 11) w.string(rackId, flexible);
  if (flexible) {
    const hasClusterId = clusterId !== null;
    const hasReplicaState = version >= 15 && !isDefaultFetchRequestReplicaState(replicaState);
    w.unsignedVarint(+hasClusterId + +hasReplicaState);
    if (hasClusterId) {
      const at = w.beginTag(0);
      w.nullableString(clusterId, true);
      w.endTag(at);
    }
    if (hasReplicaState) {
      const at = w.beginTag(1);
      encodeFetchRequestReplicaState(w, replicaState, version);
      w.endTag(at);
    }
  }
}

function isDefaultFetchRequestReplicaState(draft: Draft<FetchRequestReplicaState>): boolean {
  const { replicaId = -1, replicaEpoch = -1 } = draft;
  return !(replicaId !== -1 || replicaEpoch !== -1);
}

export interface FetchResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** Outcome for the session as a whole; partitions have their own. */
  errorCode: number;
  /** The session that is open now; 0 if the next request has to be a full one. */
  sessionId: number;
  /** What was read, by topic; in a session, only partitions with news. */
  responses: FetchResponseFetchableTopicResponse[];
  /** Addresses of the leaders that the hints name. */
  nodeEndpoints: FetchResponseNodeEndpoint[];
}

export interface FetchResponseNodeEndpoint {
  /** Node id that a leader hint refers to. */
  nodeId: number;
  /** Host name or address that clients are told to connect to. */
  host: string;
  /** TCP port of the listener. */
  port: number;
  /** The broker's `broker.rack`, or null without one. */
  rack: string | null;
}

export interface FetchResponseFetchableTopicResponse {
  /** The topic's name. */
  topic: string;
  /** The topic's id. */
  topicId: string;
  /** What was read, by partition. */
  partitions: FetchResponsePartitionData[];
}

export interface FetchResponsePartitionData {
  /** Number of the partition. */
  partitionIndex: number;
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** Offset up to which every in-sync replica has the log; consumers see nothing beyond. */
  highWatermark: number;
  /** Offset up to which all transactions are decided; -1 if unknown. */
  lastStableOffset: number;
  /** First offset that the partition still holds; -1 if unknown. */
  logStartOffset: number;
  /** Where a follower has to truncate, if its last fetched epoch does not match the leader's log. */
  divergingEpoch: FetchResponseEpochEndOffset;
  /** Hint at the present leader (KIP-951), set with leadership errors. */
  currentLeader: FetchResponseLeaderIdAndEpoch;
  /** Snapshot to fetch instead, when a KRaft voter asks for records that only a snapshot has. */
  snapshotId: FetchResponseSnapshotId;
  /** Aborted transactions that touch the returned records; null when reading uncommitted. */
  abortedTransactions: FetchResponseAbortedTransaction[] | null;
  /** Replica that a consumer in this rack had better read from; -1 for the leader. */
  preferredReadReplica: number;
  /** Whole record batches just as they are stored. */
  records: Buffer | null;
}

export interface FetchResponseAbortedTransaction {
  /** Producer whose transaction was aborted. */
  producerId: number;
  /** Where the aborted transaction began; its records up to the abort marker are to be dropped. */
  firstOffset: number;
}

export interface FetchResponseSnapshotId {
  /** Offset behind the last record inside the snapshot. */
  endOffset: number;
  /** Leader epoch of the snapshot's last record. */
  epoch: number;
}

export interface FetchResponseLeaderIdAndEpoch {
  /** Node id of the leader, -1 if there is none or no hint. */
  leaderId: number;
  /** Epoch in which that node leads. */
  leaderEpoch: number;
}

export interface FetchResponseEpochEndOffset {
  /** Newest leader epoch that both logs may share. */
  epoch: number;
  /** Offset at which that epoch ends on the leader. */
  endOffset: number;
}

export const FetchResponse: MessageCodec<FetchResponse> = {
  name: "FetchResponse",
  apiKey: 1,
  minVersion: 4,
  maxVersion: 18,
  flexibleFrom: 12,
  decode: decodeFetchResponse,
  encode: encodeFetchResponse,
  eachError: (draft, version, found) => eachErrorOfFetchResponse(draft, version, found, draft),
};

function decodeFetchResponseEpochEndOffset(r: Reader, _version: number): FetchResponseEpochEndOffset {
  const epoch = r.int32();
  const endOffset = r.int64();
  r.skipTags();
  return { epoch, endOffset };
}

function encodeFetchResponseEpochEndOffset(w: Writer, draft: Draft<FetchResponseEpochEndOffset>, _version: number): void {
  const { epoch = -1, endOffset = -1 } = draft;
  w.int32(epoch);
  w.int64(endOffset);
  w.noTags();
}

function decodeFetchResponseLeaderIdAndEpoch(r: Reader, _version: number): FetchResponseLeaderIdAndEpoch {
  const leaderId = r.int32();
  const leaderEpoch = r.int32();
  r.skipTags();
  return { leaderId, leaderEpoch };
}

function encodeFetchResponseLeaderIdAndEpoch(w: Writer, draft: Draft<FetchResponseLeaderIdAndEpoch>, _version: number): void {
  const { leaderId = -1, leaderEpoch = -1 } = draft;
  w.int32(leaderId);
  w.int32(leaderEpoch);
  w.noTags();
}

function decodeFetchResponseSnapshotId(r: Reader, _version: number): FetchResponseSnapshotId {
  const endOffset = r.int64();
  const epoch = r.int32();
  r.skipTags();
  return { endOffset, epoch };
}

function encodeFetchResponseSnapshotId(w: Writer, draft: Draft<FetchResponseSnapshotId>, _version: number): void {
  const { endOffset = -1, epoch = -1 } = draft;
  w.int64(endOffset);
  w.int32(epoch);
  w.noTags();
}

function decodeFetchResponseAbortedTransaction(r: Reader, version: number): FetchResponseAbortedTransaction {
  const flexible = version >= 12;
  const producerId = r.int64();
  const firstOffset = r.int64();
  if (flexible) r.skipTags();
  return { producerId, firstOffset };
}

function encodeFetchResponseAbortedTransaction(w: Writer, draft: Draft<FetchResponseAbortedTransaction>, version: number): void {
  const flexible = version >= 12;
  const { producerId = 0, firstOffset = 0 } = draft;
  w.int64(producerId);
  w.int64(firstOffset);
  if (flexible) w.noTags();
}

function decodeFetchResponsePartitionData(r: Reader, version: number): FetchResponsePartitionData {
  const flexible = version >= 12;
  const partitionIndex = r.int32();
  const errorCode = r.int16();
  const highWatermark = r.int64();
  const lastStableOffset = r.int64();
  const logStartOffset = version >= 5 ? r.int64() : -1;
  let divergingEpoch: FetchResponseEpochEndOffset = { epoch: -1, endOffset: -1 };
  let currentLeader: FetchResponseLeaderIdAndEpoch = { leaderId: -1, leaderEpoch: -1 };
  let snapshotId: FetchResponseSnapshotId = { endOffset: -1, epoch: -1 };
  let abortedTransactions: FetchResponseAbortedTransaction[] | null = [];
  {
    let n = r.nullableArrayLength(flexible);
    if (n < 0) abortedTransactions = null;
    else {
      const abortedTransactionsElements: FetchResponseAbortedTransaction[] = [];
      for (; n > 0; n--) abortedTransactionsElements.push(decodeFetchResponseAbortedTransaction(r, version));
      abortedTransactions = abortedTransactionsElements;
    }
  }
  const preferredReadReplica = version >= 11 ? r.int32() : -1;
  const records = r.nullableBytes(flexible);
  if (flexible) for (let tags = r.unsignedVarint(); tags > 0; tags--) {
    const tag = r.unsignedVarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        divergingEpoch = decodeFetchResponseEpochEndOffset(r, version);
        break;
      case 1:
        currentLeader = decodeFetchResponseLeaderIdAndEpoch(r, version);
        break;
      case 2:
        snapshotId = decodeFetchResponseSnapshotId(r, version);
        break;
      default:
        r.skip(end - r.position);
    }
    r.expectTagEnd(end);
  }
  return { partitionIndex, errorCode, highWatermark, lastStableOffset, logStartOffset, divergingEpoch, currentLeader, snapshotId, abortedTransactions, preferredReadReplica, records };
}

function encodeFetchResponsePartitionData(w: Writer, draft: Draft<FetchResponsePartitionData>, version: number): void {
  const flexible = version >= 12;
  const { partitionIndex = 0, errorCode = 0, highWatermark = 0, lastStableOffset = -1, logStartOffset = -1, divergingEpoch = {}, currentLeader = {}, snapshotId = {}, abortedTransactions = [], preferredReadReplica = -1, records = null } = draft;
  w.int32(partitionIndex);
  w.int16(errorCode);
  w.int64(highWatermark);
  w.int64(lastStableOffset);
  if (version >= 5) w.int64(logStartOffset);
  if (version < 12 && !isDefaultFetchResponseEpochEndOffset(divergingEpoch)) throw fieldNotInVersion("FetchResponse", "divergingEpoch", version);
  if (version < 12 && !isDefaultFetchResponseLeaderIdAndEpoch(currentLeader)) throw fieldNotInVersion("FetchResponse", "currentLeader", version);
  if (version < 12 && !isDefaultFetchResponseSnapshotId(snapshotId)) throw fieldNotInVersion("FetchResponse", "snapshotId", version);
  { w.nullableArrayLength(abortedTransactions, flexible); if (abortedTransactions !== null) for (const element of abortedTransactions) encodeFetchResponseAbortedTransaction(w, element, version); }
  if (version >= 11) w.int32(preferredReadReplica);
  else if (preferredReadReplica !== -1) throw fieldNotInVersion("FetchResponse", "preferredReadReplica", version);
  w.nullableRecords(records, flexible);
  if (flexible) {
    const hasDivergingEpoch = !isDefaultFetchResponseEpochEndOffset(divergingEpoch);
    const hasCurrentLeader = !isDefaultFetchResponseLeaderIdAndEpoch(currentLeader);
    const hasSnapshotId = !isDefaultFetchResponseSnapshotId(snapshotId);
    w.unsignedVarint(+hasDivergingEpoch + +hasCurrentLeader + +hasSnapshotId);
    if (hasDivergingEpoch) {
      const at = w.beginTag(0);
      encodeFetchResponseEpochEndOffset(w, divergingEpoch, version);
      w.endTag(at);
    }
    if (hasCurrentLeader) {
      const at = w.beginTag(1);
      encodeFetchResponseLeaderIdAndEpoch(w, currentLeader, version);
      w.endTag(at);
    }
    if (hasSnapshotId) {
      const at = w.beginTag(2);
      encodeFetchResponseSnapshotId(w, snapshotId, version);
      w.endTag(at);
    }
  }
}

function decodeFetchResponseFetchableTopicResponse(r: Reader, version: number): FetchResponseFetchableTopicResponse {
  const flexible = version >= 12;
  const topic = version <= 12 ? r.string(flexible) : "";
  const topicId = version >= 13 ? r.uuid() : ZERO_UUID;
  const partitions: FetchResponsePartitionData[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) partitions.push(decodeFetchResponsePartitionData(r, version));
  if (flexible) r.skipTags();
  return { topic, topicId, partitions };
}

function encodeFetchResponseFetchableTopicResponse(w: Writer, draft: Draft<FetchResponseFetchableTopicResponse>, version: number): void {
  const flexible = version >= 12;
  const { topic = "", topicId = ZERO_UUID, partitions = [] } = draft;
  if (version <= 12) w.string(topic, flexible);
  if (version >= 13) w.uuid(topicId);
  { w.arrayLength(partitions, flexible); for (const element of partitions) encodeFetchResponsePartitionData(w, element, version); }
  if (flexible) w.noTags();
}

function decodeFetchResponseNodeEndpoint(r: Reader, _version: number): FetchResponseNodeEndpoint {
  const nodeId = r.int32();
  const host = r.string(true);
  const port = r.int32();
  const rack = r.nullableString(true);
  r.skipTags();
  return { nodeId, host, port, rack };
}

function encodeFetchResponseNodeEndpoint(w: Writer, draft: Draft<FetchResponseNodeEndpoint>, _version: number): void {
  const { nodeId = 0, host = "", port = 0, rack = null } = draft;
  w.int32(nodeId);
  w.string(host, true);
  w.int32(port);
  w.nullableString(rack, true);
  w.noTags();
}

function decodeFetchResponse(r: Reader, version: number): FetchResponse {
  if (version < 4 || version > 18) throw noSuchVersion("FetchResponse", version);
  const flexible = version >= 12;
  const throttleTimeMs = r.int32();
  const errorCode = version >= 7 ? r.int16() : 0;
  const sessionId = version >= 7 ? r.int32() : 0;
  const responses: FetchResponseFetchableTopicResponse[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) responses.push(decodeFetchResponseFetchableTopicResponse(r, version));
  let nodeEndpoints: FetchResponseNodeEndpoint[] = [];
  if (flexible) for (let tags = r.unsignedVarint(); tags > 0; tags--) {
    const tag = r.unsignedVarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        if (version < 16) throw tagNotInVersion(tag, version);
        nodeEndpoints = [];
        for (let n = r.arrayLength(true); n > 0; n--) nodeEndpoints.push(decodeFetchResponseNodeEndpoint(r, version));
        break;
      default:
        r.skip(end - r.position);
    }
    r.expectTagEnd(end);
  }
  return { throttleTimeMs, errorCode, sessionId, responses, nodeEndpoints };
}

function encodeFetchResponse(w: Writer, draft: Draft<FetchResponse>, version: number): void {
  if (version < 4 || version > 18) throw noSuchVersion("FetchResponse", version);
  const flexible = version >= 12;
  const { throttleTimeMs = 0, errorCode = 0, sessionId = 0, responses = [], nodeEndpoints = [] } = draft;
  w.int32(throttleTimeMs);
  if (version >= 7) w.int16(errorCode);
  if (version >= 7) w.int32(sessionId);
  else if (sessionId !== 0) throw fieldNotInVersion("FetchResponse", "sessionId", version);
  { w.arrayLength(responses, flexible); for (const element of responses) encodeFetchResponseFetchableTopicResponse(w, element, version); }
  if (version < 16 && nodeEndpoints.length !== 0) throw fieldNotInVersion("FetchResponse", "nodeEndpoints", version);
  if (flexible) {
    const hasNodeEndpoints = version >= 16 && nodeEndpoints.length !== 0;
    w.unsignedVarint(+hasNodeEndpoints);
    if (hasNodeEndpoints) {
      const at = w.beginTag(0);
      { w.arrayLength(nodeEndpoints, true); for (const element of nodeEndpoints) encodeFetchResponseNodeEndpoint(w, element, version); }
      w.endTag(at);
    }
  }
}

function eachErrorOfFetchResponsePartitionData(draft: Draft<FetchResponsePartitionData>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}

function eachErrorOfFetchResponseFetchableTopicResponse(draft: Draft<FetchResponseFetchableTopicResponse>, version: number, found: OnError, around: object): void {
  for (const element of draft.partitions ?? []) eachErrorOfFetchResponsePartitionData(element, version, found, draft);
}

function eachErrorOfFetchResponse(draft: Draft<FetchResponse>, version: number, found: OnError, around: object): void {
  if (version >= 7) found(draft.errorCode ?? 0, draft, around);
  for (const element of draft.responses ?? []) eachErrorOfFetchResponseFetchableTopicResponse(element, version, found, draft);
}

function isDefaultFetchResponseEpochEndOffset(draft: Draft<FetchResponseEpochEndOffset>): boolean {
  const { epoch = -1, endOffset = -1 } = draft;
  return !(epoch !== -1 || endOffset !== -1);
}

function isDefaultFetchResponseLeaderIdAndEpoch(draft: Draft<FetchResponseLeaderIdAndEpoch>): boolean {
  const { leaderId = -1, leaderEpoch = -1 } = draft;
  return !(leaderId !== -1 || leaderEpoch !== -1);
}

function isDefaultFetchResponseSnapshotId(draft: Draft<FetchResponseSnapshotId>): boolean {
  const { endOffset = -1, epoch = -1 } = draft;
  return !(endOffset !== -1 || epoch !== -1);
}
