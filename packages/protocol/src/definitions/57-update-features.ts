import { field, type MessageDefinition, message } from "./schema.ts";

export const updateFeaturesRequest: MessageDefinition = message("request", "UpdateFeaturesRequest", {
  apiKey: 57,
  versions: "0-2",
  flexible: "0+",
  fields: [
    field("timeoutMs", "int32", "0+", "How long the request may take, in milliseconds.", { default: 60000 }),
    field("FeatureUpdates", "[]FeatureUpdateKey", "0+", "The levels that are wanted (KIP-584, KIP-1022).", {
      fields: [
        field("Feature", "string", "0+", "The feature's name.", { mapKey: true }),
        field("MaxVersionLevel", "int16", "0+", "The level that is to be in force; 0 switches the feature off."),
        field("AllowDowngrade", "bool", "0", "Whether the level may go down."),
        field("UpgradeType", "int8", "1+", "1 raises only, 2 lowers if nothing is lost, 3 lowers whatever is lost.", { default: 1 }),
      ],
    }),
    field("ValidateOnly", "bool", "1+", "Whether to check everything and change nothing.", { default: false }),
  ],
});

export const updateFeaturesResponse: MessageDefinition = message("response", "UpdateFeaturesResponse", {
  apiKey: 57,
  versions: "0-2",
  flexible: "0+",
  fields: [
    field("ThrottleTimeMs", "int32", "0+", "How long the client was held back by a quota, in milliseconds; 0 if it was not."),
    field("ErrorCode", "int16", "0+", "Outcome of all updates together as a code of the error table; 0 is success."),
    field("ErrorMessage", "string", "0+", "Detail for people; null if there is none.", { nullable: "0+" }),
    field("Results", "[]UpdatableFeatureResult", "0-1", "Outcomes by feature.", {
      ignorable: true,
      fields: [
        field("Feature", "string", "0+", "The feature's name.", { mapKey: true }),
        field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
        field("ErrorMessage", "string", "0+", "Detail for people; null if there is none.", { nullable: "0+" }),
      ],
    }),
  ],
});
