// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { type Writer } from "../wire/writer.ts";

export interface OffsetDeleteRequest {
  /** The group whose offsets to forget. */
  groupId: string;
  /** Partitions to forget, by topic. */
  topics: OffsetDeleteRequestTopic[];
}

export interface OffsetDeleteRequestTopic {
  /** The topic. */
  name: string;
  /** The topic's partitions to forget. */
  partitions: OffsetDeleteRequestPartition[];
}

export interface OffsetDeleteRequestPartition {
  /** Number of the partition. */
  partitionIndex: number;
}

export const OffsetDeleteRequest: MessageCodec<OffsetDeleteRequest> = {
  name: "OffsetDeleteRequest",
  apiKey: 47,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: Infinity,
  decode: decodeOffsetDeleteRequest,
  encode: encodeOffsetDeleteRequest,
};

function decodeOffsetDeleteRequestPartition(r: Reader, _version: number): OffsetDeleteRequestPartition {
  const partitionIndex = r.int32();
  return { partitionIndex };
}

function encodeOffsetDeleteRequestPartition(w: Writer, draft: Draft<OffsetDeleteRequestPartition>, _version: number): void {
  const { partitionIndex = 0 } = draft;
  w.int32(partitionIndex);
}

function decodeOffsetDeleteRequestTopic(r: Reader, version: number): OffsetDeleteRequestTopic {
  const name = r.string(false);
  const partitions: OffsetDeleteRequestPartition[] = [];
  for (let n = r.arrayLength(false); n > 0; n--) partitions.push(decodeOffsetDeleteRequestPartition(r, version));
  return { name, partitions };
}

function encodeOffsetDeleteRequestTopic(w: Writer, draft: Draft<OffsetDeleteRequestTopic>, version: number): void {
  const { name = "", partitions = [] } = draft;
  w.string(name, false);
  { w.arrayLength(partitions, false); for (const element of partitions) encodeOffsetDeleteRequestPartition(w, element, version); }
}

function decodeOffsetDeleteRequest(r: Reader, version: number): OffsetDeleteRequest {
  if (version < 0 || version > 0) throw noSuchVersion("OffsetDeleteRequest", version);
  const groupId = r.string(false);
  const topics: OffsetDeleteRequestTopic[] = [];
  for (let n = r.arrayLength(false); n > 0; n--) topics.push(decodeOffsetDeleteRequestTopic(r, version));
  return { groupId, topics };
}

function encodeOffsetDeleteRequest(w: Writer, draft: Draft<OffsetDeleteRequest>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("OffsetDeleteRequest", version);
  const { groupId = "", topics = [] } = draft;
  w.string(groupId, false);
  { w.arrayLength(topics, false); for (const element of topics) encodeOffsetDeleteRequestTopic(w, element, version); }
}

export interface OffsetDeleteResponse {
  /** Outcome for the group; partitions have their own. */
  errorCode: number;
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** Outcomes by topic. */
  topics: OffsetDeleteResponseTopic[];
}

export interface OffsetDeleteResponseTopic {
  /** The topic. */
  name: string;
  /** Outcomes by partition. */
  partitions: OffsetDeleteResponsePartition[];
}

export interface OffsetDeleteResponsePartition {
  /** Number of the partition. */
  partitionIndex: number;
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
}

export const OffsetDeleteResponse: MessageCodec<OffsetDeleteResponse> = {
  name: "OffsetDeleteResponse",
  apiKey: 47,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: Infinity,
  decode: decodeOffsetDeleteResponse,
  encode: encodeOffsetDeleteResponse,
  eachError: (draft, version, found) => eachErrorOfOffsetDeleteResponse(draft, version, found, draft),
};

function decodeOffsetDeleteResponsePartition(r: Reader, _version: number): OffsetDeleteResponsePartition {
  const partitionIndex = r.int32();
  const errorCode = r.int16();
  return { partitionIndex, errorCode };
}

function encodeOffsetDeleteResponsePartition(w: Writer, draft: Draft<OffsetDeleteResponsePartition>, _version: number): void {
  const { partitionIndex = 0, errorCode = 0 } = draft;
  w.int32(partitionIndex);
  w.int16(errorCode);
}

function decodeOffsetDeleteResponseTopic(r: Reader, version: number): OffsetDeleteResponseTopic {
  const name = r.string(false);
  const partitions: OffsetDeleteResponsePartition[] = [];
  for (let n = r.arrayLength(false); n > 0; n--) partitions.push(decodeOffsetDeleteResponsePartition(r, version));
  return { name, partitions };
}

function encodeOffsetDeleteResponseTopic(w: Writer, draft: Draft<OffsetDeleteResponseTopic>, version: number): void {
  const { name = "", partitions = [] } = draft;
  w.string(name, false);
  { w.arrayLength(partitions, false); for (const element of partitions) encodeOffsetDeleteResponsePartition(w, element, version); }
}

function decodeOffsetDeleteResponse(r: Reader, version: number): OffsetDeleteResponse {
  if (version < 0 || version > 0) throw noSuchVersion("OffsetDeleteResponse", version);
  const errorCode = r.int16();
  const throttleTimeMs = r.int32();
  const topics: OffsetDeleteResponseTopic[] = [];
  for (let n = r.arrayLength(false); n > 0; n--) topics.push(decodeOffsetDeleteResponseTopic(r, version));
  return { errorCode, throttleTimeMs, topics };
}

function encodeOffsetDeleteResponse(w: Writer, draft: Draft<OffsetDeleteResponse>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("OffsetDeleteResponse", version);
  const { errorCode = 0, throttleTimeMs = 0, topics = [] } = draft;
  w.int16(errorCode);
  w.int32(throttleTimeMs);
  { w.arrayLength(topics, false); for (const element of topics) encodeOffsetDeleteResponseTopic(w, element, version); }
}

function eachErrorOfOffsetDeleteResponsePartition(draft: Draft<OffsetDeleteResponsePartition>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}

function eachErrorOfOffsetDeleteResponseTopic(draft: Draft<OffsetDeleteResponseTopic>, version: number, found: OnError, around: object): void {
  for (const element of draft.partitions ?? []) eachErrorOfOffsetDeleteResponsePartition(element, version, found, draft);
}

function eachErrorOfOffsetDeleteResponse(draft: Draft<OffsetDeleteResponse>, version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
  for (const element of draft.topics ?? []) eachErrorOfOffsetDeleteResponseTopic(element, version, found, draft);
}
