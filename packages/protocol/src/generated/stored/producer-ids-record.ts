// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec } from "../../codec.ts";
import { type Reader } from "../../wire/reader.ts";
import { type Writer } from "../../wire/writer.ts";

export interface ProducerIdsRecord {
  /** Node id of the broker that took a block of producer ids. */
  brokerId: number;
  /** That broker's epoch, or -1. */
  brokerEpoch: number;
  /** First producer id that no block covers yet. */
  nextProducerId: number;
}

export const ProducerIdsRecord: MessageCodec<ProducerIdsRecord> = {
  name: "ProducerIdsRecord",
  apiKey: 15,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeProducerIdsRecord,
  encode: encodeProducerIdsRecord,
};

function decodeProducerIdsRecord(r: Reader, version: number): ProducerIdsRecord {
  if (version < 0 || version > 0) throw noSuchVersion("ProducerIdsRecord", version);
  const brokerId = r.int32();
  const brokerEpoch = r.int64();
  const nextProducerId = r.int64();
  r.skipTags();
  return { brokerId, brokerEpoch, nextProducerId };
}

function encodeProducerIdsRecord(w: Writer, draft: Draft<ProducerIdsRecord>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("ProducerIdsRecord", version);
  const { brokerId = 0, brokerEpoch = -1, nextProducerId = 0 } = draft;
  w.int32(brokerId);
  w.int64(brokerEpoch);
  w.int64(nextProducerId);
  w.noTags();
}
