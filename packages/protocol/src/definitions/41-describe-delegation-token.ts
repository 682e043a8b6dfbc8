import { field, type MessageDefinition, message } from "./schema.ts";

export const describeDelegationTokenRequest: MessageDefinition = message("request", "DescribeDelegationTokenRequest", {
  apiKey: 41,
  versions: "1-3",
  flexible: "2+",
  fields: [
    field("Owners", "[]DescribeDelegationTokenOwner", "0+", "Whose tokens to describe; null for all of them.", {
      nullable: "0+",
      fields: [
        field("PrincipalType", "string", "0+", "Kind of principal."),
        field("PrincipalName", "string", "0+", "Name of the principal."),
      ],
    }),
  ],
});

export const describeDelegationTokenResponse: MessageDefinition = message("response", "DescribeDelegationTokenResponse", {
  apiKey: 41,
  versions: "1-3",
  flexible: "2+",
  fields: [
    field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
    field("Tokens", "[]DescribedDelegationToken", "0+", "The tokens that the client may see.", {
      fields: [
        field("PrincipalType", "string", "0+", "Kind of the principal that the token acts for."),
        field("PrincipalName", "string", "0+", "Name of the principal that the token acts for."),
        field("TokenRequesterPrincipalType", "string", "3+", "Kind of the principal that asked for the token."),
        field("TokenRequesterPrincipalName", "string", "3+", "Name of the principal that asked for the token."),
        field("IssueTimestamp", "int64", "0+", "When the token was made, in milliseconds since 1970."),
        field("ExpiryTimestamp", "int64", "0+", "When the token ends unless renewed, in milliseconds since 1970."),
        field("MaxTimestamp", "int64", "0+", "When the token ends in any case, in milliseconds since 1970."),
        field("TokenId", "string", "0+", "The token's id, which is its user name in SCRAM."),
        field("Hmac", "bytes", "0+", "The token's secret."),
        field("Renewers", "[]DescribedDelegationTokenRenewer", "0+", "Who else may renew the token.", {
          fields: [
            field("PrincipalType", "string", "0+", "Kind of principal."),
            field("PrincipalName", "string", "0+", "Name of the principal."),
          ],
        }),
      ],
    }),
    field("ThrottleTimeMs", "int32", "0+", "How long the client was held back by a quota, in milliseconds; 0 if it was not."),
  ],
});
