import { field, type MessageDefinition, message } from "./schema.ts";

export const heartbeatRequest: MessageDefinition = message("request", "HeartbeatRequest", {
  apiKey: 12,
  versions: "0-4",
  flexible: "4+",
  fields: [
    field("GroupId", "string", "0+", ""),
    field("GenerationId", "int32", "0+", ""),
    field("MemberId", "string", "0+", ""),
    field("GroupInstanceId", "string", "3+", "", { nullable: "3+", default: null }),
  ],
});

export const heartbeatResponse: MessageDefinition = message("response", "HeartbeatResponse", {
  apiKey: 12,
  versions: "0-4",
  flexible: "4+",
  fields: [field("ThrottleTimeMs", "int32", "1+", "", { ignorable: true }), field("ErrorCode", "int16", "0+", "")],
});
