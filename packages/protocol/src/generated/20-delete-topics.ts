// Generated from the definitions by `npm run generate`; not to be edited.
import { fieldNotInVersion, noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { ZERO_UUID } from "../wire/uuid.ts";
import { type Writer } from "../wire/writer.ts";

export interface DeleteTopicsRequest {
  /** Topics to delete, each by name or by id. */
  topics: DeleteTopicsRequestDeleteTopicState[];
  /** Names of the topics to delete, before ids were possible. */
  topicNames: string[];
  /** How long the deletion may take, in milliseconds. */
  timeoutMs: number;
}

export interface DeleteTopicsRequestDeleteTopicState {
  /** The topic's name; null to go by id. */
  name: string | null;
  /** The topic's id; the zero uuid to go by name. */
  topicId: string;
}

export const DeleteTopicsRequest: MessageCodec<DeleteTopicsRequest> = {
  name: "DeleteTopicsRequest",
  apiKey: 20,
  minVersion: 1,
  maxVersion: 6,
  flexibleFrom: 4,
  decode: decodeDeleteTopicsRequest,
  encode: encodeDeleteTopicsRequest,
};

function decodeDeleteTopicsRequestDeleteTopicState(r: Reader, _version: number): DeleteTopicsRequestDeleteTopicState {
  const name = r.nullableString(true);
  const topicId = r.uuid();
  r.skipTags();
  return { name, topicId };
}

function encodeDeleteTopicsRequestDeleteTopicState(w: Writer, draft: Draft<DeleteTopicsRequestDeleteTopicState>, _version: number): void {
  const { name = null, topicId = ZERO_UUID } = draft;
  w.nullableString(name, true);
  w.uuid(topicId);
  w.noTags();
}

function decodeDeleteTopicsRequest(r: Reader, version: number): DeleteTopicsRequest {
  if (version < 1 || version > 6) throw noSuchVersion("DeleteTopicsRequest", version);
  const flexible = version >= 4;
  const topics: DeleteTopicsRequestDeleteTopicState[] = [];
  if (version >= 6) for (let n = r.arrayLength(true); n > 0; n--) topics.push(decodeDeleteTopicsRequestDeleteTopicState(r, version));
  const topicNames: string[] = [];
  if (version <= 5) for (let n = r.arrayLength(flexible); n > 0; n--) topicNames.push(r.string(flexible));
  const timeoutMs = r.int32();
  if (flexible) r.skipTags();
  return { topics, topicNames, timeoutMs };
}

function encodeDeleteTopicsRequest(w: Writer, draft: Draft<DeleteTopicsRequest>, version: number): void {
  if (version < 1 || version > 6) throw noSuchVersion("DeleteTopicsRequest", version);
  const flexible = version >= 4;
  const { topics = [], topicNames = [], timeoutMs = 0 } = draft;
  if (version >= 6) { w.arrayLength(topics, true); for (const element of topics) encodeDeleteTopicsRequestDeleteTopicState(w, element, version); }
  else if (topics.length !== 0) throw fieldNotInVersion("DeleteTopicsRequest", "topics", version);
  if (version <= 5) { w.arrayLength(topicNames, flexible); for (const element of topicNames) w.string(element, flexible); }
  w.int32(timeoutMs);
  if (flexible) w.noTags();
}

export interface DeleteTopicsResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** Outcomes by topic. */
  responses: DeleteTopicsResponseDeletableTopicResult[];
}

export interface DeleteTopicsResponseDeletableTopicResult {
  /** The topic's name; null if it went by an id that is not known or not visible. */
  name: string | null;
  /** The topic's id, as far as known. */
  topicId: string;
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** Detail for people, beyond what the error code says; null if there is none. */
  errorMessage: string | null;
}

export const DeleteTopicsResponse: MessageCodec<DeleteTopicsResponse> = {
  name: "DeleteTopicsResponse",
  apiKey: 20,
  minVersion: 1,
  maxVersion: 6,
  flexibleFrom: 4,
  decode: decodeDeleteTopicsResponse,
  encode: encodeDeleteTopicsResponse,
  eachError: (draft, version, found) => eachErrorOfDeleteTopicsResponse(draft, version, found, draft),
};

function decodeDeleteTopicsResponseDeletableTopicResult(r: Reader, version: number): DeleteTopicsResponseDeletableTopicResult {
  const flexible = version >= 4;
  const name = (version >= 6 ? r.nullableString(flexible) : r.string(flexible));
  const topicId = version >= 6 ? r.uuid() : ZERO_UUID;
  const errorCode = r.int16();
  const errorMessage = version >= 5 ? r.nullableString(true) : null;
  if (flexible) r.skipTags();
  return { name, topicId, errorCode, errorMessage };
}

function encodeDeleteTopicsResponseDeletableTopicResult(w: Writer, draft: Draft<DeleteTopicsResponseDeletableTopicResult>, version: number): void {
  const flexible = version >= 4;
  const { name = "", topicId = ZERO_UUID, errorCode = 0, errorMessage = null } = draft;
  version >= 6 ? w.nullableString(name, flexible) : w.string(name, flexible);
  if (version >= 6) w.uuid(topicId);
  w.int16(errorCode);
  if (version >= 5) w.nullableString(errorMessage, true);
  if (flexible) w.noTags();
}

function decodeDeleteTopicsResponse(r: Reader, version: number): DeleteTopicsResponse {
  if (version < 1 || version > 6) throw noSuchVersion("DeleteTopicsResponse", version);
  const flexible = version >= 4;
  const throttleTimeMs = r.int32();
  const responses: DeleteTopicsResponseDeletableTopicResult[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) responses.push(decodeDeleteTopicsResponseDeletableTopicResult(r, version));
  if (flexible) r.skipTags();
  return { throttleTimeMs, responses };
}

function encodeDeleteTopicsResponse(w: Writer, draft: Draft<DeleteTopicsResponse>, version: number): void {
  if (version < 1 || version > 6) throw noSuchVersion("DeleteTopicsResponse", version);
  const flexible = version >= 4;
  const { throttleTimeMs = 0, responses = [] } = draft;
  w.int32(throttleTimeMs);
  { w.arrayLength(responses, flexible); for (const element of responses) encodeDeleteTopicsResponseDeletableTopicResult(w, element, version); }
  if (flexible) w.noTags();
}

function eachErrorOfDeleteTopicsResponseDeletableTopicResult(draft: Draft<DeleteTopicsResponseDeletableTopicResult>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}

function eachErrorOfDeleteTopicsResponse(draft: Draft<DeleteTopicsResponse>, version: number, found: OnError, around: object): void {
  for (const element of draft.responses ?? []) eachErrorOfDeleteTopicsResponseDeletableTopicResult(element, version, found, draft);
}
