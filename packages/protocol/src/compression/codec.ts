import { ProtocolError } from "../wire/protocol-error.ts";

/** One way to compress the records of a batch, in the form that Kafka's clients read and write. */
export interface Codec {
  compress(bytes: Buffer): Buffer;
  /** Throws {@link DecompressionError} or whatever its library throws if `bytes` are broken or hold more than `sizeBytesMax`. */
  decompress(bytes: Buffer, sizeBytesMax: number): Buffer;
}

/**
 * What Node's libraries are given to decompress into at a time: a batch is often less than this. With their 16 KB a batch of 64 KB takes zstd
 * two to three times as long, for the parts that are made and joined.
 */
export const CHUNK_BYTES = 64 * 1024;

/** Bytes that can't be decompressed. */
export class DecompressionError extends ProtocolError {
  /** They may be whole, but hold more than the limit. */
  readonly isTooLarge: boolean;

  constructor(message: string, isTooLarge = false) {
    super(message);
    this.name = "DecompressionError";
    this.isTooLarge = isTooLarge;
  }
}

/** For codecs whose library can't be told a limit: refuses what would be larger before anything is allocated. */
export function checkDecompressedSize(sizeBytes: number, sizeBytesMax: number): void {
  if (sizeBytes > sizeBytesMax) throw new DecompressionError(`The records take ${sizeBytes} bytes when decompressed`, true);
}
