import { MillraceError } from "@millrace/kit";

const sizeFieldBytes = 4;

/** What a record of TLS begins with that says what is wrong: brokers answer it to requests that come in the clear. */
const tlsAlert = 0x150303;

/**
 * Cuts received bytes into Kafka's frames: a big-endian int32 size, then so many bytes. A frame that arrives whole is handed on
 * as a slice of what was received; one in pieces is copied together once, when its last byte is there, so that memory follows
 * what has come and not what was announced.
 */
export class FrameReader {
  readonly #frameBytesMax: number;
  readonly #onFrame: (frame: Buffer) => void;
  #pieces: Buffer[] = [];
  #pieceBytes = 0;
  /** Of the frame in pieces, its size field included; until that is known, of the size field. */
  #wantedBytes = sizeFieldBytes;

  constructor(frameBytesMax: number, onFrame: (frame: Buffer) => void) {
    this.#frameBytesMax = frameBytesMax;
    this.#onFrame = onFrame;
  }

  /** Takes the next bytes and hands on every frame that they complete. Throws PROTOCOL_VIOLATION for a size that can't be. */
  push(chunk: Buffer): void {
    this.#pieces.push(chunk);
    this.#pieceBytes += chunk.length;
    while (this.#pieceBytes >= this.#wantedBytes) {
      const bytes = this.#pieces.length === 1 ? (this.#pieces[0] ?? chunk) : Buffer.concat(this.#pieces, this.#pieceBytes);
      const endAt = sizeFieldBytes + this.#sizeOf(bytes);
      if (bytes.length >= endAt) {
        this.#keep(bytes.subarray(endAt), sizeFieldBytes);
        this.#onFrame(bytes.subarray(sizeFieldBytes, endAt));
      } else {
        this.#keep(bytes, endAt);
      }
    }
  }

  #keep(rest: Buffer, wantedBytes: number): void {
    this.#pieces = rest.length > 0 ? [rest] : [];
    this.#pieceBytes = rest.length;
    this.#wantedBytes = wantedBytes;
  }

  #sizeOf(bytes: Buffer): number {
    const size = bytes.readInt32BE(0);
    if (size >= 0 && size <= this.#frameBytesMax) return size;
    if (size >>> 8 === tlsAlert) {
      const hint = "set security.protocol to SSL or SASL_SSL, as the listener asks for";
      throw new MillraceError("PROTOCOL_VIOLATION", "the broker speaks TLS there, and this client does not", { hint });
    }
    throw new MillraceError("PROTOCOL_VIOLATION", `the broker announced a reply of ${size} bytes, the limit is ${this.#frameBytesMax}`, {
      hint: "is this the port of a Kafka listener without TLS?",
    });
  }
}
