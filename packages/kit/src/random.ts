import { randomBytes, randomInt } from "node:crypto";

/** The only source of randomness: handed to whatever needs it, so that tests and simulation own it. */
export interface Random {
  /** Sixteen random bytes as Kafka writes ids: unpadded base64url, 22 characters, never starting with "-" (Kafka's `Uuid.randomUuid`). */
  uuid(): string;
  /** A random id in the hyphenated form that Kafka appends to client ids to make member ids. */
  memberSuffix(): string;
  /** A whole number from 0 up to, not including, `end`. */
  below(end: number): number;
  /** So many random bytes: nonces, salts and the like, which nobody may guess. */
  bytes(count: number): Buffer;
}

/** RFC 9562: version 4 in the high nibble of byte 6, variant 10 in the high bits of byte 8. */
function uuidBytes(): Buffer {
  const bytes = randomBytes(16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes;
}

export const systemRandom: Random = {
  uuid() {
    for (;;) {
      const text = uuidBytes().toString("base64url");
      // A leading hyphen would read as an option on command lines.
      if (!text.startsWith("-")) return text;
    }
  },
  memberSuffix() {
    const hex = uuidBytes().toString("hex");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  },
  below: (end) => randomInt(end),
  bytes: (count) => randomBytes(count),
};

/** Repeatable randomness from a seed (mulberry32), for tests and simulation. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const hex = (): string => Array.from({ length: 4 }, () => next().toString(16).padStart(8, "0")).join("");
  return {
    uuid: () => Buffer.from(hex(), "hex").toString("base64url").replace(/^-/, "A"),
    memberSuffix: () => {
      const text = hex();
      return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join("-");
    },
    below: (end) => next() % end,
    bytes: (count) => Buffer.from(Array.from({ length: count }, () => next() & 0xff)),
  };
}
