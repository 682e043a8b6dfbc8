// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { type Writer } from "../wire/writer.ts";

export interface CreatePartitionsRequest {
  /** Topics to enlarge. */
  topics: CreatePartitionsRequestCreatePartitionsTopic[];
  /** How long the partitions may take to exist, in milliseconds. */
  timeoutMs: number;
  /** Whether to check everything and create nothing. */
  validateOnly: boolean;
}

export interface CreatePartitionsRequestCreatePartitionsTopic {
  /** The topic. */
  name: string;
  /** How many partitions it shall have in the end. */
  count: number;
  /** Replicas of the new partitions placed by hand; null to let the broker choose. */
  assignments: CreatePartitionsRequestCreatePartitionsAssignment[] | null;
}

export interface CreatePartitionsRequestCreatePartitionsAssignment {
  /** Node ids of one new partition's replicas, the preferred leader first. */
  brokerIds: number[];
}

export const CreatePartitionsRequest: MessageCodec<CreatePartitionsRequest> = {
  name: "CreatePartitionsRequest",
  apiKey: 37,
  minVersion: 0,
  maxVersion: 3,
  flexibleFrom: 2,
  decode: decodeCreatePartitionsRequest,
  encode: encodeCreatePartitionsRequest,
};

function decodeCreatePartitionsRequestCreatePartitionsAssignment(r: Reader, version: number): CreatePartitionsRequestCreatePartitionsAssignment {
  const flexible = version >= 2;
  const brokerIds: number[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) brokerIds.push(r.int32());
  if (flexible) r.skipTags();
  return { brokerIds };
}

function encodeCreatePartitionsRequestCreatePartitionsAssignment(w: Writer, draft: Draft<CreatePartitionsRequestCreatePartitionsAssignment>, version: number): void {
  const flexible = version >= 2;
  const { brokerIds = [] } = draft;
  { w.arrayLength(brokerIds, flexible); for (const element of brokerIds) w.int32(element); }
  if (flexible) w.noTags();
}

function decodeCreatePartitionsRequestCreatePartitionsTopic(r: Reader, version: number): CreatePartitionsRequestCreatePartitionsTopic {
  const flexible = version >= 2;
  const name = r.string(flexible);
  const count = r.int32();
  let assignments: CreatePartitionsRequestCreatePartitionsAssignment[] | null = [];
  {
    let n = r.nullableArrayLength(flexible);
    if (n < 0) assignments = null;
    else {
      const assignmentsElements: CreatePartitionsRequestCreatePartitionsAssignment[] = [];
      for (; n > 0; n--) assignmentsElements.push(decodeCreatePartitionsRequestCreatePartitionsAssignment(r, version));
      assignments = assignmentsElements;
    }
  }
  if (flexible) r.skipTags();
  return { name, count, assignments };
}

function encodeCreatePartitionsRequestCreatePartitionsTopic(w: Writer, draft: Draft<CreatePartitionsRequestCreatePartitionsTopic>, version: number): void {
  const flexible = version >= 2;
  const { name = "", count = 0, assignments = [] } = draft;
  w.string(name, flexible);
  w.int32(count);
  { w.nullableArrayLength(assignments, flexible); if (assignments !== null) for (const element of assignments) encodeCreatePartitionsRequestCreatePartitionsAssignment(w, element, version); }
  if (flexible) w.noTags();
}

function decodeCreatePartitionsRequest(r: Reader, version: number): CreatePartitionsRequest {
  if (version < 0 || version > 3) throw noSuchVersion("CreatePartitionsRequest", version);
  const flexible = version >= 2;
  const topics: CreatePartitionsRequestCreatePartitionsTopic[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) topics.push(decodeCreatePartitionsRequestCreatePartitionsTopic(r, version));
  const timeoutMs = r.int32();
  const validateOnly = r.bool();
  if (flexible) r.skipTags();
  return { topics, timeoutMs, validateOnly };
}

function encodeCreatePartitionsRequest(w: Writer, draft: Draft<CreatePartitionsRequest>, version: number): void {
  if (version < 0 || version > 3) throw noSuchVersion("CreatePartitionsRequest", version);
  const flexible = version >= 2;
  const { topics = [], timeoutMs = 0, validateOnly = false } = draft;
  { w.arrayLength(topics, flexible); for (const element of topics) encodeCreatePartitionsRequestCreatePartitionsTopic(w, element, version); }
  w.int32(timeoutMs);
  w.bool(validateOnly);
  if (flexible) w.noTags();
}

export interface CreatePartitionsResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** Outcomes by topic. */
  results: CreatePartitionsResponseCreatePartitionsTopicResult[];
}

export interface CreatePartitionsResponseCreatePartitionsTopicResult {
  /** The topic. */
  name: string;
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** Detail for people, beyond what the error code says; null if there is none. */
  errorMessage: string | null;
}

export const CreatePartitionsResponse: MessageCodec<CreatePartitionsResponse> = {
  name: "CreatePartitionsResponse",
  apiKey: 37,
  minVersion: 0,
  maxVersion: 3,
  flexibleFrom: 2,
  decode: decodeCreatePartitionsResponse,
  encode: encodeCreatePartitionsResponse,
  eachError: (draft, version, found) => eachErrorOfCreatePartitionsResponse(draft, version, found, draft),
};

function decodeCreatePartitionsResponseCreatePartitionsTopicResult(r: Reader, version: number): CreatePartitionsResponseCreatePartitionsTopicResult {
  const flexible = version >= 2;
  const name = r.string(flexible);
  const errorCode = r.int16();
  const errorMessage = r.nullableString(flexible);
  if (flexible) r.skipTags();
  return { name, errorCode, errorMessage };
}

function encodeCreatePartitionsResponseCreatePartitionsTopicResult(w: Writer, draft: Draft<CreatePartitionsResponseCreatePartitionsTopicResult>, version: number): void {
  const flexible = version >= 2;
  const { name = "", errorCode = 0, errorMessage = null } = draft;
  w.string(name, flexible);
  w.int16(errorCode);
  w.nullableString(errorMessage, flexible);
  if (flexible) w.noTags();
}

function decodeCreatePartitionsResponse(r: Reader, version: number): CreatePartitionsResponse {
  if (version < 0 || version > 3) throw noSuchVersion("CreatePartitionsResponse", version);
  const flexible = version >= 2;
  const throttleTimeMs = r.int32();
  const results: CreatePartitionsResponseCreatePartitionsTopicResult[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) results.push(decodeCreatePartitionsResponseCreatePartitionsTopicResult(r, version));
  if (flexible) r.skipTags();
  return { throttleTimeMs, results };
}

function encodeCreatePartitionsResponse(w: Writer, draft: Draft<CreatePartitionsResponse>, version: number): void {
  if (version < 0 || version > 3) throw noSuchVersion("CreatePartitionsResponse", version);
  const flexible = version >= 2;
  const { throttleTimeMs = 0, results = [] } = draft;
  w.int32(throttleTimeMs);
  { w.arrayLength(results, flexible); for (const element of results) encodeCreatePartitionsResponseCreatePartitionsTopicResult(w, element, version); }
  if (flexible) w.noTags();
}

function eachErrorOfCreatePartitionsResponseCreatePartitionsTopicResult(draft: Draft<CreatePartitionsResponseCreatePartitionsTopicResult>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}

function eachErrorOfCreatePartitionsResponse(draft: Draft<CreatePartitionsResponse>, version: number, found: OnError, around: object): void {
  for (const element of draft.results ?? []) eachErrorOfCreatePartitionsResponseCreatePartitionsTopicResult(element, version, found, draft);
}
