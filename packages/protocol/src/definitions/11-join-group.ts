import { field, type MessageDefinition, message } from "./schema.ts";

export const joinGroupRequest: MessageDefinition = message("request", "JoinGroupRequest", {
  apiKey: 11,
  versions: "0-9",
  flexible: "6+",
  fields: [
    field("GroupId", "string", "0+", ""),
    field("SessionTimeoutMs", "int32", "0+", ""),
    field("RebalanceTimeoutMs", "int32", "1+", "", { default: -1, ignorable: true }),
    field("MemberId", "string", "0+", ""),
    field("GroupInstanceId", "string", "5+", "", { nullable: "5+", default: null }),
    field("ProtocolType", "string", "0+", ""),
    field("Protocols", "[]JoinGroupRequestProtocol", "0+", "", {
      fields: [field("Name", "string", "0+", "", { mapKey: true }), field("Metadata", "bytes", "0+", "")],
    }),
    field("Reason", "string", "8+", "", { nullable: "8+", default: null, ignorable: true }),
  ],
});

export const joinGroupResponse: MessageDefinition = message("response", "JoinGroupResponse", {
  apiKey: 11,
  versions: "0-9",
  flexible: "6+",
  fields: [
    field("ThrottleTimeMs", "int32", "2+", "", { ignorable: true }),
    field("ErrorCode", "int16", "0+", ""),
    field("GenerationId", "int32", "0+", "", { default: -1 }),
    field("ProtocolType", "string", "7+", "", { nullable: "7+", default: null, ignorable: true }),
    field("ProtocolName", "string", "0+", "", { nullable: "7+" }),
    field("Leader", "string", "0+", ""),
    field("SkipAssignment", "bool", "9+", "", { default: false }),
    field("MemberId", "string", "0+", ""),
    field("Members", "[]JoinGroupResponseMember", "0+", "", {
      fields: [
        field("MemberId", "string", "0+", ""),
        field("GroupInstanceId", "string", "5+", "", { nullable: "5+", default: null, ignorable: true }),
        field("Metadata", "bytes", "0+", ""),
      ],
    }),
  ],
});
