import { field, type MessageDefinition, message } from "../schema.ts";

export const userScramCredentialRecord: MessageDefinition = message("metadata", "UserScramCredentialRecord", {
  apiKey: 11,
  versions: "0",
  flexible: "0+",
  fields: [
    field("Name", "string", "0+", "The user's name."),
    field("Mechanism", "int8", "0+", "The mechanism: 1 SCRAM-SHA-256, 2 SCRAM-SHA-512."),
    field("Salt", "bytes", "0+", "The salt that the client drew."),
    field("StoredKey", "bytes", "0+", "The key by which the broker knows the client, as RFC 5802 says."),
    field("ServerKey", "bytes", "0+", "The key by which the client knows the broker, as RFC 5802 says."),
    field("Iterations", "int32", "0+", "How many rounds the password was hashed."),
  ],
});

export const removeUserScramCredentialRecord: MessageDefinition = message("metadata", "RemoveUserScramCredentialRecord", {
  apiKey: 22,
  versions: "0",
  flexible: "0+",
  fields: [field("Name", "string", "0+", "The user's name."), field("Mechanism", "int8", "0+", "The mechanism whose credential goes.")],
});
