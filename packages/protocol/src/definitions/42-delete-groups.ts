import { field, type MessageDefinition, message } from "./schema.ts";

export const deleteGroupsRequest: MessageDefinition = message("request", "DeleteGroupsRequest", {
  apiKey: 42,
  versions: "0-2",
  flexible: "2+",
  fields: [field("GroupsNames", "[]string", "0+", "")],
});

export const deleteGroupsResponse: MessageDefinition = message("response", "DeleteGroupsResponse", {
  apiKey: 42,
  versions: "0-2",
  flexible: "2+",
  fields: [
    field("ThrottleTimeMs", "int32", "0+", ""),
    field("Results", "[]DeletableGroupResult", "0+", "", {
      fields: [field("GroupId", "string", "0+", "", { mapKey: true }), field("ErrorCode", "int16", "0+", "")],
    }),
  ],
});
