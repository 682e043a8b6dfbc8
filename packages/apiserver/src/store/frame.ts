import { crc32 } from "node:zlib";

/** Length and checksum, 32 bits each, before the bytes. */
export const frameHeadBytes = 8;

/** A record as the journal holds it: how long it is, its checksum, and its JSON. */
export function frame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const bytes = Buffer.allocUnsafe(frameHeadBytes + length);
  bytes.write(text, frameHeadBytes);
  bytes.writeUInt32BE(length, 0);
  bytes.writeUInt32BE(crc32(bytes.subarray(frameHeadBytes)), 4);
  return bytes;
}

export interface Frames {
  readonly texts: readonly string[];
  /** How far whole records go. What is behind was being written when the process died: nobody was told that it happened. */
  readonly wholeBytes: number;
}

export function readFrames(bytes: Buffer): Frames {
  const texts: string[] = [];
  let at = 0;
  while (at + frameHeadBytes <= bytes.length) {
    const start = at + frameHeadBytes;
    const end = start + bytes.readUInt32BE(at);
    // A hole that a crash left reads as zeros: an empty record, which is never written.
    if (end === start || end > bytes.length || crc32(bytes.subarray(start, end)) !== bytes.readUInt32BE(at + 4)) break;
    texts.push(bytes.toString("utf8", start, end));
    at = end;
  }
  return { texts, wholeBytes: at };
}
