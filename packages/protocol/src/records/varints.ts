/** The zigzag varints of a record, read and written in place. */

/** A position that no batch reaches: what follows a varint that is not there. */
export const BEYOND = 2 ** 40;
export const VARINT_BYTES_MAX = 5;
export const VARLONG_BYTES_MAX = 10;
/** A varlong of up to this many bytes is a varint too. */
const SHORT_VARLONG_BYTES = 4;

/** How many bytes the varint at `at` takes; 0 if there is none. */
export function varintBytes(b: Buffer, at: number, end: number, bytesMax: number): number {
  if (at < end && (b[at] as number) < 0x80) return 1;
  for (let count = 1; count < bytesMax && at + count < end; count++) if ((b[at + count] as number) < 0x80) return count + 1;
  return 0;
}

/** The zigzag varint of `count` bytes at `at`. */
export function varintAt(b: Buffer, at: number, count: number): number {
  let raw = (b[at] as number) & 0x7f;
  for (let index = 1; index < count; index++) raw |= ((b[at + index] as number) & 0x7f) << (7 * index);
  return (raw >>> 1) ^ -(raw & 1);
}

/** The zigzag varlong of `count` bytes at `at`, rounded beyond 2⁵³ (ADR 1). */
export function varlongAt(b: Buffer, at: number, count: number): number {
  if (count <= SHORT_VARLONG_BYTES) return varintAt(b, at, count);
  const first = b[at] as number;
  let magnitude = (first & 0x7f) >> 1;
  for (let index = 1, scale = 64; index < count; index++, scale *= 128) magnitude += ((b[at + index] as number) & 0x7f) * scale;
  return (first & 1) === 0 ? magnitude : -magnitude - 1;
}

/** Behind the varint at `at`. */
export function behindVarint(b: Buffer, at: number, end: number): number {
  const count = varintBytes(b, at, end, VARINT_BYTES_MAX);
  return count === 0 ? BEYOND : at + count;
}

/** Writes the zigzag varint or varlong at `at`. Returns where it ends. */
export function putVarint(b: Buffer, at: number, value: number): number {
  let rest = value < 0 ? -(value + 1) : value;
  let byte = (rest % 64) * 2 + (value < 0 ? 1 : 0);
  rest = Math.floor(rest / 64);
  let next = at;
  while (rest > 0) {
    b[next++] = byte | 0x80;
    byte = rest % 128;
    rest = Math.floor(rest / 128);
  }
  b[next++] = byte;
  return next;
}

/** Bytes of a zigzag varint or varlong: seven bits each. */
export function varintSize(value: number): number {
  const magnitude = value < 0 ? -(value + 1) : value;
  let size = 1;
  for (let limit = 64; magnitude >= limit && size < VARLONG_BYTES_MAX; limit *= 128) size++;
  return size;
}
