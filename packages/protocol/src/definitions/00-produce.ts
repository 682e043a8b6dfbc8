import { field, type MessageDefinition, message } from "./schema.ts";

export const produceRequest: MessageDefinition = message("request", "ProduceRequest", {
  apiKey: 0,
  versions: "3-13",
  flexible: "9+",
  fields: [
    field("TransactionalId", "string", "3+", "The producer's `transactional.id`; null outside transactions.", {
      nullable: "3+",
      default: null,
    }),
    field("Acks", "int16", "0+", "When to answer: 1 after the leader's append, -1 after the whole ISR has the batch, 0 never."),
    field("TimeoutMs", "int32", "0+", "How long the ISR may take with acks -1, in milliseconds."),
    field("TopicData", "[]TopicProduceData", "0+", "What to append, by topic.", {
      fields: [
        field("Name", "string", "0-12", "The topic, while versions still go by name.", { ignorable: true, mapKey: true }),
        field("TopicId", "uuid", "13+", "The topic, since names gave way to ids (KIP-516).", { ignorable: true, mapKey: true }),
        field("PartitionData", "[]PartitionProduceData", "0+", "What to append to each of the topic's partitions.", {
          fields: [
            field("Index", "int32", "0+", "Number of the partition."),
            field("Records", "records", "0+", "One record batch as the producer built it; the broker accepts exactly one.", {
              nullable: "0+",
            }),
          ],
        }),
      ],
    }),
  ],
});

export const produceResponse: MessageDefinition = message("response", "ProduceResponse", {
  apiKey: 0,
  versions: "3-13",
  flexible: "9+",
  fields: [
    field("Responses", "[]TopicProduceResponse", "0+", "What became of the batches, by topic.", {
      fields: [
        field("Name", "string", "0-12", "The topic's name, as the request gave it.", { ignorable: true, mapKey: true }),
        field("TopicId", "uuid", "13+", "The topic's id, as the request gave it.", { ignorable: true, mapKey: true }),
        field("PartitionResponses", "[]PartitionProduceResponse", "0+", "What became of each partition's batch.", {
          fields: [
            field("Index", "int32", "0+", "Number of the partition."),
            field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
            field("BaseOffset", "int64", "0+", "Offset given to the batch's first record; -1 if nothing was appended."),
            field("LogAppendTimeMs", "int64", "2+", "The broker's timestamp on the batch if the topic has `LogAppendTime`, else -1.", {
              default: -1,
              ignorable: true,
            }),
            field("LogStartOffset", "int64", "5+", "First offset that the partition still holds.", { default: -1, ignorable: true }),
            field("RecordErrors", "[]BatchIndexAndErrorMessage", "8+", "The records for which a whole batch was refused (KIP-467).", {
              ignorable: true,
              fields: [
                field("BatchIndex", "int32", "8+", "Position of the offending record within its batch, from 0."),
                field("BatchIndexErrorMessage", "string", "8+", "What is wrong with this record, if it differs from the common message.", {
                  nullable: "8+",
                  default: null,
                }),
              ],
            }),
            field("ErrorMessage", "string", "8+", "Why the batch as a whole was refused; null if the code says it all.", {
              nullable: "8+",
              default: null,
              ignorable: true,
            }),
            field(
              "CurrentLeader",
              "LeaderIdAndEpoch",
              "10+",
              "Hint at the leader that the client missed (KIP-951), set with NOT_LEADER_OR_FOLLOWER.",
              {
                tag: 0,
                tagged: "10+",
                fields: [
                  field("LeaderId", "int32", "10+", "Node id of the leader, -1 if there is none or no hint.", { default: -1 }),
                  field("LeaderEpoch", "int32", "10+", "Epoch in which that node leads.", { default: -1 }),
                ],
              },
            ),
          ],
        }),
      ],
    }),
    field("ThrottleTimeMs", "int32", "1+", "How long the client was held back by a quota, in milliseconds; 0 if it was not.", {
      default: 0,
      ignorable: true,
    }),
    field(
      "NodeEndpoints",
      "[]NodeEndpoint",
      "10+",
      "Addresses of the leaders that the hints name, so that no Metadata request is needed.",
      {
        tag: 0,
        tagged: "10+",
        fields: [
          field("NodeId", "int32", "10+", "Node id that a leader hint refers to.", { mapKey: true }),
          field("Host", "string", "10+", "Host name or address that clients are told to connect to."),
          field("Port", "int32", "10+", "TCP port of the listener."),
          field("Rack", "string", "10+", "The broker's `broker.rack`, or null without one.", { nullable: "10+", default: null }),
        ],
      },
    ),
  ],
});
