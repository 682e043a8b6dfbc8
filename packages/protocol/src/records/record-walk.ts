/** A position that no batch reaches: what follows a varint that is not there. */
const BEYOND = 2 ** 40;
const VARINT_BYTES_MAX = 5;
const VARLONG_BYTES_MAX = 10;
/** A varlong of up to this many bytes is a varint too. */
const SHORT_VARLONG_BYTES = 4;

/**
 * Goes over the records of an uncompressed batch without making anything of them: finds out whether they are what the format allows and
 * which timestamps they have. Used for each batch that is appended, so that it allocates nothing; one walk serves many batches.
 */
export class RecordWalk {
  /** Largest difference of a record's timestamp to the batch's base timestamp in the last walk. */
  maxTimestampDelta = 0;
  /** Smallest one. */
  minTimestampDelta = 0;

  /** Whether exactly `count` well-formed records stand in `bytes[start, end)`. */
  over(bytes: Buffer, start: number, end: number, count: number): boolean {
    let at = start;
    let max = Number.NEGATIVE_INFINITY;
    let min = Number.POSITIVE_INFINITY;
    for (let left = count; left > 0; left--) {
      const lengthBytes = varintBytes(bytes, at, end, VARINT_BYTES_MAX);
      const recordEnd = at + lengthBytes + varintAt(bytes, at, lengthBytes);
      if (lengthBytes === 0 || recordEnd > end) return false;
      at += lengthBytes + 1; // the byte of attributes, of which none is defined
      const deltaBytes = varintBytes(bytes, at, recordEnd, VARLONG_BYTES_MAX);
      if (deltaBytes === 0) return false;
      const delta = deltaBytes <= SHORT_VARLONG_BYTES ? varintAt(bytes, at, deltaBytes) : varlongAt(bytes, at, deltaBytes);
      if (delta > max) max = delta;
      if (delta < min) min = delta;
      at = behindVarint(bytes, at + deltaBytes, recordEnd); // the offset delta
      at = behindBytes(bytes, at, recordEnd); // the key
      at = behindBytes(bytes, at, recordEnd); // the value
      if (behindHeaders(bytes, at, recordEnd) !== recordEnd) return false;
      at = recordEnd;
    }
    this.maxTimestampDelta = max;
    this.minTimestampDelta = min;
    return at === end;
  }
}

/** How many bytes the varint at `at` takes; 0 if there is none. */
function varintBytes(b: Buffer, at: number, end: number, bytesMax: number): number {
  if (at < end && (b[at] as number) < 0x80) return 1;
  for (let count = 1; count < bytesMax && at + count < end; count++) if ((b[at + count] as number) < 0x80) return count + 1;
  return 0;
}

/** The zigzag varint of `count` bytes at `at`. */
function varintAt(b: Buffer, at: number, count: number): number {
  let raw = (b[at] as number) & 0x7f;
  for (let index = 1; index < count; index++) raw |= ((b[at + index] as number) & 0x7f) << (7 * index);
  return (raw >>> 1) ^ -(raw & 1);
}

/** The zigzag varlong of `count` bytes at `at`, rounded beyond 2⁵³ (ADR 1). */
function varlongAt(b: Buffer, at: number, count: number): number {
  const first = b[at] as number;
  let magnitude = (first & 0x7f) >> 1;
  for (let index = 1, scale = 64; index < count; index++, scale *= 128) magnitude += ((b[at + index] as number) & 0x7f) * scale;
  return (first & 1) === 0 ? magnitude : -magnitude - 1;
}

function behindVarint(b: Buffer, at: number, end: number): number {
  const count = varintBytes(b, at, end, VARINT_BYTES_MAX);
  return count === 0 ? BEYOND : at + count;
}

/** Behind bytes that follow their length; a negative length stands for null. */
function behindBytes(b: Buffer, at: number, end: number): number {
  const count = varintBytes(b, at, end, VARINT_BYTES_MAX);
  return count === 0 ? BEYOND : at + count + Math.max(0, varintAt(b, at, count));
}

function behindHeaders(b: Buffer, at: number, end: number): number {
  if (at < end && b[at] === 0) return at + 1;
  const countBytes = varintBytes(b, at, end, VARINT_BYTES_MAX);
  const count = varintAt(b, at, countBytes);
  if (countBytes === 0 || count < 0 || count > end - at - countBytes) return BEYOND;
  let next = at + countBytes;
  for (let left = count; left > 0; left--) {
    const keyBytes = varintBytes(b, next, end, VARINT_BYTES_MAX);
    if (keyBytes === 0 || varintAt(b, next, keyBytes) < 0) return BEYOND;
    next = behindBytes(b, behindBytes(b, next, end), end);
  }
  return next;
}
