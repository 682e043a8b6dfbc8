import { type MessageDefinition, message } from "../schema.ts";

export const noOpRecord: MessageDefinition = message("metadata", "NoOpRecord", {
  apiKey: 20,
  versions: "0",
  flexible: "0+",
  fields: [],
});
