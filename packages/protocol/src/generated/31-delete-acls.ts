// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { type Writer } from "../wire/writer.ts";

export interface DeleteAclsRequest {
  /** What chooses the ACLs to delete. */
  filters: DeleteAclsRequestDeleteAclsFilter[];
}

export interface DeleteAclsRequestDeleteAclsFilter {
  /** Kind of resource: 1 any, 2 topic, 3 group, 4 cluster, 5 transactional id, 6 delegation token, 7 user. */
  resourceTypeFilter: number;
  /** Name in the pattern; null for any. */
  resourceNameFilter: string | null;
  /** Kind of pattern: 1 any, 2 all that apply to a resource of that name, 3 literal, 4 prefixed. */
  patternTypeFilter: number;
  /** Whom the ACL is about; null for anybody. */
  principalFilter: string | null;
  /** Address the ACL holds for; null for all of them. */
  hostFilter: string | null;
  /** What the ACL is about, as a code of an ACL operation; 1 for any. */
  operation: number;
  /** What the ACL does: 1 either, 2 deny, 3 allow. */
  permissionType: number;
}

export const DeleteAclsRequest: MessageCodec<DeleteAclsRequest> = {
  name: "DeleteAclsRequest",
  apiKey: 31,
  minVersion: 1,
  maxVersion: 3,
  flexibleFrom: 2,
  decode: decodeDeleteAclsRequest,
  encode: encodeDeleteAclsRequest,
};

function decodeDeleteAclsRequestDeleteAclsFilter(r: Reader, version: number): DeleteAclsRequestDeleteAclsFilter {
  const flexible = version >= 2;
  const resourceTypeFilter = r.int8();
  const resourceNameFilter = r.nullableString(flexible);
  const patternTypeFilter = r.int8();
  const principalFilter = r.nullableString(flexible);
  const hostFilter = r.nullableString(flexible);
  const operation = r.int8();
  const permissionType = r.int8();
  if (flexible) r.skipTags();
  return { resourceTypeFilter, resourceNameFilter, patternTypeFilter, principalFilter, hostFilter, operation, permissionType };
}

function encodeDeleteAclsRequestDeleteAclsFilter(w: Writer, draft: Draft<DeleteAclsRequestDeleteAclsFilter>, version: number): void {
  const flexible = version >= 2;
  const { resourceTypeFilter = 0, resourceNameFilter = "", patternTypeFilter = 3, principalFilter = "", hostFilter = "", operation = 0, permissionType = 0 } = draft;
  w.int8(resourceTypeFilter);
  w.nullableString(resourceNameFilter, flexible);
  w.int8(patternTypeFilter);
  w.nullableString(principalFilter, flexible);
  w.nullableString(hostFilter, flexible);
  w.int8(operation);
  w.int8(permissionType);
  if (flexible) w.noTags();
}

function decodeDeleteAclsRequest(r: Reader, version: number): DeleteAclsRequest {
  if (version < 1 || version > 3) throw noSuchVersion("DeleteAclsRequest", version);
  const flexible = version >= 2;
  const filters: DeleteAclsRequestDeleteAclsFilter[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) filters.push(decodeDeleteAclsRequestDeleteAclsFilter(r, version));
  if (flexible) r.skipTags();
  return { filters };
}

function encodeDeleteAclsRequest(w: Writer, draft: Draft<DeleteAclsRequest>, version: number): void {
  if (version < 1 || version > 3) throw noSuchVersion("DeleteAclsRequest", version);
  const flexible = version >= 2;
  const { filters = [] } = draft;
  { w.arrayLength(filters, flexible); for (const element of filters) encodeDeleteAclsRequestDeleteAclsFilter(w, element, version); }
  if (flexible) w.noTags();
}

export interface DeleteAclsResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** What became of each filter, in the order of the request. */
  filterResults: DeleteAclsResponseDeleteAclsFilterResult[];
}

export interface DeleteAclsResponseDeleteAclsFilterResult {
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** Detail for people, beyond what the error code says; null if there is none. */
  errorMessage: string | null;
  /** The ACLs that the filter chose. */
  matchingAcls: DeleteAclsResponseDeleteAclsMatchingAcl[];
}

export interface DeleteAclsResponseDeleteAclsMatchingAcl {
  /** Outcome for this ACL as a code of the error table; 0 is success. */
  errorCode: number;
  /** Detail for people, beyond what the error code says; null if there is none. */
  errorMessage: string | null;
  /** Kind of resource: 2 topic, 3 group, 4 cluster, 5 transactional id, 6 delegation token, 7 user. */
  resourceType: number;
  /** Name of the resource, the beginning of names, or `*`. */
  resourceName: string;
  /** What the name stands for: 3 itself, 4 names that begin like it. */
  patternType: number;
  /** Whom it was about, e.g. `User:alice`. */
  principal: string;
  /** Address it held for; `*` for any. */
  host: string;
  /** What it was about, as a code of an ACL operation. */
  operation: number;
  /** What it did: 2 deny, 3 allow. */
  permissionType: number;
}

export const DeleteAclsResponse: MessageCodec<DeleteAclsResponse> = {
  name: "DeleteAclsResponse",
  apiKey: 31,
  minVersion: 1,
  maxVersion: 3,
  flexibleFrom: 2,
  decode: decodeDeleteAclsResponse,
  encode: encodeDeleteAclsResponse,
  eachError: (draft, version, found) => eachErrorOfDeleteAclsResponse(draft, version, found, draft),
};

function decodeDeleteAclsResponseDeleteAclsMatchingAcl(r: Reader, version: number): DeleteAclsResponseDeleteAclsMatchingAcl {
  const flexible = version >= 2;
  const errorCode = r.int16();
  const errorMessage = r.nullableString(flexible);
  const resourceType = r.int8();
  const resourceName = r.string(flexible);
  const patternType = r.int8();
  const principal = r.string(flexible);
  const host = r.string(flexible);
  const operation = r.int8();
  const permissionType = r.int8();
  if (flexible) r.skipTags();
  return { errorCode, errorMessage, resourceType, resourceName, patternType, principal, host, operation, permissionType };
}

function encodeDeleteAclsResponseDeleteAclsMatchingAcl(w: Writer, draft: Draft<DeleteAclsResponseDeleteAclsMatchingAcl>, version: number): void {
  const flexible = version >= 2;
  const { errorCode = 0, errorMessage = "", resourceType = 0, resourceName = "", patternType = 3, principal = "", host = "", operation = 0, permissionType = 0 } = draft;
  w.int16(errorCode);
  w.nullableString(errorMessage, flexible);
  w.int8(resourceType);
  w.string(resourceName, flexible);
  w.int8(patternType);
  w.string(principal, flexible);
  w.string(host, flexible);
  w.int8(operation);
  w.int8(permissionType);
  if (flexible) w.noTags();
}

function decodeDeleteAclsResponseDeleteAclsFilterResult(r: Reader, version: number): DeleteAclsResponseDeleteAclsFilterResult {
  const flexible = version >= 2;
  const errorCode = r.int16();
  const errorMessage = r.nullableString(flexible);
  const matchingAcls: DeleteAclsResponseDeleteAclsMatchingAcl[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) matchingAcls.push(decodeDeleteAclsResponseDeleteAclsMatchingAcl(r, version));
  if (flexible) r.skipTags();
  return { errorCode, errorMessage, matchingAcls };
}

function encodeDeleteAclsResponseDeleteAclsFilterResult(w: Writer, draft: Draft<DeleteAclsResponseDeleteAclsFilterResult>, version: number): void {
  const flexible = version >= 2;
  const { errorCode = 0, errorMessage = "", matchingAcls = [] } = draft;
  w.int16(errorCode);
  w.nullableString(errorMessage, flexible);
  { w.arrayLength(matchingAcls, flexible); for (const element of matchingAcls) encodeDeleteAclsResponseDeleteAclsMatchingAcl(w, element, version); }
  if (flexible) w.noTags();
}

function decodeDeleteAclsResponse(r: Reader, version: number): DeleteAclsResponse {
  if (version < 1 || version > 3) throw noSuchVersion("DeleteAclsResponse", version);
  const flexible = version >= 2;
  const throttleTimeMs = r.int32();
  const filterResults: DeleteAclsResponseDeleteAclsFilterResult[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) filterResults.push(decodeDeleteAclsResponseDeleteAclsFilterResult(r, version));
  if (flexible) r.skipTags();
  return { throttleTimeMs, filterResults };
}

function encodeDeleteAclsResponse(w: Writer, draft: Draft<DeleteAclsResponse>, version: number): void {
  if (version < 1 || version > 3) throw noSuchVersion("DeleteAclsResponse", version);
  const flexible = version >= 2;
  const { throttleTimeMs = 0, filterResults = [] } = draft;
  w.int32(throttleTimeMs);
  { w.arrayLength(filterResults, flexible); for (const element of filterResults) encodeDeleteAclsResponseDeleteAclsFilterResult(w, element, version); }
  if (flexible) w.noTags();
}

function eachErrorOfDeleteAclsResponseDeleteAclsMatchingAcl(draft: Draft<DeleteAclsResponseDeleteAclsMatchingAcl>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}

function eachErrorOfDeleteAclsResponseDeleteAclsFilterResult(draft: Draft<DeleteAclsResponseDeleteAclsFilterResult>, version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
  for (const element of draft.matchingAcls ?? []) eachErrorOfDeleteAclsResponseDeleteAclsMatchingAcl(element, version, found, draft);
}

function eachErrorOfDeleteAclsResponse(draft: Draft<DeleteAclsResponse>, version: number, found: OnError, around: object): void {
  for (const element of draft.filterResults ?? []) eachErrorOfDeleteAclsResponseDeleteAclsFilterResult(element, version, found, draft);
}
