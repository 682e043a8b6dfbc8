// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { ZERO_UUID } from "../wire/uuid.ts";
import { type Writer } from "../wire/writer.ts";

export interface ReadShareGroupStateSummaryRequest {
  /** The share group. */
  groupId: string;
  /** Topics with partitions. */
  topics: ReadShareGroupStateSummaryRequestReadStateSummaryData[];
}

export interface ReadShareGroupStateSummaryRequestReadStateSummaryData {
  /** The topic's id. */
  topicId: string;
  /** The topic's partitions. */
  partitions: ReadShareGroupStateSummaryRequestPartitionData[];
}

export interface ReadShareGroupStateSummaryRequestPartitionData {
  /** Number of the partition. */
  partition: number;
  /** Epoch of the partition's leader, or -1: a leader that another has followed is refused. */
  leaderEpoch: number;
}

export const ReadShareGroupStateSummaryRequest: MessageCodec<ReadShareGroupStateSummaryRequest> = {
  name: "ReadShareGroupStateSummaryRequest",
  apiKey: 87,
  minVersion: 0,
  maxVersion: 1,
  flexibleFrom: 0,
  decode: decodeReadShareGroupStateSummaryRequest,
  encode: encodeReadShareGroupStateSummaryRequest,
};

function decodeReadShareGroupStateSummaryRequestPartitionData(r: Reader, _version: number): ReadShareGroupStateSummaryRequestPartitionData {
  const partition = r.int32();
  const leaderEpoch = r.int32();
  r.skipTags();
  return { partition, leaderEpoch };
}

function encodeReadShareGroupStateSummaryRequestPartitionData(w: Writer, draft: Draft<ReadShareGroupStateSummaryRequestPartitionData>, _version: number): void {
  const { partition = 0, leaderEpoch = 0 } = draft;
  w.int32(partition);
  w.int32(leaderEpoch);
  w.noTags();
}

function decodeReadShareGroupStateSummaryRequestReadStateSummaryData(r: Reader, version: number): ReadShareGroupStateSummaryRequestReadStateSummaryData {
  const topicId = r.uuid();
  const partitions: ReadShareGroupStateSummaryRequestPartitionData[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) partitions.push(decodeReadShareGroupStateSummaryRequestPartitionData(r, version));
  r.skipTags();
  return { topicId, partitions };
}

function encodeReadShareGroupStateSummaryRequestReadStateSummaryData(w: Writer, draft: Draft<ReadShareGroupStateSummaryRequestReadStateSummaryData>, version: number): void {
  const { topicId = ZERO_UUID, partitions = [] } = draft;
  w.uuid(topicId);
  { w.arrayLength(partitions, true); for (const element of partitions) encodeReadShareGroupStateSummaryRequestPartitionData(w, element, version); }
  w.noTags();
}

function decodeReadShareGroupStateSummaryRequest(r: Reader, version: number): ReadShareGroupStateSummaryRequest {
  if (version < 0 || version > 1) throw noSuchVersion("ReadShareGroupStateSummaryRequest", version);
  const groupId = r.string(true);
  const topics: ReadShareGroupStateSummaryRequestReadStateSummaryData[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) topics.push(decodeReadShareGroupStateSummaryRequestReadStateSummaryData(r, version));
  r.skipTags();
  return { groupId, topics };
}

function encodeReadShareGroupStateSummaryRequest(w: Writer, draft: Draft<ReadShareGroupStateSummaryRequest>, version: number): void {
  if (version < 0 || version > 1) throw noSuchVersion("ReadShareGroupStateSummaryRequest", version);
  const { groupId = "", topics = [] } = draft;
  w.string(groupId, true);
  { w.arrayLength(topics, true); for (const element of topics) encodeReadShareGroupStateSummaryRequestReadStateSummaryData(w, element, version); }
  w.noTags();
}

export interface ReadShareGroupStateSummaryResponse {
  /** Outcomes by topic. */
  results: ReadShareGroupStateSummaryResponseReadStateSummaryResult[];
}

export interface ReadShareGroupStateSummaryResponseReadStateSummaryResult {
  /** The topic's id. */
  topicId: string;
  /** The topic's partitions. */
  partitions: ReadShareGroupStateSummaryResponsePartitionResult[];
}

export interface ReadShareGroupStateSummaryResponsePartitionResult {
  /** Number of the partition. */
  partition: number;
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** What the error is about, or null. */
  errorMessage: string | null;
  /** Grows each time the group begins anew on the partition: who knows an older one is refused. */
  stateEpoch: number;
  /** Epoch of the partition's leader, or -1: a leader that another has followed is refused. */
  leaderEpoch: number;
  /** First offset that the group has not done with; -1 if it is not known yet, or stays as it was. */
  startOffset: number;
  /** How many records from the start offset on are done with, or -1 (KIP-1226). */
  deliveryCompleteCount: number;
}

export const ReadShareGroupStateSummaryResponse: MessageCodec<ReadShareGroupStateSummaryResponse> = {
  name: "ReadShareGroupStateSummaryResponse",
  apiKey: 87,
  minVersion: 0,
  maxVersion: 1,
  flexibleFrom: 0,
  decode: decodeReadShareGroupStateSummaryResponse,
  encode: encodeReadShareGroupStateSummaryResponse,
  eachError: (draft, version, found) => eachErrorOfReadShareGroupStateSummaryResponse(draft, version, found, draft),
};

function decodeReadShareGroupStateSummaryResponsePartitionResult(r: Reader, version: number): ReadShareGroupStateSummaryResponsePartitionResult {
  const partition = r.int32();
  const errorCode = r.int16();
  const errorMessage = r.nullableString(true);
  const stateEpoch = r.int32();
  const leaderEpoch = r.int32();
  const startOffset = r.int64();
  const deliveryCompleteCount = version >= 1 ? r.int32() : -1;
  r.skipTags();
  return { partition, errorCode, errorMessage, stateEpoch, leaderEpoch, startOffset, deliveryCompleteCount };
}

function encodeReadShareGroupStateSummaryResponsePartitionResult(w: Writer, draft: Draft<ReadShareGroupStateSummaryResponsePartitionResult>, version: number): void {
  const { partition = 0, errorCode = 0, errorMessage = null, stateEpoch = 0, leaderEpoch = 0, startOffset = 0, deliveryCompleteCount = -1 } = draft;
  w.int32(partition);
  w.int16(errorCode);
  w.nullableString(errorMessage, true);
  w.int32(stateEpoch);
  w.int32(leaderEpoch);
  w.int64(startOffset);
  if (version >= 1) w.int32(deliveryCompleteCount);
  w.noTags();
}

function decodeReadShareGroupStateSummaryResponseReadStateSummaryResult(r: Reader, version: number): ReadShareGroupStateSummaryResponseReadStateSummaryResult {
  const topicId = r.uuid();
  const partitions: ReadShareGroupStateSummaryResponsePartitionResult[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) partitions.push(decodeReadShareGroupStateSummaryResponsePartitionResult(r, version));
  r.skipTags();
  return { topicId, partitions };
}

function encodeReadShareGroupStateSummaryResponseReadStateSummaryResult(w: Writer, draft: Draft<ReadShareGroupStateSummaryResponseReadStateSummaryResult>, version: number): void {
  const { topicId = ZERO_UUID, partitions = [] } = draft;
  w.uuid(topicId);
  { w.arrayLength(partitions, true); for (const element of partitions) encodeReadShareGroupStateSummaryResponsePartitionResult(w, element, version); }
  w.noTags();
}

function decodeReadShareGroupStateSummaryResponse(r: Reader, version: number): ReadShareGroupStateSummaryResponse {
  if (version < 0 || version > 1) throw noSuchVersion("ReadShareGroupStateSummaryResponse", version);
  const results: ReadShareGroupStateSummaryResponseReadStateSummaryResult[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) results.push(decodeReadShareGroupStateSummaryResponseReadStateSummaryResult(r, version));
  r.skipTags();
  return { results };
}

function encodeReadShareGroupStateSummaryResponse(w: Writer, draft: Draft<ReadShareGroupStateSummaryResponse>, version: number): void {
  if (version < 0 || version > 1) throw noSuchVersion("ReadShareGroupStateSummaryResponse", version);
  const { results = [] } = draft;
  { w.arrayLength(results, true); for (const element of results) encodeReadShareGroupStateSummaryResponseReadStateSummaryResult(w, element, version); }
  w.noTags();
}

function eachErrorOfReadShareGroupStateSummaryResponsePartitionResult(draft: Draft<ReadShareGroupStateSummaryResponsePartitionResult>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}

function eachErrorOfReadShareGroupStateSummaryResponseReadStateSummaryResult(draft: Draft<ReadShareGroupStateSummaryResponseReadStateSummaryResult>, version: number, found: OnError, around: object): void {
  for (const element of draft.partitions ?? []) eachErrorOfReadShareGroupStateSummaryResponsePartitionResult(element, version, found, draft);
}

function eachErrorOfReadShareGroupStateSummaryResponse(draft: Draft<ReadShareGroupStateSummaryResponse>, version: number, found: OnError, around: object): void {
  for (const element of draft.results ?? []) eachErrorOfReadShareGroupStateSummaryResponseReadStateSummaryResult(element, version, found, draft);
}
