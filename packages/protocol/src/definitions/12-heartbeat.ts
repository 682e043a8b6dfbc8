import { field, type MessageDefinition, message } from "./schema.ts";

export const heartbeatRequest: MessageDefinition = message("request", "HeartbeatRequest", {
  apiKey: 12,
  versions: "0-4",
  flexible: "4+",
  fields: [
    field("GroupId", "string", "0+", "The member's group."),
    field("GenerationId", "int32", "0+", "Generation that the member believes in."),
    field("MemberId", "string", "0+", "The member that shows it is alive."),
    field("GroupInstanceId", "string", "3+", "The member's `group.instance.id` if it is a static member (KIP-345), else null.", {
      nullable: "3+",
      default: null,
    }),
  ],
});

export const heartbeatResponse: MessageDefinition = message("response", "HeartbeatResponse", {
  apiKey: 12,
  versions: "0-4",
  flexible: "4+",
  fields: [
    field("ThrottleTimeMs", "int32", "1+", "How long the client was held back by a quota, in milliseconds; 0 if it was not.", {
      ignorable: true,
    }),
    field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
  ],
});
