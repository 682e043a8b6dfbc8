import { messageOf } from "@millrace/kit";
import { ProtocolError } from "../wire/protocol-error.ts";
import type { Codec } from "./codec.ts";
import { gzip } from "./gzip.ts";
import { lz4 } from "./lz4.ts";
import { snappy } from "./snappy.ts";
import { zstd } from "./zstd.ts";

const codecs = { gzip, snappy, lz4, zstd } satisfies Record<string, Codec>;

export type CodecName = keyof typeof codecs;

export function compress(codec: CodecName, bytes: Buffer): Buffer {
  return codecs[codec].compress(bytes);
}

/** Throws {@link ProtocolError} if `bytes` are not what the codec writes, or hold more than `sizeBytesMax`: a small batch may hold gigabytes. */
export function decompress(codec: CodecName, bytes: Buffer, sizeBytesMax: number): Buffer {
  try {
    return codecs[codec].decompress(bytes, sizeBytesMax);
  } catch (failure) {
    if (failure instanceof ProtocolError) throw failure;
    throw new ProtocolError(`The records can't be decompressed with ${codec}: ${messageOf(failure)}`);
  }
}
