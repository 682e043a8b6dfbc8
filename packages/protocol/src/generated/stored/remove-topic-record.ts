// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec } from "../../codec.ts";
import { type Reader } from "../../wire/reader.ts";
import { ZERO_UUID } from "../../wire/uuid.ts";
import { type Writer } from "../../wire/writer.ts";

export interface RemoveTopicRecord {
  /** The topic that ceases to be, with its partitions and configs. */
  topicId: string;
}

export const RemoveTopicRecord: MessageCodec<RemoveTopicRecord> = {
  name: "RemoveTopicRecord",
  apiKey: 9,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeRemoveTopicRecord,
  encode: encodeRemoveTopicRecord,
};

function decodeRemoveTopicRecord(r: Reader, version: number): RemoveTopicRecord {
  if (version < 0 || version > 0) throw noSuchVersion("RemoveTopicRecord", version);
  const topicId = r.uuid();
  r.skipTags();
  return { topicId };
}

function encodeRemoveTopicRecord(w: Writer, draft: Draft<RemoveTopicRecord>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("RemoveTopicRecord", version);
  const { topicId = ZERO_UUID } = draft;
  w.uuid(topicId);
  w.noTags();
}
