import { MillraceError } from "@millrace/kit";

const sizeBytes = 4;
const firstCapacity = 64 * 1024;
const frameBytesMax = 64 * 1024 * 1024;

/** Cuts what a broker sends into responses. Whole ones are handed on where they stand, torn ones are put together first. */
export class ResponseCutter {
  readonly #onResponse: (bytes: Buffer, start: number, end: number) => void;
  #torn: Buffer = Buffer.allocUnsafeSlow(firstCapacity);
  #tornBytes = 0;

  /** `onResponse` gets a response without its size, in memory that is only lent. */
  constructor(onResponse: (bytes: Buffer, start: number, end: number) => void) {
    this.#onResponse = onResponse;
  }

  /** Throws PROTOCOL_VIOLATION for a size that no response has. */
  push(chunk: Buffer, length: number): void {
    let at = this.#tornBytes === 0 ? 0 : this.#complete(chunk, length);
    while (length - at >= sizeBytes) {
      const end = at + sizeBytes + frameBytes(chunk, at);
      if (end > length) break;
      this.#onResponse(chunk, at + sizeBytes, end);
      at = end;
    }
    if (at < length) this.#keep(chunk, at, length);
  }

  /** Adds to the torn response what it lacks; where the rest of the chunk begins. */
  #complete(chunk: Buffer, length: number): number {
    let at = 0;
    if (this.#tornBytes < sizeBytes) {
      at = Math.min(sizeBytes - this.#tornBytes, length);
      this.#keep(chunk, 0, at);
      if (this.#tornBytes < sizeBytes) return at;
    }
    const whole = sizeBytes + frameBytes(this.#torn, 0);
    const taken = Math.min(whole - this.#tornBytes, length - at);
    this.#keep(chunk, at, at + taken, whole);
    if (this.#tornBytes === whole) {
      this.#tornBytes = 0;
      this.#onResponse(this.#torn, sizeBytes, whole);
    }
    return at + taken;
  }

  #keep(chunk: Buffer, start: number, end: number, expected = 0): void {
    const needed = Math.max(expected, this.#tornBytes + end - start);
    if (needed > this.#torn.length) {
      const larger = Buffer.allocUnsafeSlow(2 ** Math.ceil(Math.log2(needed)));
      this.#torn.copy(larger, 0, 0, this.#tornBytes);
      this.#torn = larger;
    }
    chunk.copy(this.#torn, this.#tornBytes, start, end);
    this.#tornBytes += end - start;
  }
}

function frameBytes(bytes: Buffer, at: number): number {
  const size = bytes.readInt32BE(at);
  if (size < 0 || size > frameBytesMax) throw new MillraceError("PROTOCOL_VIOLATION", `A response says that it has ${size} bytes`);
  return size;
}
