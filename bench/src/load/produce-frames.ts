import type { Random } from "@millrace/kit";
import { apis, batchHeader, encodeBatch, int64At, putInt32, putInt64, type RecordDraft } from "@millrace/protocol";
import { correlationIdAt, firstDifference, requestFrame } from "./frames.ts";

/** One partition, as the newest requests name it. */
export interface Target {
  /** 22 characters, as Kafka prints it. */
  readonly topicId: string;
  readonly partition: number;
}

export interface BatchShape {
  readonly records: number;
  readonly valueBytes: number;
}

// Where the header of a batch of format 2 (KIP-98) has what an idempotent producer changes from batch to batch.
const batchCrcAt = 17;
const batchProducerIdAt = 43;
const batchSequenceAt = 53;

/** A batch of random values: nothing in it can be compressed, and no two batches are the same. */
export function randomBatch({ records, valueBytes }: BatchShape, random: Random, timestamp: number): Buffer {
  const value = () => Buffer.from(Array.from({ length: valueBytes }, () => random.below(256)));
  const draft = (): RecordDraft => ({ timestamp, key: null, value: value() });
  return encodeBatch({ records: Array.from({ length: records }, draft), producerId: 0, producerEpoch: 0, baseSequence: 0 });
}

const keyDigits = 10;
/** Long enough that hardly any text comes twice in a batch. */
const textBytes = 4 << 20;

/** Batches of records with keys, drawn from `keys` many, and text for values; all of one size. Compressed, they are half as large. */
export function keyedBatches({ records, valueBytes }: BatchShape, keys: number, random: Random): (timestamp: number) => Buffer {
  const text = Buffer.from(Array.from({ length: textBytes }, () => "0123456789abcdef".charCodeAt(random.below(16))));
  const draft = (timestamp: number): RecordDraft => {
    const from = random.below(textBytes - valueBytes);
    return {
      timestamp,
      key: Buffer.from(String(random.below(keys)).padStart(keyDigits, "0")),
      value: text.subarray(from, from + valueBytes),
    };
  };
  return (timestamp) =>
    encodeBatch({ records: Array.from({ length: records }, () => draft(timestamp)), producerId: 0, producerEpoch: 0, baseSequence: 0 });
}

/**
 * Ready-made Produce requests of one producer for one partition, all of the same size, one behind the other in one piece of memory. A slot
 * is made ready again with the next sequence, its own content and the checksum that goes with them.
 */
export class ProduceFrames {
  readonly bytes: Buffer;
  readonly frameBytes: number;
  readonly batchBytes: number;
  readonly slots: number;
  readonly #batchAt: number;
  readonly #records: number;
  #sequence = 0;
  #correlationId = 0;

  /** `batches` differ in content and are of one size; each becomes a slot. */
  constructor(batches: readonly Buffer[], { topicId, partition }: Target, producerId: number) {
    const frames = batches.map((records) => {
      const topicData = [{ topicId, partitionData: [{ index: partition, records }] }];
      return requestFrame(apis.produce, { transactionalId: null, acks: -1, timeoutMs: 30_000, topicData });
    });
    const [batch, frame] = [batches[0] as Buffer, frames[0] as Buffer];
    this.slots = frames.length;
    this.bytes = Buffer.concat(frames);
    this.frameBytes = frame.length;
    this.batchBytes = batch.length;
    this.#batchAt = frame.indexOf(batch);
    this.#records = batchHeader.recordCount(batch);
    for (let slot = 0; slot < this.slots; slot++) putInt64(this.bytes, this.#batchOf(slot) + batchProducerIdAt, producerId);
  }

  /** Makes a slot the next request. */
  ready(slot: number): void {
    const batch = this.#batchOf(slot);
    const end = batch + this.batchBytes;
    putInt32(this.bytes, slot * this.frameBytes + correlationIdAt, this.#correlationId++);
    putInt32(this.bytes, batch + batchSequenceAt, this.#sequence);
    putInt32(this.bytes, batch + batchCrcAt, batchHeader.computeBatchCrc(this.bytes, batch, end));
    this.#sequence += this.#records;
  }

  #batchOf(slot: number): number {
    return slot * this.frameBytes + this.#batchAt;
  }
}

/** Bytes before the body of a response of a flexible version: correlation id, no tags. */
const responseHeaderBytes = 5;

const bodyWith = (partition: { errorCode?: number; baseOffset?: number }) => ({ responses: [{ partitionResponses: [partition] }] });
const { response, maxVersion } = apis.produce;
const errorCodeAt = responseHeaderBytes + firstDifference(response, maxVersion, bodyWith({ errorCode: 0 }), bodyWith({ errorCode: -1 }));
const baseOffsetAt = responseHeaderBytes + firstDifference(response, maxVersion, bodyWith({ baseOffset: 0 }), bodyWith({ baseOffset: -1 }));

/** What matters of the response to one of these requests, `start` being behind its size; read without decoding the rest. */
export function readProduceResponse(bytes: Buffer, start: number): { correlationId: number; errorCode: number; baseOffset: number } {
  return {
    correlationId: bytes.readInt32BE(start),
    errorCode: bytes.readInt16BE(start + errorCodeAt),
    baseOffset: int64At(bytes, start + baseOffsetAt),
  };
}
