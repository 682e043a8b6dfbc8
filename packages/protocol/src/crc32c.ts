import { createRequire } from "node:module";

/** Below this many bytes a loop in JavaScript is over before a call into the native library has begun (measured: about 270). */
const NATIVE_BYTES_MIN = 256;

/**
 * So many bytes the loop takes before the library is loaded, which costs 10 ms, and 3 MB for good: whoever starts a platform may send it nothing for
 * long, and what it writes for itself is less.
 */
const LOADING_BYTES_MIN = 64 * 1024;

/** Eight tables of 256 entries: table t takes a byte t places before the end of a group of eight ("slicing by 8"). */
const tables = makeTables();

function makeTables(): Int32Array {
  const reflectedPolynomial = 0x82f63b78;
  const made = new Int32Array(8 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >>> 1) ^ reflectedPolynomial : crc >>> 1;
    made[byte] = crc;
  }
  for (let at = 256; at < made.length; at++) {
    const before = made[at - 256] as number;
    made[at] = (before >>> 8) ^ (made[before & 0xff] as number);
  }
  return made;
}

/**
 * CRC-32C (Castagnoli) of `bytes[start, end)` as an unsigned number. `previous` is the checksum of what came before, so that pieces can be
 * taken one after the other.
 */
export function crc32c(bytes: Buffer, start = 0, end: number = bytes.length, previous = 0): number {
  return end - start < NATIVE_BYTES_MIN ? loopedCrc32c(bytes, start, end, previous) : crc32cOfMany(bytes, start, end, previous);
}

let crc32cOfMany = loopBeforeLoading;
let loopedBytes = 0;

function loopBeforeLoading(bytes: Buffer, start: number, end: number, previous: number): number {
  loopedBytes += end - start;
  if (loopedBytes >= LOADING_BYTES_MIN) crc32cOfMany = loaded();
  return loopedCrc32c(bytes, start, end, previous);
}

/** The loop stays where the library has nothing for this machine. */
function loaded(): typeof loopedCrc32c {
  try {
    const { crc32c: native } = createRequire(import.meta.url)("@node-rs/crc32") as typeof import("@node-rs/crc32");
    return (bytes, start, end, previous) => native(bytes.subarray(start, end), previous);
  } catch {
    return loopedCrc32c;
  }
}

function loopedCrc32c(bytes: Buffer, start: number, end: number, previous: number): number {
  const t = tables;
  let crc = ~previous;
  let at = start;
  for (const groupsEnd = end - 7; at < groupsEnd; at += 8) {
    const low = crc ^ littleEndian(bytes, at);
    const high = littleEndian(bytes, at + 4);
    crc =
      (t[1792 + (low & 0xff)] as number) ^
      (t[1536 + ((low >>> 8) & 0xff)] as number) ^
      (t[1280 + ((low >>> 16) & 0xff)] as number) ^
      (t[1024 + (low >>> 24)] as number) ^
      (t[768 + (high & 0xff)] as number) ^
      (t[512 + ((high >>> 8) & 0xff)] as number) ^
      (t[256 + ((high >>> 16) & 0xff)] as number) ^
      (t[high >>> 24] as number);
  }
  for (; at < end; at++) crc = (t[(crc ^ (bytes[at] as number)) & 0xff] as number) ^ (crc >>> 8);
  return ~crc >>> 0;
}

function littleEndian(b: Buffer, at: number): number {
  return (b[at] as number) | ((b[at + 1] as number) << 8) | ((b[at + 2] as number) << 16) | ((b[at + 3] as number) << 24);
}
