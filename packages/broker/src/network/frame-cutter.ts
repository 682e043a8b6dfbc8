import { ProtocolError } from "@millrace/protocol";
import type { BufferPool } from "./buffer-pool.ts";

/** Largest part of an announced frame that is allocated before its bytes have come. */
const allocatedAheadBytesMax = 128 << 10;
const sizeFieldBytes = 4;
const nothing: Buffer = Buffer.alloc(0);

/**
 * Takes a whole frame, without its size field, at `buffer[start, end)`. The memory is lent: it is written over once this has
 * returned. Returning false stops the cutter until `resume`.
 */
export type OnFrame = (buffer: Buffer, start: number, end: number) => boolean;

/**
 * Cuts a stream of bytes into Kafka's frames: a big-endian int32 size, then so many bytes. Frames that arrive whole are handed
 * on where they lie. A frame in pieces is put together in pooled memory that grows with what has really come, so that an
 * announced size alone costs little.
 */
export class FrameCutter {
  readonly #frameBytesMax: () => number;
  readonly #pool: BufferPool;
  readonly #onFrame: OnFrame;
  /** While running, at most one frame in pieces, from its size field on; while stopped, all that has come since. */
  #kept: Buffer = nothing;
  #keptBytes = 0;
  #stopped = false;

  constructor(frameBytesMax: () => number, pool: BufferPool, onFrame: OnFrame) {
    this.#frameBytesMax = frameBytesMax;
    this.#pool = pool;
    this.#onFrame = onFrame;
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  get keptBytes(): number {
    return this.#keptBytes;
  }

  /** What is kept; of a frame in pieces all that it announced. */
  get heldBytes(): number {
    if (this.#stopped || this.#keptBytes < sizeFieldBytes) return this.#keptBytes;
    return sizeFieldBytes + this.#kept.readInt32BE(0);
  }

  /** Takes `chunk[0, length)`; keeps none of it by reference. Throws ProtocolError for a size that can't be. */
  push(chunk: Buffer, length: number): void {
    let at = 0;
    while (this.#keptBytes > 0 && !this.#stopped && at < length) {
      const to = Math.min(length, at + this.#missingBytes());
      this.#keep(chunk, at, to);
      at = to;
      if (this.#missingBytes() === 0) this.#cutKept();
    }
    if (!this.#stopped) at = this.#cut(chunk, at, length);
    this.#keep(chunk, at, length);
  }

  /** Hands on no further frame until `resume`. */
  stop(): void {
    this.#stopped = true;
  }

  /** Goes on after a stop, first with what came in the meantime. */
  resume(): void {
    this.#stopped = false;
    if (this.#keptBytes > 0) this.#cutKept();
  }

  /** Gives the memory back; nothing may be pushed any more. */
  close(): void {
    this.#stopped = true;
    this.#forget();
  }

  /** Hands on the whole frames of `chunk[from, length)`; returns where the first byte stands that it did not take. */
  #cut(chunk: Buffer, from: number, length: number): number {
    let at = from;
    while (!this.#stopped && length - at >= sizeFieldBytes) {
      const start = at + sizeFieldBytes;
      const end = start + this.#sizeAt(chunk, at);
      if (end > length) break;
      at = end;
      if (!this.#onFrame(chunk, start, end)) this.#stopped = true;
    }
    return at;
  }

  #cutKept(): void {
    const kept = this.#kept;
    const cut = this.#cut(kept, 0, this.#keptBytes);
    if (this.#kept !== kept) return; // closed by a frame's handler
    if (cut === this.#keptBytes) {
      this.#forget();
      return;
    }
    kept.copyWithin(0, cut, this.#keptBytes);
    this.#keptBytes -= cut;
  }

  #sizeAt(buffer: Buffer, at: number): number {
    const size = buffer.readInt32BE(at);
    if (size < 0) throw new ProtocolError(`a frame of ${size} bytes was announced`);
    const sizeMax = this.#frameBytesMax();
    if (size > sizeMax) throw new ProtocolError(`a frame of ${size} bytes was announced, more than the ${sizeMax} that are allowed`);
    return size;
  }

  /** What the frame in pieces lacks, as far as its size is known. */
  #missingBytes(): number {
    if (this.#keptBytes < sizeFieldBytes) return sizeFieldBytes - this.#keptBytes;
    return sizeFieldBytes + this.#sizeAt(this.#kept, 0) - this.#keptBytes;
  }

  #keep(chunk: Buffer, from: number, to: number): void {
    if (from === to) return;
    const neededBytes = this.#keptBytes + to - from;
    if (neededBytes > this.#kept.length) this.#grow(neededBytes, chunk, from, to);
    chunk.copy(this.#kept, this.#keptBytes, from, to);
    this.#keptBytes = neededBytes;
  }

  /** Makes room for the whole frame if it is small, otherwise for twice what is there. */
  #grow(neededBytes: number, chunk: Buffer, from: number, to: number): void {
    const head = this.#keptBytes > 0 ? this.#kept : chunk.subarray(from, to);
    const headBytes = this.#keptBytes > 0 ? this.#keptBytes : to - from;
    const frameBytes = this.#stopped || headBytes < sizeFieldBytes ? 0 : sizeFieldBytes + this.#sizeAt(head, 0);
    const ahead = Math.min(frameBytes, Math.max(allocatedAheadBytesMax, 2 * this.#keptBytes));
    const grown = this.#pool.acquire(Math.max(neededBytes, ahead));
    this.#kept.copy(grown, 0, 0, this.#keptBytes);
    this.#pool.release(this.#kept);
    this.#kept = grown;
  }

  #forget(): void {
    this.#pool.release(this.#kept);
    this.#kept = nothing;
    this.#keptBytes = 0;
  }
}
