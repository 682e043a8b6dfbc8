import { InternedSlices } from "./interned-slices.ts";
import { ProtocolError } from "./protocol-error.ts";

const TWO_32 = 0x1_0000_0000;
const STRING_BYTES_MAX = 0x7fff;
const EMPTY = Buffer.alloc(0);

/** Strings and uuids recur from request to request (topics, client ids), so that looking them up is quicker than making them anew. */
const strings = new InternedSlices((bytes, start, end) => bytes.toString("utf8", start, end));
const uuids = new InternedSlices((bytes, start, end) => bytes.toString("base64url", start, end));

/**
 * Reads Kafka's primitive types from the bytes `[start, end)` of a buffer, front to back.
 *
 * Strict: each length is checked against what remains before anything is allocated, and every violation is a {@link ProtocolError}. An
 * element of one byte becomes an object of dozens, so that whoever reads from strangers limits the number of elements as well.
 * A reader keeps no memory of its own and can be pointed at the next frame with {@link reset}; slices that it gave out share the buffer.
 *
 * Methods with a parameter `compact` read the flexible versions' encoding (an unsigned varint holding length + 1) if it is true.
 */
export class Reader {
  private source: Buffer;
  /** Index in the buffer of the next byte to read. */
  position: number;
  private limit: number;
  private elementsLeft = Number.POSITIVE_INFINITY;

  constructor(buffer: Buffer = EMPTY, start = 0, end: number = buffer.length) {
    this.source = buffer;
    this.position = start;
    this.limit = end;
    checkRange(buffer, start, end);
  }

  /** Starts over on other bytes. */
  reset(buffer: Buffer, start = 0, end: number = buffer.length): this {
    checkRange(buffer, start, end);
    this.source = buffer;
    this.position = start;
    this.limit = end;
    return this;
  }

  /** Refuses bytes whose arrays hold more elements altogether than `elementsMax`, from here on. */
  limitElements(elementsMax: number): this {
    this.elementsLeft = elementsMax;
    return this;
  }

  /** The number of bytes not read yet. */
  get remaining(): number {
    return this.limit - this.position;
  }

  /** Index in the buffer just behind the last readable byte. */
  get end(): number {
    return this.limit;
  }

  /** Passes over `count` bytes. */
  skip(count: number): void {
    this.take(count);
  }

  /** The next `count` bytes, sharing the buffer's memory. */
  slice(count: number): Buffer {
    const at = this.take(count);
    return this.source.subarray(at, at + count);
  }

  bool(): boolean {
    return this.source[this.take(1)] !== 0;
  }

  int8(): number {
    return ((this.source[this.take(1)] as number) << 24) >> 24;
  }

  uint8(): number {
    return this.source[this.take(1)] as number;
  }

  int16(): number {
    const at = this.take(2);
    const b = this.source;
    return (((b[at] as number) << 24) >> 16) | (b[at + 1] as number);
  }

  uint16(): number {
    return this.int16() & 0xffff;
  }

  int32(): number {
    const at = this.take(4);
    const b = this.source;
    return ((b[at] as number) << 24) | ((b[at + 1] as number) << 16) | ((b[at + 2] as number) << 8) | (b[at + 3] as number);
  }

  uint32(): number {
    return this.int32() >>> 0;
  }

  /** An int64 as number: exact up to ±2⁵³, rounded beyond (ADR 1). */
  int64(): number {
    const at = this.take(8);
    const b = this.source;
    const high = ((b[at] as number) << 24) | ((b[at + 1] as number) << 16) | ((b[at + 2] as number) << 8) | (b[at + 3] as number);
    const low = ((b[at + 4] as number) << 24) | ((b[at + 5] as number) << 16) | ((b[at + 6] as number) << 8) | (b[at + 7] as number);
    return high * TWO_32 + (low >>> 0);
  }

  float64(): number {
    return this.source.readDoubleBE(this.take(8));
  }

  /** At most five bytes; what exceeds 32 bits is dropped, as Kafka does. */
  unsignedVarint(): number {
    const b = this.source;
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      if (this.position >= this.limit) throw truncated(1, 0);
      const byte = b[this.position++] as number;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
    throw new ProtocolError("A varint is longer than five bytes");
  }

  /** A signed 32-bit integer in zigzag encoding. */
  varint(): number {
    const raw = this.unsignedVarint();
    return (raw >>> 1) ^ -(raw & 1);
  }

  /** A signed 64-bit integer in zigzag encoding, at most ten bytes; rounded like {@link int64}. */
  varlong(): number {
    const first = this.uint8();
    let magnitude = (first & 0x7f) >> 1;
    let byte = first;
    // The first byte's lowest bit is the sign, so that its seven bits carry six of the magnitude.
    for (let scale = 64, count = 1; byte >= 0x80; scale *= 128, count++) {
      if (count === 10) throw new ProtocolError("A varlong is longer than ten bytes");
      byte = this.uint8();
      magnitude += (count === 9 ? byte & 1 : byte & 0x7f) * scale;
    }
    return (first & 1) === 0 ? magnitude : -magnitude - 1;
  }

  /** 16 bytes as the 22 characters of base64url that Kafka prints. */
  uuid(): string {
    const at = this.take(16);
    return uuids.get(this.source, at, at + 16);
  }

  string(compact: boolean): string {
    const length = this.stringLength(compact);
    if (length < 0) throw nullFound();
    return this.utf8(length);
  }

  nullableString(compact: boolean): string | null {
    const length = this.stringLength(compact);
    return length < 0 ? null : this.utf8(length);
  }

  /** Shares the buffer's memory; nothing is copied. */
  bytes(compact: boolean): Buffer {
    const length = this.length(compact);
    if (length < 0) throw nullFound();
    return this.slice(length);
  }

  /** Shares the buffer's memory; nothing is copied. */
  nullableBytes(compact: boolean): Buffer | null {
    const length = this.length(compact);
    return length < 0 ? null : this.slice(length);
  }

  /** The number of elements that follow. Each takes one byte or more, so that a number beyond what remains is refused at once. */
  arrayLength(compact: boolean): number {
    const length = this.nullableArrayLength(compact);
    if (length < 0) throw nullFound();
    return length;
  }

  /** As {@link arrayLength}; −1 stands for null. */
  nullableArrayLength(compact: boolean): number {
    const length = this.length(compact);
    if (length > this.remaining) throw truncated(length, this.remaining);
    if (length > this.elementsLeft) throw new ProtocolError(`${length} elements are too many`);
    if (length > 0) this.elementsLeft -= length;
    return length;
  }

  /** Whether a struct follows; a nullable struct is preceded by one byte, negative if the struct is null. */
  structPresent(): boolean {
    return this.int8() >= 0;
  }

  /** The same in a tagged field, which Kafka writes in another way. */
  taggedStructPresent(): boolean {
    return this.unsignedVarint() > 0;
  }

  /** Reads one tagged field's size and gives the position where the field has to end. */
  tagEnd(): number {
    const size = this.unsignedVarint();
    if (size > this.remaining) throw truncated(size, this.remaining);
    return this.position + size;
  }

  /** Refuses a tagged field whose content ends elsewhere than its size said. */
  expectTagEnd(end: number): void {
    if (this.position !== end) throw new ProtocolError(`A tagged field's size is wrong by ${this.position - end} bytes`);
  }

  /** Passes over a struct's tagged fields, none of which is known. */
  skipTags(): void {
    for (let count = this.unsignedVarint(); count > 0; count--) {
      this.unsignedVarint();
      this.take(this.unsignedVarint());
    }
  }

  private take(count: number): number {
    const at = this.position;
    if (count > this.limit - at || count < 0) throw truncated(count, this.limit - at);
    this.position = at + count;
    return at;
  }

  private utf8(length: number): string {
    const at = this.take(length);
    return strings.get(this.source, at, at + length);
  }

  private stringLength(compact: boolean): number {
    if (!compact) return nullLength(this.int16());
    const length = this.unsignedVarint() - 1;
    if (length > STRING_BYTES_MAX) throw new ProtocolError(`A string of ${length} bytes exceeds the limit of ${STRING_BYTES_MAX}`);
    return length;
  }

  private length(compact: boolean): number {
    return compact ? this.unsignedVarint() - 1 : nullLength(this.int32());
  }
}

function checkRange(buffer: Buffer, start: number, end: number): void {
  if (start < 0 || start > end || end > buffer.length) throw new RangeError(`[${start}, ${end}) is not within ${buffer.length} bytes`);
}

/** Any negative length stands for null, as Kafka reads it. */
function nullLength(length: number): number {
  return length < 0 ? -1 : length;
}

function truncated(wanted: number, remaining: number): ProtocolError {
  return new ProtocolError(`${wanted} bytes or elements were announced where ${remaining} bytes remain`);
}

function nullFound(): ProtocolError {
  return new ProtocolError("A field that may not be null is null");
}
