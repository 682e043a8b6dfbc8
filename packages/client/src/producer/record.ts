import type { RecordDraft } from "@millrace/protocol";

/** A record to be stored. Text becomes UTF-8. */
export interface ProducerRecord {
  readonly topic: string;
  /** Default: found from the key, or where there is none, one after the other. */
  readonly partition?: number;
  readonly key?: Buffer | string | null;
  /** Null marks the key as deleted where the topic is compacted. */
  readonly value: Buffer | string | null;
  readonly headers?: ReadonlyArray<{ readonly key: string; readonly value: Buffer | string | null }>;
  /** Milliseconds since the epoch. Default: now. */
  readonly timestampMs?: number;
}

/** Where a record was stored. */
export interface Delivery {
  readonly topic: string;
  readonly partition: number;
  /** -1 if the broker did not say: with `acks: 0`, or for a batch that it had got before. */
  readonly offset: number;
  /** The record's own, or where the topic's `message.timestamp.type` is LogAppendTime, the broker's. */
  readonly timestampMs: number;
}

/** Most that a record takes besides its key, value and headers: size, attributes, deltas, lengths. */
const overheadBytesMax = 21;
const headerOverheadBytesMax = 10;

export function draftOf({ key, value, headers = [], timestampMs }: ProducerRecord, nowMs: number): RecordDraft {
  return {
    timestamp: timestampMs ?? nowMs,
    key: bytesOf(key ?? null),
    value: bytesOf(value),
    headers: headers.map((header) => ({ key: header.key, value: bytesOf(header.value) })),
  };
}

/** At most so many bytes in a batch that is not compressed. */
export function sizeBytesOf({ key, value, headers = [] }: RecordDraft): number {
  let bytes = overheadBytesMax + (key?.length ?? 0) + (value?.length ?? 0);
  for (const header of headers) bytes += headerOverheadBytesMax + Buffer.byteLength(header.key) + (header.value?.length ?? 0);
  return bytes;
}

function bytesOf(content: Buffer | string | null): Buffer | null {
  return typeof content === "string" ? Buffer.from(content) : content;
}
