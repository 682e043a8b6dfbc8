import { ProtocolError } from "../wire/protocol-error.ts";
import { VARINT_BYTES_MAX, VARLONG_BYTES_MAX, varintAt, varintBytes, varlongAt } from "./varints.ts";

const noBytes = Buffer.alloc(0);

/**
 * Goes from record to record of a batch's decompressed records and tells where their parts stand, without making anything of them: one of
 * these serves all batches. After `next()` has returned true, the fields are those of the current record.
 */
export class RecordFrames {
  /** What the records stand in. */
  bytes: Buffer = noBytes;
  start = 0;
  end = 0;
  timestampDelta = 0;
  offsetDelta = 0;
  /** Where key, value and headers stand, the length of the key first: what stays the same whatever batch the record is in. */
  contentAt = 0;
  keyAt = 0;
  /** -1: no key. */
  keyBytes = -1;
  /** A record without a value is a tombstone. */
  hasValue = false;
  #end = 0;
  #left = 0;

  /** Begins with the first of the `count` records in `bytes[start, end)`. */
  over(bytes: Buffer, start: number, end: number, count: number): void {
    this.bytes = bytes;
    this.end = start;
    this.#end = end;
    this.#left = count;
  }

  /** Throws {@link ProtocolError} for what is no record. What the headers hold is not looked at. */
  next(): boolean {
    if (this.#left <= 0) return false;
    this.#left--;
    const { bytes } = this;
    const at = this.end;
    const lengthBytes = varintBytes(bytes, at, this.#end, VARINT_BYTES_MAX);
    const end = at + lengthBytes + varintAt(bytes, at, lengthBytes);
    if (lengthBytes === 0 || end <= at + lengthBytes || end > this.#end) throw malformed(at);
    this.start = at;
    this.end = end;
    this.#readParts(at + lengthBytes + 1, end);
    return true;
  }

  /** The parts behind the byte of attributes, of which none is defined. */
  #readParts(from: number, end: number): void {
    const { bytes } = this;
    const timestampBytes = varintBytes(bytes, from, end, VARLONG_BYTES_MAX);
    const offsetAt = from + timestampBytes;
    const offsetBytes = varintBytes(bytes, offsetAt, end, VARINT_BYTES_MAX);
    const contentAt = offsetAt + offsetBytes;
    const keyLengthBytes = varintBytes(bytes, contentAt, end, VARINT_BYTES_MAX);
    const keyBytes = varintAt(bytes, contentAt, keyLengthBytes);
    const valueAt = contentAt + keyLengthBytes + Math.max(0, keyBytes);
    const valueLengthBytes = varintBytes(bytes, valueAt, end, VARINT_BYTES_MAX);
    if (timestampBytes === 0 || offsetBytes === 0 || keyLengthBytes === 0 || valueLengthBytes === 0) throw malformed(this.start);
    const valueBytes = varintAt(bytes, valueAt, valueLengthBytes);
    if (valueBytes > end - valueAt - valueLengthBytes) throw malformed(this.start);
    this.timestampDelta = varlongAt(bytes, from, timestampBytes);
    this.offsetDelta = varintAt(bytes, offsetAt, offsetBytes);
    this.contentAt = contentAt;
    this.keyAt = contentAt + keyLengthBytes;
    this.keyBytes = Math.max(-1, keyBytes);
    this.hasValue = valueBytes >= 0;
  }
}

function malformed(at: number): ProtocolError {
  return new ProtocolError(`There is no whole record at byte ${at} of a batch's records`);
}
