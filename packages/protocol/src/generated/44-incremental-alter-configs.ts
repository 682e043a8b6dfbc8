// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { type Writer } from "../wire/writer.ts";

export interface IncrementalAlterConfigsRequest {
  /** Whose configuration to change. */
  resources: IncrementalAlterConfigsRequestAlterConfigsResource[];
  /** Whether to check everything and change nothing. */
  validateOnly: boolean;
}

export interface IncrementalAlterConfigsRequestAlterConfigsResource {
  /** Kind of resource: 2 topic, 4 broker, 8 broker logger, 16 client metrics, 32 group. */
  resourceType: number;
  /** Its name; a broker's is its node id, or empty for all brokers' defaults. */
  resourceName: string;
  /** The changes; configs that are not named stay as they are. */
  configs: IncrementalAlterConfigsRequestAlterableConfig[];
}

export interface IncrementalAlterConfigsRequestAlterableConfig {
  /** The config's name. */
  name: string;
  /** What to do: 0 set, 1 back to the default, 2 append to a list, 3 take out of a list. */
  configOperation: number;
  /** The value to set, append or take out; null when going back to the default. */
  value: string | null;
}

export const IncrementalAlterConfigsRequest: MessageCodec<IncrementalAlterConfigsRequest> = {
  name: "IncrementalAlterConfigsRequest",
  apiKey: 44,
  minVersion: 0,
  maxVersion: 1,
  flexibleFrom: 1,
  decode: decodeIncrementalAlterConfigsRequest,
  encode: encodeIncrementalAlterConfigsRequest,
};

function decodeIncrementalAlterConfigsRequestAlterableConfig(r: Reader, version: number): IncrementalAlterConfigsRequestAlterableConfig {
  const flexible = version >= 1;
  const name = r.string(flexible);
  const configOperation = r.int8();
  const value = r.nullableString(flexible);
  if (flexible) r.skipTags();
  return { name, configOperation, value };
}

function encodeIncrementalAlterConfigsRequestAlterableConfig(w: Writer, draft: Draft<IncrementalAlterConfigsRequestAlterableConfig>, version: number): void {
  const flexible = version >= 1;
  const { name = "", configOperation = 0, value = "" } = draft;
  w.string(name, flexible);
  w.int8(configOperation);
  w.nullableString(value, flexible);
  if (flexible) w.noTags();
}

function decodeIncrementalAlterConfigsRequestAlterConfigsResource(r: Reader, version: number): IncrementalAlterConfigsRequestAlterConfigsResource {
  const flexible = version >= 1;
  const resourceType = r.int8();
  const resourceName = r.string(flexible);
  const configs: IncrementalAlterConfigsRequestAlterableConfig[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) configs.push(decodeIncrementalAlterConfigsRequestAlterableConfig(r, version));
  if (flexible) r.skipTags();
  return { resourceType, resourceName, configs };
}

function encodeIncrementalAlterConfigsRequestAlterConfigsResource(w: Writer, draft: Draft<IncrementalAlterConfigsRequestAlterConfigsResource>, version: number): void {
  const flexible = version >= 1;
  const { resourceType = 0, resourceName = "", configs = [] } = draft;
  w.int8(resourceType);
  w.string(resourceName, flexible);
  { w.arrayLength(configs, flexible); for (const element of configs) encodeIncrementalAlterConfigsRequestAlterableConfig(w, element, version); }
  if (flexible) w.noTags();
}

function decodeIncrementalAlterConfigsRequest(r: Reader, version: number): IncrementalAlterConfigsRequest {
  if (version < 0 || version > 1) throw noSuchVersion("IncrementalAlterConfigsRequest", version);
  const flexible = version >= 1;
  const resources: IncrementalAlterConfigsRequestAlterConfigsResource[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) resources.push(decodeIncrementalAlterConfigsRequestAlterConfigsResource(r, version));
  const validateOnly = r.bool();
  if (flexible) r.skipTags();
  return { resources, validateOnly };
}

function encodeIncrementalAlterConfigsRequest(w: Writer, draft: Draft<IncrementalAlterConfigsRequest>, version: number): void {
  if (version < 0 || version > 1) throw noSuchVersion("IncrementalAlterConfigsRequest", version);
  const flexible = version >= 1;
  const { resources = [], validateOnly = false } = draft;
  { w.arrayLength(resources, flexible); for (const element of resources) encodeIncrementalAlterConfigsRequestAlterConfigsResource(w, element, version); }
  w.bool(validateOnly);
  if (flexible) w.noTags();
}

export interface IncrementalAlterConfigsResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** Outcomes by resource. */
  responses: IncrementalAlterConfigsResponseAlterConfigsResourceResponse[];
}

export interface IncrementalAlterConfigsResponseAlterConfigsResourceResponse {
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** Detail for people, beyond what the error code says; null if there is none. */
  errorMessage: string | null;
  /** Kind of resource, as given. */
  resourceType: number;
  /** Name of the resource, as given. */
  resourceName: string;
}

export const IncrementalAlterConfigsResponse: MessageCodec<IncrementalAlterConfigsResponse> = {
  name: "IncrementalAlterConfigsResponse",
  apiKey: 44,
  minVersion: 0,
  maxVersion: 1,
  flexibleFrom: 1,
  decode: decodeIncrementalAlterConfigsResponse,
  encode: encodeIncrementalAlterConfigsResponse,
  eachError: (draft, version, found) => eachErrorOfIncrementalAlterConfigsResponse(draft, version, found, draft),
};

function decodeIncrementalAlterConfigsResponseAlterConfigsResourceResponse(r: Reader, version: number): IncrementalAlterConfigsResponseAlterConfigsResourceResponse {
  const flexible = version >= 1;
  const errorCode = r.int16();
  const errorMessage = r.nullableString(flexible);
  const resourceType = r.int8();
  const resourceName = r.string(flexible);
  if (flexible) r.skipTags();
  return { errorCode, errorMessage, resourceType, resourceName };
}

function encodeIncrementalAlterConfigsResponseAlterConfigsResourceResponse(w: Writer, draft: Draft<IncrementalAlterConfigsResponseAlterConfigsResourceResponse>, version: number): void {
  const flexible = version >= 1;
  const { errorCode = 0, errorMessage = "", resourceType = 0, resourceName = "" } = draft;
  w.int16(errorCode);
  w.nullableString(errorMessage, flexible);
  w.int8(resourceType);
  w.string(resourceName, flexible);
  if (flexible) w.noTags();
}

function decodeIncrementalAlterConfigsResponse(r: Reader, version: number): IncrementalAlterConfigsResponse {
  if (version < 0 || version > 1) throw noSuchVersion("IncrementalAlterConfigsResponse", version);
  const flexible = version >= 1;
  const throttleTimeMs = r.int32();
  const responses: IncrementalAlterConfigsResponseAlterConfigsResourceResponse[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) responses.push(decodeIncrementalAlterConfigsResponseAlterConfigsResourceResponse(r, version));
  if (flexible) r.skipTags();
  return { throttleTimeMs, responses };
}

function encodeIncrementalAlterConfigsResponse(w: Writer, draft: Draft<IncrementalAlterConfigsResponse>, version: number): void {
  if (version < 0 || version > 1) throw noSuchVersion("IncrementalAlterConfigsResponse", version);
  const flexible = version >= 1;
  const { throttleTimeMs = 0, responses = [] } = draft;
  w.int32(throttleTimeMs);
  { w.arrayLength(responses, flexible); for (const element of responses) encodeIncrementalAlterConfigsResponseAlterConfigsResourceResponse(w, element, version); }
  if (flexible) w.noTags();
}

function eachErrorOfIncrementalAlterConfigsResponseAlterConfigsResourceResponse(draft: Draft<IncrementalAlterConfigsResponseAlterConfigsResourceResponse>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}

function eachErrorOfIncrementalAlterConfigsResponse(draft: Draft<IncrementalAlterConfigsResponse>, version: number, found: OnError, around: object): void {
  for (const element of draft.responses ?? []) eachErrorOfIncrementalAlterConfigsResponseAlterConfigsResourceResponse(element, version, found, draft);
}
