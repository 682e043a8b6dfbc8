import { field, type MessageDefinition, message } from "../schema.ts";

export const delegationTokenRecord: MessageDefinition = message("metadata", "DelegationTokenRecord", {
  apiKey: 10,
  versions: "0",
  flexible: "0+",
  fields: [
    field("Owner", "string", "0+", "The principal that the token acts for, e.g. `User:alice`."),
    field("Requester", "string", "0+", "The principal that asked for the token."),
    field("Renewers", "[]string", "0+", "Principals that may renew the token besides its owner."),
    field("IssueTimestamp", "int64", "0+", "When the token was made, in milliseconds since 1970."),
    field("MaxTimestamp", "int64", "0+", "When the token ends in any case, in milliseconds since 1970."),
    field("ExpirationTimestamp", "int64", "0+", "When the token ends unless renewed, in milliseconds since 1970."),
    field("TokenId", "string", "0+", "The token's id; its secret is worked out from it and the broker's key."),
  ],
});

export const removeDelegationTokenRecord: MessageDefinition = message("metadata", "RemoveDelegationTokenRecord", {
  apiKey: 26,
  versions: "0",
  flexible: "0+",
  fields: [field("TokenId", "string", "0+", "Id of the token that goes.")],
});
