/**
 * Goes over the records of an uncompressed batch without making anything of them: finds out whether they are what the format allows and
 * which timestamps they have. Used for each batch that is appended, so that it allocates nothing; one walk serves many batches.
 */
export class RecordWalk {
  /** Largest difference of a record's timestamp to the batch's base timestamp in the last walk. */
  maxTimestampDelta = 0;
  /** Smallest one. */
  minTimestampDelta = 0;
  private bytes: Buffer = Buffer.alloc(0);
  private at = 0;
  private end = 0;

  /** Whether exactly `count` well-formed records stand in `bytes[start, end)`. */
  over(bytes: Buffer, start: number, end: number, count: number): boolean {
    this.bytes = bytes;
    this.at = start;
    this.maxTimestampDelta = Number.NEGATIVE_INFINITY;
    this.minTimestampDelta = Number.POSITIVE_INFINITY;
    for (let left = count; left > 0; left--) {
      this.end = end;
      const size = this.varint();
      const recordEnd = this.at + size;
      if (size < 0 || recordEnd > end) return false;
      this.end = recordEnd;
      if (!this.record() || this.at !== recordEnd) return false;
    }
    return this.at === end;
  }

  private record(): boolean {
    this.at++; // attributes, of which none is defined
    const timestampDelta = this.varlong();
    if (timestampDelta > this.maxTimestampDelta) this.maxTimestampDelta = timestampDelta;
    if (timestampDelta < this.minTimestampDelta) this.minTimestampDelta = timestampDelta;
    this.varint(); // offset delta
    this.skip(this.varint());
    this.skip(this.varint());
    const headers = this.varint();
    if (headers < 0 || headers > this.end - this.at) return false;
    for (let left = headers; left > 0; left--) {
      const keySize = this.varint();
      if (keySize < 0) return false;
      this.skip(keySize);
      this.skip(this.varint());
    }
    return true;
  }

  /** A negative size stands for null. Beyond the end the position shows it: no varint brings it back. */
  private skip(sizeBytes: number): void {
    if (sizeBytes > 0) this.at += sizeBytes;
  }

  /** Zigzag, at most five bytes. Runs out of the record rather than fail: `over` sees the position. */
  private varint(): number {
    const b = this.bytes;
    let at = this.at;
    if (at >= this.end) return this.overrun();
    const first = b[at++] as number;
    let raw = first & 0x7f;
    if (first >= 0x80) {
      let byte = 0x80;
      for (let shift = 7; byte >= 0x80; shift += 7) {
        if (shift > 28 || at >= this.end) return this.overrun();
        byte = b[at++] as number;
        raw |= (byte & 0x7f) << shift;
      }
    }
    this.at = at;
    return (raw >>> 1) ^ -(raw & 1);
  }

  /** Zigzag, at most ten bytes, rounded beyond 2⁵³ (ADR 1). */
  private varlong(): number {
    const b = this.bytes;
    let at = this.at;
    if (at >= this.end) return this.overrun();
    const first = b[at++] as number;
    let magnitude = (first & 0x7f) >> 1;
    let byte = first;
    for (let scale = 64, count = 1; byte >= 0x80; scale *= 128, count++) {
      if (count === 10 || at >= this.end) return this.overrun();
      byte = b[at++] as number;
      magnitude += (byte & 0x7f) * scale;
    }
    this.at = at;
    return (first & 1) === 0 ? magnitude : -magnitude - 1;
  }

  private overrun(): number {
    this.at = Number.MAX_SAFE_INTEGER;
    return 0;
  }
}
