import { field, type MessageDefinition, message } from "./schema.ts";

export const initProducerIdRequest: MessageDefinition = message("request", "InitProducerIdRequest", {
  apiKey: 22,
  versions: "0-6",
  flexible: "2+",
  latestVersionUnstable: true,
  fields: [
    field("TransactionalId", "string", "0+", "The producer's `transactional.id`; null for idempotence alone.", { nullable: "0+" }),
    field("TransactionTimeoutMs", "int32", "0+", "How long a transaction may stay open before the coordinator aborts it, in milliseconds."),
    field("ProducerId", "int64", "3+", "The id in use so far, if only its epoch is to be raised (KIP-360); else -1.", { default: -1 }),
    field("ProducerEpoch", "int16", "3+", "The epoch in use so far, or -1.", { default: -1 }),
    field("Enable2Pc", "bool", "6+", "Whether an outside coordinator decides the transactions (KIP-939).", { default: false }),
    field("KeepPreparedTxn", "bool", "6+", "Whether a transaction that waits for such a decision is to survive.", { default: false }),
  ],
});

export const initProducerIdResponse: MessageDefinition = message("response", "InitProducerIdResponse", {
  apiKey: 22,
  versions: "0-6",
  flexible: "2+",
  fields: [
    field("ThrottleTimeMs", "int32", "0+", "How long the client was held back by a quota, in milliseconds; 0 if it was not.", {
      ignorable: true,
    }),
    field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
    field("ProducerId", "int64", "0+", "The id to put on batches, or -1 on errors.", { default: -1 }),
    field("ProducerEpoch", "int16", "0+", "The epoch to put on batches."),
    field("OngoingTxnProducerId", "int64", "6+", "Producer id of a transaction that was kept, or -1.", { default: -1 }),
    field("OngoingTxnProducerEpoch", "int16", "6+", "Producer epoch of a transaction that was kept, or -1.", { default: -1 }),
  ],
});
