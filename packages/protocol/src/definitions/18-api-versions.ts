import { field, type MessageDefinition, message } from "./schema.ts";

export const apiVersionsRequest: MessageDefinition = message("request", "ApiVersionsRequest", {
  apiKey: 18,
  versions: "0-4",
  flexible: "3+",
  fields: [
    field("ClientSoftwareName", "string", "3+", "", { ignorable: true }),
    field("ClientSoftwareVersion", "string", "3+", "", { ignorable: true }),
  ],
});

export const apiVersionsResponse: MessageDefinition = message("response", "ApiVersionsResponse", {
  apiKey: 18,
  versions: "0-4",
  flexible: "3+",
  fields: [
    field("ErrorCode", "int16", "0+", ""),
    field("ApiKeys", "[]ApiVersion", "0+", "", {
      fields: [
        field("ApiKey", "int16", "0+", "", { mapKey: true }),
        field("MinVersion", "int16", "0+", ""),
        field("MaxVersion", "int16", "0+", ""),
      ],
    }),
    field("ThrottleTimeMs", "int32", "1+", "", { ignorable: true }),
    field("SupportedFeatures", "[]SupportedFeatureKey", "3+", "", {
      ignorable: true,
      tag: 0,
      tagged: "3+",
      fields: [
        field("Name", "string", "3+", "", { mapKey: true }),
        field("MinVersion", "int16", "3+", ""),
        field("MaxVersion", "int16", "3+", ""),
      ],
    }),
    field("FinalizedFeaturesEpoch", "int64", "3+", "", { default: -1, ignorable: true, tag: 1, tagged: "3+" }),
    field("FinalizedFeatures", "[]FinalizedFeatureKey", "3+", "", {
      ignorable: true,
      tag: 2,
      tagged: "3+",
      fields: [
        field("Name", "string", "3+", "", { mapKey: true }),
        field("MaxVersionLevel", "int16", "3+", ""),
        field("MinVersionLevel", "int16", "3+", ""),
      ],
    }),
    field("ZkMigrationReady", "bool", "3+", "", { default: false, ignorable: true, tag: 3, tagged: "3+" }),
  ],
});
