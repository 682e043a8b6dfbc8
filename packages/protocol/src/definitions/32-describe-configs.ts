import { field, type MessageDefinition, message } from "./schema.ts";

export const describeConfigsRequest: MessageDefinition = message("request", "DescribeConfigsRequest", {
  apiKey: 32,
  versions: "1-4",
  flexible: "4+",
  fields: [
    field("Resources", "[]DescribeConfigsResource", "0+", "", {
      fields: [
        field("ResourceType", "int8", "0+", ""),
        field("ResourceName", "string", "0+", ""),
        field("ConfigurationKeys", "[]string", "0+", "", { nullable: "0+" }),
      ],
    }),
    field("IncludeSynonyms", "bool", "1+", "", { default: false }),
    field("IncludeDocumentation", "bool", "3+", "", { default: false }),
  ],
});

export const describeConfigsResponse: MessageDefinition = message("response", "DescribeConfigsResponse", {
  apiKey: 32,
  versions: "1-4",
  flexible: "4+",
  fields: [
    field("ThrottleTimeMs", "int32", "0+", ""),
    field("Results", "[]DescribeConfigsResult", "0+", "", {
      fields: [
        field("ErrorCode", "int16", "0+", ""),
        field("ErrorMessage", "string", "0+", "", { nullable: "0+" }),
        field("ResourceType", "int8", "0+", ""),
        field("ResourceName", "string", "0+", ""),
        field("Configs", "[]DescribeConfigsResourceResult", "0+", "", {
          fields: [
            field("Name", "string", "0+", ""),
            field("Value", "string", "0+", "", { nullable: "0+" }),
            field("ReadOnly", "bool", "0+", ""),
            field("ConfigSource", "int8", "1+", "", { default: -1, ignorable: true }),
            field("IsSensitive", "bool", "0+", ""),
            field("Synonyms", "[]DescribeConfigsSynonym", "1+", "", {
              ignorable: true,
              fields: [
                field("Name", "string", "1+", ""),
                field("Value", "string", "1+", "", { nullable: "0+" }),
                field("Source", "int8", "1+", ""),
              ],
            }),
            field("ConfigType", "int8", "3+", "", { default: 0, ignorable: true }),
            field("Documentation", "string", "3+", "", { nullable: "0+", ignorable: true }),
          ],
        }),
      ],
    }),
  ],
});
