import { field, type MessageDefinition, message } from "../schema.ts";

export const clientQuotaRecord: MessageDefinition = message("metadata", "ClientQuotaRecord", {
  apiKey: 14,
  versions: "0",
  flexible: "0+",
  fields: [
    field("Entity", "[]EntityData", "0+", "Whom the quota is for, part by part.", {
      fields: [
        field("EntityType", "string", "0+", "Kind of the part: `user`, `client-id` or `ip`."),
        field("EntityName", "string", "0+", "Its name, or null for the default of its kind.", { nullable: "0+" }),
      ],
    }),
    field("Key", "string", "0+", "Name of the quota, e.g. `producer_byte_rate`."),
    field("Value", "float64", "0+", "How much is allowed; of no meaning where the quota is removed."),
    field("Remove", "bool", "0+", "Whether the quota goes instead of being set."),
  ],
});
