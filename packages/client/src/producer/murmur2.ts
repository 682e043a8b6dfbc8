const seed = 0x9747b28c;
const multiplier = 0x5bd1e995;

/**
 * The 32-bit murmur2 hash of `bytes` as a signed integer, with the seed that Kafka's clients share: keys land in the same
 * partition whichever client wrote them.
 */
export function murmur2(bytes: Uint8Array): number {
  const wholeEnd = bytes.length & ~3;
  let hash = seed ^ bytes.length;
  for (let at = 0; at < wholeEnd; at += 4) {
    let word = Math.imul(littleEndian(bytes, at, 4), multiplier);
    word = Math.imul(word ^ (word >>> 24), multiplier);
    hash = Math.imul(hash, multiplier) ^ word;
  }
  const rest = bytes.length - wholeEnd;
  if (rest > 0) hash = Math.imul(hash ^ littleEndian(bytes, wholeEnd, rest), multiplier);
  hash = Math.imul(hash ^ (hash >>> 13), multiplier);
  return hash ^ (hash >>> 15);
}

function littleEndian(bytes: Uint8Array, at: number, count: number): number {
  let word = 0;
  for (let i = 0; i < count; i++) word |= (bytes[at + i] ?? 0) << (8 * i);
  return word;
}
