// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { ZERO_UUID } from "../wire/uuid.ts";
import { type Writer } from "../wire/writer.ts";

export interface DeleteShareGroupOffsetsRequest {
  /** The share group. */
  groupId: string;
  /** Topics with partitions. */
  topics: DeleteShareGroupOffsetsRequestTopic[];
}

export interface DeleteShareGroupOffsetsRequestTopic {
  /** The topic's name. */
  topicName: string;
}

export const DeleteShareGroupOffsetsRequest: MessageCodec<DeleteShareGroupOffsetsRequest> = {
  name: "DeleteShareGroupOffsetsRequest",
  apiKey: 92,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeDeleteShareGroupOffsetsRequest,
  encode: encodeDeleteShareGroupOffsetsRequest,
};

function decodeDeleteShareGroupOffsetsRequestTopic(r: Reader, _version: number): DeleteShareGroupOffsetsRequestTopic {
  const topicName = r.string(true);
  r.skipTags();
  return { topicName };
}

function encodeDeleteShareGroupOffsetsRequestTopic(w: Writer, draft: Draft<DeleteShareGroupOffsetsRequestTopic>, _version: number): void {
  const { topicName = "" } = draft;
  w.string(topicName, true);
  w.noTags();
}

function decodeDeleteShareGroupOffsetsRequest(r: Reader, version: number): DeleteShareGroupOffsetsRequest {
  if (version < 0 || version > 0) throw noSuchVersion("DeleteShareGroupOffsetsRequest", version);
  const groupId = r.string(true);
  const topics: DeleteShareGroupOffsetsRequestTopic[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) topics.push(decodeDeleteShareGroupOffsetsRequestTopic(r, version));
  r.skipTags();
  return { groupId, topics };
}

function encodeDeleteShareGroupOffsetsRequest(w: Writer, draft: Draft<DeleteShareGroupOffsetsRequest>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("DeleteShareGroupOffsetsRequest", version);
  const { groupId = "", topics = [] } = draft;
  w.string(groupId, true);
  { w.arrayLength(topics, true); for (const element of topics) encodeDeleteShareGroupOffsetsRequestTopic(w, element, version); }
  w.noTags();
}

export interface DeleteShareGroupOffsetsResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** What the error is about, or null. */
  errorMessage: string | null;
  /** Outcomes by topic. */
  responses: DeleteShareGroupOffsetsResponseTopic[];
}

export interface DeleteShareGroupOffsetsResponseTopic {
  /** The topic's name. */
  topicName: string;
  /** The topic's id. */
  topicId: string;
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** What the error is about, or null. */
  errorMessage: string | null;
}

export const DeleteShareGroupOffsetsResponse: MessageCodec<DeleteShareGroupOffsetsResponse> = {
  name: "DeleteShareGroupOffsetsResponse",
  apiKey: 92,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeDeleteShareGroupOffsetsResponse,
  encode: encodeDeleteShareGroupOffsetsResponse,
  eachError: (draft, version, found) => eachErrorOfDeleteShareGroupOffsetsResponse(draft, version, found, draft),
};

function decodeDeleteShareGroupOffsetsResponseTopic(r: Reader, _version: number): DeleteShareGroupOffsetsResponseTopic {
  const topicName = r.string(true);
  const topicId = r.uuid();
  const errorCode = r.int16();
  const errorMessage = r.nullableString(true);
  r.skipTags();
  return { topicName, topicId, errorCode, errorMessage };
}

function encodeDeleteShareGroupOffsetsResponseTopic(w: Writer, draft: Draft<DeleteShareGroupOffsetsResponseTopic>, _version: number): void {
  const { topicName = "", topicId = ZERO_UUID, errorCode = 0, errorMessage = null } = draft;
  w.string(topicName, true);
  w.uuid(topicId);
  w.int16(errorCode);
  w.nullableString(errorMessage, true);
  w.noTags();
}

function decodeDeleteShareGroupOffsetsResponse(r: Reader, version: number): DeleteShareGroupOffsetsResponse {
  if (version < 0 || version > 0) throw noSuchVersion("DeleteShareGroupOffsetsResponse", version);
  const throttleTimeMs = r.int32();
  const errorCode = r.int16();
  const errorMessage = r.nullableString(true);
  const responses: DeleteShareGroupOffsetsResponseTopic[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) responses.push(decodeDeleteShareGroupOffsetsResponseTopic(r, version));
  r.skipTags();
  return { throttleTimeMs, errorCode, errorMessage, responses };
}

function encodeDeleteShareGroupOffsetsResponse(w: Writer, draft: Draft<DeleteShareGroupOffsetsResponse>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("DeleteShareGroupOffsetsResponse", version);
  const { throttleTimeMs = 0, errorCode = 0, errorMessage = null, responses = [] } = draft;
  w.int32(throttleTimeMs);
  w.int16(errorCode);
  w.nullableString(errorMessage, true);
  { w.arrayLength(responses, true); for (const element of responses) encodeDeleteShareGroupOffsetsResponseTopic(w, element, version); }
  w.noTags();
}

function eachErrorOfDeleteShareGroupOffsetsResponseTopic(draft: Draft<DeleteShareGroupOffsetsResponseTopic>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}

function eachErrorOfDeleteShareGroupOffsetsResponse(draft: Draft<DeleteShareGroupOffsetsResponse>, version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
  for (const element of draft.responses ?? []) eachErrorOfDeleteShareGroupOffsetsResponseTopic(element, version, found, draft);
}
