import { field, type MessageDefinition, message } from "./schema.ts";

export const listConfigResourcesRequest: MessageDefinition = message("request", "ListConfigResourcesRequest", {
  apiKey: 74,
  versions: "0-1",
  flexible: "0+",
  fields: [
    field(
      "ResourceTypes",
      "[]int8",
      "1+",
      "Kinds that are wanted, numbered as in DescribeConfigs; empty for all. Version 0: client metrics.",
    ),
  ],
});

export const listConfigResourcesResponse: MessageDefinition = message("response", "ListConfigResourcesResponse", {
  apiKey: 74,
  versions: "0-1",
  flexible: "0+",
  fields: [
    field("ThrottleTimeMs", "int32", "0+", "How long the client was held back by a quota, in milliseconds; 0 if it was not."),
    field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
    field("ConfigResources", "[]ConfigResource", "0+", "What has configs of its own (KIP-1142).", {
      fields: [
        field("ResourceName", "string", "0+", "The resource's name; a broker's is its node id."),
        field("ResourceType", "int8", "1+", "Kind of resource: 2 topic, 4 broker, 8 broker logger, 16 client metrics, 32 group.", {
          default: 16,
          ignorable: true,
        }),
      ],
    }),
  ],
});
