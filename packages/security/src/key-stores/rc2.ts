/** A permutation of all bytes, from the digits of π (RFC 2268, 2). */
const piTable = Buffer.from(
  [
    "d978f9c419ddb5ed28e9fd794aa0d89dc67e37832b76538e624c6488448bfba2179a59f587b34f1361456d8d09817d32bd8f40eb86b77b0bf09521225c6b4e82",
    "54d66593ce60b21c7356c014a78cf1dc1275ca1f3bbee4d1423dd430a33cb6266fbf0eda4669075727f21d9bbc944303f811c7f690ef3ee706c3d52fc8661ed7",
    "08e8eade8052eef784aa72ac354d6a2a961ad2715a1549744b9fd05e0418a4ecc2e0416e0f51cbcc2491af50a1f47039997c3a8523b8b47afc02365b25559731",
    "2d5dfa98e38a92ae05df2910676cbac9d300e6cfe19ea82c6316013f58e289a90d38341bab33ffb0bb480c5fb9b1cd2ec5f3db47e5a59c770aa62068fe7fc1ad",
  ].join(""),
  "hex",
);
const blockBytes = 8;
const rotations = [1, 2, 3, 5];

/**
 * RC2 in CBC mode (RFC 2268), with as many effective bits as the key has: the certificates of stores that older Java and OpenSSL wrote are
 * encrypted with it, and Node's OpenSSL has it no more. Undefined if the padding is wrong.
 */
export function decryptRc2(key: Buffer, vector: Buffer, encrypted: Buffer): Buffer | undefined {
  if (encrypted.length === 0 || encrypted.length % blockBytes !== 0) return undefined;
  const schedule = expanded(key);
  const plain = Buffer.alloc(encrypted.length);
  let before = vector;
  for (let at = 0; at < encrypted.length; at += blockBytes) {
    const block = encrypted.subarray(at, at + blockBytes);
    const open = decryptedBlock(schedule, block);
    for (let byte = 0; byte < blockBytes; byte++) plain[at + byte] = (open[byte] ?? 0) ^ (before[byte] ?? 0);
    before = block;
  }
  const padding = plain.at(-1) ?? 0;
  const isPadded = padding >= 1 && padding <= blockBytes && plain.subarray(-padding).every((byte) => byte === padding);
  return isPadded ? plain.subarray(0, -padding) : undefined;
}

/** 64 words of 16 bits. */
function expanded(key: Buffer): Uint16Array {
  const bytes = Buffer.alloc(128);
  key.copy(bytes);
  const pi = (index: number): number => piTable[index & 0xff] ?? 0;
  const byte = (at: number): number => bytes[at] ?? 0;
  for (let at = key.length; at < 128; at++) bytes[at] = pi(byte(at - 1) + byte(at - key.length));
  bytes[128 - key.length] = pi(byte(128 - key.length));
  for (let at = 127 - key.length; at >= 0; at--) bytes[at] = pi(byte(at + 1) ^ byte(at + key.length));
  return Uint16Array.from({ length: 64 }, (_, at) => bytes.readUInt16LE(at * 2));
}

function decryptedBlock(schedule: Uint16Array, block: Buffer): Buffer {
  const words = Uint16Array.from({ length: 4 }, (_, at) => block.readUInt16LE(at * 2));
  const word = (at: number): number => words[at & 3] ?? 0;
  let next = 63;
  for (let round = 15; round >= 0; round--) {
    for (let at = 3; at >= 0; at--) {
      const rotation = rotations[at] ?? 0;
      const turned = (word(at) >>> rotation) | (word(at) << (16 - rotation));
      words[at] = turned - (schedule[next--] ?? 0) - (word(at + 3) & word(at + 2)) - (~word(at + 3) & word(at + 1));
    }
    if (round !== 11 && round !== 5) continue;
    for (let at = 3; at >= 0; at--) words[at] = word(at) - (schedule[word(at + 3) & 63] ?? 0);
  }
  const open = Buffer.alloc(blockBytes);
  for (const [at, value] of words.entries()) open.writeUInt16LE(value, at * 2);
  return open;
}
