import { field, type MessageDefinition, message } from "./schema.ts";

export const renewDelegationTokenRequest: MessageDefinition = message("request", "RenewDelegationTokenRequest", {
  apiKey: 39,
  versions: "1-2",
  flexible: "2+",
  fields: [
    field("Hmac", "bytes", "0+", "The token's secret."),
    field("RenewPeriodMs", "int64", "0+", "How long from now on the token is to live; -1 for the broker's default."),
  ],
});

export const renewDelegationTokenResponse: MessageDefinition = message("response", "RenewDelegationTokenResponse", {
  apiKey: 39,
  versions: "1-2",
  flexible: "2+",
  fields: [
    field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
    field("ExpiryTimestampMs", "int64", "0+", "When the token ends unless renewed, in milliseconds since 1970."),
    field("ThrottleTimeMs", "int32", "0+", "How long the client was held back by a quota, in milliseconds; 0 if it was not."),
  ],
});
