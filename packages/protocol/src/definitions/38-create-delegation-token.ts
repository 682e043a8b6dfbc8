import { field, type MessageDefinition, message } from "./schema.ts";

export const createDelegationTokenRequest: MessageDefinition = message("request", "CreateDelegationTokenRequest", {
  apiKey: 38,
  versions: "1-3",
  flexible: "2+",
  fields: [
    field("OwnerPrincipalType", "string", "3+", "Kind of the principal that the token is to act for; null for the one that asks.", {
      nullable: "3+",
    }),
    field("OwnerPrincipalName", "string", "3+", "Name of the principal that the token is to act for; null for the one that asks.", {
      nullable: "3+",
    }),
    field("Renewers", "[]CreatableRenewers", "0+", "Who else may renew the token.", {
      fields: [
        field("PrincipalType", "string", "0+", "Kind of principal; only `User` is accepted."),
        field("PrincipalName", "string", "0+", "Name of the principal."),
      ],
    }),
    field("MaxLifetimeMs", "int64", "0+", "Time after which the token can't be renewed any more; -1 for the broker's default."),
  ],
});

export const createDelegationTokenResponse: MessageDefinition = message("response", "CreateDelegationTokenResponse", {
  apiKey: 38,
  versions: "1-3",
  flexible: "2+",
  fields: [
    field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
    field("PrincipalType", "string", "0+", "Kind of the principal that the token acts for."),
    field("PrincipalName", "string", "0+", "Name of the principal that the token acts for."),
    field("TokenRequesterPrincipalType", "string", "3+", "Kind of the principal that asked for the token."),
    field("TokenRequesterPrincipalName", "string", "3+", "Name of the principal that asked for the token."),
    field("IssueTimestampMs", "int64", "0+", "When the token was made, in milliseconds since 1970."),
    field("ExpiryTimestampMs", "int64", "0+", "When the token ends unless renewed, in milliseconds since 1970."),
    field("MaxTimestampMs", "int64", "0+", "When the token ends in any case, in milliseconds since 1970."),
    field("TokenId", "string", "0+", "The token's id, which is its user name in SCRAM."),
    field("Hmac", "bytes", "0+", "The token's secret, which in base64 is its password in SCRAM."),
    field("ThrottleTimeMs", "int32", "0+", "How long the client was held back by a quota, in milliseconds; 0 if it was not."),
  ],
});
