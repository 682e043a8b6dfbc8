// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec } from "../../codec.ts";
import { type Reader } from "../../wire/reader.ts";
import { ZERO_UUID } from "../../wire/uuid.ts";
import { type Writer } from "../../wire/writer.ts";

export interface TopicRecord {
  /** Name of the topic that comes into being. */
  name: string;
  /** Its id, for good. */
  topicId: string;
}

export const TopicRecord: MessageCodec<TopicRecord> = {
  name: "TopicRecord",
  apiKey: 2,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeTopicRecord,
  encode: encodeTopicRecord,
};

function decodeTopicRecord(r: Reader, version: number): TopicRecord {
  if (version < 0 || version > 0) throw noSuchVersion("TopicRecord", version);
  const name = r.string(true);
  const topicId = r.uuid();
  r.skipTags();
  return { name, topicId };
}

function encodeTopicRecord(w: Writer, draft: Draft<TopicRecord>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("TopicRecord", version);
  const { name = "", topicId = ZERO_UUID } = draft;
  w.string(name, true);
  w.uuid(topicId);
  w.noTags();
}
