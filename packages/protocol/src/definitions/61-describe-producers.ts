import { field, type MessageDefinition, message } from "./schema.ts";

export const describeProducersRequest: MessageDefinition = message("request", "DescribeProducersRequest", {
  apiKey: 61,
  versions: "0",
  flexible: "0+",
  fields: [
    field("Topics", "[]TopicRequest", "0+", "Whose producers are asked for, by topic.", {
      fields: [field("Name", "string", "0+", "The topic."), field("PartitionIndexes", "[]int32", "0+", "Numbers of the partitions.")],
    }),
  ],
});

export const describeProducersResponse: MessageDefinition = message("response", "DescribeProducersResponse", {
  apiKey: 61,
  versions: "0",
  flexible: "0+",
  fields: [
    field("ThrottleTimeMs", "int32", "0+", "How long the client was held back by a quota, in milliseconds; 0 if it was not."),
    field("Topics", "[]TopicResponse", "0+", "The producers by topic.", {
      fields: [
        field("Name", "string", "0+", "The topic."),
        field("Partitions", "[]PartitionResponse", "0+", "The producers by partition.", {
          fields: [
            field("PartitionIndex", "int32", "0+", "Number of the partition."),
            field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
            field("ErrorMessage", "string", "0+", "What went wrong, for people, or null.", { nullable: "0+", default: null }),
            field("ActiveProducers", "[]ProducerState", "0+", "Idempotent producers that the partition remembers.", {
              fields: [
                field("ProducerId", "int64", "0+", "Id of the producer."),
                field("ProducerEpoch", "int32", "0+", "Last epoch that it wrote with."),
                field("LastSequence", "int32", "0+", "Sequence number of its last record, or -1.", { default: -1 }),
                field("LastTimestamp", "int64", "0+", "Timestamp of its last batch or marker, or -1.", { default: -1 }),
                field("CoordinatorEpoch", "int32", "0+", "Epoch of the transaction coordinator that last wrote a marker for it, or -1."),
                field("CurrentTxnStartOffset", "int64", "0+", "First offset of its open transaction, or -1.", { default: -1 }),
              ],
            }),
          ],
        }),
      ],
    }),
  ],
});
