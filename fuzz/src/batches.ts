import type { Random } from "@millrace/kit";
import {
  batchHeader,
  checkBatch,
  compressionTypes,
  decodeRecords,
  encodeBatch,
  endTransactionIn,
  ProtocolError,
  RecordWalk,
  splitBatches,
} from "@millrace/protocol";
import { mutated } from "./mutate.ts";
import { anyOf, Finding, type Target } from "./target.ts";

const roundInputs = 500;
/** More than any batch that is made here holds. */
const decompressedBytesMax = 1 << 20;
const walk = new RecordWalk();

/** Batches of every compression, with and without keys, headers and producers. */
export function batchSeeds(): Buffer[] {
  return compressionTypes.flatMap((compression) =>
    [1, 3, 40].map((count) =>
      encodeBatch({
        compression,
        producerId: count === 3 ? 7 : -1,
        producerEpoch: count === 3 ? 0 : -1,
        baseSequence: count === 3 ? 0 : -1,
        records: Array.from({ length: count }, (_, at) => ({
          timestamp: 1_700_000_000_000 + at,
          key: at % 2 === 0 ? null : Buffer.from(`key${at}`),
          value: at % 5 === 4 ? null : Buffer.from("value".repeat(at)),
          headers: at % 3 === 0 ? [{ key: "header", value: Buffer.from("h") }] : [],
        })),
      }),
    ),
  );
}

/** Goes over bytes as the log, the broker and a consumer do. */
export function readBatches(bytes: Buffer): void {
  checkBatch(bytes, 0, bytes.length);
  for (const batch of splitBatches(bytes)) {
    const { length } = batch;
    const isWellFormed = walk.over(batch, 61, length, batchHeader.recordCount(batch));
    endTransactionIn(batch);
    try {
      const records = decodeRecords(batch, { decompressedBytesMax });
      if (records.length !== batchHeader.recordCount(batch)) throw new Error(`${records.length} records`);
    } catch (failure) {
      if (!(failure instanceof ProtocolError)) throw failure;
      if (isWellFormed && batchHeader.compressionType(batch) === "none")
        throw new Error(`the walk finds it well-formed: ${failure.message}`);
    }
  }
}

/** Mutated record batches, half of them with a right checksum, so that what comes after it is reached. */
export function batchesTarget(): Target {
  const seeds = batchSeeds();
  return {
    name: "batches",
    roundInputs,
    round(random) {
      for (let left = roundInputs; left > 0; left--) {
        const bytes = spoiltBatch(seeds, random);
        try {
          readBatches(bytes);
        } catch (failure) {
          throw new Finding("a batch", bytes, failure);
        }
      }
    },
  };
}

export function spoiltBatch(seeds: readonly Buffer[], random: Random): Buffer {
  const bytes = mutated(anyOf(seeds, random), anyOf([0, 17, 61], random), random, anyOf(seeds, random));
  if (bytes.length < 61 || random.below(2) === 0) return bytes;
  bytes.writeInt32BE(bytes.length - 12, 8);
  bytes.writeUInt32BE(batchHeader.computeBatchCrc(bytes, 0, bytes.length), 17);
  return bytes;
}
