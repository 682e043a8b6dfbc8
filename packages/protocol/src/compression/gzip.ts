import { gunzipSync, gzipSync } from "node:zlib";
import { CHUNK_BYTES, type Codec } from "./codec.ts";

export const gzip: Codec = {
  compress: (bytes) => gzipSync(bytes),
  decompress: (bytes, sizeBytesMax) => gunzipSync(bytes, { chunkSize: CHUNK_BYTES, maxOutputLength: sizeBytesMax }),
};
