/** Smallest and largest size classes, as powers of two: 4 KiB and 4 MiB. */
const exponentMin = 12;
const exponentMax = 22;

/**
 * Buffers that are used again. A fresh buffer of more than a few kilobytes costs its page faults, which is more than copying
 * the bytes into it. Sizes are powers of two; what is larger than the largest class is made and dropped each time.
 */
export class BufferPool {
  readonly #free: Buffer[][] = Array.from({ length: exponentMax + 1 }, () => []);
  readonly #idleBytesMax: number;
  /** Of buffers that several use, how many others do. */
  readonly #others = new Map<Buffer, number>();
  #idleBytes = 0;

  constructor(idleBytesMax: number) {
    this.#idleBytesMax = idleBytesMax;
  }

  get idleBytes(): number {
    return this.#idleBytes;
  }

  /** A buffer of at least `bytes`, with anything in it. */
  acquire(bytes: number): Buffer {
    const exponent = Math.max(exponentMin, 32 - Math.clz32(Math.max(bytes, 1) - 1));
    if (exponent > exponentMax) return Buffer.allocUnsafeSlow(bytes);
    const reused = this.#free[exponent]?.pop();
    if (reused === undefined) return Buffer.allocUnsafeSlow(2 ** exponent);
    this.#idleBytes -= reused.length;
    return reused;
  }

  /** One more uses what `acquire` gave, and releases it as well. */
  retain(buffer: Buffer): Buffer {
    this.#others.set(buffer, (this.#others.get(buffer) ?? 0) + 1);
    return buffer;
  }

  /** Takes back what `acquire` gave: who gives it back may not use it any more. It is given out again once nobody does. */
  release(buffer: Buffer): void {
    if (this.#isLeftToOthers(buffer)) return;
    const exponent = 31 - Math.clz32(buffer.length);
    if (buffer.length !== 2 ** exponent || this.#idleBytes + buffer.length > this.#idleBytesMax) return;
    const free = this.#free[exponent];
    if (free === undefined || exponent < exponentMin) return;
    free.push(buffer);
    this.#idleBytes += buffer.length;
  }

  #isLeftToOthers(buffer: Buffer): boolean {
    const others = this.#others.get(buffer);
    if (others === undefined) return false;
    if (others > 1) this.#others.set(buffer, others - 1);
    else this.#others.delete(buffer);
    return true;
  }
}
