/** MurmurHash3 for 32-bit machines, 128 bits wide (a published algorithm of Austin Appleby's): quick in JavaScript, as it needs no 64-bit numbers. */

const C1 = 0x239b961b;
const C2 = 0xab0e9789 | 0;
const C3 = 0x38b34ae5;
const C4 = 0xa1e38b93 | 0;
const BLOCK_BYTES = 16;

/** Puts the hash of `bytes[start, start + length)` into the first four places of `target`. */
export function hashKey(bytes: Buffer, start: number, length: number, seed: number, target: Int32Array): void {
  let h1 = seed;
  let h2 = seed;
  let h3 = seed;
  let h4 = seed;
  const blocksEnd = start + length - (length % BLOCK_BYTES);
  for (let at = start; at < blocksEnd; at += BLOCK_BYTES) {
    h1 = (Math.imul(rotated(h1 ^ mixed(wordAt(bytes, at), C1, 15, C2), 19) + h2, 5) + 0x561ccd1b) | 0;
    h2 = (Math.imul(rotated(h2 ^ mixed(wordAt(bytes, at + 4), C2, 16, C3), 17) + h3, 5) + 0x0bcaa747) | 0;
    h3 = (Math.imul(rotated(h3 ^ mixed(wordAt(bytes, at + 8), C3, 17, C4), 15) + h4, 5) + 0x96cd1c35) | 0;
    h4 = (Math.imul(rotated(h4 ^ mixed(wordAt(bytes, at + 12), C4, 18, C1), 13) + h1, 5) + 0x32ac3b17) | 0;
  }
  const rest = length % BLOCK_BYTES;
  if (rest > 12) h4 ^= mixed(partialWordAt(bytes, blocksEnd + 12, rest - 12), C4, 18, C1);
  if (rest > 8) h3 ^= mixed(partialWordAt(bytes, blocksEnd + 8, rest - 8), C3, 17, C4);
  if (rest > 4) h2 ^= mixed(partialWordAt(bytes, blocksEnd + 4, rest - 4), C2, 16, C3);
  if (rest > 0) h1 ^= mixed(partialWordAt(bytes, blocksEnd, rest), C1, 15, C2);
  h1 ^= length;
  h2 ^= length;
  h3 ^= length;
  h4 ^= length;
  h1 = (h1 + h2 + h3 + h4) | 0;
  h2 = finished((h2 + h1) | 0);
  h3 = finished((h3 + h1) | 0);
  h4 = finished((h4 + h1) | 0);
  h1 = finished(h1);
  h1 = (h1 + h2 + h3 + h4) | 0;
  target[0] = h1;
  target[1] = h2 + h1;
  target[2] = h3 + h1;
  target[3] = h4 + h1;
}

function mixed(word: number, first: number, rotation: number, second: number): number {
  return Math.imul(rotated(Math.imul(word, first), rotation), second);
}

function rotated(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

function finished(word: number): number {
  let h = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

function wordAt(b: Buffer, at: number): number {
  return (b[at] as number) | ((b[at + 1] as number) << 8) | ((b[at + 2] as number) << 16) | ((b[at + 3] as number) << 24);
}

/** The first `count` bytes, at most four, of a word. */
function partialWordAt(b: Buffer, at: number, count: number): number {
  let word = b[at] as number;
  if (count > 1) word |= (b[at + 1] as number) << 8;
  if (count > 2) word |= (b[at + 2] as number) << 16;
  if (count > 3) word |= (b[at + 3] as number) << 24;
  return word;
}
