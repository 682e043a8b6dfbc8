export { ProtocolError } from "./wire/protocol-error.ts";
