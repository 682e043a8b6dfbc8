import { field, type MessageDefinition, message } from "./schema.ts";

export const deleteGroupsRequest: MessageDefinition = message("request", "DeleteGroupsRequest", {
  apiKey: 42,
  versions: "0-2",
  flexible: "2+",
  fields: [field("GroupsNames", "[]string", "0+", "Ids of the groups to delete.")],
});

export const deleteGroupsResponse: MessageDefinition = message("response", "DeleteGroupsResponse", {
  apiKey: 42,
  versions: "0-2",
  flexible: "2+",
  fields: [
    field("ThrottleTimeMs", "int32", "0+", "How long the client was held back by a quota, in milliseconds; 0 if it was not."),
    field("Results", "[]DeletableGroupResult", "0+", "Outcomes by group.", {
      fields: [
        field("GroupId", "string", "0+", "The group.", { mapKey: true }),
        field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
      ],
    }),
  ],
});
