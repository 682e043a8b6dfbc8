import {
  batchHeader,
  checkBatch,
  type Draft,
  decodeRecords,
  encodeBatch,
  KRaftVersionRecord,
  type MessageCodec,
  ProtocolError,
  Reader,
  type RecordDraft,
  SnapshotFooterRecord,
  SnapshotHeaderRecord,
  Writer,
} from "@millrace/protocol";
import { features, kraftVersion } from "./features.ts";
import { encodeMetadataRecord, type MetadataRecord } from "./metadata-records.ts";

// A snapshot as KIP-630 lays it out, so that Kafka's tools read it: a control batch that opens it, batches of records, a control batch
// that ends it. Offsets count within the file.

/** Kinds of control records, as their keys number them. */
const controlType = { snapshotHeader: 3, snapshotFooter: 4, kraftVersion: 5 } as const;

const controlKeyVersion = 0;
const recordsInBatch = 500;

/** What a snapshot is made of. */
export interface SnapshotContent {
  readonly records: Iterable<MetadataRecord>;
  /** Epoch of the leader that wrote the last record which the snapshot stands for. */
  readonly epoch: number;
  /** When that record was appended. */
  readonly lastTimestamp: number;
  readonly nowMs: number;
}

export function encodeSnapshot({ records, epoch, lastTimestamp, nowMs }: SnapshotContent): Buffer {
  const batches: Buffer[] = [];
  let baseOffset = 0;
  const add = (drafts: readonly RecordDraft[], control: boolean): void => {
    batches.push(encodeBatch({ records: drafts, control, baseOffset, partitionLeaderEpoch: epoch }));
    baseOffset += drafts.length;
  };
  const header = controlRecord(controlType.snapshotHeader, SnapshotHeaderRecord, { lastContainedLogTimestamp: lastTimestamp }, nowMs);
  const quorum = controlRecord(controlType.kraftVersion, KRaftVersionRecord, { kRaftVersion: features[kraftVersion].byDefault }, nowMs);
  add([header, quorum], true);
  const drafts = [...records].map((record) => ({ key: null, value: encodeMetadataRecord(record), timestamp: nowMs }));
  for (let from = 0; from < drafts.length; from += recordsInBatch) add(drafts.slice(from, from + recordsInBatch), false);
  add([controlRecord(controlType.snapshotFooter, SnapshotFooterRecord, {}, nowMs)], true);
  return Buffer.concat(batches);
}

function controlRecord<T>(type: number, codec: MessageCodec<T>, value: Draft<T>, timestamp: number): RecordDraft {
  const key = new Writer();
  key.int16(controlKeyVersion);
  key.int16(type);
  const writer = new Writer();
  codec.encode(writer, value, codec.maxVersion);
  return { key: Buffer.from(key.toBuffer()), value: Buffer.from(writer.toBuffer()), timestamp };
}

/** The metadata records of a snapshot, encoded. Throws ProtocolError if it is damaged or not whole. */
export function decodeSnapshot(bytes: Buffer): Buffer[] {
  const values: Buffer[] = [];
  const controls: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    const defect = checkBatch(bytes, at, bytes.length);
    if (defect !== undefined) throw new ProtocolError(`the batch at ${at} has a wrong ${defect}`);
    const batch = bytes.subarray(at, at + batchHeader.batchSizeBytes(bytes, at));
    const isControl = batchHeader.isControl(batch);
    if (controls.at(-1) === controlType.snapshotFooter) throw new ProtocolError("something follows the end");
    if (controls.length === 0 && !isControl) throw new ProtocolError("it does not begin with a header");
    for (const { key, value } of decodeRecords(batch)) {
      if (isControl) controls.push(controlTypeOf(key));
      else if (value !== null) values.push(value);
    }
    at += batch.length;
  }
  if (controls[0] !== controlType.snapshotHeader) throw new ProtocolError("it does not begin with a header");
  if (controls.at(-1) !== controlType.snapshotFooter) throw new ProtocolError("it has no end");
  return values;
}

function controlTypeOf(key: Buffer | null): number {
  const reader = new Reader(key ?? Buffer.alloc(0));
  reader.int16();
  return reader.int16();
}
