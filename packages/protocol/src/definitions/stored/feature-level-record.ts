import { field, type MessageDefinition, message } from "../schema.ts";

export const featureLevelRecord: MessageDefinition = message("metadata", "FeatureLevelRecord", {
  apiKey: 12,
  versions: "0",
  flexible: "0+",
  fields: [
    field("Name", "string", "0+", "The feature, e.g. `metadata.version`."),
    field("FeatureLevel", "int16", "0+", "Level in force from here on; 0 switches the feature off."),
  ],
});
