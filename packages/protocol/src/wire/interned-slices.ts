const SLOTS = 512;
const LENGTH_MAX = 64;

/**
 * A small, lossy table from short byte sequences to the text made of them. A hit costs a comparison of the bytes, a fraction of a call
 * into the runtime, and allocates nothing. Bounded: 512 texts of at most 64 bytes; a newcomer replaces whoever has its slot.
 */
export class InternedSlices {
  private readonly texts: string[] = new Array<string>(SLOTS).fill("");
  private readonly lengths = new Uint8Array(SLOTS);
  private readonly stored = new Uint8Array(SLOTS * LENGTH_MAX);
  private readonly make: (bytes: Buffer, start: number, end: number) => string;

  constructor(make: (bytes: Buffer, start: number, end: number) => string) {
    this.make = make;
  }

  get(bytes: Buffer, start: number, end: number): string {
    const length = end - start;
    if (length === 0) return "";
    if (length > LENGTH_MAX) return this.make(bytes, start, end);
    let hash = length;
    for (let i = start; i < end; i++) hash = (Math.imul(hash, 31) + (bytes[i] as number)) | 0;
    const slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    const offset = slot * LENGTH_MAX;
    if (this.lengths[slot] === length && this.holds(bytes, start, length, offset)) return this.texts[slot] as string;
    const text = this.make(bytes, start, end);
    this.texts[slot] = text;
    this.lengths[slot] = length;
    this.stored.set(bytes.subarray(start, end), offset);
    return text;
  }

  private holds(bytes: Buffer, start: number, length: number, offset: number): boolean {
    const stored = this.stored;
    for (let i = 0; i < length; i++) if (stored[offset + i] !== bytes[start + i]) return false;
    return true;
  }
}
