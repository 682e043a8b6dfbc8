// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { type Writer } from "../wire/writer.ts";

export interface WriteTxnMarkersRequest {
  /** The ends of transactions that are to be written. */
  markers: WriteTxnMarkersRequestWritableTxnMarker[];
}

export interface WriteTxnMarkersRequestWritableTxnMarker {
  /** Id of the producer whose transaction ends. */
  producerId: number;
  /** Epoch that the marker carries; with epochs for each transaction, a higher one than the records'. */
  producerEpoch: number;
  /** True for a commit, false for an abort. */
  transactionResult: boolean;
  /** Where the transaction has records, by topic. */
  topics: WriteTxnMarkersRequestWritableTxnMarkerTopic[];
  /** Epoch of the coordinator that ends it: the leader epoch of its partition. */
  coordinatorEpoch: number;
  /** The `transaction.version` that the end was asked for with (KIP-1228). */
  transactionVersion: number;
}

export interface WriteTxnMarkersRequestWritableTxnMarkerTopic {
  /** The topic. */
  name: string;
  /** Numbers of the partitions that get the marker. */
  partitionIndexes: number[];
}

export const WriteTxnMarkersRequest: MessageCodec<WriteTxnMarkersRequest> = {
  name: "WriteTxnMarkersRequest",
  apiKey: 27,
  minVersion: 1,
  maxVersion: 2,
  flexibleFrom: 1,
  decode: decodeWriteTxnMarkersRequest,
  encode: encodeWriteTxnMarkersRequest,
};

function decodeWriteTxnMarkersRequestWritableTxnMarkerTopic(r: Reader, _version: number): WriteTxnMarkersRequestWritableTxnMarkerTopic {
  const name = r.string(true);
  const partitionIndexes: number[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) partitionIndexes.push(r.int32());
  r.skipTags();
  return { name, partitionIndexes };
}

function encodeWriteTxnMarkersRequestWritableTxnMarkerTopic(w: Writer, draft: Draft<WriteTxnMarkersRequestWritableTxnMarkerTopic>, _version: number): void {
  const { name = "", partitionIndexes = [] } = draft;
  w.string(name, true);
  { w.arrayLength(partitionIndexes, true); for (const element of partitionIndexes) w.int32(element); }
  w.noTags();
}

function decodeWriteTxnMarkersRequestWritableTxnMarker(r: Reader, version: number): WriteTxnMarkersRequestWritableTxnMarker {
  const producerId = r.int64();
  const producerEpoch = r.int16();
  const transactionResult = r.bool();
  const topics: WriteTxnMarkersRequestWritableTxnMarkerTopic[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) topics.push(decodeWriteTxnMarkersRequestWritableTxnMarkerTopic(r, version));
  const coordinatorEpoch = r.int32();
  const transactionVersion = version >= 2 ? r.int8() : 0;
  r.skipTags();
  return { producerId, producerEpoch, transactionResult, topics, coordinatorEpoch, transactionVersion };
}

function encodeWriteTxnMarkersRequestWritableTxnMarker(w: Writer, draft: Draft<WriteTxnMarkersRequestWritableTxnMarker>, version: number): void {
  const { producerId = 0, producerEpoch = 0, transactionResult = false, topics = [], coordinatorEpoch = 0, transactionVersion = 0 } = draft;
  w.int64(producerId);
  w.int16(producerEpoch);
  w.bool(transactionResult);
  { w.arrayLength(topics, true); for (const element of topics) encodeWriteTxnMarkersRequestWritableTxnMarkerTopic(w, element, version); }
  w.int32(coordinatorEpoch);
  if (version >= 2) w.int8(transactionVersion);
  w.noTags();
}

function decodeWriteTxnMarkersRequest(r: Reader, version: number): WriteTxnMarkersRequest {
  if (version < 1 || version > 2) throw noSuchVersion("WriteTxnMarkersRequest", version);
  const markers: WriteTxnMarkersRequestWritableTxnMarker[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) markers.push(decodeWriteTxnMarkersRequestWritableTxnMarker(r, version));
  r.skipTags();
  return { markers };
}

function encodeWriteTxnMarkersRequest(w: Writer, draft: Draft<WriteTxnMarkersRequest>, version: number): void {
  if (version < 1 || version > 2) throw noSuchVersion("WriteTxnMarkersRequest", version);
  const { markers = [] } = draft;
  { w.arrayLength(markers, true); for (const element of markers) encodeWriteTxnMarkersRequestWritableTxnMarker(w, element, version); }
  w.noTags();
}

export interface WriteTxnMarkersResponse {
  /** What became of the markers, by producer. */
  markers: WriteTxnMarkersResponseWritableTxnMarkerResult[];
}

export interface WriteTxnMarkersResponseWritableTxnMarkerResult {
  /** Id of the producer. */
  producerId: number;
  /** Outcomes by topic. */
  topics: WriteTxnMarkersResponseWritableTxnMarkerTopicResult[];
}

export interface WriteTxnMarkersResponseWritableTxnMarkerTopicResult {
  /** The topic. */
  name: string;
  /** Outcomes by partition. */
  partitions: WriteTxnMarkersResponseWritableTxnMarkerPartitionResult[];
}

export interface WriteTxnMarkersResponseWritableTxnMarkerPartitionResult {
  /** Number of the partition. */
  partitionIndex: number;
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
}

export const WriteTxnMarkersResponse: MessageCodec<WriteTxnMarkersResponse> = {
  name: "WriteTxnMarkersResponse",
  apiKey: 27,
  minVersion: 1,
  maxVersion: 2,
  flexibleFrom: 1,
  decode: decodeWriteTxnMarkersResponse,
  encode: encodeWriteTxnMarkersResponse,
  eachError: (draft, version, found) => eachErrorOfWriteTxnMarkersResponse(draft, version, found, draft),
};

function decodeWriteTxnMarkersResponseWritableTxnMarkerPartitionResult(r: Reader, _version: number): WriteTxnMarkersResponseWritableTxnMarkerPartitionResult {
  const partitionIndex = r.int32();
  const errorCode = r.int16();
  r.skipTags();
  return { partitionIndex, errorCode };
}

function encodeWriteTxnMarkersResponseWritableTxnMarkerPartitionResult(w: Writer, draft: Draft<WriteTxnMarkersResponseWritableTxnMarkerPartitionResult>, _version: number): void {
  const { partitionIndex = 0, errorCode = 0 } = draft;
  w.int32(partitionIndex);
  w.int16(errorCode);
  w.noTags();
}

function decodeWriteTxnMarkersResponseWritableTxnMarkerTopicResult(r: Reader, version: number): WriteTxnMarkersResponseWritableTxnMarkerTopicResult {
  const name = r.string(true);
  const partitions: WriteTxnMarkersResponseWritableTxnMarkerPartitionResult[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) partitions.push(decodeWriteTxnMarkersResponseWritableTxnMarkerPartitionResult(r, version));
  r.skipTags();
  return { name, partitions };
}

function encodeWriteTxnMarkersResponseWritableTxnMarkerTopicResult(w: Writer, draft: Draft<WriteTxnMarkersResponseWritableTxnMarkerTopicResult>, version: number): void {
  const { name = "", partitions = [] } = draft;
  w.string(name, true);
  { w.arrayLength(partitions, true); for (const element of partitions) encodeWriteTxnMarkersResponseWritableTxnMarkerPartitionResult(w, element, version); }
  w.noTags();
}

function decodeWriteTxnMarkersResponseWritableTxnMarkerResult(r: Reader, version: number): WriteTxnMarkersResponseWritableTxnMarkerResult {
  const producerId = r.int64();
  const topics: WriteTxnMarkersResponseWritableTxnMarkerTopicResult[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) topics.push(decodeWriteTxnMarkersResponseWritableTxnMarkerTopicResult(r, version));
  r.skipTags();
  return { producerId, topics };
}

function encodeWriteTxnMarkersResponseWritableTxnMarkerResult(w: Writer, draft: Draft<WriteTxnMarkersResponseWritableTxnMarkerResult>, version: number): void {
  const { producerId = 0, topics = [] } = draft;
  w.int64(producerId);
  { w.arrayLength(topics, true); for (const element of topics) encodeWriteTxnMarkersResponseWritableTxnMarkerTopicResult(w, element, version); }
  w.noTags();
}

function decodeWriteTxnMarkersResponse(r: Reader, version: number): WriteTxnMarkersResponse {
  if (version < 1 || version > 2) throw noSuchVersion("WriteTxnMarkersResponse", version);
  const markers: WriteTxnMarkersResponseWritableTxnMarkerResult[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) markers.push(decodeWriteTxnMarkersResponseWritableTxnMarkerResult(r, version));
  r.skipTags();
  return { markers };
}

function encodeWriteTxnMarkersResponse(w: Writer, draft: Draft<WriteTxnMarkersResponse>, version: number): void {
  if (version < 1 || version > 2) throw noSuchVersion("WriteTxnMarkersResponse", version);
  const { markers = [] } = draft;
  { w.arrayLength(markers, true); for (const element of markers) encodeWriteTxnMarkersResponseWritableTxnMarkerResult(w, element, version); }
  w.noTags();
}

function eachErrorOfWriteTxnMarkersResponseWritableTxnMarkerPartitionResult(draft: Draft<WriteTxnMarkersResponseWritableTxnMarkerPartitionResult>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}

function eachErrorOfWriteTxnMarkersResponseWritableTxnMarkerTopicResult(draft: Draft<WriteTxnMarkersResponseWritableTxnMarkerTopicResult>, version: number, found: OnError, around: object): void {
  for (const element of draft.partitions ?? []) eachErrorOfWriteTxnMarkersResponseWritableTxnMarkerPartitionResult(element, version, found, draft);
}

function eachErrorOfWriteTxnMarkersResponseWritableTxnMarkerResult(draft: Draft<WriteTxnMarkersResponseWritableTxnMarkerResult>, version: number, found: OnError, around: object): void {
  for (const element of draft.topics ?? []) eachErrorOfWriteTxnMarkersResponseWritableTxnMarkerTopicResult(element, version, found, draft);
}

function eachErrorOfWriteTxnMarkersResponse(draft: Draft<WriteTxnMarkersResponse>, version: number, found: OnError, around: object): void {
  for (const element of draft.markers ?? []) eachErrorOfWriteTxnMarkersResponseWritableTxnMarkerResult(element, version, found, draft);
}
