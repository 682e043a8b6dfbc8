import { field, type MessageDefinition, message } from "./schema.ts";

export const describeConfigsRequest: MessageDefinition = message("request", "DescribeConfigsRequest", {
  apiKey: 32,
  versions: "1-4",
  flexible: "4+",
  fields: [
    field("Resources", "[]DescribeConfigsResource", "0+", "Whose configuration to describe.", {
      fields: [
        field("ResourceType", "int8", "0+", "Kind of resource: 2 topic, 4 broker, 8 broker logger, 16 client metrics, 32 group."),
        field("ResourceName", "string", "0+", "Its name; a broker's is its node id, or empty for all brokers' defaults."),
        field("ConfigurationKeys", "[]string", "0+", "Names of the configs wanted; null or empty for all.", { nullable: "0+" }),
      ],
    }),
    field("IncludeSynonyms", "bool", "1+", "Whether to list where else each value could have come from.", { default: false }),
    field("IncludeDocumentation", "bool", "3+", "Whether to add each config's description.", { default: false }),
  ],
});

export const describeConfigsResponse: MessageDefinition = message("response", "DescribeConfigsResponse", {
  apiKey: 32,
  versions: "1-4",
  flexible: "4+",
  fields: [
    field("ThrottleTimeMs", "int32", "0+", "How long the client was held back by a quota, in milliseconds; 0 if it was not."),
    field("Results", "[]DescribeConfigsResult", "0+", "Configurations by resource.", {
      fields: [
        field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
        field("ErrorMessage", "string", "0+", "Detail for people, beyond what the error code says; null if there is none.", {
          nullable: "0+",
        }),
        field("ResourceType", "int8", "0+", "Kind of resource, as asked."),
        field("ResourceName", "string", "0+", "Name of the resource, as asked."),
        field("Configs", "[]DescribeConfigsResourceResult", "0+", "The resource's configs.", {
          fields: [
            field("Name", "string", "0+", "The config's name."),
            field("Value", "string", "0+", "The value in effect as text; null if sensitive or not set.", { nullable: "0+" }),
            field("ReadOnly", "bool", "0+", "Whether it can't be altered while the broker runs."),
            field(
              "ConfigSource",
              "int8",
              "1+",
              "Where the value comes from: 1 topic, 2 broker, 3 all brokers, 4 static file, 5 default, 6 logger, 7 client metrics, 8 group; -1 if not told.",
              { default: -1, ignorable: true },
            ),
            field("IsSensitive", "bool", "0+", "Whether it is a secret."),
            field("Synonyms", "[]DescribeConfigsSynonym", "1+", "The configs behind this one, those that win first.", {
              ignorable: true,
              fields: [
                field("Name", "string", "1+", "Name of the config at that place, e.g. `log.retention.ms`."),
                field("Value", "string", "1+", "Its value there; null if sensitive.", { nullable: "0+" }),
                field("Source", "int8", "1+", "Which place that is, in the numbers of `configSource`."),
              ],
            }),
            field(
              "ConfigType",
              "int8",
              "3+",
              "Type of the value: 1 boolean, 2 string, 3 int, 4 short, 5 long, 6 double, 7 list, 8 class, 9 password; 0 unknown.",
              { default: 0, ignorable: true },
            ),
            field("Documentation", "string", "3+", "The config's description, if it was asked for.", { nullable: "0+", ignorable: true }),
          ],
        }),
      ],
    }),
  ],
});
