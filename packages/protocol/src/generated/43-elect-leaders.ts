// Generated from the definitions by `npm run generate`; not to be edited.
import { fieldNotInVersion, noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { type Writer } from "../wire/writer.ts";

export interface ElectLeadersRequest {
  /** Which leader is wanted: 0 the preferred replica, 1 any live one if none is in sync (KIP-460). */
  electionType: number;
  /** The partitions that are to get a leader; null for all there are. */
  topicPartitions: ElectLeadersRequestTopicPartitions[] | null;
  /** How long the elections may take, in milliseconds. */
  timeoutMs: number;
}

export interface ElectLeadersRequestTopicPartitions {
  /** The topic's name. */
  topic: string;
  /** Partition numbers. */
  partitions: number[];
}

export const ElectLeadersRequest: MessageCodec<ElectLeadersRequest> = {
  name: "ElectLeadersRequest",
  apiKey: 43,
  minVersion: 0,
  maxVersion: 2,
  flexibleFrom: 2,
  decode: decodeElectLeadersRequest,
  encode: encodeElectLeadersRequest,
};

function decodeElectLeadersRequestTopicPartitions(r: Reader, version: number): ElectLeadersRequestTopicPartitions {
  const flexible = version >= 2;
  const topic = r.string(flexible);
  const partitions: number[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) partitions.push(r.int32());
  if (flexible) r.skipTags();
  return { topic, partitions };
}

function encodeElectLeadersRequestTopicPartitions(w: Writer, draft: Draft<ElectLeadersRequestTopicPartitions>, version: number): void {
  const flexible = version >= 2;
  const { topic = "", partitions = [] } = draft;
  w.string(topic, flexible);
  { w.arrayLength(partitions, flexible); for (const element of partitions) w.int32(element); }
  if (flexible) w.noTags();
}

function decodeElectLeadersRequest(r: Reader, version: number): ElectLeadersRequest {
  if (version < 0 || version > 2) throw noSuchVersion("ElectLeadersRequest", version);
  const flexible = version >= 2;
  const electionType = version >= 1 ? r.int8() : 0;
  let topicPartitions: ElectLeadersRequestTopicPartitions[] | null = [];
  {
    let n = r.nullableArrayLength(flexible);
    if (n < 0) topicPartitions = null;
    else {
      const topicPartitionsElements: ElectLeadersRequestTopicPartitions[] = [];
      for (; n > 0; n--) topicPartitionsElements.push(decodeElectLeadersRequestTopicPartitions(r, version));
      topicPartitions = topicPartitionsElements;
    }
  }
  const timeoutMs = r.int32();
  if (flexible) r.skipTags();
  return { electionType, topicPartitions, timeoutMs };
}

function encodeElectLeadersRequest(w: Writer, draft: Draft<ElectLeadersRequest>, version: number): void {
  if (version < 0 || version > 2) throw noSuchVersion("ElectLeadersRequest", version);
  const flexible = version >= 2;
  const { electionType = 0, topicPartitions = [], timeoutMs = 60000 } = draft;
  if (version >= 1) w.int8(electionType);
  else if (electionType !== 0) throw fieldNotInVersion("ElectLeadersRequest", "electionType", version);
  { w.nullableArrayLength(topicPartitions, flexible); if (topicPartitions !== null) for (const element of topicPartitions) encodeElectLeadersRequestTopicPartitions(w, element, version); }
  w.int32(timeoutMs);
  if (flexible) w.noTags();
}

export interface ElectLeadersResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** Outcome of the whole request as a code of the error table; 0 is success. */
  errorCode: number;
  /** Outcomes by topic. */
  replicaElectionResults: ElectLeadersResponseReplicaElectionResult[];
}

export interface ElectLeadersResponseReplicaElectionResult {
  /** The topic's name. */
  topic: string;
  /** Outcomes by partition. */
  partitionResult: ElectLeadersResponsePartitionResult[];
}

export interface ElectLeadersResponsePartitionResult {
  /** Partition number. */
  partitionId: number;
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** Detail for people; null if there is none. */
  errorMessage: string | null;
}

export const ElectLeadersResponse: MessageCodec<ElectLeadersResponse> = {
  name: "ElectLeadersResponse",
  apiKey: 43,
  minVersion: 0,
  maxVersion: 2,
  flexibleFrom: 2,
  decode: decodeElectLeadersResponse,
  encode: encodeElectLeadersResponse,
  eachError: (draft, version, found) => eachErrorOfElectLeadersResponse(draft, version, found, draft),
};

function decodeElectLeadersResponsePartitionResult(r: Reader, version: number): ElectLeadersResponsePartitionResult {
  const flexible = version >= 2;
  const partitionId = r.int32();
  const errorCode = r.int16();
  const errorMessage = r.nullableString(flexible);
  if (flexible) r.skipTags();
  return { partitionId, errorCode, errorMessage };
}

function encodeElectLeadersResponsePartitionResult(w: Writer, draft: Draft<ElectLeadersResponsePartitionResult>, version: number): void {
  const flexible = version >= 2;
  const { partitionId = 0, errorCode = 0, errorMessage = "" } = draft;
  w.int32(partitionId);
  w.int16(errorCode);
  w.nullableString(errorMessage, flexible);
  if (flexible) w.noTags();
}

function decodeElectLeadersResponseReplicaElectionResult(r: Reader, version: number): ElectLeadersResponseReplicaElectionResult {
  const flexible = version >= 2;
  const topic = r.string(flexible);
  const partitionResult: ElectLeadersResponsePartitionResult[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) partitionResult.push(decodeElectLeadersResponsePartitionResult(r, version));
  if (flexible) r.skipTags();
  return { topic, partitionResult };
}

function encodeElectLeadersResponseReplicaElectionResult(w: Writer, draft: Draft<ElectLeadersResponseReplicaElectionResult>, version: number): void {
  const flexible = version >= 2;
  const { topic = "", partitionResult = [] } = draft;
  w.string(topic, flexible);
  { w.arrayLength(partitionResult, flexible); for (const element of partitionResult) encodeElectLeadersResponsePartitionResult(w, element, version); }
  if (flexible) w.noTags();
}

function decodeElectLeadersResponse(r: Reader, version: number): ElectLeadersResponse {
  if (version < 0 || version > 2) throw noSuchVersion("ElectLeadersResponse", version);
  const flexible = version >= 2;
  const throttleTimeMs = r.int32();
  const errorCode = version >= 1 ? r.int16() : 0;
  const replicaElectionResults: ElectLeadersResponseReplicaElectionResult[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) replicaElectionResults.push(decodeElectLeadersResponseReplicaElectionResult(r, version));
  if (flexible) r.skipTags();
  return { throttleTimeMs, errorCode, replicaElectionResults };
}

function encodeElectLeadersResponse(w: Writer, draft: Draft<ElectLeadersResponse>, version: number): void {
  if (version < 0 || version > 2) throw noSuchVersion("ElectLeadersResponse", version);
  const flexible = version >= 2;
  const { throttleTimeMs = 0, errorCode = 0, replicaElectionResults = [] } = draft;
  w.int32(throttleTimeMs);
  if (version >= 1) w.int16(errorCode);
  else if (errorCode !== 0) throw fieldNotInVersion("ElectLeadersResponse", "errorCode", version);
  { w.arrayLength(replicaElectionResults, flexible); for (const element of replicaElectionResults) encodeElectLeadersResponseReplicaElectionResult(w, element, version); }
  if (flexible) w.noTags();
}

function eachErrorOfElectLeadersResponsePartitionResult(draft: Draft<ElectLeadersResponsePartitionResult>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}

function eachErrorOfElectLeadersResponseReplicaElectionResult(draft: Draft<ElectLeadersResponseReplicaElectionResult>, version: number, found: OnError, around: object): void {
  for (const element of draft.partitionResult ?? []) eachErrorOfElectLeadersResponsePartitionResult(element, version, found, draft);
}

function eachErrorOfElectLeadersResponse(draft: Draft<ElectLeadersResponse>, version: number, found: OnError, around: object): void {
  if (version >= 1) found(draft.errorCode ?? 0, draft, around);
  for (const element of draft.replicaElectionResults ?? []) eachErrorOfElectLeadersResponseReplicaElectionResult(element, version, found, draft);
}
