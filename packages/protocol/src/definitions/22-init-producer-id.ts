import { field, type MessageDefinition, message } from "./schema.ts";

export const initProducerIdRequest: MessageDefinition = message("request", "InitProducerIdRequest", {
  apiKey: 22,
  versions: "0-6",
  flexible: "2+",
  latestVersionUnstable: true,
  fields: [
    field("TransactionalId", "string", "0+", "", { nullable: "0+" }),
    field("TransactionTimeoutMs", "int32", "0+", ""),
    field("ProducerId", "int64", "3+", "", { default: -1 }),
    field("ProducerEpoch", "int16", "3+", "", { default: -1 }),
    field("Enable2Pc", "bool", "6+", "", { default: false }),
    field("KeepPreparedTxn", "bool", "6+", "", { default: false }),
  ],
});

export const initProducerIdResponse: MessageDefinition = message("response", "InitProducerIdResponse", {
  apiKey: 22,
  versions: "0-6",
  flexible: "2+",
  fields: [
    field("ThrottleTimeMs", "int32", "0+", "", { ignorable: true }),
    field("ErrorCode", "int16", "0+", ""),
    field("ProducerId", "int64", "0+", "", { default: -1 }),
    field("ProducerEpoch", "int16", "0+", ""),
    field("OngoingTxnProducerId", "int64", "6+", "", { default: -1 }),
    field("OngoingTxnProducerEpoch", "int16", "6+", "", { default: -1 }),
  ],
});
