import { field, type MessageDefinition, message } from "./schema.ts";

export const findCoordinatorRequest: MessageDefinition = message("request", "FindCoordinatorRequest", {
  apiKey: 10,
  versions: "0-6",
  flexible: "3+",
  fields: [
    field("Key", "string", "0-3", ""),
    field("KeyType", "int8", "1+", "", { default: 0 }),
    field("CoordinatorKeys", "[]string", "4+", ""),
  ],
});

export const findCoordinatorResponse: MessageDefinition = message("response", "FindCoordinatorResponse", {
  apiKey: 10,
  versions: "0-6",
  flexible: "3+",
  fields: [
    field("ThrottleTimeMs", "int32", "1+", "", { ignorable: true }),
    field("ErrorCode", "int16", "0-3", ""),
    field("ErrorMessage", "string", "1-3", "", { nullable: "1-3", ignorable: true }),
    field("NodeId", "int32", "0-3", ""),
    field("Host", "string", "0-3", ""),
    field("Port", "int32", "0-3", ""),
    field("Coordinators", "[]Coordinator", "4+", "", {
      fields: [
        field("Key", "string", "4+", ""),
        field("NodeId", "int32", "4+", ""),
        field("Host", "string", "4+", ""),
        field("Port", "int32", "4+", ""),
        field("ErrorCode", "int16", "4+", ""),
        field("ErrorMessage", "string", "4+", "", { nullable: "4+", ignorable: true }),
      ],
    }),
  ],
});
