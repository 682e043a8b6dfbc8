import { field, type MessageDefinition, message } from "./schema.ts";

export const alterUserScramCredentialsRequest: MessageDefinition = message("request", "AlterUserScramCredentialsRequest", {
  apiKey: 51,
  versions: "0",
  flexible: "0+",
  fields: [
    field("Deletions", "[]ScramCredentialDeletion", "0+", "Credentials to remove.", {
      fields: [
        field("Name", "string", "0+", "The user's name."),
        field("Mechanism", "int8", "0+", "The mechanism: 1 SCRAM-SHA-256, 2 SCRAM-SHA-512."),
      ],
    }),
    field("Upsertions", "[]ScramCredentialUpsertion", "0+", "Credentials to create or replace.", {
      fields: [
        field("Name", "string", "0+", "The user's name."),
        field("Mechanism", "int8", "0+", "The mechanism: 1 SCRAM-SHA-256, 2 SCRAM-SHA-512."),
        field("Iterations", "int32", "0+", "How many rounds the password was hashed."),
        field("Salt", "bytes", "0+", "The salt that the client drew."),
        field("SaltedPassword", "bytes", "0+", "The password, salted and hashed as RFC 5802 says."),
      ],
    }),
  ],
});

export const alterUserScramCredentialsResponse: MessageDefinition = message("response", "AlterUserScramCredentialsResponse", {
  apiKey: 51,
  versions: "0",
  flexible: "0+",
  fields: [
    field("ThrottleTimeMs", "int32", "0+", "How long the client was held back by a quota, in milliseconds; 0 if it was not."),
    field("Results", "[]AlterUserScramCredentialsResult", "0+", "What became of each user's changes.", {
      fields: [
        field("User", "string", "0+", "The user's name."),
        field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
        field("ErrorMessage", "string", "0+", "Detail for people, beyond what the error code says; null if there is none.", {
          nullable: "0+",
        }),
      ],
    }),
  ],
});
