import { field, type MessageDefinition, message } from "./schema.ts";

export const syncGroupRequest: MessageDefinition = message("request", "SyncGroupRequest", {
  apiKey: 14,
  versions: "0-5",
  flexible: "4+",
  fields: [
    field("GroupId", "string", "0+", "The member's group."),
    field("GenerationId", "int32", "0+", "Generation that the member joined."),
    field("MemberId", "string", "0+", "The member that wants its assignment."),
    field("GroupInstanceId", "string", "3+", "The member's `group.instance.id` if it is a static member (KIP-345), else null.", {
      nullable: "3+",
      default: null,
    }),
    field("ProtocolType", "string", "5+", "Kind of group that the member joined, checked if given.", {
      nullable: "5+",
      default: null,
      ignorable: true,
    }),
    field("ProtocolName", "string", "5+", "Assignor that the member was told, checked if given.", {
      nullable: "5+",
      default: null,
      ignorable: true,
    }),
    field("Assignments", "[]SyncGroupRequestAssignment", "0+", "The leader's assignment for everyone; empty from all others.", {
      fields: [
        field("MemberId", "string", "0+", "The member that this part is for."),
        field("Assignment", "bytes", "0+", "What the member gets, in the assignor's encoding; opaque to the coordinator."),
      ],
    }),
  ],
});

export const syncGroupResponse: MessageDefinition = message("response", "SyncGroupResponse", {
  apiKey: 14,
  versions: "0-5",
  flexible: "4+",
  fields: [
    field("ThrottleTimeMs", "int32", "1+", "How long the client was held back by a quota, in milliseconds; 0 if it was not.", {
      ignorable: true,
    }),
    field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
    field("ProtocolType", "string", "5+", "The group's kind.", { nullable: "5+", default: null, ignorable: true }),
    field("ProtocolName", "string", "5+", "The assignor in use.", { nullable: "5+", default: null, ignorable: true }),
    field("Assignment", "bytes", "0+", "What the leader assigned to this member; empty if it forgot it."),
  ],
});
