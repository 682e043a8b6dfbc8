import { field, type MessageDefinition, message, struct } from "../schema.ts";

export const groupMetadataKey: MessageDefinition = message("coordinator-key", "GroupMetadataKey", {
  apiKey: 2,
  versions: "0",
  flexible: "none",
  fields: [field("group", "string", "0", "The classic group.")],
});

export const groupMetadataValue: MessageDefinition = message("coordinator-value", "GroupMetadataValue", {
  apiKey: 2,
  versions: "0-4",
  flexible: "4+",
  structs: [
    struct("MemberMetadata", "0+", [
      field("memberId", "string", "0+", "The member's id."),
      field("groupInstanceId", "string", "3+", "The member's `group.instance.id` if it is a static member, else null.", {
        nullable: "3+",
        default: null,
        ignorable: true,
      }),
      field("clientId", "string", "0+", "The `client.id` that the member joined with."),
      field("clientHost", "string", "0+", "Address from which the member joined, with a leading slash."),
      field(
        "rebalanceTimeout",
        "int32",
        "1+",
        "How long to wait for the member in a rebalance, in milliseconds; -1 takes the session timeout.",
        { default: -1, ignorable: true },
      ),
      field("sessionTimeout", "int32", "0+", "Silence after which the member counts as dead, in milliseconds."),
      field("subscription", "bytes", "0+", "The member's subscription in the chosen assignor's encoding."),
      field("assignment", "bytes", "0+", "What the leader assigned to the member, in the assignor's encoding."),
    ]),
  ],
  fields: [
    field("protocolType", "string", "0+", "Kind of group, e.g. `consumer`."),
    field("generation", "int32", "0+", "Number of the current generation."),
    field("protocol", "string", "0+", "The assignor chosen; null in an empty group.", { nullable: "0+" }),
    field("leader", "string", "0+", "Member id of the leader; null in an empty group.", { nullable: "0+" }),
    field(
      "currentStateTimestamp",
      "int64",
      "2+",
      "When the group came into its state, from which offset retention counts; -1 if not known.",
      { default: -1, ignorable: true },
    ),
    field("members", "[]MemberMetadata", "0+", "The members of this generation."),
  ],
});
