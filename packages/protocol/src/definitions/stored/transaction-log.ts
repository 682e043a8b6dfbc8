import { field, type MessageDefinition, message } from "../schema.ts";

export const transactionLogKey: MessageDefinition = message("coordinator-key", "TransactionLogKey", {
  apiKey: 0,
  versions: "0",
  flexible: "none",
  fields: [field("TransactionalId", "string", "0", "The transactional id.")],
});

export const transactionLogValue: MessageDefinition = message("coordinator-value", "TransactionLogValue", {
  apiKey: 0,
  versions: "0-1",
  flexible: "1+",
  fields: [
    field("ProducerId", "int64", "0+", "The producer's id."),
    field("PreviousProducerId", "int64", "1+", "The id that the producer had before this record, or -1 (KIP-890).", {
      tag: 0,
      tagged: "1+",
      default: -1,
    }),
    field("NextProducerId", "int64", "1+", "The id that the producer gets when the transaction is complete, or -1 if it keeps its own.", {
      tag: 1,
      tagged: "1+",
      default: -1,
    }),
    field("ProducerEpoch", "int16", "0+", "The producer's epoch."),
    field("NextProducerEpoch", "int16", "1+", "The epoch that goes with the next id, or -1; Kafka 4.3 leaves it so.", {
      tag: 3,
      tagged: "1+",
      default: -1,
    }),
    field("TransactionTimeoutMs", "int32", "0+", "How long a transaction may stay open, in milliseconds."),
    field("TransactionStatus", "int8", "0+", "Number of the transaction's state."),
    field("TransactionPartitions", "[]PartitionsSchema", "0+", "Partitions in the transaction, by topic; null if it is empty.", {
      nullable: "0+",
      fields: [field("Topic", "string", "0+", "The topic."), field("PartitionIds", "[]int32", "0+", "Numbers of the topic's partitions.")],
    }),
    field("TransactionLastUpdateTimestampMs", "int64", "0+", "When the state last changed, in milliseconds since the epoch."),
    field("TransactionStartTimestampMs", "int64", "0+", "When the transaction began, in milliseconds since the epoch, or -1."),
    field("ClientTransactionVersion", "int16", "1+", "Level of `transaction.version` that the client speaks.", {
      tag: 2,
      tagged: "1+",
      default: 0,
    }),
  ],
});
