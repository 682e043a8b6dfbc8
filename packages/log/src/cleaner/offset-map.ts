import { assert } from "@millrace/kit";
import { hashKey } from "./key-hash.ts";

const WORDS_PER_SLOT = 6;
/** What a key takes, as in Kafka's map: 16 bytes of hash, 8 of offset. */
const SLOT_BYTES = 4 * WORDS_PER_SLOT;
const LOW = 4;
const HIGH = 5;
const TWO_32 = 0x1_0000_0000;

/**
 * The last offset of each key, by the key's hash of 128 bits: two keys with the same hash do not come about by chance. One buffer holds all of
 * it, with no object for a key; the offset is stored as one more, so that zeros are a free slot.
 */
export class OffsetMap {
  /** Offsets up to this one have been taken in; -1: none. */
  latestOffset = -1;
  readonly #seed: number;
  readonly #hash = new Int32Array(4);
  #words = new Int32Array(0);
  #slots = 0;
  #keysMax = 0;
  #keys = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** How many keys are in it. */
  get size(): number {
    return this.#keys;
  }

  /** Makes it an empty map for `keysMax` keys, of which the slots are at most `loadFactor` full; within `bytesMax`, which may make it fewer keys. */
  reset(keysMax: number, loadFactor: number, bytesMax: number): void {
    this.#slots = Math.min(Math.ceil(keysMax / loadFactor) + 1, Math.floor(bytesMax / SLOT_BYTES));
    this.#keysMax = Math.min(Math.floor(this.#slots * loadFactor), this.#slots - 1);
    assert(this.#keysMax > 0, "an offset map has room for a key");
    const words = this.#slots * WORDS_PER_SLOT;
    if (words > this.#words.length) this.#words = new Int32Array(words);
    else this.#words.fill(0, 0, words);
    this.#keys = 0;
    this.latestOffset = -1;
  }

  /** Gives the memory back; `reset` has to come before the next use. */
  release(): void {
    this.#words = new Int32Array(0);
    this.#slots = 0;
  }

  /** Notes that a key was written at `offset`. False, without doing so, if the map is full. */
  put(bytes: Buffer, keyAt: number, keyBytes: number, offset: number): boolean {
    if (this.#keys >= this.#keysMax) return false;
    const at = this.#find(bytes, keyAt, keyBytes);
    const words = this.#words;
    if (this.#isFree(at)) {
      for (let word = 0; word < LOW; word++) words[at + word] = this.#hash[word] as number;
      this.#keys++;
    }
    const stored = offset + 1;
    const high = Math.floor(stored / TWO_32);
    words[at + HIGH] = high;
    words[at + LOW] = stored - high * TWO_32;
    this.latestOffset = offset;
    return true;
  }

  /** The last offset of a key; -1 if it is not in the map. */
  get(bytes: Buffer, keyAt: number, keyBytes: number): number {
    const at = this.#find(bytes, keyAt, keyBytes);
    return (this.#words[at + HIGH] as number) * TWO_32 + ((this.#words[at + LOW] as number) >>> 0) - 1;
  }

  /** Where the key's slot stands, or the free one where it belongs. */
  #find(bytes: Buffer, keyAt: number, keyBytes: number): number {
    const words = this.#words;
    const hash = this.#hash;
    hashKey(bytes, keyAt, keyBytes, this.#seed, hash);
    const first = hash[0] as number;
    const second = hash[1] as number;
    const third = hash[2] as number;
    const fourth = hash[3] as number;
    const end = this.#slots * WORDS_PER_SLOT;
    let at = ((first >>> 0) % this.#slots) * WORDS_PER_SLOT;
    while (!this.#isFree(at)) {
      if (words[at] === first && words[at + 1] === second && words[at + 2] === third && words[at + 3] === fourth) return at;
      at += WORDS_PER_SLOT;
      if (at === end) at = 0;
    }
    return at;
  }

  #isFree(at: number): boolean {
    return this.#words[at + LOW] === 0 && this.#words[at + HIGH] === 0;
  }
}
