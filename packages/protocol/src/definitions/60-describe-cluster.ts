import { field, type MessageDefinition, message } from "./schema.ts";

export const describeClusterRequest: MessageDefinition = message("request", "DescribeClusterRequest", {
  apiKey: 60,
  versions: "0-2",
  flexible: "0+",
  fields: [
    field("IncludeClusterAuthorizedOperations", "bool", "0+", "Whether to tell what the client may do to the cluster."),
    field("EndpointType", "int8", "1+", "Whose addresses are wanted: 1 brokers, 2 controllers (KIP-919).", { default: 1 }),
    field("IncludeFencedBrokers", "bool", "2+", "Whether to list brokers that are registered but fenced."),
  ],
});

export const describeClusterResponse: MessageDefinition = message("response", "DescribeClusterResponse", {
  apiKey: 60,
  versions: "0-2",
  flexible: "0+",
  fields: [
    field("ThrottleTimeMs", "int32", "0+", "How long the client was held back by a quota, in milliseconds; 0 if it was not."),
    field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
    field("ErrorMessage", "string", "0+", "Detail for people, beyond what the error code says; null if there is none.", {
      nullable: "0+",
      default: null,
    }),
    field("EndpointType", "int8", "1+", "Whose addresses these are: 1 brokers, 2 controllers.", { default: 1 }),
    field("ClusterId", "string", "0+", "The cluster's id."),
    field("ControllerId", "int32", "0+", "Node id of the controller, or on brokers of any broker that can forward to it.", { default: -1 }),
    field("Brokers", "[]DescribeClusterBroker", "0+", "The nodes.", {
      fields: [
        field("BrokerId", "int32", "0+", "The node's `node.id`.", { mapKey: true }),
        field("Host", "string", "0+", "Host name or address that clients are told to connect to."),
        field("Port", "int32", "0+", "TCP port of the listener."),
        field("Rack", "string", "0+", "The broker's `broker.rack`, or null without one.", { nullable: "0+", default: null }),
        field("IsFenced", "bool", "2+", "Whether the broker is fenced off by the controller."),
      ],
    }),
    field(
      "ClusterAuthorizedOperations",
      "int32",
      "0+",
      "Bit set of ACL operations allowed on the cluster; the minimum int32 if not asked for.",
      { default: -2147483648 },
    ),
  ],
});
