import { field, type MessageDefinition, message } from "./schema.ts";

export const describeClientQuotasRequest: MessageDefinition = message("request", "DescribeClientQuotasRequest", {
  apiKey: 48,
  versions: "0-1",
  flexible: "1+",
  fields: [
    field("Components", "[]ComponentData", "0+", "What chooses the quotas; those are meant that fit all of it.", {
      fields: [
        field("EntityType", "string", "0+", "The part of the entity meant: `user`, `client-id` or `ip`."),
        field("MatchType", "int8", "0+", "How that part is to be: 0 of the given name, 1 the default, 2 either."),
        field("Match", "string", "0+", "The name, where one is to match; otherwise null.", { nullable: "0+" }),
      ],
    }),
    field("Strict", "bool", "0+", "Whether quotas of entities with further parts are left out."),
  ],
});

export const describeClientQuotasResponse: MessageDefinition = message("response", "DescribeClientQuotasResponse", {
  apiKey: 48,
  versions: "0-1",
  flexible: "1+",
  fields: [
    field("ThrottleTimeMs", "int32", "0+", "How long the client was held back by a quota, in milliseconds; 0 if it was not."),
    field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
    field("ErrorMessage", "string", "0+", "Detail for people, beyond what the error code says; null if there is none.", {
      nullable: "0+",
    }),
    field("Entries", "[]EntryData", "0+", "The quotas by entity; null after an error.", {
      nullable: "0+",
      fields: [
        field("Entity", "[]EntityData", "0+", "Whom the quotas are for, part by part.", {
          fields: [
            field("EntityType", "string", "0+", "Kind of the part: `user`, `client-id` or `ip`."),
            field("EntityName", "string", "0+", "Its name, or null for the default of its kind.", { nullable: "0+" }),
          ],
        }),
        field("Values", "[]ValueData", "0+", "The quotas.", {
          fields: [
            field("Key", "string", "0+", "Name of the quota, e.g. `producer_byte_rate`."),
            field("Value", "float64", "0+", "How much is allowed."),
          ],
        }),
      ],
    }),
  ],
});
