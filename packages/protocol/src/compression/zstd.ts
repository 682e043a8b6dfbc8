import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { CHUNK_BYTES, type Codec } from "./codec.ts";

export const zstd: Codec = {
  compress: (bytes) => zstdCompressSync(bytes),
  decompress: (bytes, sizeBytesMax) => zstdDecompressSync(bytes, { chunkSize: CHUNK_BYTES, maxOutputLength: sizeBytesMax }),
};
