import { field, type MessageDefinition, message } from "./schema.ts";

export const describeTransactionsRequest: MessageDefinition = message("request", "DescribeTransactionsRequest", {
  apiKey: 65,
  versions: "0",
  flexible: "0+",
  fields: [field("TransactionalIds", "[]string", "0+", "The transactional ids to tell of.")],
});

export const describeTransactionsResponse: MessageDefinition = message("response", "DescribeTransactionsResponse", {
  apiKey: 65,
  versions: "0",
  flexible: "0+",
  fields: [
    field("ThrottleTimeMs", "int32", "0+", "How long the client was held back by a quota, in milliseconds; 0 if it was not."),
    field("TransactionStates", "[]TransactionState", "0+", "What is known, by transactional id.", {
      fields: [
        field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
        field("TransactionalId", "string", "0+", "The transactional id."),
        field("TransactionState", "string", "0+", "The state's name, e.g. `Ongoing`."),
        field("TransactionTimeoutMs", "int32", "0+", "How long a transaction may stay open, in milliseconds."),
        field("TransactionStartTimeMs", "int64", "0+", "When the transaction began, in milliseconds since the epoch, or -1."),
        field("ProducerId", "int64", "0+", "The producer's id."),
        field("ProducerEpoch", "int16", "0+", "The producer's epoch."),
        field("Topics", "[]TopicData", "0+", "Partitions in the transaction that have no marker yet, by topic.", {
          fields: [
            field("Topic", "string", "0+", "The topic.", { mapKey: true }),
            field("Partitions", "[]int32", "0+", "Numbers of the topic's partitions."),
          ],
        }),
      ],
    }),
  ],
});
