// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { type Writer } from "../wire/writer.ts";

export interface ListPartitionReassignmentsRequest {
  /** How long the request may take, in milliseconds. */
  timeoutMs: number;
  /** Whose moves are wanted; null for all that are under way. */
  topics: ListPartitionReassignmentsRequestListPartitionReassignmentsTopics[] | null;
}

export interface ListPartitionReassignmentsRequestListPartitionReassignmentsTopics {
  /** The topic's name. */
  name: string;
  /** Partition numbers. */
  partitionIndexes: number[];
}

export const ListPartitionReassignmentsRequest: MessageCodec<ListPartitionReassignmentsRequest> = {
  name: "ListPartitionReassignmentsRequest",
  apiKey: 46,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeListPartitionReassignmentsRequest,
  encode: encodeListPartitionReassignmentsRequest,
};

function decodeListPartitionReassignmentsRequestListPartitionReassignmentsTopics(r: Reader, _version: number): ListPartitionReassignmentsRequestListPartitionReassignmentsTopics {
  const name = r.string(true);
  const partitionIndexes: number[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) partitionIndexes.push(r.int32());
  r.skipTags();
  return { name, partitionIndexes };
}

function encodeListPartitionReassignmentsRequestListPartitionReassignmentsTopics(w: Writer, draft: Draft<ListPartitionReassignmentsRequestListPartitionReassignmentsTopics>, _version: number): void {
  const { name = "", partitionIndexes = [] } = draft;
  w.string(name, true);
  { w.arrayLength(partitionIndexes, true); for (const element of partitionIndexes) w.int32(element); }
  w.noTags();
}

function decodeListPartitionReassignmentsRequest(r: Reader, version: number): ListPartitionReassignmentsRequest {
  if (version < 0 || version > 0) throw noSuchVersion("ListPartitionReassignmentsRequest", version);
  const timeoutMs = r.int32();
  let topics: ListPartitionReassignmentsRequestListPartitionReassignmentsTopics[] | null = null;
  {
    let n = r.nullableArrayLength(true);
    if (n < 0) topics = null;
    else {
      const topicsElements: ListPartitionReassignmentsRequestListPartitionReassignmentsTopics[] = [];
      for (; n > 0; n--) topicsElements.push(decodeListPartitionReassignmentsRequestListPartitionReassignmentsTopics(r, version));
      topics = topicsElements;
    }
  }
  r.skipTags();
  return { timeoutMs, topics };
}

function encodeListPartitionReassignmentsRequest(w: Writer, draft: Draft<ListPartitionReassignmentsRequest>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("ListPartitionReassignmentsRequest", version);
  const { timeoutMs = 60000, topics = null } = draft;
  w.int32(timeoutMs);
  { w.nullableArrayLength(topics, true); if (topics !== null) for (const element of topics) encodeListPartitionReassignmentsRequestListPartitionReassignmentsTopics(w, element, version); }
  w.noTags();
}

export interface ListPartitionReassignmentsResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** Detail for people, beyond what the error code says; null if there is none. */
  errorMessage: string | null;
  /** Moves that are under way, by topic. */
  topics: ListPartitionReassignmentsResponseOngoingTopicReassignment[];
}

export interface ListPartitionReassignmentsResponseOngoingTopicReassignment {
  /** The topic's name. */
  name: string;
  /** Its partitions that are being moved. */
  partitions: ListPartitionReassignmentsResponseOngoingPartitionReassignment[];
}

export interface ListPartitionReassignmentsResponseOngoingPartitionReassignment {
  /** Partition number. */
  partitionIndex: number;
  /** Node ids of the brokers that hold it now. */
  replicas: number[];
  /** Those among them that are catching up. */
  addingReplicas: number[];
  /** Those among them that will give it up. */
  removingReplicas: number[];
}

export const ListPartitionReassignmentsResponse: MessageCodec<ListPartitionReassignmentsResponse> = {
  name: "ListPartitionReassignmentsResponse",
  apiKey: 46,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeListPartitionReassignmentsResponse,
  encode: encodeListPartitionReassignmentsResponse,
  eachError: (draft, version, found) => eachErrorOfListPartitionReassignmentsResponse(draft, version, found, draft),
};

function decodeListPartitionReassignmentsResponseOngoingPartitionReassignment(r: Reader, _version: number): ListPartitionReassignmentsResponseOngoingPartitionReassignment {
  const partitionIndex = r.int32();
  const replicas: number[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) replicas.push(r.int32());
  const addingReplicas: number[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) addingReplicas.push(r.int32());
  const removingReplicas: number[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) removingReplicas.push(r.int32());
  r.skipTags();
  return { partitionIndex, replicas, addingReplicas, removingReplicas };
}

function encodeListPartitionReassignmentsResponseOngoingPartitionReassignment(w: Writer, draft: Draft<ListPartitionReassignmentsResponseOngoingPartitionReassignment>, _version: number): void {
  const { partitionIndex = 0, replicas = [], addingReplicas = [], removingReplicas = [] } = draft;
  w.int32(partitionIndex);
  { w.arrayLength(replicas, true); for (const element of replicas) w.int32(element); }
  { w.arrayLength(addingReplicas, true); for (const element of addingReplicas) w.int32(element); }
  { w.arrayLength(removingReplicas, true); for (const element of removingReplicas) w.int32(element); }
  w.noTags();
}

function decodeListPartitionReassignmentsResponseOngoingTopicReassignment(r: Reader, version: number): ListPartitionReassignmentsResponseOngoingTopicReassignment {
  const name = r.string(true);
  const partitions: ListPartitionReassignmentsResponseOngoingPartitionReassignment[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) partitions.push(decodeListPartitionReassignmentsResponseOngoingPartitionReassignment(r, version));
  r.skipTags();
  return { name, partitions };
}

function encodeListPartitionReassignmentsResponseOngoingTopicReassignment(w: Writer, draft: Draft<ListPartitionReassignmentsResponseOngoingTopicReassignment>, version: number): void {
  const { name = "", partitions = [] } = draft;
  w.string(name, true);
  { w.arrayLength(partitions, true); for (const element of partitions) encodeListPartitionReassignmentsResponseOngoingPartitionReassignment(w, element, version); }
  w.noTags();
}

function decodeListPartitionReassignmentsResponse(r: Reader, version: number): ListPartitionReassignmentsResponse {
  if (version < 0 || version > 0) throw noSuchVersion("ListPartitionReassignmentsResponse", version);
  const throttleTimeMs = r.int32();
  const errorCode = r.int16();
  const errorMessage = r.nullableString(true);
  const topics: ListPartitionReassignmentsResponseOngoingTopicReassignment[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) topics.push(decodeListPartitionReassignmentsResponseOngoingTopicReassignment(r, version));
  r.skipTags();
  return { throttleTimeMs, errorCode, errorMessage, topics };
}

function encodeListPartitionReassignmentsResponse(w: Writer, draft: Draft<ListPartitionReassignmentsResponse>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("ListPartitionReassignmentsResponse", version);
  const { throttleTimeMs = 0, errorCode = 0, errorMessage = "", topics = [] } = draft;
  w.int32(throttleTimeMs);
  w.int16(errorCode);
  w.nullableString(errorMessage, true);
  { w.arrayLength(topics, true); for (const element of topics) encodeListPartitionReassignmentsResponseOngoingTopicReassignment(w, element, version); }
  w.noTags();
}

function eachErrorOfListPartitionReassignmentsResponse(draft: Draft<ListPartitionReassignmentsResponse>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}
