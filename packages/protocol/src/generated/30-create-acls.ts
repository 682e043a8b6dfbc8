// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { type Writer } from "../wire/writer.ts";

export interface CreateAclsRequest {
  /** The ACLs to create. */
  creations: CreateAclsRequestAclCreation[];
}

export interface CreateAclsRequestAclCreation {
  /** Kind of resource: 2 topic, 3 group, 4 cluster, 5 transactional id, 6 delegation token, 7 user. */
  resourceType: number;
  /** Name of the resource, the beginning of names, or `*`. */
  resourceName: string;
  /** What the name stands for: 3 itself, 4 names that begin like it. */
  resourcePatternType: number;
  /** Whom it is about, e.g. `User:alice`. */
  principal: string;
  /** Address it holds for; `*` for any. */
  host: string;
  /** What it is about, as a code of an ACL operation. */
  operation: number;
  /** What it does: 2 deny, 3 allow. */
  permissionType: number;
}

export const CreateAclsRequest: MessageCodec<CreateAclsRequest> = {
  name: "CreateAclsRequest",
  apiKey: 30,
  minVersion: 1,
  maxVersion: 3,
  flexibleFrom: 2,
  decode: decodeCreateAclsRequest,
  encode: encodeCreateAclsRequest,
};

function decodeCreateAclsRequestAclCreation(r: Reader, version: number): CreateAclsRequestAclCreation {
  const flexible = version >= 2;
  const resourceType = r.int8();
  const resourceName = r.string(flexible);
  const resourcePatternType = r.int8();
  const principal = r.string(flexible);
  const host = r.string(flexible);
  const operation = r.int8();
  const permissionType = r.int8();
  if (flexible) r.skipTags();
  return { resourceType, resourceName, resourcePatternType, principal, host, operation, permissionType };
}

function encodeCreateAclsRequestAclCreation(w: Writer, draft: Draft<CreateAclsRequestAclCreation>, version: number): void {
  const flexible = version >= 2;
  const { resourceType = 0, resourceName = "", resourcePatternType = 3, principal = "", host = "", operation = 0, permissionType = 0 } = draft;
  w.int8(resourceType);
  w.string(resourceName, flexible);
  w.int8(resourcePatternType);
  w.string(principal, flexible);
  w.string(host, flexible);
  w.int8(operation);
  w.int8(permissionType);
  if (flexible) w.noTags();
}

function decodeCreateAclsRequest(r: Reader, version: number): CreateAclsRequest {
  if (version < 1 || version > 3) throw noSuchVersion("CreateAclsRequest", version);
  const flexible = version >= 2;
  const creations: CreateAclsRequestAclCreation[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) creations.push(decodeCreateAclsRequestAclCreation(r, version));
  if (flexible) r.skipTags();
  return { creations };
}

function encodeCreateAclsRequest(w: Writer, draft: Draft<CreateAclsRequest>, version: number): void {
  if (version < 1 || version > 3) throw noSuchVersion("CreateAclsRequest", version);
  const flexible = version >= 2;
  const { creations = [] } = draft;
  { w.arrayLength(creations, flexible); for (const element of creations) encodeCreateAclsRequestAclCreation(w, element, version); }
  if (flexible) w.noTags();
}

export interface CreateAclsResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** What became of each ACL, in the order of the request. */
  results: CreateAclsResponseAclCreationResult[];
}

export interface CreateAclsResponseAclCreationResult {
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** Detail for people, beyond what the error code says; null if there is none. */
  errorMessage: string | null;
}

export const CreateAclsResponse: MessageCodec<CreateAclsResponse> = {
  name: "CreateAclsResponse",
  apiKey: 30,
  minVersion: 1,
  maxVersion: 3,
  flexibleFrom: 2,
  decode: decodeCreateAclsResponse,
  encode: encodeCreateAclsResponse,
  eachError: (draft, version, found) => eachErrorOfCreateAclsResponse(draft, version, found, draft),
};

function decodeCreateAclsResponseAclCreationResult(r: Reader, version: number): CreateAclsResponseAclCreationResult {
  const flexible = version >= 2;
  const errorCode = r.int16();
  const errorMessage = r.nullableString(flexible);
  if (flexible) r.skipTags();
  return { errorCode, errorMessage };
}

function encodeCreateAclsResponseAclCreationResult(w: Writer, draft: Draft<CreateAclsResponseAclCreationResult>, version: number): void {
  const flexible = version >= 2;
  const { errorCode = 0, errorMessage = "" } = draft;
  w.int16(errorCode);
  w.nullableString(errorMessage, flexible);
  if (flexible) w.noTags();
}

function decodeCreateAclsResponse(r: Reader, version: number): CreateAclsResponse {
  if (version < 1 || version > 3) throw noSuchVersion("CreateAclsResponse", version);
  const flexible = version >= 2;
  const throttleTimeMs = r.int32();
  const results: CreateAclsResponseAclCreationResult[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) results.push(decodeCreateAclsResponseAclCreationResult(r, version));
  if (flexible) r.skipTags();
  return { throttleTimeMs, results };
}

function encodeCreateAclsResponse(w: Writer, draft: Draft<CreateAclsResponse>, version: number): void {
  if (version < 1 || version > 3) throw noSuchVersion("CreateAclsResponse", version);
  const flexible = version >= 2;
  const { throttleTimeMs = 0, results = [] } = draft;
  w.int32(throttleTimeMs);
  { w.arrayLength(results, flexible); for (const element of results) encodeCreateAclsResponseAclCreationResult(w, element, version); }
  if (flexible) w.noTags();
}

function eachErrorOfCreateAclsResponseAclCreationResult(draft: Draft<CreateAclsResponseAclCreationResult>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}

function eachErrorOfCreateAclsResponse(draft: Draft<CreateAclsResponse>, version: number, found: OnError, around: object): void {
  for (const element of draft.results ?? []) eachErrorOfCreateAclsResponseAclCreationResult(element, version, found, draft);
}
