// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { type Writer } from "../wire/writer.ts";

export interface DeleteGroupsRequest {
  /** Ids of the groups to delete. */
  groupsNames: string[];
}

export const DeleteGroupsRequest: MessageCodec<DeleteGroupsRequest> = {
  name: "DeleteGroupsRequest",
  apiKey: 42,
  minVersion: 0,
  maxVersion: 2,
  flexibleFrom: 2,
  decode: decodeDeleteGroupsRequest,
  encode: encodeDeleteGroupsRequest,
};

function decodeDeleteGroupsRequest(r: Reader, version: number): DeleteGroupsRequest {
  if (version < 0 || version > 2) throw noSuchVersion("DeleteGroupsRequest", version);
  const flexible = version >= 2;
  const groupsNames: string[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) groupsNames.push(r.string(flexible));
  if (flexible) r.skipTags();
  return { groupsNames };
}

function encodeDeleteGroupsRequest(w: Writer, draft: Draft<DeleteGroupsRequest>, version: number): void {
  if (version < 0 || version > 2) throw noSuchVersion("DeleteGroupsRequest", version);
  const flexible = version >= 2;
  const { groupsNames = [] } = draft;
  { w.arrayLength(groupsNames, flexible); for (const element of groupsNames) w.string(element, flexible); }
  if (flexible) w.noTags();
}

export interface DeleteGroupsResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** Outcomes by group. */
  results: DeleteGroupsResponseDeletableGroupResult[];
}

export interface DeleteGroupsResponseDeletableGroupResult {
  /** The group. */
  groupId: string;
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
}

export const DeleteGroupsResponse: MessageCodec<DeleteGroupsResponse> = {
  name: "DeleteGroupsResponse",
  apiKey: 42,
  minVersion: 0,
  maxVersion: 2,
  flexibleFrom: 2,
  decode: decodeDeleteGroupsResponse,
  encode: encodeDeleteGroupsResponse,
  eachError: (draft, version, found) => eachErrorOfDeleteGroupsResponse(draft, version, found, draft),
};

function decodeDeleteGroupsResponseDeletableGroupResult(r: Reader, version: number): DeleteGroupsResponseDeletableGroupResult {
  const flexible = version >= 2;
  const groupId = r.string(flexible);
  const errorCode = r.int16();
  if (flexible) r.skipTags();
  return { groupId, errorCode };
}

function encodeDeleteGroupsResponseDeletableGroupResult(w: Writer, draft: Draft<DeleteGroupsResponseDeletableGroupResult>, version: number): void {
  const flexible = version >= 2;
  const { groupId = "", errorCode = 0 } = draft;
  w.string(groupId, flexible);
  w.int16(errorCode);
  if (flexible) w.noTags();
}

function decodeDeleteGroupsResponse(r: Reader, version: number): DeleteGroupsResponse {
  if (version < 0 || version > 2) throw noSuchVersion("DeleteGroupsResponse", version);
  const flexible = version >= 2;
  const throttleTimeMs = r.int32();
  const results: DeleteGroupsResponseDeletableGroupResult[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) results.push(decodeDeleteGroupsResponseDeletableGroupResult(r, version));
  if (flexible) r.skipTags();
  return { throttleTimeMs, results };
}

function encodeDeleteGroupsResponse(w: Writer, draft: Draft<DeleteGroupsResponse>, version: number): void {
  if (version < 0 || version > 2) throw noSuchVersion("DeleteGroupsResponse", version);
  const flexible = version >= 2;
  const { throttleTimeMs = 0, results = [] } = draft;
  w.int32(throttleTimeMs);
  { w.arrayLength(results, flexible); for (const element of results) encodeDeleteGroupsResponseDeletableGroupResult(w, element, version); }
  if (flexible) w.noTags();
}

function eachErrorOfDeleteGroupsResponseDeletableGroupResult(draft: Draft<DeleteGroupsResponseDeletableGroupResult>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}

function eachErrorOfDeleteGroupsResponse(draft: Draft<DeleteGroupsResponse>, version: number, found: OnError, around: object): void {
  for (const element of draft.results ?? []) eachErrorOfDeleteGroupsResponseDeletableGroupResult(element, version, found, draft);
}
