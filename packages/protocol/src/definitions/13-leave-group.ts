import { field, type MessageDefinition, message } from "./schema.ts";

export const leaveGroupRequest: MessageDefinition = message("request", "LeaveGroupRequest", {
  apiKey: 13,
  versions: "0-5",
  flexible: "4+",
  fields: [
    field("GroupId", "string", "0+", "The group to leave."),
    field("MemberId", "string", "0-2", "The member that leaves, while one request removes one member."),
    field("Members", "[]MemberIdentity", "3+", "Members to remove, several in one request.", {
      fields: [
        field("MemberId", "string", "3+", "The member's id; empty to go by the instance id alone."),
        field("GroupInstanceId", "string", "3+", "The member's `group.instance.id` if it is a static member (KIP-345), else null.", {
          nullable: "3+",
          default: null,
        }),
        field("Reason", "string", "5+", "Why the member leaves, for the broker's log (KIP-800).", {
          nullable: "5+",
          default: null,
          ignorable: true,
        }),
      ],
    }),
  ],
});

export const leaveGroupResponse: MessageDefinition = message("response", "LeaveGroupResponse", {
  apiKey: 13,
  versions: "0-5",
  flexible: "4+",
  fields: [
    field("ThrottleTimeMs", "int32", "1+", "How long the client was held back by a quota, in milliseconds; 0 if it was not.", {
      ignorable: true,
    }),
    field("ErrorCode", "int16", "0+", "Outcome for the request as a whole; members have their own."),
    field("Members", "[]MemberResponse", "3+", "Outcomes by member.", {
      fields: [
        field("MemberId", "string", "3+", "The member's id, as the request gave it."),
        field("GroupInstanceId", "string", "3+", "The member's `group.instance.id` if it is a static member (KIP-345), else null.", {
          nullable: "3+",
        }),
        field("ErrorCode", "int16", "3+", "Outcome as a code of the error table; 0 is success."),
      ],
    }),
  ],
});
