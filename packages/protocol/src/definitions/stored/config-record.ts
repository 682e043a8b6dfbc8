import { field, type MessageDefinition, message } from "../schema.ts";

export const configRecord: MessageDefinition = message("metadata", "ConfigRecord", {
  apiKey: 4,
  versions: "0",
  flexible: "0+",
  fields: [
    field("ResourceType", "int8", "0+", "Kind of resource: 2 topic, 4 broker, 16 client metrics, 32 group."),
    field("ResourceName", "string", "0+", "Its name; empty for all brokers' defaults."),
    field("Name", "string", "0+", "The config's name."),
    field("Value", "string", "0+", "The value as text; null takes the config away.", { nullable: "0+" }),
  ],
});
