import { messageOf, systemCodeOf } from "@millrace/kit";
import { type Codec, DecompressionError } from "./codec.ts";
import { gzip } from "./gzip.ts";
import { lz4 } from "./lz4.ts";
import { snappy } from "./snappy.ts";
import { zstd } from "./zstd.ts";

const codecs = { gzip, snappy, lz4, zstd } satisfies Record<string, Codec>;

export type CodecName = keyof typeof codecs;

export function compress(codec: CodecName, bytes: Buffer): Buffer {
  return codecs[codec].compress(bytes);
}

/** Throws {@link DecompressionError} if `bytes` are not what the codec writes, or hold more than `sizeBytesMax`: a small batch may hold gigabytes. */
export function decompress(codec: CodecName, bytes: Buffer, sizeBytesMax: number): Buffer {
  try {
    return codecs[codec].decompress(bytes, sizeBytesMax);
  } catch (failure) {
    if (failure instanceof DecompressionError) throw failure;
    const isTooLarge = systemCodeOf(failure) === "ERR_BUFFER_TOO_LARGE";
    throw new DecompressionError(`The records can't be decompressed with ${codec}: ${messageOf(failure)}`, isTooLarge);
  }
}
