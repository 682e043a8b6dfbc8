import { field, type MessageDefinition, message } from "./schema.ts";

export const joinGroupRequest: MessageDefinition = message("request", "JoinGroupRequest", {
  apiKey: 11,
  versions: "0-9",
  flexible: "6+",
  fields: [
    field("GroupId", "string", "0+", "The group to join."),
    field("SessionTimeoutMs", "int32", "0+", "Silence after which the member counts as dead, in milliseconds."),
    field(
      "RebalanceTimeoutMs",
      "int32",
      "1+",
      "How long others wait for this member to join again in a rebalance; -1 takes the session timeout.",
      { default: -1, ignorable: true },
    ),
    field("MemberId", "string", "0+", "The id that the coordinator gave before; empty at first."),
    field("GroupInstanceId", "string", "5+", "The member's `group.instance.id` if it is a static member (KIP-345), else null.", {
      nullable: "5+",
      default: null,
    }),
    field("ProtocolType", "string", "0+", "Kind of group, e.g. `consumer` or `connect`; all members share it."),
    field("Protocols", "[]JoinGroupRequestProtocol", "0+", "Assignors that the member can do, its favourite first.", {
      fields: [
        field("Name", "string", "0+", "The assignor's name, e.g. `range`.", { mapKey: true }),
        field("Metadata", "bytes", "0+", "The member's subscription in this assignor's encoding; opaque to the coordinator."),
      ],
    }),
    field("Reason", "string", "8+", "Why the member joins, for the broker's log (KIP-800).", {
      nullable: "8+",
      default: null,
      ignorable: true,
    }),
  ],
});

export const joinGroupResponse: MessageDefinition = message("response", "JoinGroupResponse", {
  apiKey: 11,
  versions: "0-9",
  flexible: "6+",
  fields: [
    field("ThrottleTimeMs", "int32", "2+", "How long the client was held back by a quota, in milliseconds; 0 if it was not.", {
      ignorable: true,
    }),
    field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
    field("GenerationId", "int32", "0+", "Number of the generation that begins; -1 on errors.", { default: -1 }),
    field("ProtocolType", "string", "7+", "The group's kind.", { nullable: "7+", default: null, ignorable: true }),
    field("ProtocolName", "string", "0+", "The assignor that was chosen.", { nullable: "7+" }),
    field("Leader", "string", "0+", "Member id of the leader, who has to compute the assignment."),
    field("SkipAssignment", "bool", "9+", "Tells a returning static leader that the assignment stands as it is (KIP-814).", {
      default: false,
    }),
    field("MemberId", "string", "0+", "The member's own id, possibly just given."),
    field("Members", "[]JoinGroupResponseMember", "0+", "All members' subscriptions, for the leader alone; empty for others.", {
      fields: [
        field("MemberId", "string", "0+", "Id of one member."),
        field("GroupInstanceId", "string", "5+", "The member's `group.instance.id` if it is a static member (KIP-345), else null.", {
          nullable: "5+",
          default: null,
          ignorable: true,
        }),
        field("Metadata", "bytes", "0+", "That member's subscription in the chosen assignor's encoding."),
      ],
    }),
  ],
});
