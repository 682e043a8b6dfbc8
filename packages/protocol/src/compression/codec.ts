import { ProtocolError } from "../wire/protocol-error.ts";

/** One way to compress the records of a batch, in the form that Kafka's clients read and write. */
export interface Codec {
  compress(bytes: Buffer): Buffer;
  /** Throws {@link ProtocolError} or whatever its library throws if `bytes` are broken or hold more than `sizeBytesMax`. */
  decompress(bytes: Buffer, sizeBytesMax: number): Buffer;
}

/** For codecs whose library can't be told a limit: refuses what would be larger before anything is allocated. */
export function checkDecompressedSize(sizeBytes: number, sizeBytesMax: number): void {
  if (sizeBytes > sizeBytesMax) throw new ProtocolError(`The records hold ${sizeBytes} bytes when decompressed, more than ${sizeBytesMax}`);
}
