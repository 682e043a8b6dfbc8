export { type Api, apiByKey, apis, requestHeaderVersion, responseHeaderVersion } from "./apis.ts";
export type { Draft, MessageCodec } from "./codec.ts";
export { type ErrorName, errorByCode, errors, type KafkaError } from "./errors.ts";
export * from "./generated/index.ts";
export * from "./records/index.ts";
export { ProtocolError } from "./wire/protocol-error.ts";
export { Reader } from "./wire/reader.ts";
export { ZERO_UUID } from "./wire/uuid.ts";
export { type Bytes, Writer } from "./wire/writer.ts";
