/** Writes the primitive types of Kafka's protocol. Written here anew, so that our own codecs have a referee. */
export class BytesOut {
  readonly #parts: Buffer[] = [];

  #put(length: number, write: (part: Buffer) => void): this {
    const part = Buffer.alloc(length);
    write(part);
    this.#parts.push(part);
    return this;
  }

  int8(value: number): this {
    return this.#put(1, (part) => part.writeInt8(value));
  }

  int16(value: number): this {
    return this.#put(2, (part) => part.writeInt16BE(value));
  }

  int32(value: number): this {
    return this.#put(4, (part) => part.writeInt32BE(value));
  }

  int64(value: number): this {
    return this.#put(8, (part) => part.writeBigInt64BE(BigInt(value)));
  }

  uvarint(value: number): this {
    let rest = value;
    while (rest >= 0x80) {
      this.int8(((rest & 0x7f) | 0x80) - 256);
      rest >>>= 7;
    }
    return this.int8(rest);
  }

  /** Zigzag, as in records. */
  varint(value: number): this {
    return this.uvarint(((value << 1) ^ (value >> 31)) >>> 0);
  }

  string(value: string | null): this {
    return value === null ? this.int16(-1) : this.int16(Buffer.byteLength(value)).raw(Buffer.from(value));
  }

  compactString(value: string | null): this {
    return value === null ? this.uvarint(0) : this.uvarint(Buffer.byteLength(value) + 1).raw(Buffer.from(value));
  }

  bytes(value: Buffer | null): this {
    return value === null ? this.int32(-1) : this.int32(value.length).raw(value);
  }

  raw(value: Buffer): this {
    this.#parts.push(value);
    return this;
  }

  done(): Buffer {
    return Buffer.concat(this.#parts);
  }
}

/** Reads what `BytesOut` writes; reading past the end throws a RangeError. */
export class BytesIn {
  readonly #from: Buffer;
  #at = 0;

  constructor(from: Buffer) {
    this.#from = from;
  }

  get remaining(): number {
    return this.#from.length - this.#at;
  }

  int8(): number {
    return this.#from.readInt8(this.#advance(1));
  }

  int16(): number {
    return this.#from.readInt16BE(this.#advance(2));
  }

  int32(): number {
    return this.#from.readInt32BE(this.#advance(4));
  }

  int64(): number {
    return Number(this.#from.readBigInt64BE(this.#advance(8)));
  }

  uvarint(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.int8();
      value |= (byte & 0x7f) << shift;
      if (byte >= 0) return value >>> 0;
    }
  }

  string(): string | null {
    const length = this.int16();
    return length < 0 ? null : this.raw(length).toString();
  }

  compactString(): string | null {
    const length = this.uvarint() - 1;
    return length < 0 ? null : this.raw(length).toString();
  }

  raw(length: number): Buffer {
    const start = this.#advance(length);
    return this.#from.subarray(start, start + length);
  }

  /** An array with its 32-bit count; null counts as empty. */
  array<T>(read: () => T): T[] {
    return Array.from({ length: Math.max(0, this.int32()) }, read);
  }

  compactArray<T>(read: () => T): T[] {
    return Array.from({ length: Math.max(0, this.uvarint() - 1) }, read);
  }

  /** Tagged fields as bytes by tag. */
  tags(): Map<number, Buffer> {
    const entries = Array.from({ length: this.uvarint() }, () => {
      const tag = this.uvarint();
      return [tag, this.raw(this.uvarint())] as const;
    });
    return new Map(entries);
  }

  #advance(length: number): number {
    const start = this.#at;
    this.#at += length;
    return start;
  }
}
