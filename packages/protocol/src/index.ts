export type { Draft, MessageCodec } from "./codec.ts";
export * from "./generated/index.ts";
export * from "./records/index.ts";
export { ProtocolError } from "./wire/protocol-error.ts";
export { Reader } from "./wire/reader.ts";
export { ZERO_UUID } from "./wire/uuid.ts";
export { type Bytes, Writer } from "./wire/writer.ts";
