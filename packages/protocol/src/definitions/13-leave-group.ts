import { field, type MessageDefinition, message } from "./schema.ts";

export const leaveGroupRequest: MessageDefinition = message("request", "LeaveGroupRequest", {
  apiKey: 13,
  versions: "0-5",
  flexible: "4+",
  fields: [
    field("GroupId", "string", "0+", ""),
    field("MemberId", "string", "0-2", ""),
    field("Members", "[]MemberIdentity", "3+", "", {
      fields: [
        field("MemberId", "string", "3+", ""),
        field("GroupInstanceId", "string", "3+", "", { nullable: "3+", default: null }),
        field("Reason", "string", "5+", "", { nullable: "5+", default: null, ignorable: true }),
      ],
    }),
  ],
});

export const leaveGroupResponse: MessageDefinition = message("response", "LeaveGroupResponse", {
  apiKey: 13,
  versions: "0-5",
  flexible: "4+",
  fields: [
    field("ThrottleTimeMs", "int32", "1+", "", { ignorable: true }),
    field("ErrorCode", "int16", "0+", ""),
    field("Members", "[]MemberResponse", "3+", "", {
      fields: [
        field("MemberId", "string", "3+", ""),
        field("GroupInstanceId", "string", "3+", "", { nullable: "3+" }),
        field("ErrorCode", "int16", "3+", ""),
      ],
    }),
  ],
});
