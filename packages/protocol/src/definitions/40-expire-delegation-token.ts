import { field, type MessageDefinition, message } from "./schema.ts";

export const expireDelegationTokenRequest: MessageDefinition = message("request", "ExpireDelegationTokenRequest", {
  apiKey: 40,
  versions: "1-2",
  flexible: "2+",
  fields: [
    field("Hmac", "bytes", "0+", "The token's secret."),
    field("ExpiryTimePeriodMs", "int64", "0+", "How long from now on the token is to live; negative to end it at once."),
  ],
});

export const expireDelegationTokenResponse: MessageDefinition = message("response", "ExpireDelegationTokenResponse", {
  apiKey: 40,
  versions: "1-2",
  flexible: "2+",
  fields: [
    field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
    field("ExpiryTimestampMs", "int64", "0+", "When the token ends unless renewed, in milliseconds since 1970."),
    field("ThrottleTimeMs", "int32", "0+", "How long the client was held back by a quota, in milliseconds; 0 if it was not."),
  ],
});
