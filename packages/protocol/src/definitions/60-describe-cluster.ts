import { field, type MessageDefinition, message } from "./schema.ts";

export const describeClusterRequest: MessageDefinition = message("request", "DescribeClusterRequest", {
  apiKey: 60,
  versions: "0-2",
  flexible: "0+",
  fields: [
    field("IncludeClusterAuthorizedOperations", "bool", "0+", ""),
    field("EndpointType", "int8", "1+", "", { default: 1 }),
    field("IncludeFencedBrokers", "bool", "2+", ""),
  ],
});

export const describeClusterResponse: MessageDefinition = message("response", "DescribeClusterResponse", {
  apiKey: 60,
  versions: "0-2",
  flexible: "0+",
  fields: [
    field("ThrottleTimeMs", "int32", "0+", ""),
    field("ErrorCode", "int16", "0+", ""),
    field("ErrorMessage", "string", "0+", "", { nullable: "0+", default: null }),
    field("EndpointType", "int8", "1+", "", { default: 1 }),
    field("ClusterId", "string", "0+", ""),
    field("ControllerId", "int32", "0+", "", { default: -1 }),
    field("Brokers", "[]DescribeClusterBroker", "0+", "", {
      fields: [
        field("BrokerId", "int32", "0+", "", { mapKey: true }),
        field("Host", "string", "0+", ""),
        field("Port", "int32", "0+", ""),
        field("Rack", "string", "0+", "", { nullable: "0+", default: null }),
        field("IsFenced", "bool", "2+", ""),
      ],
    }),
    field("ClusterAuthorizedOperations", "int32", "0+", "", { default: -2147483648 }),
  ],
});
