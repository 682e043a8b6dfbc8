// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { type Writer } from "../wire/writer.ts";

export interface AlterClientQuotasRequest {
  /** Changes by entity. */
  entries: AlterClientQuotasRequestEntryData[];
  /** Whether to check only, and change nothing. */
  validateOnly: boolean;
}

export interface AlterClientQuotasRequestEntryData {
  /** Whom the quotas are for, part by part. */
  entity: AlterClientQuotasRequestEntityData[];
  /** The entity's changes. */
  ops: AlterClientQuotasRequestOpData[];
}

export interface AlterClientQuotasRequestOpData {
  /** Name of the quota, e.g. `producer_byte_rate`. */
  key: string;
  /** How much is to be allowed; of no meaning where the quota is removed. */
  value: number;
  /** Whether to remove the quota instead of setting it. */
  remove: boolean;
}

export interface AlterClientQuotasRequestEntityData {
  /** Kind of the part: `user`, `client-id` or `ip`. */
  entityType: string;
  /** Its name, or null for the default of its kind. */
  entityName: string | null;
}

export const AlterClientQuotasRequest: MessageCodec<AlterClientQuotasRequest> = {
  name: "AlterClientQuotasRequest",
  apiKey: 49,
  minVersion: 0,
  maxVersion: 1,
  flexibleFrom: 1,
  decode: decodeAlterClientQuotasRequest,
  encode: encodeAlterClientQuotasRequest,
};

function decodeAlterClientQuotasRequestEntityData(r: Reader, version: number): AlterClientQuotasRequestEntityData {
  const flexible = version >= 1;
  const entityType = r.string(flexible);
  const entityName = r.nullableString(flexible);
  if (flexible) r.skipTags();
  return { entityType, entityName };
}

function encodeAlterClientQuotasRequestEntityData(w: Writer, draft: Draft<AlterClientQuotasRequestEntityData>, version: number): void {
  const flexible = version >= 1;
  const { entityType = "", entityName = "" } = draft;
  w.string(entityType, flexible);
  w.nullableString(entityName, flexible);
  if (flexible) w.noTags();
}

function decodeAlterClientQuotasRequestOpData(r: Reader, version: number): AlterClientQuotasRequestOpData {
  const flexible = version >= 1;
  const key = r.string(flexible);
  const value = r.float64();
  const remove = r.bool();
  if (flexible) r.skipTags();
  return { key, value, remove };
}

function encodeAlterClientQuotasRequestOpData(w: Writer, draft: Draft<AlterClientQuotasRequestOpData>, version: number): void {
  const flexible = version >= 1;
  const { key = "", value = 0, remove = false } = draft;
  w.string(key, flexible);
  w.float64(value);
  w.bool(remove);
  if (flexible) w.noTags();
}

function decodeAlterClientQuotasRequestEntryData(r: Reader, version: number): AlterClientQuotasRequestEntryData {
  const flexible = version >= 1;
  const entity: AlterClientQuotasRequestEntityData[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) entity.push(decodeAlterClientQuotasRequestEntityData(r, version));
  const ops: AlterClientQuotasRequestOpData[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) ops.push(decodeAlterClientQuotasRequestOpData(r, version));
  if (flexible) r.skipTags();
  return { entity, ops };
}

function encodeAlterClientQuotasRequestEntryData(w: Writer, draft: Draft<AlterClientQuotasRequestEntryData>, version: number): void {
  const flexible = version >= 1;
  const { entity = [], ops = [] } = draft;
  { w.arrayLength(entity, flexible); for (const element of entity) encodeAlterClientQuotasRequestEntityData(w, element, version); }
  { w.arrayLength(ops, flexible); for (const element of ops) encodeAlterClientQuotasRequestOpData(w, element, version); }
  if (flexible) w.noTags();
}

function decodeAlterClientQuotasRequest(r: Reader, version: number): AlterClientQuotasRequest {
  if (version < 0 || version > 1) throw noSuchVersion("AlterClientQuotasRequest", version);
  const flexible = version >= 1;
  const entries: AlterClientQuotasRequestEntryData[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) entries.push(decodeAlterClientQuotasRequestEntryData(r, version));
  const validateOnly = r.bool();
  if (flexible) r.skipTags();
  return { entries, validateOnly };
}

function encodeAlterClientQuotasRequest(w: Writer, draft: Draft<AlterClientQuotasRequest>, version: number): void {
  if (version < 0 || version > 1) throw noSuchVersion("AlterClientQuotasRequest", version);
  const flexible = version >= 1;
  const { entries = [], validateOnly = false } = draft;
  { w.arrayLength(entries, flexible); for (const element of entries) encodeAlterClientQuotasRequestEntryData(w, element, version); }
  w.bool(validateOnly);
  if (flexible) w.noTags();
}

export interface AlterClientQuotasResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** What became of each entity. */
  entries: AlterClientQuotasResponseEntryData[];
}

export interface AlterClientQuotasResponseEntryData {
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** Detail for people, beyond what the error code says; null if there is none. */
  errorMessage: string | null;
  /** Whom the quotas are for, part by part. */
  entity: AlterClientQuotasResponseEntityData[];
}

export interface AlterClientQuotasResponseEntityData {
  /** Kind of the part: `user`, `client-id` or `ip`. */
  entityType: string;
  /** Its name, or null for the default of its kind. */
  entityName: string | null;
}

export const AlterClientQuotasResponse: MessageCodec<AlterClientQuotasResponse> = {
  name: "AlterClientQuotasResponse",
  apiKey: 49,
  minVersion: 0,
  maxVersion: 1,
  flexibleFrom: 1,
  decode: decodeAlterClientQuotasResponse,
  encode: encodeAlterClientQuotasResponse,
  eachError: (draft, version, found) => eachErrorOfAlterClientQuotasResponse(draft, version, found, draft),
};

function decodeAlterClientQuotasResponseEntityData(r: Reader, version: number): AlterClientQuotasResponseEntityData {
  const flexible = version >= 1;
  const entityType = r.string(flexible);
  const entityName = r.nullableString(flexible);
  if (flexible) r.skipTags();
  return { entityType, entityName };
}

function encodeAlterClientQuotasResponseEntityData(w: Writer, draft: Draft<AlterClientQuotasResponseEntityData>, version: number): void {
  const flexible = version >= 1;
  const { entityType = "", entityName = "" } = draft;
  w.string(entityType, flexible);
  w.nullableString(entityName, flexible);
  if (flexible) w.noTags();
}

function decodeAlterClientQuotasResponseEntryData(r: Reader, version: number): AlterClientQuotasResponseEntryData {
  const flexible = version >= 1;
  const errorCode = r.int16();
  const errorMessage = r.nullableString(flexible);
  const entity: AlterClientQuotasResponseEntityData[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) entity.push(decodeAlterClientQuotasResponseEntityData(r, version));
  if (flexible) r.skipTags();
  return { errorCode, errorMessage, entity };
}

function encodeAlterClientQuotasResponseEntryData(w: Writer, draft: Draft<AlterClientQuotasResponseEntryData>, version: number): void {
  const flexible = version >= 1;
  const { errorCode = 0, errorMessage = "", entity = [] } = draft;
  w.int16(errorCode);
  w.nullableString(errorMessage, flexible);
  { w.arrayLength(entity, flexible); for (const element of entity) encodeAlterClientQuotasResponseEntityData(w, element, version); }
  if (flexible) w.noTags();
}

function decodeAlterClientQuotasResponse(r: Reader, version: number): AlterClientQuotasResponse {
  if (version < 0 || version > 1) throw noSuchVersion("AlterClientQuotasResponse", version);
  const flexible = version >= 1;
  const throttleTimeMs = r.int32();
  const entries: AlterClientQuotasResponseEntryData[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) entries.push(decodeAlterClientQuotasResponseEntryData(r, version));
  if (flexible) r.skipTags();
  return { throttleTimeMs, entries };
}

function encodeAlterClientQuotasResponse(w: Writer, draft: Draft<AlterClientQuotasResponse>, version: number): void {
  if (version < 0 || version > 1) throw noSuchVersion("AlterClientQuotasResponse", version);
  const flexible = version >= 1;
  const { throttleTimeMs = 0, entries = [] } = draft;
  w.int32(throttleTimeMs);
  { w.arrayLength(entries, flexible); for (const element of entries) encodeAlterClientQuotasResponseEntryData(w, element, version); }
  if (flexible) w.noTags();
}

function eachErrorOfAlterClientQuotasResponseEntryData(draft: Draft<AlterClientQuotasResponseEntryData>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}

function eachErrorOfAlterClientQuotasResponse(draft: Draft<AlterClientQuotasResponse>, version: number, found: OnError, around: object): void {
  for (const element of draft.entries ?? []) eachErrorOfAlterClientQuotasResponseEntryData(element, version, found, draft);
}
