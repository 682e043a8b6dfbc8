import { hash as digest, pbkdf2Sync } from "node:crypto";
import type { Work } from "./work.ts";

export type Hash = keyof typeof hashes;

/** Bytes that come out of a hash, and that it takes in at once. */
const hashes = {
  sha1: { size: 20, block: 64 },
  sha224: { size: 28, block: 64 },
  sha256: { size: 32, block: 64 },
  sha384: { size: 48, block: 128 },
  sha512: { size: 64, block: 128 },
} as const;

/** What a key is for, as RFC 7292 (B.3) numbers it. */
export const purposes = { key: 1, vector: 2, mac: 3 } as const;

export interface Derivation {
  readonly hash: Hash;
  readonly salt: Buffer;
  readonly iterations: number;
  /** Bytes of the key. */
  readonly length: number;
}

/** PKCS #12's own way from a password to a key (RFC 7292, B.2). `secret` is the password as {@link passwordText} gives it. */
export function pkcs12Key({ hash, salt, iterations, length }: Derivation, purpose: number, secret: Buffer, work: Work): Buffer {
  const { size, block } = hashes[hash];
  const diversifier = Buffer.alloc(block, purpose);
  let input: Buffer = Buffer.concat([filled(salt, block), filled(secret, block)]);
  const key: Buffer[] = [];
  for (let made = 0; made < length; made += size) {
    work.take(iterations);
    let output: Buffer = digest(hash, Buffer.concat([diversifier, input]), "buffer");
    for (let round = 1; round < iterations; round++) output = digest(hash, output, "buffer");
    key.push(output);
    input = advanced(input, filled(output, block).subarray(0, block), block);
  }
  return Buffer.concat(key).subarray(0, length);
}

/** PBKDF2 (RFC 8018). */
export function pbkdf2Key({ hash, salt, iterations, length }: Derivation, password: string, work: Work): Buffer {
  work.take(iterations * Math.ceil(length / hashes[hash].size), { native: true });
  return pbkdf2Sync(password, salt, iterations, length, hash);
}

/** A password as PKCS #12 hashes it: UTF-16 that ends in zero. */
export const passwordText = (password: string): Buffer => Buffer.from(`${password}\0`, "utf16le").swap16();

/** Repeated until blocks are full; nothing stays nothing. */
function filled(bytes: Buffer, block: number): Buffer {
  const size = Math.ceil(bytes.length / block) * block;
  return size === 0 ? bytes : Buffer.alloc(size, bytes);
}

/** Each block plus `added` plus one. */
function advanced(input: Buffer, added: Buffer, block: number): Buffer {
  const next = Buffer.from(input);
  for (let start = 0; start < next.length; start += block) {
    let carry = 1;
    for (let at = block - 1; at >= 0; at--) {
      carry += (next[start + at] ?? 0) + (added[at] ?? 0);
      next[start + at] = carry & 0xff;
      carry >>= 8;
    }
  }
  return next;
}
