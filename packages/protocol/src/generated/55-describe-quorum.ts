// Generated from the definitions by `npm run generate`; not to be edited.
import { fieldNotInVersion, noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { ZERO_UUID } from "../wire/uuid.ts";
import { type Writer } from "../wire/writer.ts";

export interface DescribeQuorumRequest {
  /** Which quorums; there is one, that of `__cluster_metadata`. */
  topics: DescribeQuorumRequestTopicData[];
}

export interface DescribeQuorumRequestTopicData {
  /** The topic's name. */
  topicName: string;
  /** Its partitions. */
  partitions: DescribeQuorumRequestPartitionData[];
}

export interface DescribeQuorumRequestPartitionData {
  /** Partition number. */
  partitionIndex: number;
}

export const DescribeQuorumRequest: MessageCodec<DescribeQuorumRequest> = {
  name: "DescribeQuorumRequest",
  apiKey: 55,
  minVersion: 0,
  maxVersion: 2,
  flexibleFrom: 0,
  decode: decodeDescribeQuorumRequest,
  encode: encodeDescribeQuorumRequest,
};

function decodeDescribeQuorumRequestPartitionData(r: Reader, _version: number): DescribeQuorumRequestPartitionData {
  const partitionIndex = r.int32();
  r.skipTags();
  return { partitionIndex };
}

function encodeDescribeQuorumRequestPartitionData(w: Writer, draft: Draft<DescribeQuorumRequestPartitionData>, _version: number): void {
  const { partitionIndex = 0 } = draft;
  w.int32(partitionIndex);
  w.noTags();
}

function decodeDescribeQuorumRequestTopicData(r: Reader, version: number): DescribeQuorumRequestTopicData {
  const topicName = r.string(true);
  const partitions: DescribeQuorumRequestPartitionData[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) partitions.push(decodeDescribeQuorumRequestPartitionData(r, version));
  r.skipTags();
  return { topicName, partitions };
}

function encodeDescribeQuorumRequestTopicData(w: Writer, draft: Draft<DescribeQuorumRequestTopicData>, version: number): void {
  const { topicName = "", partitions = [] } = draft;
  w.string(topicName, true);
  { w.arrayLength(partitions, true); for (const element of partitions) encodeDescribeQuorumRequestPartitionData(w, element, version); }
  w.noTags();
}

function decodeDescribeQuorumRequest(r: Reader, version: number): DescribeQuorumRequest {
  if (version < 0 || version > 2) throw noSuchVersion("DescribeQuorumRequest", version);
  const topics: DescribeQuorumRequestTopicData[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) topics.push(decodeDescribeQuorumRequestTopicData(r, version));
  r.skipTags();
  return { topics };
}

function encodeDescribeQuorumRequest(w: Writer, draft: Draft<DescribeQuorumRequest>, version: number): void {
  if (version < 0 || version > 2) throw noSuchVersion("DescribeQuorumRequest", version);
  const { topics = [] } = draft;
  { w.arrayLength(topics, true); for (const element of topics) encodeDescribeQuorumRequestTopicData(w, element, version); }
  w.noTags();
}

export interface DescribeQuorumResponse {
  /** Outcome of the whole request as a code of the error table; 0 is success. */
  errorCode: number;
  /** Detail for people; null if there is none. */
  errorMessage: string | null;
  /** The quorums. */
  topics: DescribeQuorumResponseTopicData[];
  /** Where the voters can be reached. */
  nodes: DescribeQuorumResponseNode[];
}

export interface DescribeQuorumResponseNode {
  /** The voter's node id. */
  nodeId: number;
  /** The controller's listeners. */
  listeners: DescribeQuorumResponseListener[];
}

export interface DescribeQuorumResponseListener {
  /** The listener's name. */
  name: string;
  /** Host name or address. */
  host: string;
  /** TCP port of the listener. */
  port: number;
}

export interface DescribeQuorumResponseTopicData {
  /** The topic's name. */
  topicName: string;
  /** Its partitions. */
  partitions: DescribeQuorumResponsePartitionData[];
}

export interface DescribeQuorumResponsePartitionData {
  /** Partition number. */
  partitionIndex: number;
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** Detail for people; null if there is none. */
  errorMessage: string | null;
  /** Node id of the active controller; -1 if there is none. */
  leaderId: number;
  /** Its epoch. */
  leaderEpoch: number;
  /** Up to where the log is settled. */
  highWatermark: number;
  /** The replicas that vote. */
  currentVoters: DescribeQuorumResponseReplicaState[];
  /** The replicas that only read: brokers. */
  observers: DescribeQuorumResponseReplicaState[];
}

export interface DescribeQuorumResponseReplicaState {
  /** Node id of the replica. */
  replicaId: number;
  /** Id of the directory that the replica keeps its log in. */
  replicaDirectoryId: string;
  /** Where the replica's log ends, as far as the leader knows; -1 if it does not. */
  logEndOffset: number;
  /** When the replica fetched last, by the leader's clock; the present for the leader itself. */
  lastFetchTimestamp: number;
  /** When the replica had all there was, by the leader's clock. */
  lastCaughtUpTimestamp: number;
}

export const DescribeQuorumResponse: MessageCodec<DescribeQuorumResponse> = {
  name: "DescribeQuorumResponse",
  apiKey: 55,
  minVersion: 0,
  maxVersion: 2,
  flexibleFrom: 0,
  decode: decodeDescribeQuorumResponse,
  encode: encodeDescribeQuorumResponse,
  eachError: (draft, version, found) => eachErrorOfDescribeQuorumResponse(draft, version, found, draft),
};

function decodeDescribeQuorumResponseReplicaState(r: Reader, version: number): DescribeQuorumResponseReplicaState {
  const replicaId = r.int32();
  const replicaDirectoryId = version >= 2 ? r.uuid() : ZERO_UUID;
  const logEndOffset = r.int64();
  const lastFetchTimestamp = version >= 1 ? r.int64() : -1;
  const lastCaughtUpTimestamp = version >= 1 ? r.int64() : -1;
  r.skipTags();
  return { replicaId, replicaDirectoryId, logEndOffset, lastFetchTimestamp, lastCaughtUpTimestamp };
}

function encodeDescribeQuorumResponseReplicaState(w: Writer, draft: Draft<DescribeQuorumResponseReplicaState>, version: number): void {
  const { replicaId = 0, replicaDirectoryId = ZERO_UUID, logEndOffset = 0, lastFetchTimestamp = -1, lastCaughtUpTimestamp = -1 } = draft;
  w.int32(replicaId);
  if (version >= 2) w.uuid(replicaDirectoryId);
  else if (replicaDirectoryId !== ZERO_UUID) throw fieldNotInVersion("DescribeQuorumResponse", "replicaDirectoryId", version);
  w.int64(logEndOffset);
  if (version >= 1) w.int64(lastFetchTimestamp);
  if (version >= 1) w.int64(lastCaughtUpTimestamp);
  w.noTags();
}

function decodeDescribeQuorumResponsePartitionData(r: Reader, version: number): DescribeQuorumResponsePartitionData {
  const partitionIndex = r.int32();
  const errorCode = r.int16();
  const errorMessage = version >= 2 ? r.nullableString(true) : "";
  const leaderId = r.int32();
  const leaderEpoch = r.int32();
  const highWatermark = r.int64();
  const currentVoters: DescribeQuorumResponseReplicaState[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) currentVoters.push(decodeDescribeQuorumResponseReplicaState(r, version));
  const observers: DescribeQuorumResponseReplicaState[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) observers.push(decodeDescribeQuorumResponseReplicaState(r, version));
  r.skipTags();
  return { partitionIndex, errorCode, errorMessage, leaderId, leaderEpoch, highWatermark, currentVoters, observers };
}

function encodeDescribeQuorumResponsePartitionData(w: Writer, draft: Draft<DescribeQuorumResponsePartitionData>, version: number): void {
  const { partitionIndex = 0, errorCode = 0, errorMessage = "", leaderId = 0, leaderEpoch = 0, highWatermark = 0, currentVoters = [], observers = [] } = draft;
  w.int32(partitionIndex);
  w.int16(errorCode);
  if (version >= 2) w.nullableString(errorMessage, true);
  w.int32(leaderId);
  w.int32(leaderEpoch);
  w.int64(highWatermark);
  { w.arrayLength(currentVoters, true); for (const element of currentVoters) encodeDescribeQuorumResponseReplicaState(w, element, version); }
  { w.arrayLength(observers, true); for (const element of observers) encodeDescribeQuorumResponseReplicaState(w, element, version); }
  w.noTags();
}

function decodeDescribeQuorumResponseTopicData(r: Reader, version: number): DescribeQuorumResponseTopicData {
  const topicName = r.string(true);
  const partitions: DescribeQuorumResponsePartitionData[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) partitions.push(decodeDescribeQuorumResponsePartitionData(r, version));
  r.skipTags();
  return { topicName, partitions };
}

function encodeDescribeQuorumResponseTopicData(w: Writer, draft: Draft<DescribeQuorumResponseTopicData>, version: number): void {
  const { topicName = "", partitions = [] } = draft;
  w.string(topicName, true);
  { w.arrayLength(partitions, true); for (const element of partitions) encodeDescribeQuorumResponsePartitionData(w, element, version); }
  w.noTags();
}

function decodeDescribeQuorumResponseListener(r: Reader, _version: number): DescribeQuorumResponseListener {
  const name = r.string(true);
  const host = r.string(true);
  const port = r.uint16();
  r.skipTags();
  return { name, host, port };
}

function encodeDescribeQuorumResponseListener(w: Writer, draft: Draft<DescribeQuorumResponseListener>, _version: number): void {
  const { name = "", host = "", port = 0 } = draft;
  w.string(name, true);
  w.string(host, true);
  w.uint16(port);
  w.noTags();
}

function decodeDescribeQuorumResponseNode(r: Reader, version: number): DescribeQuorumResponseNode {
  const nodeId = r.int32();
  const listeners: DescribeQuorumResponseListener[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) listeners.push(decodeDescribeQuorumResponseListener(r, version));
  r.skipTags();
  return { nodeId, listeners };
}

function encodeDescribeQuorumResponseNode(w: Writer, draft: Draft<DescribeQuorumResponseNode>, version: number): void {
  const { nodeId = 0, listeners = [] } = draft;
  w.int32(nodeId);
  { w.arrayLength(listeners, true); for (const element of listeners) encodeDescribeQuorumResponseListener(w, element, version); }
  w.noTags();
}

function decodeDescribeQuorumResponse(r: Reader, version: number): DescribeQuorumResponse {
  if (version < 0 || version > 2) throw noSuchVersion("DescribeQuorumResponse", version);
  const errorCode = r.int16();
  const errorMessage = version >= 2 ? r.nullableString(true) : "";
  const topics: DescribeQuorumResponseTopicData[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) topics.push(decodeDescribeQuorumResponseTopicData(r, version));
  const nodes: DescribeQuorumResponseNode[] = [];
  if (version >= 2) for (let n = r.arrayLength(true); n > 0; n--) nodes.push(decodeDescribeQuorumResponseNode(r, version));
  r.skipTags();
  return { errorCode, errorMessage, topics, nodes };
}

function encodeDescribeQuorumResponse(w: Writer, draft: Draft<DescribeQuorumResponse>, version: number): void {
  if (version < 0 || version > 2) throw noSuchVersion("DescribeQuorumResponse", version);
  const { errorCode = 0, errorMessage = "", topics = [], nodes = [] } = draft;
  w.int16(errorCode);
  if (version >= 2) w.nullableString(errorMessage, true);
  { w.arrayLength(topics, true); for (const element of topics) encodeDescribeQuorumResponseTopicData(w, element, version); }
  if (version >= 2) { w.arrayLength(nodes, true); for (const element of nodes) encodeDescribeQuorumResponseNode(w, element, version); }
  else if (nodes.length !== 0) throw fieldNotInVersion("DescribeQuorumResponse", "nodes", version);
  w.noTags();
}

function eachErrorOfDescribeQuorumResponsePartitionData(draft: Draft<DescribeQuorumResponsePartitionData>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}

function eachErrorOfDescribeQuorumResponseTopicData(draft: Draft<DescribeQuorumResponseTopicData>, version: number, found: OnError, around: object): void {
  for (const element of draft.partitions ?? []) eachErrorOfDescribeQuorumResponsePartitionData(element, version, found, draft);
}

function eachErrorOfDescribeQuorumResponse(draft: Draft<DescribeQuorumResponse>, version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
  for (const element of draft.topics ?? []) eachErrorOfDescribeQuorumResponseTopicData(element, version, found, draft);
}
