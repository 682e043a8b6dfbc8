import { field, type MessageDefinition, message } from "./schema.ts";

export const metadataRequest: MessageDefinition = message("request", "MetadataRequest", {
  apiKey: 3,
  versions: "0-13",
  flexible: "9+",
  fields: [
    field("Topics", "[]MetadataRequestTopic", "0+", "Topics to describe: null for all, empty for none (version 0 has empty for all).", {
      nullable: "1+",
      fields: [
        field("TopicId", "uuid", "10+", "The topic's id; the zero uuid to go by name.", { ignorable: true }),
        field("Name", "string", "0+", "The topic's name; null to go by id.", { nullable: "10+" }),
      ],
    }),
    field(
      "AllowAutoTopicCreation",
      "bool",
      "4+",
      "Whether asking may create a missing topic, where the broker has `auto.create.topics.enable` too.",
      { default: true },
    ),
    field("IncludeClusterAuthorizedOperations", "bool", "8-10", "Whether to tell what the client may do to the cluster."),
    field("IncludeTopicAuthorizedOperations", "bool", "8+", "Whether to tell what the client may do to each topic."),
  ],
});

export const metadataResponse: MessageDefinition = message("response", "MetadataResponse", {
  apiKey: 3,
  versions: "0-13",
  flexible: "9+",
  fields: [
    field("ThrottleTimeMs", "int32", "3+", "How long the client was held back by a quota, in milliseconds; 0 if it was not.", {
      ignorable: true,
    }),
    field("Brokers", "[]MetadataResponseBroker", "0+", "The brokers that are alive.", {
      fields: [
        field("NodeId", "int32", "0+", "The broker's `node.id`.", { mapKey: true }),
        field("Host", "string", "0+", "Host name or address that clients are told to connect to."),
        field("Port", "int32", "0+", "TCP port of the listener."),
        field("Rack", "string", "1+", "The broker's `broker.rack`, or null without one.", {
          nullable: "1+",
          default: null,
          ignorable: true,
        }),
      ],
    }),
    field("ClusterId", "string", "2+", "The cluster's id.", { nullable: "2+", default: null, ignorable: true }),
    field("ControllerId", "int32", "1+", "Broker to send controller requests to; in KRaft any broker, as they forward.", {
      default: -1,
      ignorable: true,
    }),
    field("Topics", "[]MetadataResponseTopic", "0+", "The topics asked for, missing ones with an error.", {
      fields: [
        field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
        field("Name", "string", "0+", "The topic's name; null if the client asked for an unknown id.", { nullable: "12+", mapKey: true }),
        field("TopicId", "uuid", "10+", "The topic's id.", { ignorable: true }),
        field("IsInternal", "bool", "1+", "Whether it is one of Kafka's own topics, like `__consumer_offsets`.", {
          default: false,
          ignorable: true,
        }),
        field("Partitions", "[]MetadataResponsePartition", "0+", "The topic's partitions.", {
          fields: [
            field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
            field("PartitionIndex", "int32", "0+", "Number of the partition."),
            field("LeaderId", "int32", "0+", "Node id of the leader, or -1."),
            field("LeaderEpoch", "int32", "7+", "How often leadership has changed; -1 if not known.", { default: -1, ignorable: true }),
            field("ReplicaNodes", "[]int32", "0+", "Node ids of all replicas, the preferred leader first."),
            field("IsrNodes", "[]int32", "0+", "Node ids of the replicas that keep up."),
            field("OfflineReplicas", "[]int32", "5+", "Node ids of the replicas that are down.", { ignorable: true }),
          ],
        }),
        field(
          "TopicAuthorizedOperations",
          "int32",
          "8+",
          "Bit set of ACL operations allowed on the topic; the minimum int32 if not asked for.",
          { default: -2147483648 },
        ),
      ],
    }),
    field(
      "ClusterAuthorizedOperations",
      "int32",
      "8-10",
      "Bit set of ACL operations allowed on the cluster; the minimum int32 if not asked for.",
      { default: -2147483648 },
    ),
    field("ErrorCode", "int16", "13+", "Outcome for the request as a whole, e.g. REBOOTSTRAP_REQUIRED (KIP-1102).", { ignorable: true }),
  ],
});
