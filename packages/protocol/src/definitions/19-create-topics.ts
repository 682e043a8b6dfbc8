import { field, type MessageDefinition, message } from "./schema.ts";

export const createTopicsRequest: MessageDefinition = message("request", "CreateTopicsRequest", {
  apiKey: 19,
  versions: "2-7",
  flexible: "5+",
  fields: [
    field("Topics", "[]CreatableTopic", "0+", "Topics to create.", {
      fields: [
        field("Name", "string", "0+", "Name of the new topic.", { mapKey: true }),
        field("NumPartitions", "int32", "0+", "How many partitions; -1 takes `num.partitions` or follows the assignments."),
        field("ReplicationFactor", "int16", "0+", "How many replicas; -1 takes `default.replication.factor` or follows the assignments."),
        field("Assignments", "[]CreatableReplicaAssignment", "0+", "Replicas placed by hand; empty to let the broker choose.", {
          fields: [
            field("PartitionIndex", "int32", "0+", "Number of the partition.", { mapKey: true }),
            field("BrokerIds", "[]int32", "0+", "Node ids of its replicas, the preferred leader first."),
          ],
        }),
        field("Configs", "[]CreatableTopicConfig", "0+", "Configs that differ from the broker's defaults.", {
          fields: [
            field("Name", "string", "0+", "The topic config's name, e.g. `retention.ms`.", { mapKey: true }),
            field("Value", "string", "0+", "Its value as text; null is refused.", { nullable: "0+" }),
          ],
        }),
      ],
    }),
    field("timeoutMs", "int32", "0+", "How long the topics may take to exist, in milliseconds.", { default: 60000 }),
    field("validateOnly", "bool", "1+", "Whether to check everything and create nothing.", { default: false }),
  ],
});

export const createTopicsResponse: MessageDefinition = message("response", "CreateTopicsResponse", {
  apiKey: 19,
  versions: "2-7",
  flexible: "5+",
  fields: [
    field("ThrottleTimeMs", "int32", "2+", "How long the client was held back by a quota, in milliseconds; 0 if it was not.", {
      ignorable: true,
    }),
    field("Topics", "[]CreatableTopicResult", "0+", "Outcomes by topic.", {
      fields: [
        field("Name", "string", "0+", "The topic's name.", { mapKey: true }),
        field("TopicId", "uuid", "7+", "The id given to the new topic.", { ignorable: true }),
        field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
        field("ErrorMessage", "string", "1+", "Detail for people, beyond what the error code says; null if there is none.", {
          nullable: "0+",
          ignorable: true,
        }),
        field(
          "TopicConfigErrorCode",
          "int16",
          "5+",
          "Why the configs below are missing, e.g. TOPIC_AUTHORIZATION_FAILED; 0 if they are there.",
          { ignorable: true, tag: 0, tagged: "5+" },
        ),
        field("NumPartitions", "int32", "5+", "How many partitions the topic got; -1 if not told.", { default: -1, ignorable: true }),
        field("ReplicationFactor", "int16", "5+", "How many replicas each partition got; -1 if not told.", {
          default: -1,
          ignorable: true,
        }),
        field(
          "Configs",
          "[]CreatableTopicConfigs",
          "5+",
          "The topic's whole configuration, defaults included; null if not told (KIP-525).",
          {
            nullable: "5+",
            ignorable: true,
            fields: [
              field("Name", "string", "5+", "The config's name."),
              field("Value", "string", "5+", "The value in effect; null if sensitive.", { nullable: "5+" }),
              field("ReadOnly", "bool", "5+", "Whether it can't be altered."),
              field(
                "ConfigSource",
                "int8",
                "5+",
                "Where the value comes from: 1 topic, 2 broker, 3 all brokers, 4 static file, 5 default.",
                { default: -1, ignorable: true },
              ),
              field("IsSensitive", "bool", "5+", "Whether it is a secret."),
            ],
          },
        ),
      ],
    }),
  ],
});
