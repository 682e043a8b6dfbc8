import { BEYOND, behindVarint, VARINT_BYTES_MAX, VARLONG_BYTES_MAX, varintAt, varintBytes, varlongAt } from "./varints.ts";

/**
 * Goes over the records of an uncompressed batch without making anything of them: finds out whether they are what the format allows and
 * which timestamps they have. Used for each batch that is appended, so that it allocates nothing; one walk serves many batches.
 */
export class RecordWalk {
  /** Largest difference of a record's timestamp to the batch's base timestamp in the last walk. */
  maxTimestampDelta = 0;
  /** Smallest one. */
  minTimestampDelta = 0;
  /** How many of the records in the last walk have no key. */
  keyless = 0;

  /** Whether exactly `count` well-formed records stand in `bytes[start, end)`. */
  over(bytes: Buffer, start: number, end: number, count: number): boolean {
    let at = start;
    let max = Number.NEGATIVE_INFINITY;
    let min = Number.POSITIVE_INFINITY;
    let keyless = 0;
    for (let left = count; left > 0; left--) {
      const lengthBytes = varintBytes(bytes, at, end, VARINT_BYTES_MAX);
      const recordEnd = at + lengthBytes + varintAt(bytes, at, lengthBytes);
      if (lengthBytes === 0 || recordEnd > end) return false;
      at += lengthBytes + 1; // the byte of attributes, of which none is defined
      const deltaBytes = varintBytes(bytes, at, recordEnd, VARLONG_BYTES_MAX);
      if (deltaBytes === 0) return false;
      const delta = varlongAt(bytes, at, deltaBytes);
      if (delta > max) max = delta;
      if (delta < min) min = delta;
      at = behindVarint(bytes, at + deltaBytes, recordEnd); // the offset delta
      if (((bytes[at] as number) & 1) === 1) keyless++; // the length of the key, of which the lowest bit is its sign
      at = behindBytes(bytes, at, recordEnd);
      at = behindBytes(bytes, at, recordEnd); // the value
      if (behindHeaders(bytes, at, recordEnd) !== recordEnd) return false;
      at = recordEnd;
    }
    this.maxTimestampDelta = max;
    this.minTimestampDelta = min;
    this.keyless = keyless;
    return at === end && count >= 0;
  }
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
