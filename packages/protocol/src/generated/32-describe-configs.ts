// Generated from the definitions by `npm run generate`; not to be edited.
import { fieldNotInVersion, noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { type Writer } from "../wire/writer.ts";

export interface DescribeConfigsRequest {
  /** Whose configuration to describe. */
  resources: DescribeConfigsRequestDescribeConfigsResource[];
  /** Whether to list where else each value could have come from. */
  includeSynonyms: boolean;
  /** Whether to add each config's description. */
  includeDocumentation: boolean;
}

export interface DescribeConfigsRequestDescribeConfigsResource {
  /** Kind of resource: 2 topic, 4 broker, 8 broker logger, 16 client metrics, 32 group. */
  resourceType: number;
  /** Its name; a broker's is its node id, or empty for all brokers' defaults. */
  resourceName: string;
  /** Names of the configs wanted; null or empty for all. */
  configurationKeys: string[] | null;
}

export const DescribeConfigsRequest: MessageCodec<DescribeConfigsRequest> = {
  name: "DescribeConfigsRequest",
  apiKey: 32,
  minVersion: 1,
  maxVersion: 4,
  flexibleFrom: 4,
  decode: decodeDescribeConfigsRequest,
  encode: encodeDescribeConfigsRequest,
};

function decodeDescribeConfigsRequestDescribeConfigsResource(r: Reader, version: number): DescribeConfigsRequestDescribeConfigsResource {
  const flexible = version >= 4;
  const resourceType = r.int8();
  const resourceName = r.string(flexible);
  let configurationKeys: string[] | null = [];
  {
    let n = r.nullableArrayLength(flexible);
    if (n < 0) configurationKeys = null;
    else {
      const configurationKeysElements: string[] = [];
      for (; n > 0; n--) configurationKeysElements.push(r.string(flexible));
      configurationKeys = configurationKeysElements;
    }
  }
  if (flexible) r.skipTags();
  return { resourceType, resourceName, configurationKeys };
}

function encodeDescribeConfigsRequestDescribeConfigsResource(w: Writer, draft: Draft<DescribeConfigsRequestDescribeConfigsResource>, version: number): void {
  const flexible = version >= 4;
  const { resourceType = 0, resourceName = "", configurationKeys = [] } = draft;
  w.int8(resourceType);
  w.string(resourceName, flexible);
  { w.nullableArrayLength(configurationKeys, flexible); if (configurationKeys !== null) for (const element of configurationKeys) w.string(element, flexible); }
  if (flexible) w.noTags();
}

function decodeDescribeConfigsRequest(r: Reader, version: number): DescribeConfigsRequest {
  if (version < 1 || version > 4) throw noSuchVersion("DescribeConfigsRequest", version);
  const flexible = version >= 4;
  const resources: DescribeConfigsRequestDescribeConfigsResource[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) resources.push(decodeDescribeConfigsRequestDescribeConfigsResource(r, version));
  const includeSynonyms = r.bool();
  const includeDocumentation = version >= 3 ? r.bool() : false;
  if (flexible) r.skipTags();
  return { resources, includeSynonyms, includeDocumentation };
}

function encodeDescribeConfigsRequest(w: Writer, draft: Draft<DescribeConfigsRequest>, version: number): void {
  if (version < 1 || version > 4) throw noSuchVersion("DescribeConfigsRequest", version);
  const flexible = version >= 4;
  const { resources = [], includeSynonyms = false, includeDocumentation = false } = draft;
  { w.arrayLength(resources, flexible); for (const element of resources) encodeDescribeConfigsRequestDescribeConfigsResource(w, element, version); }
  w.bool(includeSynonyms);
  if (version >= 3) w.bool(includeDocumentation);
  else if (includeDocumentation) throw fieldNotInVersion("DescribeConfigsRequest", "includeDocumentation", version);
  if (flexible) w.noTags();
}

export interface DescribeConfigsResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** Configurations by resource. */
  results: DescribeConfigsResponseDescribeConfigsResult[];
}

export interface DescribeConfigsResponseDescribeConfigsResult {
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** Detail for people, beyond what the error code says; null if there is none. */
  errorMessage: string | null;
  /** Kind of resource, as asked. */
  resourceType: number;
  /** Name of the resource, as asked. */
  resourceName: string;
  /** The resource's configs. */
  configs: DescribeConfigsResponseDescribeConfigsResourceResult[];
}

export interface DescribeConfigsResponseDescribeConfigsResourceResult {
  /** The config's name. */
  name: string;
  /** The value in effect as text; null if sensitive or not set. */
  value: string | null;
  /** Whether it can't be altered while the broker runs. */
  readOnly: boolean;
  /** Where the value comes from: 1 topic, 2 broker, 3 all brokers, 4 static file, 5 default, 6 logger, 7 client metrics, 8 group; -1 if not told. */
  configSource: number;
  /** Whether it is a secret. */
  isSensitive: boolean;
  /** The configs behind this one, those that win first. */
  synonyms: DescribeConfigsResponseDescribeConfigsSynonym[];
  /** Type of the value: 1 boolean, 2 string, 3 int, 4 short, 5 long, 6 double, 7 list, 8 class, 9 password; 0 unknown. */
  configType: number;
  /** The config's description, if it was asked for. */
  documentation: string | null;
}

export interface DescribeConfigsResponseDescribeConfigsSynonym {
  /** Name of the config at that place, e.g. `log.retention.ms`. */
  name: string;
  /** Its value there; null if sensitive. */
  value: string | null;
  /** Which place that is, in the numbers of `configSource`. */
  source: number;
}

export const DescribeConfigsResponse: MessageCodec<DescribeConfigsResponse> = {
  name: "DescribeConfigsResponse",
  apiKey: 32,
  minVersion: 1,
  maxVersion: 4,
  flexibleFrom: 4,
  decode: decodeDescribeConfigsResponse,
  encode: encodeDescribeConfigsResponse,
  eachError: (draft, version, found) => eachErrorOfDescribeConfigsResponse(draft, version, found, draft),
};

function decodeDescribeConfigsResponseDescribeConfigsSynonym(r: Reader, version: number): DescribeConfigsResponseDescribeConfigsSynonym {
  const flexible = version >= 4;
  const name = r.string(flexible);
  const value = r.nullableString(flexible);
  const source = r.int8();
  if (flexible) r.skipTags();
  return { name, value, source };
}

function encodeDescribeConfigsResponseDescribeConfigsSynonym(w: Writer, draft: Draft<DescribeConfigsResponseDescribeConfigsSynonym>, version: number): void {
  const flexible = version >= 4;
  const { name = "", value = "", source = 0 } = draft;
  w.string(name, flexible);
  w.nullableString(value, flexible);
  w.int8(source);
  if (flexible) w.noTags();
}

function decodeDescribeConfigsResponseDescribeConfigsResourceResult(r: Reader, version: number): DescribeConfigsResponseDescribeConfigsResourceResult {
  const flexible = version >= 4;
  const name = r.string(flexible);
  const value = r.nullableString(flexible);
  const readOnly = r.bool();
  const configSource = r.int8();
  const isSensitive = r.bool();
  const synonyms: DescribeConfigsResponseDescribeConfigsSynonym[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) synonyms.push(decodeDescribeConfigsResponseDescribeConfigsSynonym(r, version));
  const configType = version >= 3 ? r.int8() : 0;
  const documentation = version >= 3 ? r.nullableString(flexible) : "";
  if (flexible) r.skipTags();
  return { name, value, readOnly, configSource, isSensitive, synonyms, configType, documentation };
}

function encodeDescribeConfigsResponseDescribeConfigsResourceResult(w: Writer, draft: Draft<DescribeConfigsResponseDescribeConfigsResourceResult>, version: number): void {
  const flexible = version >= 4;
  const { name = "", value = "", readOnly = false, configSource = -1, isSensitive = false, synonyms = [], configType = 0, documentation = "" } = draft;
  w.string(name, flexible);
  w.nullableString(value, flexible);
  w.bool(readOnly);
  w.int8(configSource);
  w.bool(isSensitive);
  { w.arrayLength(synonyms, flexible); for (const element of synonyms) encodeDescribeConfigsResponseDescribeConfigsSynonym(w, element, version); }
  if (version >= 3) w.int8(configType);
  if (version >= 3) w.nullableString(documentation, flexible);
  if (flexible) w.noTags();
}

function decodeDescribeConfigsResponseDescribeConfigsResult(r: Reader, version: number): DescribeConfigsResponseDescribeConfigsResult {
  const flexible = version >= 4;
  const errorCode = r.int16();
  const errorMessage = r.nullableString(flexible);
  const resourceType = r.int8();
  const resourceName = r.string(flexible);
  const configs: DescribeConfigsResponseDescribeConfigsResourceResult[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) configs.push(decodeDescribeConfigsResponseDescribeConfigsResourceResult(r, version));
  if (flexible) r.skipTags();
  return { errorCode, errorMessage, resourceType, resourceName, configs };
}

function encodeDescribeConfigsResponseDescribeConfigsResult(w: Writer, draft: Draft<DescribeConfigsResponseDescribeConfigsResult>, version: number): void {
  const flexible = version >= 4;
  const { errorCode = 0, errorMessage = "", resourceType = 0, resourceName = "", configs = [] } = draft;
  w.int16(errorCode);
  w.nullableString(errorMessage, flexible);
  w.int8(resourceType);
  w.string(resourceName, flexible);
  { w.arrayLength(configs, flexible); for (const element of configs) encodeDescribeConfigsResponseDescribeConfigsResourceResult(w, element, version); }
  if (flexible) w.noTags();
}

function decodeDescribeConfigsResponse(r: Reader, version: number): DescribeConfigsResponse {
  if (version < 1 || version > 4) throw noSuchVersion("DescribeConfigsResponse", version);
  const flexible = version >= 4;
  const throttleTimeMs = r.int32();
  const results: DescribeConfigsResponseDescribeConfigsResult[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) results.push(decodeDescribeConfigsResponseDescribeConfigsResult(r, version));
  if (flexible) r.skipTags();
  return { throttleTimeMs, results };
}

function encodeDescribeConfigsResponse(w: Writer, draft: Draft<DescribeConfigsResponse>, version: number): void {
  if (version < 1 || version > 4) throw noSuchVersion("DescribeConfigsResponse", version);
  const flexible = version >= 4;
  const { throttleTimeMs = 0, results = [] } = draft;
  w.int32(throttleTimeMs);
  { w.arrayLength(results, flexible); for (const element of results) encodeDescribeConfigsResponseDescribeConfigsResult(w, element, version); }
  if (flexible) w.noTags();
}

function eachErrorOfDescribeConfigsResponseDescribeConfigsResult(draft: Draft<DescribeConfigsResponseDescribeConfigsResult>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}

function eachErrorOfDescribeConfigsResponse(draft: Draft<DescribeConfigsResponse>, version: number, found: OnError, around: object): void {
  for (const element of draft.results ?? []) eachErrorOfDescribeConfigsResponseDescribeConfigsResult(element, version, found, draft);
}
