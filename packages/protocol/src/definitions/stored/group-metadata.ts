import { field, type MessageDefinition, message, struct } from "../schema.ts";

export const groupMetadataKey: MessageDefinition = message("coordinator-key", "GroupMetadataKey", {
  apiKey: 2,
  versions: "0",
  flexible: "none",
  fields: [field("group", "string", "0", "")],
});

export const groupMetadataValue: MessageDefinition = message("coordinator-value", "GroupMetadataValue", {
  apiKey: 2,
  versions: "0-4",
  flexible: "4+",
  structs: [
    struct("MemberMetadata", "0+", [
      field("memberId", "string", "0+", ""),
      field("groupInstanceId", "string", "3+", "", { nullable: "3+", default: null, ignorable: true }),
      field("clientId", "string", "0+", ""),
      field("clientHost", "string", "0+", ""),
      field("rebalanceTimeout", "int32", "1+", "", { default: -1, ignorable: true }),
      field("sessionTimeout", "int32", "0+", ""),
      field("subscription", "bytes", "0+", ""),
      field("assignment", "bytes", "0+", ""),
    ]),
  ],
  fields: [
    field("protocolType", "string", "0+", ""),
    field("generation", "int32", "0+", ""),
    field("protocol", "string", "0+", "", { nullable: "0+" }),
    field("leader", "string", "0+", "", { nullable: "0+" }),
    field("currentStateTimestamp", "int64", "2+", "", { default: -1, ignorable: true }),
    field("members", "[]MemberMetadata", "0+", ""),
  ],
});
