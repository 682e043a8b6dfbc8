import { field, type MessageDefinition, message } from "../schema.ts";

export const featureLevelRecord: MessageDefinition = message("metadata", "FeatureLevelRecord", {
  apiKey: 12,
  versions: "0",
  flexible: "0+",
  fields: [field("Name", "string", "0+", ""), field("FeatureLevel", "int16", "0+", "")],
});
