// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec } from "../../codec.ts";
import { type Reader } from "../../wire/reader.ts";
import { type Writer } from "../../wire/writer.ts";

export interface ClientQuotaRecord {
  /** Whom the quota is for, part by part. */
  entity: ClientQuotaRecordEntityData[];
  /** Name of the quota, e.g. `producer_byte_rate`. */
  key: string;
  /** How much is allowed; of no meaning where the quota is removed. */
  value: number;
  /** Whether the quota goes instead of being set. */
  remove: boolean;
}

export interface ClientQuotaRecordEntityData {
  /** Kind of the part: `user`, `client-id` or `ip`. */
  entityType: string;
  /** Its name, or null for the default of its kind. */
  entityName: string | null;
}

export const ClientQuotaRecord: MessageCodec<ClientQuotaRecord> = {
  name: "ClientQuotaRecord",
  apiKey: 14,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeClientQuotaRecord,
  encode: encodeClientQuotaRecord,
};

function decodeClientQuotaRecordEntityData(r: Reader, _version: number): ClientQuotaRecordEntityData {
  const entityType = r.string(true);
  const entityName = r.nullableString(true);
  r.skipTags();
  return { entityType, entityName };
}

function encodeClientQuotaRecordEntityData(w: Writer, draft: Draft<ClientQuotaRecordEntityData>, _version: number): void {
  const { entityType = "", entityName = "" } = draft;
  w.string(entityType, true);
  w.nullableString(entityName, true);
  w.noTags();
}

function decodeClientQuotaRecord(r: Reader, version: number): ClientQuotaRecord {
  if (version < 0 || version > 0) throw noSuchVersion("ClientQuotaRecord", version);
  const entity: ClientQuotaRecordEntityData[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) entity.push(decodeClientQuotaRecordEntityData(r, version));
  const key = r.string(true);
  const value = r.float64();
  const remove = r.bool();
  r.skipTags();
  return { entity, key, value, remove };
}

function encodeClientQuotaRecord(w: Writer, draft: Draft<ClientQuotaRecord>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("ClientQuotaRecord", version);
  const { entity = [], key = "", value = 0, remove = false } = draft;
  { w.arrayLength(entity, true); for (const element of entity) encodeClientQuotaRecordEntityData(w, element, version); }
  w.string(key, true);
  w.float64(value);
  w.bool(remove);
  w.noTags();
}
