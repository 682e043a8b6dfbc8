import { field, type MessageDefinition, message } from "./schema.ts";

export const addOffsetsToTxnRequest: MessageDefinition = message("request", "AddOffsetsToTxnRequest", {
  apiKey: 25,
  versions: "0-4",
  flexible: "3+",
  fields: [
    field("TransactionalId", "string", "0+", "The producer's `transactional.id`."),
    field("ProducerId", "int64", "0+", "The producer's id."),
    field("ProducerEpoch", "int16", "0+", "The producer's epoch."),
    field("GroupId", "string", "0+", "The group whose offsets the transaction is about to commit."),
  ],
});

export const addOffsetsToTxnResponse: MessageDefinition = message("response", "AddOffsetsToTxnResponse", {
  apiKey: 25,
  versions: "0-4",
  flexible: "3+",
  fields: [
    field("ThrottleTimeMs", "int32", "0+", "How long the client was held back by a quota, in milliseconds; 0 if it was not."),
    field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
  ],
});
