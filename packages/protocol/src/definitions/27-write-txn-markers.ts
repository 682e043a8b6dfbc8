import { field, type MessageDefinition, message } from "./schema.ts";

export const writeTxnMarkersRequest: MessageDefinition = message("request", "WriteTxnMarkersRequest", {
  apiKey: 27,
  versions: "1-2",
  flexible: "1+",
  fields: [
    field("Markers", "[]WritableTxnMarker", "0+", "The ends of transactions that are to be written.", {
      fields: [
        field("ProducerId", "int64", "0+", "Id of the producer whose transaction ends."),
        field(
          "ProducerEpoch",
          "int16",
          "0+",
          "Epoch that the marker carries; with epochs for each transaction, a higher one than the records'.",
        ),
        field("TransactionResult", "bool", "0+", "True for a commit, false for an abort."),
        field("Topics", "[]WritableTxnMarkerTopic", "0+", "Where the transaction has records, by topic.", {
          fields: [
            field("Name", "string", "0+", "The topic."),
            field("PartitionIndexes", "[]int32", "0+", "Numbers of the partitions that get the marker."),
          ],
        }),
        field("CoordinatorEpoch", "int32", "0+", "Epoch of the coordinator that ends it: the leader epoch of its partition."),
        field("TransactionVersion", "int8", "2+", "The `transaction.version` that the end was asked for with (KIP-1228).", {
          ignorable: true,
          default: 0,
        }),
      ],
    }),
  ],
});

export const writeTxnMarkersResponse: MessageDefinition = message("response", "WriteTxnMarkersResponse", {
  apiKey: 27,
  versions: "1-2",
  flexible: "1+",
  fields: [
    field("Markers", "[]WritableTxnMarkerResult", "0+", "What became of the markers, by producer.", {
      fields: [
        field("ProducerId", "int64", "0+", "Id of the producer."),
        field("Topics", "[]WritableTxnMarkerTopicResult", "0+", "Outcomes by topic.", {
          fields: [
            field("Name", "string", "0+", "The topic."),
            field("Partitions", "[]WritableTxnMarkerPartitionResult", "0+", "Outcomes by partition.", {
              fields: [
                field("PartitionIndex", "int32", "0+", "Number of the partition."),
                field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
              ],
            }),
          ],
        }),
      ],
    }),
  ],
});
