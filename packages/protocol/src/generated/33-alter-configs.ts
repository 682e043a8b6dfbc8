// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { type Writer } from "../wire/writer.ts";

export interface AlterConfigsRequest {
  /** Whose configuration to replace. */
  resources: AlterConfigsRequestAlterConfigsResource[];
  /** Whether to check everything and change nothing. */
  validateOnly: boolean;
}

export interface AlterConfigsRequestAlterConfigsResource {
  /** Kind of resource: 2 topic, 4 broker, 8 broker logger, 16 client metrics, 32 group. */
  resourceType: number;
  /** Its name; a broker's is its node id, or empty for all brokers' defaults. */
  resourceName: string;
  /** All configs that shall be set from now on; the others go back to their defaults. */
  configs: AlterConfigsRequestAlterableConfig[];
}

export interface AlterConfigsRequestAlterableConfig {
  /** The config's name. */
  name: string;
  /** Its new value as text. */
  value: string | null;
}

export const AlterConfigsRequest: MessageCodec<AlterConfigsRequest> = {
  name: "AlterConfigsRequest",
  apiKey: 33,
  minVersion: 0,
  maxVersion: 2,
  flexibleFrom: 2,
  decode: decodeAlterConfigsRequest,
  encode: encodeAlterConfigsRequest,
};

function decodeAlterConfigsRequestAlterableConfig(r: Reader, version: number): AlterConfigsRequestAlterableConfig {
  const flexible = version >= 2;
  const name = r.string(flexible);
  const value = r.nullableString(flexible);
  if (flexible) r.skipTags();
  return { name, value };
}

function encodeAlterConfigsRequestAlterableConfig(w: Writer, draft: Draft<AlterConfigsRequestAlterableConfig>, version: number): void {
  const flexible = version >= 2;
  const { name = "", value = "" } = draft;
  w.string(name, flexible);
  w.nullableString(value, flexible);
  if (flexible) w.noTags();
}

function decodeAlterConfigsRequestAlterConfigsResource(r: Reader, version: number): AlterConfigsRequestAlterConfigsResource {
  const flexible = version >= 2;
  const resourceType = r.int8();
  const resourceName = r.string(flexible);
  const configs: AlterConfigsRequestAlterableConfig[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) configs.push(decodeAlterConfigsRequestAlterableConfig(r, version));
  if (flexible) r.skipTags();
  return { resourceType, resourceName, configs };
}

function encodeAlterConfigsRequestAlterConfigsResource(w: Writer, draft: Draft<AlterConfigsRequestAlterConfigsResource>, version: number): void {
  const flexible = version >= 2;
  const { resourceType = 0, resourceName = "", configs = [] } = draft;
  w.int8(resourceType);
  w.string(resourceName, flexible);
  { w.arrayLength(configs, flexible); for (const element of configs) encodeAlterConfigsRequestAlterableConfig(w, element, version); }
  if (flexible) w.noTags();
}

function decodeAlterConfigsRequest(r: Reader, version: number): AlterConfigsRequest {
  if (version < 0 || version > 2) throw noSuchVersion("AlterConfigsRequest", version);
  const flexible = version >= 2;
  const resources: AlterConfigsRequestAlterConfigsResource[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) resources.push(decodeAlterConfigsRequestAlterConfigsResource(r, version));
  const validateOnly = r.bool();
  if (flexible) r.skipTags();
  return { resources, validateOnly };
}

function encodeAlterConfigsRequest(w: Writer, draft: Draft<AlterConfigsRequest>, version: number): void {
  if (version < 0 || version > 2) throw noSuchVersion("AlterConfigsRequest", version);
  const flexible = version >= 2;
  const { resources = [], validateOnly = false } = draft;
  { w.arrayLength(resources, flexible); for (const element of resources) encodeAlterConfigsRequestAlterConfigsResource(w, element, version); }
  w.bool(validateOnly);
  if (flexible) w.noTags();
}

export interface AlterConfigsResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** Outcomes by resource. */
  responses: AlterConfigsResponseAlterConfigsResourceResponse[];
}

export interface AlterConfigsResponseAlterConfigsResourceResponse {
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** Detail for people, beyond what the error code says; null if there is none. */
  errorMessage: string | null;
  /** Kind of resource, as given. */
  resourceType: number;
  /** Name of the resource, as given. */
  resourceName: string;
}

export const AlterConfigsResponse: MessageCodec<AlterConfigsResponse> = {
  name: "AlterConfigsResponse",
  apiKey: 33,
  minVersion: 0,
  maxVersion: 2,
  flexibleFrom: 2,
  decode: decodeAlterConfigsResponse,
  encode: encodeAlterConfigsResponse,
  eachError: (draft, version, found) => eachErrorOfAlterConfigsResponse(draft, version, found, draft),
};

function decodeAlterConfigsResponseAlterConfigsResourceResponse(r: Reader, version: number): AlterConfigsResponseAlterConfigsResourceResponse {
  const flexible = version >= 2;
  const errorCode = r.int16();
  const errorMessage = r.nullableString(flexible);
  const resourceType = r.int8();
  const resourceName = r.string(flexible);
  if (flexible) r.skipTags();
  return { errorCode, errorMessage, resourceType, resourceName };
}

function encodeAlterConfigsResponseAlterConfigsResourceResponse(w: Writer, draft: Draft<AlterConfigsResponseAlterConfigsResourceResponse>, version: number): void {
  const flexible = version >= 2;
  const { errorCode = 0, errorMessage = "", resourceType = 0, resourceName = "" } = draft;
  w.int16(errorCode);
  w.nullableString(errorMessage, flexible);
  w.int8(resourceType);
  w.string(resourceName, flexible);
  if (flexible) w.noTags();
}

function decodeAlterConfigsResponse(r: Reader, version: number): AlterConfigsResponse {
  if (version < 0 || version > 2) throw noSuchVersion("AlterConfigsResponse", version);
  const flexible = version >= 2;
  const throttleTimeMs = r.int32();
  const responses: AlterConfigsResponseAlterConfigsResourceResponse[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) responses.push(decodeAlterConfigsResponseAlterConfigsResourceResponse(r, version));
  if (flexible) r.skipTags();
  return { throttleTimeMs, responses };
}

function encodeAlterConfigsResponse(w: Writer, draft: Draft<AlterConfigsResponse>, version: number): void {
  if (version < 0 || version > 2) throw noSuchVersion("AlterConfigsResponse", version);
  const flexible = version >= 2;
  const { throttleTimeMs = 0, responses = [] } = draft;
  w.int32(throttleTimeMs);
  { w.arrayLength(responses, flexible); for (const element of responses) encodeAlterConfigsResponseAlterConfigsResourceResponse(w, element, version); }
  if (flexible) w.noTags();
}

function eachErrorOfAlterConfigsResponseAlterConfigsResourceResponse(draft: Draft<AlterConfigsResponseAlterConfigsResourceResponse>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}

function eachErrorOfAlterConfigsResponse(draft: Draft<AlterConfigsResponse>, version: number, found: OnError, around: object): void {
  for (const element of draft.responses ?? []) eachErrorOfAlterConfigsResponseAlterConfigsResourceResponse(element, version, found, draft);
}
