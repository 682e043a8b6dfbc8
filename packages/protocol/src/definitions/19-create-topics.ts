import { field, type MessageDefinition, message } from "./schema.ts";

export const createTopicsRequest: MessageDefinition = message("request", "CreateTopicsRequest", {
  apiKey: 19,
  versions: "2-7",
  flexible: "5+",
  fields: [
    field("Topics", "[]CreatableTopic", "0+", "", {
      fields: [
        field("Name", "string", "0+", "", { mapKey: true }),
        field("NumPartitions", "int32", "0+", ""),
        field("ReplicationFactor", "int16", "0+", ""),
        field("Assignments", "[]CreatableReplicaAssignment", "0+", "", {
          fields: [field("PartitionIndex", "int32", "0+", "", { mapKey: true }), field("BrokerIds", "[]int32", "0+", "")],
        }),
        field("Configs", "[]CreatableTopicConfig", "0+", "", {
          fields: [field("Name", "string", "0+", "", { mapKey: true }), field("Value", "string", "0+", "", { nullable: "0+" })],
        }),
      ],
    }),
    field("timeoutMs", "int32", "0+", "", { default: 60000 }),
    field("validateOnly", "bool", "1+", "", { default: false }),
  ],
});

export const createTopicsResponse: MessageDefinition = message("response", "CreateTopicsResponse", {
  apiKey: 19,
  versions: "2-7",
  flexible: "5+",
  fields: [
    field("ThrottleTimeMs", "int32", "2+", "", { ignorable: true }),
    field("Topics", "[]CreatableTopicResult", "0+", "", {
      fields: [
        field("Name", "string", "0+", "", { mapKey: true }),
        field("TopicId", "uuid", "7+", "", { ignorable: true }),
        field("ErrorCode", "int16", "0+", ""),
        field("ErrorMessage", "string", "1+", "", { nullable: "0+", ignorable: true }),
        field("TopicConfigErrorCode", "int16", "5+", "", { ignorable: true, tag: 0, tagged: "5+" }),
        field("NumPartitions", "int32", "5+", "", { default: -1, ignorable: true }),
        field("ReplicationFactor", "int16", "5+", "", { default: -1, ignorable: true }),
        field("Configs", "[]CreatableTopicConfigs", "5+", "", {
          nullable: "5+",
          ignorable: true,
          fields: [
            field("Name", "string", "5+", ""),
            field("Value", "string", "5+", "", { nullable: "5+" }),
            field("ReadOnly", "bool", "5+", ""),
            field("ConfigSource", "int8", "5+", "", { default: -1, ignorable: true }),
            field("IsSensitive", "bool", "5+", ""),
          ],
        }),
      ],
    }),
  ],
});
