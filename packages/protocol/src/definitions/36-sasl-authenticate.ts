import { field, type MessageDefinition, message } from "./schema.ts";

export const saslAuthenticateRequest: MessageDefinition = message("request", "SaslAuthenticateRequest", {
  apiKey: 36,
  versions: "0-2",
  flexible: "2+",
  fields: [field("AuthBytes", "bytes", "0+", "What the client's side of the mechanism says next.")],
});

export const saslAuthenticateResponse: MessageDefinition = message("response", "SaslAuthenticateResponse", {
  apiKey: 36,
  versions: "0-2",
  flexible: "2+",
  fields: [
    field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
    field("ErrorMessage", "string", "0+", "Detail for people, beyond what the error code says; null if there is none.", {
      nullable: "0+",
    }),
    field("AuthBytes", "bytes", "0+", "What the broker's side of the mechanism says next."),
    field("SessionLifetimeMs", "int64", "1+", "Time after which the client has to authenticate again (KIP-368); 0 if it never has to.", {
      default: 0,
      ignorable: true,
    }),
  ],
});
