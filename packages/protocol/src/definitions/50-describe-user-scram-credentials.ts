import { field, type MessageDefinition, message } from "./schema.ts";

export const describeUserScramCredentialsRequest: MessageDefinition = message("request", "DescribeUserScramCredentialsRequest", {
  apiKey: 50,
  versions: "0",
  flexible: "0+",
  fields: [
    field("Users", "[]UserName", "0+", "Whose credentials to describe; null or empty for everybody's.", {
      nullable: "0+",
      fields: [field("Name", "string", "0+", "The user's name.")],
    }),
  ],
});

export const describeUserScramCredentialsResponse: MessageDefinition = message("response", "DescribeUserScramCredentialsResponse", {
  apiKey: 50,
  versions: "0",
  flexible: "0+",
  fields: [
    field("ThrottleTimeMs", "int32", "0+", "How long the client was held back by a quota, in milliseconds; 0 if it was not."),
    field("ErrorCode", "int16", "0+", "Outcome of the whole request as a code of the error table; 0 is success."),
    field("ErrorMessage", "string", "0+", "Detail for people, beyond what the error code says; null if there is none.", {
      nullable: "0+",
    }),
    field("Results", "[]DescribeUserScramCredentialsResult", "0+", "Credentials by user.", {
      fields: [
        field("User", "string", "0+", "The user's name."),
        field("ErrorCode", "int16", "0+", "Outcome for this user as a code of the error table; 0 is success."),
        field("ErrorMessage", "string", "0+", "Detail for people, beyond what the error code says; null if there is none.", {
          nullable: "0+",
        }),
        field("CredentialInfos", "[]CredentialInfo", "0+", "The user's credentials, without what is secret about them.", {
          fields: [
            field("Mechanism", "int8", "0+", "The mechanism: 1 SCRAM-SHA-256, 2 SCRAM-SHA-512."),
            field("Iterations", "int32", "0+", "How many rounds the password was hashed."),
          ],
        }),
      ],
    }),
  ],
});
