// Generated from the definitions by `npm run generate`; not to be edited.
import { fieldNotInVersion, noSuchVersion, tagNotInVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { ZERO_UUID } from "../wire/uuid.ts";
import { type Writer } from "../wire/writer.ts";

export interface ProduceRequest {
  /** The producer's `transactional.id`; null outside transactions. */
  transactionalId: string | null;
  /** When to answer: 1 after the leader's append, -1 after the whole ISR has the batch, 0 never. */
  acks: number;
  /** How long the ISR may take with acks -1, in milliseconds. */
  timeoutMs: number;
  /** What to append, by topic. */
  topicData: ProduceRequestTopicProduceData[];
}

export interface ProduceRequestTopicProduceData {
  /** The topic, while versions still go by name. */
  name: string;
  /** The topic, since names gave way to ids (KIP-516). */
  topicId: string;
  /** What to append to each of the topic's partitions. */
  partitionData: ProduceRequestPartitionProduceData[];
}

export interface ProduceRequestPartitionProduceData {
  /** Number of the partition. */
  index: number;
  /** One record batch as the producer built it; the broker accepts exactly one. */
  records: Buffer | null;
}

export const ProduceRequest: MessageCodec<ProduceRequest> = {
  name: "ProduceRequest",
  apiKey: 0,
  minVersion: 3,
  maxVersion: 13,
  flexibleFrom: 9,
  decode: decodeProduceRequest,
  encode: encodeProduceRequest,
};

function decodeProduceRequestPartitionProduceData(r: Reader, version: number): ProduceRequestPartitionProduceData {
  const flexible = version >= 9;
  const index = r.int32();
  const records = r.nullableBytes(flexible);
  if (flexible) r.skipTags();
  return { index, records };
}

function encodeProduceRequestPartitionProduceData(w: Writer, draft: Draft<ProduceRequestPartitionProduceData>, version: number): void {
  const flexible = version >= 9;
  const { index = 0, records = null } = draft;
  w.int32(index);
  w.nullableRecords(records, flexible);
  if (flexible) w.noTags();
}

function decodeProduceRequestTopicProduceData(r: Reader, version: number): ProduceRequestTopicProduceData {
  const flexible = version >= 9;
  const name = version <= 12 ? r.string(flexible) : "";
  const topicId = version >= 13 ? r.uuid() : ZERO_UUID;
  const partitionData: ProduceRequestPartitionProduceData[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) partitionData.push(decodeProduceRequestPartitionProduceData(r, version));
  if (flexible) r.skipTags();
  return { name, topicId, partitionData };
}

function encodeProduceRequestTopicProduceData(w: Writer, draft: Draft<ProduceRequestTopicProduceData>, version: number): void {
  const flexible = version >= 9;
  const { name = "", topicId = ZERO_UUID, partitionData = [] } = draft;
  if (version <= 12) w.string(name, flexible);
  if (version >= 13) w.uuid(topicId);
  { w.arrayLength(partitionData, flexible); for (const element of partitionData) encodeProduceRequestPartitionProduceData(w, element, version); }
  if (flexible) w.noTags();
}

function decodeProduceRequest(r: Reader, version: number): ProduceRequest {
  if (version < 3 || version > 13) throw noSuchVersion("ProduceRequest", version);
  const flexible = version >= 9;
  const transactionalId = r.nullableString(flexible);
  const acks = r.int16();
  const timeoutMs = r.int32();
  const topicData: ProduceRequestTopicProduceData[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) topicData.push(decodeProduceRequestTopicProduceData(r, version));
  if (flexible) r.skipTags();
  return { transactionalId, acks, timeoutMs, topicData };
}

function encodeProduceRequest(w: Writer, draft: Draft<ProduceRequest>, version: number): void {
  if (version < 3 || version > 13) throw noSuchVersion("ProduceRequest", version);
  const flexible = version >= 9;
  const { transactionalId = null, acks = 0, timeoutMs = 0, topicData = [] } = draft;
  w.nullableString(transactionalId, flexible);
  w.int16(acks);
  w.int32(timeoutMs);
  { w.arrayLength(topicData, flexible); for (const element of topicData) encodeProduceRequestTopicProduceData(w, element, version); }
  if (flexible) w.noTags();
}

export interface ProduceResponse {
  /** What became of the batches, by topic. */
  responses: ProduceResponseTopicProduceResponse[];
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** Addresses of the leaders that the hints name, so that no Metadata request is needed. */
  nodeEndpoints: ProduceResponseNodeEndpoint[];
}

export interface ProduceResponseNodeEndpoint {
  /** Node id that a leader hint refers to. */
  nodeId: number;
  /** Host name or address that clients are told to connect to. */
  host: string;
  /** TCP port of the listener. */
  port: number;
  /** The broker's `broker.rack`, or null without one. */
  rack: string | null;
}

export interface ProduceResponseTopicProduceResponse {
  /** The topic's name, as the request gave it. */
  name: string;
  /** The topic's id, as the request gave it. */
  topicId: string;
  /** What became of each partition's batch. */
  partitionResponses: ProduceResponsePartitionProduceResponse[];
}

export interface ProduceResponsePartitionProduceResponse {
  /** Number of the partition. */
  index: number;
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** Offset given to the batch's first record; -1 if nothing was appended. */
  baseOffset: number;
  /** The broker's timestamp on the batch if the topic has `LogAppendTime`, else -1. */
  logAppendTimeMs: number;
  /** First offset that the partition still holds. */
  logStartOffset: number;
  /** The records for which a whole batch was refused (KIP-467). */
  recordErrors: ProduceResponseBatchIndexAndErrorMessage[];
  /** Why the batch as a whole was refused; null if the code says it all. */
  errorMessage: string | null;
  /** Hint at the leader that the client missed (KIP-951), set with NOT_LEADER_OR_FOLLOWER. */
  currentLeader: ProduceResponseLeaderIdAndEpoch;
}

export interface ProduceResponseLeaderIdAndEpoch {
  /** Node id of the leader, -1 if there is none or no hint. */
  leaderId: number;
  /** Epoch in which that node leads. */
  leaderEpoch: number;
}

export interface ProduceResponseBatchIndexAndErrorMessage {
  /** Position of the offending record within its batch, from 0. */
  batchIndex: number;
  /** What is wrong with this record, if it differs from the common message. */
  batchIndexErrorMessage: string | null;
}

export const ProduceResponse: MessageCodec<ProduceResponse> = {
  name: "ProduceResponse",
  apiKey: 0,
  minVersion: 3,
  maxVersion: 13,
  flexibleFrom: 9,
  decode: decodeProduceResponse,
  encode: encodeProduceResponse,
  eachError: (draft, version, found) => eachErrorOfProduceResponse(draft, version, found, draft),
};

function decodeProduceResponseBatchIndexAndErrorMessage(r: Reader, version: number): ProduceResponseBatchIndexAndErrorMessage {
  const flexible = version >= 9;
  const batchIndex = r.int32();
  const batchIndexErrorMessage = r.nullableString(flexible);
  if (flexible) r.skipTags();
  return { batchIndex, batchIndexErrorMessage };
}

function encodeProduceResponseBatchIndexAndErrorMessage(w: Writer, draft: Draft<ProduceResponseBatchIndexAndErrorMessage>, version: number): void {
  const flexible = version >= 9;
  const { batchIndex = 0, batchIndexErrorMessage = null } = draft;
  w.int32(batchIndex);
  w.nullableString(batchIndexErrorMessage, flexible);
  if (flexible) w.noTags();
}

function decodeProduceResponseLeaderIdAndEpoch(r: Reader, _version: number): ProduceResponseLeaderIdAndEpoch {
  const leaderId = r.int32();
  const leaderEpoch = r.int32();
  r.skipTags();
  return { leaderId, leaderEpoch };
}

function encodeProduceResponseLeaderIdAndEpoch(w: Writer, draft: Draft<ProduceResponseLeaderIdAndEpoch>, _version: number): void {
  const { leaderId = -1, leaderEpoch = -1 } = draft;
  w.int32(leaderId);
  w.int32(leaderEpoch);
  w.noTags();
}

function decodeProduceResponsePartitionProduceResponse(r: Reader, version: number): ProduceResponsePartitionProduceResponse {
  const flexible = version >= 9;
  const index = r.int32();
  const errorCode = r.int16();
  const baseOffset = r.int64();
  const logAppendTimeMs = r.int64();
  const logStartOffset = version >= 5 ? r.int64() : -1;
  const recordErrors: ProduceResponseBatchIndexAndErrorMessage[] = [];
  if (version >= 8) for (let n = r.arrayLength(flexible); n > 0; n--) recordErrors.push(decodeProduceResponseBatchIndexAndErrorMessage(r, version));
  const errorMessage = version >= 8 ? r.nullableString(flexible) : null;
  let currentLeader: ProduceResponseLeaderIdAndEpoch = { leaderId: -1, leaderEpoch: -1 };
  if (flexible) for (let tags = r.unsignedVarint(); tags > 0; tags--) {
    const tag = r.unsignedVarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        if (version < 10) throw tagNotInVersion(tag, version);
        currentLeader = decodeProduceResponseLeaderIdAndEpoch(r, version);
        break;
      default:
        r.skip(end - r.position);
    }
    r.expectTagEnd(end);
  }
  return { index, errorCode, baseOffset, logAppendTimeMs, logStartOffset, recordErrors, errorMessage, currentLeader };
}

function encodeProduceResponsePartitionProduceResponse(w: Writer, draft: Draft<ProduceResponsePartitionProduceResponse>, version: number): void {
  const flexible = version >= 9;
  const { index = 0, errorCode = 0, baseOffset = 0, logAppendTimeMs = -1, logStartOffset = -1, recordErrors = [], errorMessage = null, currentLeader = {} } = draft;
  w.int32(index);
  w.int16(errorCode);
  w.int64(baseOffset);
  w.int64(logAppendTimeMs);
  if (version >= 5) w.int64(logStartOffset);
  if (version >= 8) { w.arrayLength(recordErrors, flexible); for (const element of recordErrors) encodeProduceResponseBatchIndexAndErrorMessage(w, element, version); }
  if (version >= 8) w.nullableString(errorMessage, flexible);
  if (version < 10 && !isDefaultProduceResponseLeaderIdAndEpoch(currentLeader)) throw fieldNotInVersion("ProduceResponse", "currentLeader", version);
  if (flexible) {
    const hasCurrentLeader = version >= 10 && !isDefaultProduceResponseLeaderIdAndEpoch(currentLeader);
    w.unsignedVarint(+hasCurrentLeader);
    if (hasCurrentLeader) {
      const at = w.beginTag(0);
      encodeProduceResponseLeaderIdAndEpoch(w, currentLeader, version);
      w.endTag(at);
    }
  }
}

function decodeProduceResponseTopicProduceResponse(r: Reader, version: number): ProduceResponseTopicProduceResponse {
  const flexible = version >= 9;
  const name = version <= 12 ? r.string(flexible) : "";
  const topicId = version >= 13 ? r.uuid() : ZERO_UUID;
  const partitionResponses: ProduceResponsePartitionProduceResponse[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) partitionResponses.push(decodeProduceResponsePartitionProduceResponse(r, version));
  if (flexible) r.skipTags();
  return { name, topicId, partitionResponses };
}

function encodeProduceResponseTopicProduceResponse(w: Writer, draft: Draft<ProduceResponseTopicProduceResponse>, version: number): void {
  const flexible = version >= 9;
  const { name = "", topicId = ZERO_UUID, partitionResponses = [] } = draft;
  if (version <= 12) w.string(name, flexible);
  if (version >= 13) w.uuid(topicId);
  { w.arrayLength(partitionResponses, flexible); for (const element of partitionResponses) encodeProduceResponsePartitionProduceResponse(w, element, version); }
  if (flexible) w.noTags();
}

function decodeProduceResponseNodeEndpoint(r: Reader, _version: number): ProduceResponseNodeEndpoint {
  const nodeId = r.int32();
  const host = r.string(true);
  const port = r.int32();
  const rack = r.nullableString(true);
  r.skipTags();
  return { nodeId, host, port, rack };
}

function encodeProduceResponseNodeEndpoint(w: Writer, draft: Draft<ProduceResponseNodeEndpoint>, _version: number): void {
  const { nodeId = 0, host = "", port = 0, rack = null } = draft;
  w.int32(nodeId);
  w.string(host, true);
  w.int32(port);
  w.nullableString(rack, true);
  w.noTags();
}

function decodeProduceResponse(r: Reader, version: number): ProduceResponse {
  if (version < 3 || version > 13) throw noSuchVersion("ProduceResponse", version);
  const flexible = version >= 9;
  const responses: ProduceResponseTopicProduceResponse[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) responses.push(decodeProduceResponseTopicProduceResponse(r, version));
  const throttleTimeMs = r.int32();
  let nodeEndpoints: ProduceResponseNodeEndpoint[] = [];
  if (flexible) for (let tags = r.unsignedVarint(); tags > 0; tags--) {
    const tag = r.unsignedVarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        if (version < 10) throw tagNotInVersion(tag, version);
        nodeEndpoints = [];
        for (let n = r.arrayLength(true); n > 0; n--) nodeEndpoints.push(decodeProduceResponseNodeEndpoint(r, version));
        break;
      default:
        r.skip(end - r.position);
    }
    r.expectTagEnd(end);
  }
  return { responses, throttleTimeMs, nodeEndpoints };
}

function encodeProduceResponse(w: Writer, draft: Draft<ProduceResponse>, version: number): void {
  if (version < 3 || version > 13) throw noSuchVersion("ProduceResponse", version);
  const flexible = version >= 9;
  const { responses = [], throttleTimeMs = 0, nodeEndpoints = [] } = draft;
  { w.arrayLength(responses, flexible); for (const element of responses) encodeProduceResponseTopicProduceResponse(w, element, version); }
  w.int32(throttleTimeMs);
  if (version < 10 && nodeEndpoints.length !== 0) throw fieldNotInVersion("ProduceResponse", "nodeEndpoints", version);
  if (flexible) {
    const hasNodeEndpoints = version >= 10 && nodeEndpoints.length !== 0;
    w.unsignedVarint(+hasNodeEndpoints);
    if (hasNodeEndpoints) {
      const at = w.beginTag(0);
      { w.arrayLength(nodeEndpoints, true); for (const element of nodeEndpoints) encodeProduceResponseNodeEndpoint(w, element, version); }
      w.endTag(at);
    }
  }
}

function eachErrorOfProduceResponsePartitionProduceResponse(draft: Draft<ProduceResponsePartitionProduceResponse>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}

function eachErrorOfProduceResponseTopicProduceResponse(draft: Draft<ProduceResponseTopicProduceResponse>, version: number, found: OnError, around: object): void {
  for (const element of draft.partitionResponses ?? []) eachErrorOfProduceResponsePartitionProduceResponse(element, version, found, draft);
}

function eachErrorOfProduceResponse(draft: Draft<ProduceResponse>, version: number, found: OnError, around: object): void {
  for (const element of draft.responses ?? []) eachErrorOfProduceResponseTopicProduceResponse(element, version, found, draft);
}

function isDefaultProduceResponseLeaderIdAndEpoch(draft: Draft<ProduceResponseLeaderIdAndEpoch>): boolean {
  const { leaderId = -1, leaderEpoch = -1 } = draft;
  return !(leaderId !== -1 || leaderEpoch !== -1);
}
