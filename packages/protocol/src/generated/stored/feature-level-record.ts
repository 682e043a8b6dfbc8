// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec } from "../../codec.ts";
import { type Reader } from "../../wire/reader.ts";
import { type Writer } from "../../wire/writer.ts";

export interface FeatureLevelRecord {
  /** The feature, e.g. `metadata.version`. */
  name: string;
  /** Level in force from here on; 0 switches the feature off. */
  featureLevel: number;
}

export const FeatureLevelRecord: MessageCodec<FeatureLevelRecord> = {
  name: "FeatureLevelRecord",
  apiKey: 12,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeFeatureLevelRecord,
  encode: encodeFeatureLevelRecord,
};

function decodeFeatureLevelRecord(r: Reader, version: number): FeatureLevelRecord {
  if (version < 0 || version > 0) throw noSuchVersion("FeatureLevelRecord", version);
  const name = r.string(true);
  const featureLevel = r.int16();
  r.skipTags();
  return { name, featureLevel };
}

function encodeFeatureLevelRecord(w: Writer, draft: Draft<FeatureLevelRecord>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("FeatureLevelRecord", version);
  const { name = "", featureLevel = 0 } = draft;
  w.string(name, true);
  w.int16(featureLevel);
  w.noTags();
}
