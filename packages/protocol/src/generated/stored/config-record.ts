// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec } from "../../codec.ts";
import { type Reader } from "../../wire/reader.ts";
import { type Writer } from "../../wire/writer.ts";

export interface ConfigRecord {
  /** Kind of resource: 2 topic, 4 broker, 16 client metrics, 32 group. */
  resourceType: number;
  /** Its name; empty for all brokers' defaults. */
  resourceName: string;
  /** The config's name. */
  name: string;
  /** The value as text; null takes the config away. */
  value: string | null;
}

export const ConfigRecord: MessageCodec<ConfigRecord> = {
  name: "ConfigRecord",
  apiKey: 4,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeConfigRecord,
  encode: encodeConfigRecord,
};

function decodeConfigRecord(r: Reader, version: number): ConfigRecord {
  if (version < 0 || version > 0) throw noSuchVersion("ConfigRecord", version);
  const resourceType = r.int8();
  const resourceName = r.string(true);
  const name = r.string(true);
  const value = r.nullableString(true);
  r.skipTags();
  return { resourceType, resourceName, name, value };
}

function encodeConfigRecord(w: Writer, draft: Draft<ConfigRecord>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("ConfigRecord", version);
  const { resourceType = 0, resourceName = "", name = "", value = "" } = draft;
  w.int8(resourceType);
  w.string(resourceName, true);
  w.string(name, true);
  w.nullableString(value, true);
  w.noTags();
}
