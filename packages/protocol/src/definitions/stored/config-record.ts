import { field, type MessageDefinition, message } from "../schema.ts";

export const configRecord: MessageDefinition = message("metadata", "ConfigRecord", {
  apiKey: 4,
  versions: "0",
  flexible: "0+",
  fields: [
    field("ResourceType", "int8", "0+", ""),
    field("ResourceName", "string", "0+", ""),
    field("Name", "string", "0+", ""),
    field("Value", "string", "0+", "", { nullable: "0+" }),
  ],
});
