// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { type Writer } from "../wire/writer.ts";

export interface DescribeClientQuotasRequest {
  /** What chooses the quotas; those are meant that fit all of it. */
  components: DescribeClientQuotasRequestComponentData[];
  /** Whether quotas of entities with further parts are left out. */
  strict: boolean;
}

export interface DescribeClientQuotasRequestComponentData {
  /** The part of the entity meant: `user`, `client-id` or `ip`. */
  entityType: string;
  /** How that part is to be: 0 of the given name, 1 the default, 2 either. */
  matchType: number;
  /** The name, where one is to match; otherwise null. */
  match: string | null;
}

export const DescribeClientQuotasRequest: MessageCodec<DescribeClientQuotasRequest> = {
  name: "DescribeClientQuotasRequest",
  apiKey: 48,
  minVersion: 0,
  maxVersion: 1,
  flexibleFrom: 1,
  decode: decodeDescribeClientQuotasRequest,
  encode: encodeDescribeClientQuotasRequest,
};

function decodeDescribeClientQuotasRequestComponentData(r: Reader, version: number): DescribeClientQuotasRequestComponentData {
  const flexible = version >= 1;
  const entityType = r.string(flexible);
  const matchType = r.int8();
  const match = r.nullableString(flexible);
  if (flexible) r.skipTags();
  return { entityType, matchType, match };
}

function encodeDescribeClientQuotasRequestComponentData(w: Writer, draft: Draft<DescribeClientQuotasRequestComponentData>, version: number): void {
  const flexible = version >= 1;
  const { entityType = "", matchType = 0, match = "" } = draft;
  w.string(entityType, flexible);
  w.int8(matchType);
  w.nullableString(match, flexible);
  if (flexible) w.noTags();
}

function decodeDescribeClientQuotasRequest(r: Reader, version: number): DescribeClientQuotasRequest {
  if (version < 0 || version > 1) throw noSuchVersion("DescribeClientQuotasRequest", version);
  const flexible = version >= 1;
  const components: DescribeClientQuotasRequestComponentData[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) components.push(decodeDescribeClientQuotasRequestComponentData(r, version));
  const strict = r.bool();
  if (flexible) r.skipTags();
  return { components, strict };
}

function encodeDescribeClientQuotasRequest(w: Writer, draft: Draft<DescribeClientQuotasRequest>, version: number): void {
  if (version < 0 || version > 1) throw noSuchVersion("DescribeClientQuotasRequest", version);
  const flexible = version >= 1;
  const { components = [], strict = false } = draft;
  { w.arrayLength(components, flexible); for (const element of components) encodeDescribeClientQuotasRequestComponentData(w, element, version); }
  w.bool(strict);
  if (flexible) w.noTags();
}

export interface DescribeClientQuotasResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** Detail for people, beyond what the error code says; null if there is none. */
  errorMessage: string | null;
  /** The quotas by entity; null after an error. */
  entries: DescribeClientQuotasResponseEntryData[] | null;
}

export interface DescribeClientQuotasResponseEntryData {
  /** Whom the quotas are for, part by part. */
  entity: DescribeClientQuotasResponseEntityData[];
  /** The quotas. */
  values: DescribeClientQuotasResponseValueData[];
}

export interface DescribeClientQuotasResponseValueData {
  /** Name of the quota, e.g. `producer_byte_rate`. */
  key: string;
  /** How much is allowed. */
  value: number;
}

export interface DescribeClientQuotasResponseEntityData {
  /** Kind of the part: `user`, `client-id` or `ip`. */
  entityType: string;
  /** Its name, or null for the default of its kind. */
  entityName: string | null;
}

export const DescribeClientQuotasResponse: MessageCodec<DescribeClientQuotasResponse> = {
  name: "DescribeClientQuotasResponse",
  apiKey: 48,
  minVersion: 0,
  maxVersion: 1,
  flexibleFrom: 1,
  decode: decodeDescribeClientQuotasResponse,
  encode: encodeDescribeClientQuotasResponse,
  eachError: (draft, version, found) => eachErrorOfDescribeClientQuotasResponse(draft, version, found, draft),
};

function decodeDescribeClientQuotasResponseEntityData(r: Reader, version: number): DescribeClientQuotasResponseEntityData {
  const flexible = version >= 1;
  const entityType = r.string(flexible);
  const entityName = r.nullableString(flexible);
  if (flexible) r.skipTags();
  return { entityType, entityName };
}

function encodeDescribeClientQuotasResponseEntityData(w: Writer, draft: Draft<DescribeClientQuotasResponseEntityData>, version: number): void {
  const flexible = version >= 1;
  const { entityType = "", entityName = "" } = draft;
  w.string(entityType, flexible);
  w.nullableString(entityName, flexible);
  if (flexible) w.noTags();
}

function decodeDescribeClientQuotasResponseValueData(r: Reader, version: number): DescribeClientQuotasResponseValueData {
  const flexible = version >= 1;
  const key = r.string(flexible);
  const value = r.float64();
  if (flexible) r.skipTags();
  return { key, value };
}

function encodeDescribeClientQuotasResponseValueData(w: Writer, draft: Draft<DescribeClientQuotasResponseValueData>, version: number): void {
  const flexible = version >= 1;
  const { key = "", value = 0 } = draft;
  w.string(key, flexible);
  w.float64(value);
  if (flexible) w.noTags();
}

function decodeDescribeClientQuotasResponseEntryData(r: Reader, version: number): DescribeClientQuotasResponseEntryData {
  const flexible = version >= 1;
  const entity: DescribeClientQuotasResponseEntityData[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) entity.push(decodeDescribeClientQuotasResponseEntityData(r, version));
  const values: DescribeClientQuotasResponseValueData[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) values.push(decodeDescribeClientQuotasResponseValueData(r, version));
  if (flexible) r.skipTags();
  return { entity, values };
}

function encodeDescribeClientQuotasResponseEntryData(w: Writer, draft: Draft<DescribeClientQuotasResponseEntryData>, version: number): void {
  const flexible = version >= 1;
  const { entity = [], values = [] } = draft;
  { w.arrayLength(entity, flexible); for (const element of entity) encodeDescribeClientQuotasResponseEntityData(w, element, version); }
  { w.arrayLength(values, flexible); for (const element of values) encodeDescribeClientQuotasResponseValueData(w, element, version); }
  if (flexible) w.noTags();
}

function decodeDescribeClientQuotasResponse(r: Reader, version: number): DescribeClientQuotasResponse {
  if (version < 0 || version > 1) throw noSuchVersion("DescribeClientQuotasResponse", version);
  const flexible = version >= 1;
  const throttleTimeMs = r.int32();
  const errorCode = r.int16();
  const errorMessage = r.nullableString(flexible);
  let entries: DescribeClientQuotasResponseEntryData[] | null = [];
  {
    let n = r.nullableArrayLength(flexible);
    if (n < 0) entries = null;
    else {
      const entriesElements: DescribeClientQuotasResponseEntryData[] = [];
      for (; n > 0; n--) entriesElements.push(decodeDescribeClientQuotasResponseEntryData(r, version));
      entries = entriesElements;
    }
  }
  if (flexible) r.skipTags();
  return { throttleTimeMs, errorCode, errorMessage, entries };
}

function encodeDescribeClientQuotasResponse(w: Writer, draft: Draft<DescribeClientQuotasResponse>, version: number): void {
  if (version < 0 || version > 1) throw noSuchVersion("DescribeClientQuotasResponse", version);
  const flexible = version >= 1;
  const { throttleTimeMs = 0, errorCode = 0, errorMessage = "", entries = [] } = draft;
  w.int32(throttleTimeMs);
  w.int16(errorCode);
  w.nullableString(errorMessage, flexible);
  { w.nullableArrayLength(entries, flexible); if (entries !== null) for (const element of entries) encodeDescribeClientQuotasResponseEntryData(w, element, version); }
  if (flexible) w.noTags();
}

function eachErrorOfDescribeClientQuotasResponse(draft: Draft<DescribeClientQuotasResponse>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}
