import { field, type MessageDefinition, message } from "./schema.ts";

export const produceRequest: MessageDefinition = message("request", "ProduceRequest", {
  apiKey: 0,
  versions: "3-13",
  flexible: "9+",
  fields: [
    field("TransactionalId", "string", "3+", "", { nullable: "3+", default: null }),
    field("Acks", "int16", "0+", ""),
    field("TimeoutMs", "int32", "0+", ""),
    field("TopicData", "[]TopicProduceData", "0+", "", {
      fields: [
        field("Name", "string", "0-12", "", { ignorable: true, mapKey: true }),
        field("TopicId", "uuid", "13+", "", { ignorable: true, mapKey: true }),
        field("PartitionData", "[]PartitionProduceData", "0+", "", {
          fields: [field("Index", "int32", "0+", ""), field("Records", "records", "0+", "", { nullable: "0+" })],
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
    field("Responses", "[]TopicProduceResponse", "0+", "", {
      fields: [
        field("Name", "string", "0-12", "", { ignorable: true, mapKey: true }),
        field("TopicId", "uuid", "13+", "", { ignorable: true, mapKey: true }),
        field("PartitionResponses", "[]PartitionProduceResponse", "0+", "", {
          fields: [
            field("Index", "int32", "0+", ""),
            field("ErrorCode", "int16", "0+", ""),
            field("BaseOffset", "int64", "0+", ""),
            field("LogAppendTimeMs", "int64", "2+", "", { default: -1, ignorable: true }),
            field("LogStartOffset", "int64", "5+", "", { default: -1, ignorable: true }),
            field("RecordErrors", "[]BatchIndexAndErrorMessage", "8+", "", {
              ignorable: true,
              fields: [
                field("BatchIndex", "int32", "8+", ""),
                field("BatchIndexErrorMessage", "string", "8+", "", { nullable: "8+", default: null }),
              ],
            }),
            field("ErrorMessage", "string", "8+", "", { nullable: "8+", default: null, ignorable: true }),
            field("CurrentLeader", "LeaderIdAndEpoch", "10+", "", {
              tag: 0,
              tagged: "10+",
              fields: [field("LeaderId", "int32", "10+", "", { default: -1 }), field("LeaderEpoch", "int32", "10+", "", { default: -1 })],
            }),
          ],
        }),
      ],
    }),
    field("ThrottleTimeMs", "int32", "1+", "", { default: 0, ignorable: true }),
    field("NodeEndpoints", "[]NodeEndpoint", "10+", "", {
      tag: 0,
      tagged: "10+",
      fields: [
        field("NodeId", "int32", "10+", "", { mapKey: true }),
        field("Host", "string", "10+", ""),
        field("Port", "int32", "10+", ""),
        field("Rack", "string", "10+", "", { nullable: "10+", default: null }),
      ],
    }),
  ],
});
