import { field, type MessageDefinition, message, struct } from "./schema.ts";

export const addPartitionsToTxnRequest: MessageDefinition = message("request", "AddPartitionsToTxnRequest", {
  apiKey: 24,
  versions: "0-5",
  flexible: "3+",
  structs: [
    struct("AddPartitionsToTxnTopic", "0+", [
      field("Name", "string", "0+", "The topic.", { mapKey: true }),
      field("Partitions", "[]int32", "0+", "Numbers of the topic's partitions."),
    ]),
  ],
  fields: [
    field("Transactions", "[]AddPartitionsToTxnTransaction", "4+", "Transactions, each with partitions, as brokers send them.", {
      fields: [
        field("TransactionalId", "string", "4+", "The producer's `transactional.id`.", { mapKey: true }),
        field("ProducerId", "int64", "4+", "The producer's id."),
        field("ProducerEpoch", "int16", "4+", "The producer's epoch."),
        field("VerifyOnly", "bool", "4+", "Whether only to tell if the partitions are in the transaction, and not to add them (KIP-890).", {
          default: false,
        }),
        field("Topics", "[]AddPartitionsToTxnTopic", "4+", "The partitions, by topic."),
      ],
    }),
    field("V3AndBelowTransactionalId", "string", "0-3", "The producer's `transactional.id`."),
    field("V3AndBelowProducerId", "int64", "0-3", "The producer's id."),
    field("V3AndBelowProducerEpoch", "int16", "0-3", "The producer's epoch."),
    field("V3AndBelowTopics", "[]AddPartitionsToTxnTopic", "0-3", "The partitions, by topic."),
  ],
});

export const addPartitionsToTxnResponse: MessageDefinition = message("response", "AddPartitionsToTxnResponse", {
  apiKey: 24,
  versions: "0-5",
  flexible: "3+",
  structs: [
    struct("AddPartitionsToTxnTopicResult", "0+", [
      field("Name", "string", "0+", "The topic.", { mapKey: true }),
      field("ResultsByPartition", "[]AddPartitionsToTxnPartitionResult", "0+", "Outcomes by partition."),
    ]),
    struct("AddPartitionsToTxnPartitionResult", "0+", [
      field("PartitionIndex", "int32", "0+", "Number of the partition.", { mapKey: true }),
      field("PartitionErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
    ]),
  ],
  fields: [
    field("ThrottleTimeMs", "int32", "0+", "How long the client was held back by a quota, in milliseconds; 0 if it was not."),
    field("ErrorCode", "int16", "4+", "Outcome for the whole request.", { ignorable: true }),
    field("ResultsByTransaction", "[]AddPartitionsToTxnResult", "4+", "Outcomes by transaction.", {
      fields: [
        field("TransactionalId", "string", "4+", "The producer's `transactional.id`.", { mapKey: true }),
        field("TopicResults", "[]AddPartitionsToTxnTopicResult", "4+", "Outcomes by topic."),
      ],
    }),
    field("ResultsByTopicV3AndBelow", "[]AddPartitionsToTxnTopicResult", "0-3", "Outcomes by topic."),
  ],
});
