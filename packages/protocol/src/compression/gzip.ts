import { gunzipSync, gzipSync } from "node:zlib";
import type { Codec } from "./codec.ts";

export const gzip: Codec = {
  compress: (bytes) => gzipSync(bytes),
  decompress: (bytes, sizeBytesMax) => gunzipSync(bytes, { maxOutputLength: sizeBytesMax }),
};
