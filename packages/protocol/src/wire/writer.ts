import { assert } from "@millrace/kit";
import { ProtocolError } from "./protocol-error.ts";
import { writeUuid } from "./uuid.ts";

const TWO_31 = 0x8000_0000;
const TWO_32 = 0x1_0000_0000;
const STRING_BYTES_MAX = 0x7fff;
/** Up to here a JavaScript loop writes an ASCII string faster than a call into the runtime. */
const SHORT_STRING = 32;
/** Records from this size on are handed out as chunks of their own instead of being copied. */
const EXTERNAL_BYTES_MIN = 2048;
const CAPACITY = 1024;
/** A writer that once wrote something large does not keep that memory. */
const KEPT_CAPACITY_MAX = 256 * 1024;

/** Bytes in one piece or in several that belong together. */
export type Bytes = Buffer | readonly Buffer[];

/**
 * Writes Kafka's primitive types one after the other into memory that grows, in a single pass: lengths are patched in afterwards.
 *
 * Large `records` are not copied: {@link finish} gives them out between the writer's own bytes, ready for a gathering write.
 * Methods with a parameter `compact` write the flexible versions' encoding (an unsigned varint holding length + 1) if it is true.
 * A value outside an integer type's range keeps its low bits; int64 saturates (ADR 1).
 */
export class Writer {
  private memory: Buffer;
  private at = 0;
  private capacity: number;
  private readonly externals: Buffer[] = [];
  /** `externalsAt[i]` is the position in `memory` before which `externals[i]` belongs. */
  private readonly externalsAt: number[] = [];
  private externalSize = 0;
  private frameAt = 0;
  private frameStart = 0;

  constructor(capacity: number = CAPACITY) {
    this.capacity = capacity;
    this.memory = Buffer.allocUnsafeSlow(capacity);
  }

  /** Forgets what was written and uses the same memory again, so that chunks given out before become invalid. */
  reset(): this {
    if (this.capacity > KEPT_CAPACITY_MAX) return this.detach();
    this.at = 0;
    this.forgetExternals();
    return this;
  }

  /** Forgets what was written and leaves the memory to those who hold its chunks. */
  detach(): this {
    this.capacity = Math.min(this.capacity, KEPT_CAPACITY_MAX);
    this.memory = Buffer.allocUnsafeSlow(this.capacity);
    this.at = 0;
    this.forgetExternals();
    return this;
  }

  /** The number of bytes written so far, external chunks included. */
  get size(): number {
    return this.at + this.externalSize;
  }

  /** All that was written, in order, as views of the writer's memory and of the external buffers; valid until {@link reset}. */
  finish(): Buffer[] {
    const own = this.memory;
    if (this.externals.length === 0) return [own.subarray(0, this.at)];
    const chunks: Buffer[] = [];
    let from = 0;
    for (let i = 0; i < this.externals.length; i++) {
      const to = this.externalsAt[i] as number;
      if (to > from) chunks.push(own.subarray(from, to));
      chunks.push(this.externals[i] as Buffer);
      from = to;
    }
    if (this.at > from) chunks.push(own.subarray(from, this.at));
    return chunks;
  }

  /** All that was written as one buffer of its own, copied. */
  toBuffer(): Buffer {
    return Buffer.concat(this.finish(), this.size);
  }

  /** Leaves four bytes for a frame's size; frames don't nest. */
  beginFrame(): void {
    this.frameAt = this.grow(4);
    this.frameStart = this.size;
  }

  /** Fills in the number of bytes written since {@link beginFrame}. */
  endFrame(): void {
    this.putInt32(this.frameAt, this.size - this.frameStart);
  }

  bool(value: boolean): void {
    const at = this.grow(1);
    this.memory[at] = value ? 1 : 0;
  }

  int8(value: number): void {
    const at = this.grow(1);
    this.memory[at] = value;
  }

  int16(value: number): void {
    const at = this.grow(2);
    const b = this.memory;
    b[at] = value >>> 8;
    b[at + 1] = value;
  }

  uint16(value: number): void {
    this.int16(value);
  }

  int32(value: number): void {
    const at = this.grow(4);
    this.putInt32(at, value);
  }

  uint32(value: number): void {
    this.int32(value | 0);
  }

  int64(value: number): void {
    const at = this.grow(8);
    let high = Math.floor(value / TWO_32);
    let low = value - high * TWO_32;
    if (high >= TWO_31) {
      high = 0x7fff_ffff;
      low = 0xffff_ffff;
    } else if (high < -TWO_31) {
      high = -TWO_31;
      low = 0;
    }
    this.putInt32(at, high | 0);
    this.putInt32(at + 4, low | 0);
  }

  float64(value: number): void {
    const at = this.grow(8);
    this.memory.writeDoubleBE(value, at);
  }

  unsignedVarint(value: number): void {
    let at = this.grow(5);
    const b = this.memory;
    let rest = value >>> 0;
    while (rest > 0x7f) {
      b[at++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    b[at++] = rest;
    this.at = at;
  }

  /** A signed 32-bit integer in zigzag encoding. */
  varint(value: number): void {
    this.unsignedVarint((value << 1) ^ (value >> 31));
  }

  /** A signed 64-bit integer in zigzag encoding; saturates like {@link int64}. */
  varlong(value: number): void {
    if (value >= -TWO_31 / 2 && value < TWO_31 / 2) this.varint(value);
    else this.longVarlong(value);
  }

  private longVarlong(value: number): void {
    let at = this.grow(10);
    const b = this.memory;
    const sign = value < 0 ? 1n : 0n;
    const magnitude = BigInt.asUintN(63, BigInt.asIntN(64, saturated(value)) ^ -sign);
    let rest = (magnitude << 1n) | sign;
    while (rest > 0x7fn) {
      b[at++] = Number(rest & 0x7fn) | 0x80;
      rest >>= 7n;
    }
    b[at++] = Number(rest);
    this.at = at;
  }

  /** 16 bytes given as the 22 characters of base64url that Kafka prints. */
  uuid(value: string): void {
    const at = this.grow(16);
    writeUuid(value, this.memory, at);
  }

  string(value: string | null, compact: boolean): void {
    if (value === null) throw nullGiven();
    if (value.length > SHORT_STRING || !this.shortAscii(value, compact)) this.anyString(value, compact);
  }

  nullableString(value: string | null, compact: boolean): void {
    if (value !== null) this.string(value, compact);
    else if (compact) this.int8(0);
    else this.int16(-1);
  }

  /** Bytes, copied. */
  bytes(value: Bytes | null, compact: boolean): void {
    if (value === null) throw nullGiven();
    this.length(byteLength(value), compact);
    if (Array.isArray(value)) for (const chunk of value as readonly Buffer[]) this.copy(chunk);
    else this.copy(value as Buffer);
  }

  nullableBytes(value: Bytes | null, compact: boolean): void {
    if (value === null) this.length(-1, compact);
    else this.bytes(value, compact);
  }

  /** Record batches; large ones are not copied and must not change until they were sent. */
  records(value: Bytes | null, compact: boolean): void {
    if (value === null) throw nullGiven();
    this.length(byteLength(value), compact);
    if (Array.isArray(value)) for (const chunk of value as readonly Buffer[]) this.copyOrKeep(chunk);
    else this.copyOrKeep(value as Buffer);
  }

  nullableRecords(value: Bytes | null, compact: boolean): void {
    if (value === null) this.length(-1, compact);
    else this.records(value, compact);
  }

  arrayLength(value: readonly unknown[] | null, compact: boolean): void {
    if (value === null) throw nullGiven();
    this.length(value.length, compact);
  }

  nullableArrayLength(value: readonly unknown[] | null, compact: boolean): void {
    this.length(value === null ? -1 : value.length, compact);
  }

  /** Writes the byte that precedes a nullable struct. */
  structPresent(present: boolean): void {
    this.int8(present ? 1 : -1);
  }

  /** The same in a tagged field, which Kafka writes in another way. */
  taggedStructPresent(present: boolean): void {
    this.unsignedVarint(present ? 1 : 0);
  }

  /** Ends a struct that has no tagged fields. */
  noTags(): void {
    this.int8(0);
  }

  /** Writes a tag and leaves one byte for its field's size; the result goes to {@link endTag}. */
  beginTag(tag: number): number {
    this.unsignedVarint(tag);
    return this.grow(1);
  }

  /** Fills in a tagged field's size. Most take less than 128 bytes; behind a longer one the content moves up. */
  endTag(at: number): void {
    const start = at + 1;
    const end = this.at;
    const size = end - start;
    if (size < 0x80) {
      this.memory[at] = size;
      return;
    }
    assert(this.externals.length === 0 || (this.externalsAt.at(-1) as number) <= at, "records may not stand in tagged fields");
    const more = size < 0x4000 ? 1 : size < 0x20_0000 ? 2 : size < 0x1000_0000 ? 3 : 4;
    this.grow(more);
    this.memory.copyWithin(start + more, start, end);
    this.at = at;
    this.unsignedVarint(size);
    this.at = end + more;
  }

  private length(length: number, compact: boolean): void {
    if (compact) this.unsignedVarint(length + 1);
    else this.int32(length);
  }

  /** Writes a short string if all of it is ASCII; otherwise writes nothing. */
  private shortAscii(value: string, compact: boolean): boolean {
    const length = value.length;
    const start = this.at;
    let at = this.grow(length + 2);
    const b = this.memory;
    if (compact) b[at++] = length + 1;
    else {
      b[at++] = 0;
      b[at++] = length;
    }
    for (let i = 0; i < length; i++) {
      const code = value.charCodeAt(i);
      if (code > 0x7f) {
        this.at = start;
        return false;
      }
      b[at++] = code;
    }
    this.at = at;
    return true;
  }

  private anyString(value: string, compact: boolean): void {
    const size = Buffer.byteLength(value);
    if (size > STRING_BYTES_MAX) throw new ProtocolError(`A string of ${size} bytes exceeds the limit of ${STRING_BYTES_MAX}`);
    if (compact) this.unsignedVarint(size + 1);
    else this.int16(size);
    const at = this.grow(size);
    this.memory.write(value, at, size, "utf8");
  }

  /** Copies bytes as they are, without a length. */
  copy(chunk: Uint8Array): void {
    const at = this.grow(chunk.length);
    this.memory.set(chunk, at);
  }

  private copyOrKeep(chunk: Buffer): void {
    if (chunk.length < EXTERNAL_BYTES_MIN) {
      this.copy(chunk);
      return;
    }
    this.externals.push(chunk);
    this.externalsAt.push(this.at);
    this.externalSize += chunk.length;
  }

  private putInt32(at: number, value: number): void {
    const b = this.memory;
    b[at] = value >>> 24;
    b[at + 1] = value >>> 16;
    b[at + 2] = value >>> 8;
    b[at + 3] = value;
  }

  /** Moves on by `count` bytes, makes sure that they exist, and gives the position before. */
  private grow(count: number): number {
    const at = this.at;
    const end = at + count;
    if (end > this.capacity) this.enlarge(end);
    this.at = end;
    return at;
  }

  private enlarge(needed: number): void {
    this.capacity = Math.max(needed, this.capacity * 2);
    const larger = Buffer.allocUnsafeSlow(this.capacity);
    larger.set(this.memory.subarray(0, this.at));
    this.memory = larger;
  }

  private forgetExternals(): void {
    if (this.externals.length === 0) return;
    this.externals.length = 0;
    this.externalsAt.length = 0;
    this.externalSize = 0;
  }
}

function byteLength(value: Bytes): number {
  if (!Array.isArray(value)) return (value as Buffer).length;
  let size = 0;
  for (const chunk of value as readonly Buffer[]) size += chunk.length;
  return size;
}

function saturated(value: number): bigint {
  const whole = BigInt(value);
  const max = (1n << 63n) - 1n;
  if (whole > max) return max;
  return whole < -max - 1n ? -max - 1n : whole;
}

function nullGiven(): ProtocolError {
  return new ProtocolError("Null was given for a field that may not be null");
}
