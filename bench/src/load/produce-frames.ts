import type { Random } from "@millrace/kit";
import { apis, batchHeader, encodeBatch, int64At, putInt32, putInt64, type RecordDraft } from "@millrace/protocol";
import { correlationIdAt, encodedBytes, firstDifference, requestFrame } from "./frames.ts";

/** Partitions of a topic, as the newest requests name them. */
export interface Target {
  /** 22 characters, as Kafka prints it. */
  readonly topicId: string;
  /** Each request has a batch for each of them; at most 100. */
  readonly partitions: readonly number[];
}

/** Who writes. */
export interface Producer {
  readonly producerId: number;
  /** Batches belong to its transactions; they must have been made so. */
  readonly transactionalId?: string;
}

export interface BatchShape {
  readonly records: number;
  readonly valueBytes: number;
}

// Where the header of a batch of format 2 (KIP-98) has what an idempotent producer changes from batch to batch.
const batchCrcAt = 17;
const batchProducerIdAt = 43;
const batchEpochAt = 51;
const batchSequenceAt = 53;

/** A batch of random values: nothing in it can be compressed, and no two batches are the same. */
export function randomBatch({ records, valueBytes }: BatchShape, random: Random, timestamp: number, transactional = false): Buffer {
  const value = () => Buffer.from(Array.from({ length: valueBytes }, () => random.below(256)));
  const draft = (): RecordDraft => ({ timestamp, key: null, value: value() });
  const drafts = Array.from({ length: records }, draft);
  return encodeBatch({ records: drafts, producerId: 0, producerEpoch: 0, baseSequence: 0, transactional });
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
 * Ready-made Produce requests of one producer, all for the same partitions and of the same size, one behind the other in one piece of memory.
 * A slot is made ready again with the next sequence, its own content and the checksums that go with them.
 */
export class ProduceFrames {
  readonly bytes: Buffer;
  readonly frameBytes: number;
  readonly batchBytes: number;
  readonly slots: number;
  /** Where the batches of a frame begin in it. */
  readonly #batchesAt: readonly number[];
  readonly #records: number;
  #sequence = 0;
  #correlationId = 0;

  /** `batches` differ in content and are of one size; each begins a slot. */
  constructor(batches: readonly Buffer[], { topicId, partitions }: Target, { producerId, transactionalId }: Producer) {
    const batchesOf = (slot: number) => partitions.map((_, at) => batches[(slot + at) % batches.length] as Buffer);
    const frames = batches.map((_, slot) => {
      const partitionData = batchesOf(slot).map((records, at) => ({ index: partitions[at] as number, records }));
      const topicData = [{ topicId, partitionData }];
      return requestFrame(apis.produce, { transactionalId: transactionalId ?? null, acks: -1, timeoutMs: 30_000, topicData });
    });
    const [batch, frame] = [batches[0] as Buffer, frames[0] as Buffer];
    this.slots = frames.length;
    this.bytes = Buffer.concat(frames);
    this.frameBytes = frame.length;
    this.batchBytes = batch.length;
    let end = 0;
    this.#batchesAt = batchesOf(0).map((each) => {
      const at = frame.indexOf(each, end);
      end = at + each.length;
      return at;
    });
    this.#records = batchHeader.recordCount(batch);
    this.goOnAs(producerId, 0);
  }

  /** What is ready from now on is of this producer and epoch, with sequences that begin anew. */
  goOnAs(producerId: number, producerEpoch: number): void {
    this.#sequence = 0;
    for (let slot = 0; slot < this.slots; slot++) {
      for (const at of this.#batchesAt) {
        putInt64(this.bytes, slot * this.frameBytes + at + batchProducerIdAt, producerId);
        this.bytes.writeInt16BE(producerEpoch, slot * this.frameBytes + at + batchEpochAt);
      }
    }
  }

  /** Makes a slot the next request. */
  ready(slot: number): void {
    const frame = slot * this.frameBytes;
    putInt32(this.bytes, frame + correlationIdAt, this.#correlationId++);
    for (const at of this.#batchesAt) {
      const batch = frame + at;
      putInt32(this.bytes, batch + batchSequenceAt, this.#sequence);
      putInt32(this.bytes, batch + batchCrcAt, batchHeader.computeBatchCrc(this.bytes, batch, batch + this.batchBytes));
    }
    this.#sequence += this.#records;
  }
}

/** Bytes before the body of a response of a flexible version: correlation id, no tags. */
const responseHeaderBytes = 5;

type PartitionAnswer = { errorCode?: number; baseOffset?: number };

const bodyWith = (...partitionResponses: PartitionAnswer[]) => ({ responses: [{ partitionResponses }] });
const { response, maxVersion } = apis.produce;
const differenceOf = (one: PartitionAnswer, other: PartitionAnswer) =>
  firstDifference(response, maxVersion, bodyWith(one), bodyWith(other));
const errorCodeAt = responseHeaderBytes + differenceOf({ errorCode: 0 }, { errorCode: -1 });
const baseOffsetAt = responseHeaderBytes + differenceOf({ baseOffset: 0 }, { baseOffset: -1 });
/** What each further partition takes that was not refused. */
const partitionBytes = encodedBytes(response, maxVersion, bodyWith({}, {})) - encodedBytes(response, maxVersion, bodyWith({}));

/**
 * What matters of the response to one of these requests, `start` being behind its size; read without decoding the rest. The error is
 * that of the first partition that has one, the offset that of the first partition.
 */
export function readProduceResponse(
  bytes: Buffer,
  start: number,
  partitions = 1,
): { correlationId: number; errorCode: number; baseOffset: number } {
  let errorCode = 0;
  for (let at = 0; at < partitions && errorCode === 0; at++) errorCode = bytes.readInt16BE(start + errorCodeAt + at * partitionBytes);
  return { correlationId: bytes.readInt32BE(start), errorCode, baseOffset: int64At(bytes, start + baseOffsetAt) };
}
