import { createRequire } from "node:module";
import { int32At, putInt32 } from "../records/big-endian.ts";
import { type Codec, checkDecompressedSize, DecompressionError } from "./codec.ts";

/**
 * Kafka's Java clients write snappy as the stream of the library "xerial snappy-java": a header of 16 bytes, then blocks, each behind its
 * length in four bytes. Other clients write one bare block. Both are read; the stream is written.
 */

const streamHeader = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00, 0, 0, 0, 1, 0, 0, 0, 1]);
const MAGIC_BYTES = 8;
/** What snappy-java puts into a block. */
const BLOCK_BYTES = 32 * 1024;

let library: typeof import("snappy") | undefined;

/** Loaded on first use: most platforms never see snappy. */
function loaded(): typeof import("snappy") {
  library ??= createRequire(import.meta.url)("snappy") as typeof import("snappy");
  return library;
}

export const snappy: Codec = {
  compress(bytes) {
    const parts: Buffer[] = [streamHeader];
    for (let at = 0; at < bytes.length; at += BLOCK_BYTES) {
      const block = loaded().compressSync(bytes.subarray(at, at + BLOCK_BYTES));
      const length = Buffer.allocUnsafe(4);
      putInt32(length, 0, block.length);
      parts.push(length, block);
    }
    return Buffer.concat(parts);
  },

  decompress(bytes, sizeBytesMax) {
    const isStream = bytes.length >= streamHeader.length && bytes.subarray(0, MAGIC_BYTES).equals(streamHeader.subarray(0, MAGIC_BYTES));
    const blocks = isStream ? blocksOf(bytes) : [bytes];
    let sizeBytes = 0;
    for (const block of blocks) sizeBytes += blockSizeBytes(block);
    checkDecompressedSize(sizeBytes, sizeBytesMax);
    const parts = blocks.map(decompressBlock);
    return parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
  },
};

function blocksOf(stream: Buffer): Buffer[] {
  const blocks: Buffer[] = [];
  for (let at = streamHeader.length; at < stream.length; ) {
    if (stream.length - at < 4) throw new DecompressionError("A snappy stream ends in the middle of a block's length");
    const length = int32At(stream, at);
    if (length === int32At(streamHeader, 0)) {
      at += streamHeader.length; // streams may be joined
      continue;
    }
    if (length <= 0 || length > stream.length - at - 4) throw new DecompressionError(`A snappy block of ${length} bytes is not there`);
    blocks.push(stream.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return blocks;
}

/** A block opens with its decompressed size as an unsigned varint. */
function blockSizeBytes(block: Buffer): number {
  let sizeBytes = 0;
  for (let at = 0, scale = 1; at < Math.min(5, block.length); at++, scale *= 128) {
    const byte = block[at] as number;
    sizeBytes += (byte & 0x7f) * scale;
    if (byte < 0x80) return sizeBytes;
  }
  throw new DecompressionError("A snappy block has no size");
}

function decompressBlock(block: Buffer): Buffer {
  return loaded().uncompressSync(block, { asBuffer: true }) as Buffer;
}
