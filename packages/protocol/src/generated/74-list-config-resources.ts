// Generated from the definitions by `npm run generate`; not to be edited.
import { fieldNotInVersion, noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { type Writer } from "../wire/writer.ts";

export interface ListConfigResourcesRequest {
  /** Kinds that are wanted, numbered as in DescribeConfigs; empty for all. Version 0: client metrics. */
  resourceTypes: number[];
}

export const ListConfigResourcesRequest: MessageCodec<ListConfigResourcesRequest> = {
  name: "ListConfigResourcesRequest",
  apiKey: 74,
  minVersion: 0,
  maxVersion: 1,
  flexibleFrom: 0,
  decode: decodeListConfigResourcesRequest,
  encode: encodeListConfigResourcesRequest,
};

function decodeListConfigResourcesRequest(r: Reader, version: number): ListConfigResourcesRequest {
  if (version < 0 || version > 1) throw noSuchVersion("ListConfigResourcesRequest", version);
  const resourceTypes: number[] = [];
  if (version >= 1) for (let n = r.arrayLength(true); n > 0; n--) resourceTypes.push(r.int8());
  r.skipTags();
  return { resourceTypes };
}

function encodeListConfigResourcesRequest(w: Writer, draft: Draft<ListConfigResourcesRequest>, version: number): void {
  if (version < 0 || version > 1) throw noSuchVersion("ListConfigResourcesRequest", version);
  const { resourceTypes = [] } = draft;
  if (version >= 1) { w.arrayLength(resourceTypes, true); for (const element of resourceTypes) w.int8(element); }
  else if (resourceTypes.length !== 0) throw fieldNotInVersion("ListConfigResourcesRequest", "resourceTypes", version);
  w.noTags();
}

export interface ListConfigResourcesResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** What has configs of its own (KIP-1142). */
  configResources: ListConfigResourcesResponseConfigResource[];
}

export interface ListConfigResourcesResponseConfigResource {
  /** The resource's name; a broker's is its node id. */
  resourceName: string;
  /** Kind of resource: 2 topic, 4 broker, 8 broker logger, 16 client metrics, 32 group. */
  resourceType: number;
}

export const ListConfigResourcesResponse: MessageCodec<ListConfigResourcesResponse> = {
  name: "ListConfigResourcesResponse",
  apiKey: 74,
  minVersion: 0,
  maxVersion: 1,
  flexibleFrom: 0,
  decode: decodeListConfigResourcesResponse,
  encode: encodeListConfigResourcesResponse,
  eachError: (draft, version, found) => eachErrorOfListConfigResourcesResponse(draft, version, found, draft),
};

function decodeListConfigResourcesResponseConfigResource(r: Reader, version: number): ListConfigResourcesResponseConfigResource {
  const resourceName = r.string(true);
  const resourceType = version >= 1 ? r.int8() : 16;
  r.skipTags();
  return { resourceName, resourceType };
}

function encodeListConfigResourcesResponseConfigResource(w: Writer, draft: Draft<ListConfigResourcesResponseConfigResource>, version: number): void {
  const { resourceName = "", resourceType = 16 } = draft;
  w.string(resourceName, true);
  if (version >= 1) w.int8(resourceType);
  w.noTags();
}

function decodeListConfigResourcesResponse(r: Reader, version: number): ListConfigResourcesResponse {
  if (version < 0 || version > 1) throw noSuchVersion("ListConfigResourcesResponse", version);
  const throttleTimeMs = r.int32();
  const errorCode = r.int16();
  const configResources: ListConfigResourcesResponseConfigResource[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) configResources.push(decodeListConfigResourcesResponseConfigResource(r, version));
  r.skipTags();
  return { throttleTimeMs, errorCode, configResources };
}

function encodeListConfigResourcesResponse(w: Writer, draft: Draft<ListConfigResourcesResponse>, version: number): void {
  if (version < 0 || version > 1) throw noSuchVersion("ListConfigResourcesResponse", version);
  const { throttleTimeMs = 0, errorCode = 0, configResources = [] } = draft;
  w.int32(throttleTimeMs);
  w.int16(errorCode);
  { w.arrayLength(configResources, true); for (const element of configResources) encodeListConfigResourcesResponseConfigResource(w, element, version); }
  w.noTags();
}

function eachErrorOfListConfigResourcesResponse(draft: Draft<ListConfigResourcesResponse>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}
