import { field, type MessageDefinition, message } from "./schema.ts";

export const endTxnRequest: MessageDefinition = message("request", "EndTxnRequest", {
  apiKey: 26,
  versions: "0-5",
  flexible: "3+",
  fields: [
    field("TransactionalId", "string", "0+", "The producer's `transactional.id`."),
    field("ProducerId", "int64", "0+", "The producer's id."),
    field("ProducerEpoch", "int16", "0+", "The producer's epoch."),
    field("Committed", "bool", "0+", "Whether to commit the transaction, and not to abort it."),
  ],
});

export const endTxnResponse: MessageDefinition = message("response", "EndTxnResponse", {
  apiKey: 26,
  versions: "0-5",
  flexible: "3+",
  fields: [
    field("ThrottleTimeMs", "int32", "0+", "How long the client was held back by a quota, in milliseconds; 0 if it was not."),
    field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
    field("ProducerId", "int64", "5+", "The producer's id in the next transaction (KIP-890), or -1 on errors.", {
      default: -1,
      ignorable: true,
    }),
    field("ProducerEpoch", "int16", "5+", "The producer's epoch in the next transaction, or -1 on errors.", {
      default: -1,
      ignorable: true,
    }),
  ],
});
