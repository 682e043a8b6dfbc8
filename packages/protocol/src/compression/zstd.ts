import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import type { Codec } from "./codec.ts";

export const zstd: Codec = {
  compress: (bytes) => zstdCompressSync(bytes),
  decompress: (bytes, sizeBytesMax) => zstdDecompressSync(bytes, { maxOutputLength: sizeBytesMax }),
};
