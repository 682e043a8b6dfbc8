import { field, type MessageDefinition, message } from "./schema.ts";

export const apiVersionsRequest: MessageDefinition = message("request", "ApiVersionsRequest", {
  apiKey: 18,
  versions: "0-4",
  flexible: "3+",
  fields: [
    field("ClientSoftwareName", "string", "3+", "Name of the client library, letters, digits, `.` and `-` (KIP-511).", { ignorable: true }),
    field("ClientSoftwareVersion", "string", "3+", "Version of the client library, in the same alphabet as its name.", { ignorable: true }),
  ],
});

export const apiVersionsResponse: MessageDefinition = message("response", "ApiVersionsResponse", {
  apiKey: 18,
  versions: "0-4",
  flexible: "3+",
  fields: [
    field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
    field("ApiKeys", "[]ApiVersion", "0+", "The APIs served on this listener.", {
      fields: [
        field("ApiKey", "int16", "0+", "Key of the API.", { mapKey: true }),
        field("MinVersion", "int16", "0+", "Oldest version served."),
        field("MaxVersion", "int16", "0+", "Newest version served."),
      ],
    }),
    field("ThrottleTimeMs", "int32", "1+", "How long the client was held back by a quota, in milliseconds; 0 if it was not.", {
      ignorable: true,
    }),
    field("SupportedFeatures", "[]SupportedFeatureKey", "3+", "Features that this broker could run (KIP-584).", {
      ignorable: true,
      tag: 0,
      tagged: "3+",
      fields: [
        field("Name", "string", "3+", "The feature, e.g. `metadata.version`.", { mapKey: true }),
        field("MinVersion", "int16", "3+", "Lowest level that the broker can run."),
        field("MaxVersion", "int16", "3+", "Highest level that the broker can run."),
      ],
    }),
    field("FinalizedFeaturesEpoch", "int64", "3+", "Grows whenever a finalized level changes; -1 if not known.", {
      default: -1,
      ignorable: true,
      tag: 1,
      tagged: "3+",
    }),
    field(
      "FinalizedFeatures",
      "[]FinalizedFeatureKey",
      "3+",
      "Features in force in the whole cluster; meaningful with a known epoch only.",
      {
        ignorable: true,
        tag: 2,
        tagged: "3+",
        fields: [
          field("Name", "string", "3+", "The feature.", { mapKey: true }),
          field("MaxVersionLevel", "int16", "3+", "Level in force."),
          field("MinVersionLevel", "int16", "3+", "Lowest level that may still be in use."),
        ],
      },
    ),
    field("ZkMigrationReady", "bool", "3+", "Set by KRaft controllers that were ready for a ZooKeeper migration (KIP-866).", {
      default: false,
      ignorable: true,
      tag: 3,
      tagged: "3+",
    }),
  ],
});
