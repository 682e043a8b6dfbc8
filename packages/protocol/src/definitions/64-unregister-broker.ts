import { field, type MessageDefinition, message } from "./schema.ts";

export const unregisterBrokerRequest: MessageDefinition = message("request", "UnregisterBrokerRequest", {
  apiKey: 64,
  versions: "0",
  flexible: "0+",
  fields: [field("BrokerId", "int32", "0+", "Node id of the broker that is to be forgotten.")],
});

export const unregisterBrokerResponse: MessageDefinition = message("response", "UnregisterBrokerResponse", {
  apiKey: 64,
  versions: "0",
  flexible: "0+",
  fields: [
    field("ThrottleTimeMs", "int32", "0+", "How long the client was held back by a quota, in milliseconds; 0 if it was not."),
    field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
    field("ErrorMessage", "string", "0+", "Detail for people; null if there is none.", { nullable: "0+" }),
  ],
});
