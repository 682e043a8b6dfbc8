import { field, type MessageDefinition, message } from "./schema.ts";

export const saslHandshakeRequest: MessageDefinition = message("request", "SaslHandshakeRequest", {
  apiKey: 17,
  versions: "0-1",
  flexible: "none",
  fields: [field("Mechanism", "string", "0+", "The SASL mechanism that the client wants, e.g. `SCRAM-SHA-512`.")],
});

export const saslHandshakeResponse: MessageDefinition = message("response", "SaslHandshakeResponse", {
  apiKey: 17,
  versions: "0-1",
  flexible: "none",
  fields: [
    field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
    field("Mechanisms", "[]string", "0+", "Names of the mechanisms that the listener has enabled."),
  ],
});
