import { field, type MessageDefinition, message } from "./schema.ts";

export const incrementalAlterConfigsRequest: MessageDefinition = message("request", "IncrementalAlterConfigsRequest", {
  apiKey: 44,
  versions: "0-1",
  flexible: "1+",
  fields: [
    field("Resources", "[]AlterConfigsResource", "0+", "Whose configuration to change.", {
      fields: [
        field("ResourceType", "int8", "0+", "Kind of resource: 2 topic, 4 broker, 8 broker logger, 16 client metrics, 32 group.", {
          mapKey: true,
        }),
        field("ResourceName", "string", "0+", "Its name; a broker's is its node id, or empty for all brokers' defaults.", { mapKey: true }),
        field("Configs", "[]AlterableConfig", "0+", "The changes; configs that are not named stay as they are.", {
          fields: [
            field("Name", "string", "0+", "The config's name.", { mapKey: true }),
            field("ConfigOperation", "int8", "0+", "What to do: 0 set, 1 back to the default, 2 append to a list, 3 take out of a list.", {
              mapKey: true,
            }),
            field("Value", "string", "0+", "The value to set, append or take out; null when going back to the default.", {
              nullable: "0+",
            }),
          ],
        }),
      ],
    }),
    field("ValidateOnly", "bool", "0+", "Whether to check everything and change nothing."),
  ],
});

export const incrementalAlterConfigsResponse: MessageDefinition = message("response", "IncrementalAlterConfigsResponse", {
  apiKey: 44,
  versions: "0-1",
  flexible: "1+",
  fields: [
    field("ThrottleTimeMs", "int32", "0+", "How long the client was held back by a quota, in milliseconds; 0 if it was not."),
    field("Responses", "[]AlterConfigsResourceResponse", "0+", "Outcomes by resource.", {
      fields: [
        field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
        field("ErrorMessage", "string", "0+", "Detail for people, beyond what the error code says; null if there is none.", {
          nullable: "0+",
        }),
        field("ResourceType", "int8", "0+", "Kind of resource, as given."),
        field("ResourceName", "string", "0+", "Name of the resource, as given."),
      ],
    }),
  ],
});
