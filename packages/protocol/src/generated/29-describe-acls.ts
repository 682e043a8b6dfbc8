// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { type Writer } from "../wire/writer.ts";

export interface DescribeAclsRequest {
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

export const DescribeAclsRequest: MessageCodec<DescribeAclsRequest> = {
  name: "DescribeAclsRequest",
  apiKey: 29,
  minVersion: 1,
  maxVersion: 3,
  flexibleFrom: 2,
  decode: decodeDescribeAclsRequest,
  encode: encodeDescribeAclsRequest,
};

function decodeDescribeAclsRequest(r: Reader, version: number): DescribeAclsRequest {
  if (version < 1 || version > 3) throw noSuchVersion("DescribeAclsRequest", version);
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

function encodeDescribeAclsRequest(w: Writer, draft: Draft<DescribeAclsRequest>, version: number): void {
  if (version < 1 || version > 3) throw noSuchVersion("DescribeAclsRequest", version);
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

export interface DescribeAclsResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** Detail for people, beyond what the error code says; null if there is none. */
  errorMessage: string | null;
  /** The ACLs found, by the pattern of resources they are for. */
  resources: DescribeAclsResponseDescribeAclsResource[];
}

export interface DescribeAclsResponseDescribeAclsResource {
  /** Kind of resource: 2 topic, 3 group, 4 cluster, 5 transactional id, 6 delegation token, 7 user. */
  resourceType: number;
  /** Name of the resource, the beginning of names, or `*`. */
  resourceName: string;
  /** What the name stands for: 3 itself, 4 names that begin like it. */
  patternType: number;
  /** The ACLs of the pattern. */
  acls: DescribeAclsResponseAclDescription[];
}

export interface DescribeAclsResponseAclDescription {
  /** Whom it is about, e.g. `User:alice`. */
  principal: string;
  /** Address it holds for; `*` for any. */
  host: string;
  /** What it is about, as a code of an ACL operation. */
  operation: number;
  /** What it does: 2 deny, 3 allow. */
  permissionType: number;
}

export const DescribeAclsResponse: MessageCodec<DescribeAclsResponse> = {
  name: "DescribeAclsResponse",
  apiKey: 29,
  minVersion: 1,
  maxVersion: 3,
  flexibleFrom: 2,
  decode: decodeDescribeAclsResponse,
  encode: encodeDescribeAclsResponse,
  eachError: (draft, version, found) => eachErrorOfDescribeAclsResponse(draft, version, found, draft),
};

function decodeDescribeAclsResponseAclDescription(r: Reader, version: number): DescribeAclsResponseAclDescription {
  const flexible = version >= 2;
  const principal = r.string(flexible);
  const host = r.string(flexible);
  const operation = r.int8();
  const permissionType = r.int8();
  if (flexible) r.skipTags();
  return { principal, host, operation, permissionType };
}

function encodeDescribeAclsResponseAclDescription(w: Writer, draft: Draft<DescribeAclsResponseAclDescription>, version: number): void {
  const flexible = version >= 2;
  const { principal = "", host = "", operation = 0, permissionType = 0 } = draft;
  w.string(principal, flexible);
  w.string(host, flexible);
  w.int8(operation);
  w.int8(permissionType);
  if (flexible) w.noTags();
}

function decodeDescribeAclsResponseDescribeAclsResource(r: Reader, version: number): DescribeAclsResponseDescribeAclsResource {
  const flexible = version >= 2;
  const resourceType = r.int8();
  const resourceName = r.string(flexible);
  const patternType = r.int8();
  const acls: DescribeAclsResponseAclDescription[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) acls.push(decodeDescribeAclsResponseAclDescription(r, version));
  if (flexible) r.skipTags();
  return { resourceType, resourceName, patternType, acls };
}

function encodeDescribeAclsResponseDescribeAclsResource(w: Writer, draft: Draft<DescribeAclsResponseDescribeAclsResource>, version: number): void {
  const flexible = version >= 2;
  const { resourceType = 0, resourceName = "", patternType = 3, acls = [] } = draft;
  w.int8(resourceType);
  w.string(resourceName, flexible);
  w.int8(patternType);
  { w.arrayLength(acls, flexible); for (const element of acls) encodeDescribeAclsResponseAclDescription(w, element, version); }
  if (flexible) w.noTags();
}

function decodeDescribeAclsResponse(r: Reader, version: number): DescribeAclsResponse {
  if (version < 1 || version > 3) throw noSuchVersion("DescribeAclsResponse", version);
  const flexible = version >= 2;
  const throttleTimeMs = r.int32();
  const errorCode = r.int16();
  const errorMessage = r.nullableString(flexible);
  const resources: DescribeAclsResponseDescribeAclsResource[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) resources.push(decodeDescribeAclsResponseDescribeAclsResource(r, version));
  if (flexible) r.skipTags();
  return { throttleTimeMs, errorCode, errorMessage, resources };
}

function encodeDescribeAclsResponse(w: Writer, draft: Draft<DescribeAclsResponse>, version: number): void {
  if (version < 1 || version > 3) throw noSuchVersion("DescribeAclsResponse", version);
  const flexible = version >= 2;
  const { throttleTimeMs = 0, errorCode = 0, errorMessage = "", resources = [] } = draft;
  w.int32(throttleTimeMs);
  w.int16(errorCode);
  w.nullableString(errorMessage, flexible);
  { w.arrayLength(resources, flexible); for (const element of resources) encodeDescribeAclsResponseDescribeAclsResource(w, element, version); }
  if (flexible) w.noTags();
}

function eachErrorOfDescribeAclsResponse(draft: Draft<DescribeAclsResponse>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}
