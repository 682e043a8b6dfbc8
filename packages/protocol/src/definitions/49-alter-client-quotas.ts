import { type FieldDefinition, field, type MessageDefinition, message } from "./schema.ts";

const entity: FieldDefinition = field("Entity", "[]EntityData", "0+", "Whom the quotas are for, part by part.", {
  fields: [
    field("EntityType", "string", "0+", "Kind of the part: `user`, `client-id` or `ip`."),
    field("EntityName", "string", "0+", "Its name, or null for the default of its kind.", { nullable: "0+" }),
  ],
});

export const alterClientQuotasRequest: MessageDefinition = message("request", "AlterClientQuotasRequest", {
  apiKey: 49,
  versions: "0-1",
  flexible: "1+",
  fields: [
    field("Entries", "[]EntryData", "0+", "Changes by entity.", {
      fields: [
        entity,
        field("Ops", "[]OpData", "0+", "The entity's changes.", {
          fields: [
            field("Key", "string", "0+", "Name of the quota, e.g. `producer_byte_rate`."),
            field("Value", "float64", "0+", "How much is to be allowed; of no meaning where the quota is removed."),
            field("Remove", "bool", "0+", "Whether to remove the quota instead of setting it."),
          ],
        }),
      ],
    }),
    field("ValidateOnly", "bool", "0+", "Whether to check only, and change nothing."),
  ],
});

export const alterClientQuotasResponse: MessageDefinition = message("response", "AlterClientQuotasResponse", {
  apiKey: 49,
  versions: "0-1",
  flexible: "1+",
  fields: [
    field("ThrottleTimeMs", "int32", "0+", "How long the client was held back by a quota, in milliseconds; 0 if it was not."),
    field("Entries", "[]EntryData", "0+", "What became of each entity.", {
      fields: [
        field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
        field("ErrorMessage", "string", "0+", "Detail for people, beyond what the error code says; null if there is none.", {
          nullable: "0+",
        }),
        entity,
      ],
    }),
  ],
});
