import { MillraceError } from "@millrace/kit";
import { crc32c, putInt32, Reader, Writer } from "@millrace/protocol";
import type { ProducerEntry, ProducerStates } from "./producer-states.ts";

/**
 * Apache Kafka's file of a partition's producers at an offset: version, checksum of what follows it, then the producers. Of the batches that
 * are kept to recognize duplicates, the file holds the last one only.
 */

const VERSION = 1;
const CHECKSUM_AT = 2;
const ENTRIES_AT = 6;
const SEQUENCES = 2 ** 31;

export function encodeSnapshot(producers: ProducerStates): Buffer {
  const writer = new Writer();
  writer.int16(VERSION);
  writer.int32(0);
  writer.int32(producers.entries.size);
  for (const [producerId, entry] of producers.entries) writeEntry(writer, producerId, entry);
  const bytes = writer.toBuffer();
  putInt32(bytes, CHECKSUM_AT, crc32c(bytes, ENTRIES_AT));
  return bytes;
}

function writeEntry(writer: Writer, producerId: number, entry: ProducerEntry): void {
  const last = entry.batches.at(-1);
  writer.int64(producerId);
  writer.int16(entry.epoch);
  writer.int32(last?.lastSequence ?? -1);
  writer.int64(last?.lastOffset ?? -1);
  writer.int32(last === undefined ? 0 : last.lastOffset - last.firstOffset);
  writer.int64(entry.lastTimestamp);
  writer.int32(entry.coordinatorEpoch);
  writer.int64(entry.currentTxnFirstOffset);
}

/** Puts what a snapshot holds into `producers`. `DATA_CORRUPT` if it is damaged; then nothing is put. */
export function decodeSnapshot(bytes: Buffer, producers: ProducerStates): void {
  const entries = readEntries(bytes);
  for (const [producerId, entry] of entries) producers.restore(producerId, entry);
}

function readEntries(bytes: Buffer): Array<[number, ProducerEntry]> {
  try {
    const reader = new Reader(bytes);
    const version = reader.int16();
    const checksum = reader.uint32();
    if (version !== VERSION || checksum !== crc32c(bytes, ENTRIES_AT)) throw new MillraceError("DATA_CORRUPT", "its checksum is wrong");
    return Array.from({ length: reader.arrayLength(false) }, () => readEntry(reader));
  } catch (cause) {
    throw new MillraceError("DATA_CORRUPT", "A snapshot of producers is damaged", { cause });
  }
}

function readEntry(reader: Reader): [number, ProducerEntry] {
  const producerId = reader.int64();
  const epoch = reader.int16();
  const lastSequence = reader.int32();
  const lastOffset = reader.int64();
  const offsetDelta = reader.int32();
  const timestamp = reader.int64();
  const coordinatorEpoch = reader.int32();
  const currentTxnFirstOffset = reader.int64();
  const firstSequence = (lastSequence - offsetDelta + SEQUENCES) % SEQUENCES;
  const last = { firstSequence, lastSequence, firstOffset: lastOffset - offsetDelta, lastOffset, timestamp };
  return [producerId, { epoch, batches: lastOffset < 0 ? [] : [last], lastTimestamp: timestamp, coordinatorEpoch, currentTxnFirstOffset }];
}
