// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec } from "../../codec.ts";
import { type Reader } from "../../wire/reader.ts";
import { type Writer } from "../../wire/writer.ts";

export type NoOpRecord = Record<never, never>;

export const NoOpRecord: MessageCodec<NoOpRecord> = {
  name: "NoOpRecord",
  apiKey: 20,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeNoOpRecord,
  encode: encodeNoOpRecord,
};

function decodeNoOpRecord(r: Reader, version: number): NoOpRecord {
  if (version < 0 || version > 0) throw noSuchVersion("NoOpRecord", version);
  r.skipTags();
  return {  };
}

function encodeNoOpRecord(w: Writer, _draft: Draft<NoOpRecord>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("NoOpRecord", version);
  w.noTags();
}
