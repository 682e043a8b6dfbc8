import { createRequire } from "node:module";
import { type Codec, checkDecompressedSize, DecompressionError } from "./codec.ts";

/** Kafka writes the LZ4 frame format with independent blocks; the library's default is that, with blocks of 64 KB as Kafka's. */

let library: typeof import("lz4-napi") | undefined;

/** Loaded on first use: most platforms never see lz4. */
function loaded(): typeof import("lz4-napi") {
  library ??= createRequire(import.meta.url)("lz4-napi") as typeof import("lz4-napi");
  return library;
}

export const lz4: Codec = {
  compress: (bytes) => loaded().compressFrameSync(bytes),

  decompress(bytes, sizeBytesMax) {
    checkDecompressedSize(sizeBytesBound(bytes), sizeBytesMax);
    return loaded().decompressFrameSync(bytes);
  },
};

const FRAME_MAGIC = 0x184d2204;
const flags = { blockChecksum: 0x10, contentSize: 0x08, contentChecksum: 0x04, dictionary: 0x01 } as const;
/** A block can't grow by more than this factor: each byte of a match's length stands for 255. */
const EXPANSION_MAX = 255;
const STORED_BIT = 0x8000_0000;

/** The most that a frame can hold, told from the sizes of its blocks. */
function sizeBytesBound(frame: Buffer): number {
  if (frame.length < 7 || frame.readUInt32LE(0) !== FRAME_MAGIC) throw new DecompressionError("The records are not an LZ4 frame");
  const flag = frame.readUInt8(4);
  const blockBytesMax = 1 << (8 + 2 * ((frame.readUInt8(5) >> 4) & 7));
  let at = 7 + ((flag & flags.contentSize) === 0 ? 0 : 8) + ((flag & flags.dictionary) === 0 ? 0 : 4);
  let bound = 0;
  for (;;) {
    if (frame.length - at < 4) throw new DecompressionError("An LZ4 frame ends without its end mark");
    const field = frame.readUInt32LE(at);
    if (field === 0) return bound;
    const blockBytes = field % STORED_BIT;
    bound += field >= STORED_BIT ? blockBytes : Math.min(blockBytesMax, blockBytes * EXPANSION_MAX);
    at += 4 + blockBytes + ((flag & flags.blockChecksum) === 0 ? 0 : 4);
  }
}
