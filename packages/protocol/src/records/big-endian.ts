/** Fixed-size integers at a position of a buffer. No range checks: the caller knows that the bytes are there. */

const TWO_31 = 0x8000_0000;
const TWO_32 = 0x1_0000_0000;

export function int16At(b: Buffer, at: number): number {
  return (((b[at] as number) << 24) >> 16) | (b[at + 1] as number);
}

export function int32At(b: Buffer, at: number): number {
  return ((b[at] as number) << 24) | ((b[at + 1] as number) << 16) | ((b[at + 2] as number) << 8) | (b[at + 3] as number);
}

export function uint32At(b: Buffer, at: number): number {
  return int32At(b, at) >>> 0;
}

/** Exact up to ±2⁵³, rounded beyond (ADR 1). */
export function int64At(b: Buffer, at: number): number {
  return int32At(b, at) * TWO_32 + uint32At(b, at + 4);
}

export function putInt16(b: Buffer, at: number, value: number): void {
  b[at] = value >>> 8;
  b[at + 1] = value;
}

export function putInt32(b: Buffer, at: number, value: number): void {
  b[at] = value >>> 24;
  b[at + 1] = value >>> 16;
  b[at + 2] = value >>> 8;
  b[at + 3] = value;
}

/** Saturates at ±2⁶³ (ADR 1). */
export function putInt64(b: Buffer, at: number, value: number): void {
  const high = Math.floor(value / TWO_32);
  if (high >= TWO_31) {
    putInt32(b, at, 0x7fff_ffff);
    putInt32(b, at + 4, -1);
  } else if (high < -TWO_31) {
    putInt32(b, at, TWO_31);
    putInt32(b, at + 4, 0);
  } else {
    putInt32(b, at, high | 0);
    putInt32(b, at + 4, (value - high * TWO_32) | 0);
  }
}
