import { type Draft, type MessageCodec, Reader, Writer } from "@millrace/protocol";

const writer = new Writer();

/** A coordinator's key or value: behind two bytes, which say of a key what sort of record it is, and of a value which version. */
export function prefixed<T>(prefix: number, codec: MessageCodec<T>, draft: Draft<T>, version: number): Buffer {
  writer.reset().int16(prefix);
  codec.encode(writer, draft, version);
  return writer.toBuffer();
}

/** The value behind its version. */
export function versioned<T>(codec: MessageCodec<T>, value: Buffer | null): T | null {
  if (value === null) return null;
  const reader = new Reader(value);
  return codec.decode(reader, reader.int16());
}
