import { field, type MessageDefinition, message } from "./schema.ts";

export const listGroupsRequest: MessageDefinition = message("request", "ListGroupsRequest", {
  apiKey: 16,
  versions: "0-5",
  flexible: "3+",
  fields: [field("StatesFilter", "[]string", "4+", ""), field("TypesFilter", "[]string", "5+", "")],
});

export const listGroupsResponse: MessageDefinition = message("response", "ListGroupsResponse", {
  apiKey: 16,
  versions: "0-5",
  flexible: "3+",
  fields: [
    field("ThrottleTimeMs", "int32", "1+", "", { ignorable: true }),
    field("ErrorCode", "int16", "0+", ""),
    field("Groups", "[]ListedGroup", "0+", "", {
      fields: [
        field("GroupId", "string", "0+", ""),
        field("ProtocolType", "string", "0+", ""),
        field("GroupState", "string", "4+", "", { ignorable: true }),
        field("GroupType", "string", "5+", "", { ignorable: true }),
      ],
    }),
  ],
});
