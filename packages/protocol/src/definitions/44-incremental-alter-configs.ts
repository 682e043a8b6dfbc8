import { field, type MessageDefinition, message } from "./schema.ts";

export const incrementalAlterConfigsRequest: MessageDefinition = message("request", "IncrementalAlterConfigsRequest", {
  apiKey: 44,
  versions: "0-1",
  flexible: "1+",
  fields: [
    field("Resources", "[]AlterConfigsResource", "0+", "", {
      fields: [
        field("ResourceType", "int8", "0+", "", { mapKey: true }),
        field("ResourceName", "string", "0+", "", { mapKey: true }),
        field("Configs", "[]AlterableConfig", "0+", "", {
          fields: [
            field("Name", "string", "0+", "", { mapKey: true }),
            field("ConfigOperation", "int8", "0+", "", { mapKey: true }),
            field("Value", "string", "0+", "", { nullable: "0+" }),
          ],
        }),
      ],
    }),
    field("ValidateOnly", "bool", "0+", ""),
  ],
});

export const incrementalAlterConfigsResponse: MessageDefinition = message("response", "IncrementalAlterConfigsResponse", {
  apiKey: 44,
  versions: "0-1",
  flexible: "1+",
  fields: [
    field("ThrottleTimeMs", "int32", "0+", ""),
    field("Responses", "[]AlterConfigsResourceResponse", "0+", "", {
      fields: [
        field("ErrorCode", "int16", "0+", ""),
        field("ErrorMessage", "string", "0+", "", { nullable: "0+" }),
        field("ResourceType", "int8", "0+", ""),
        field("ResourceName", "string", "0+", ""),
      ],
    }),
  ],
});
