import { field, type MessageDefinition, message } from "./schema.ts";

export const listGroupsRequest: MessageDefinition = message("request", "ListGroupsRequest", {
  apiKey: 16,
  versions: "0-5",
  flexible: "3+",
  fields: [
    field("StatesFilter", "[]string", "4+", "States to list, e.g. `Stable`; empty for all (KIP-518)."),
    field("TypesFilter", "[]string", "5+", "Types to list, e.g. `classic` or `consumer`; empty for all (KIP-848)."),
  ],
});

export const listGroupsResponse: MessageDefinition = message("response", "ListGroupsResponse", {
  apiKey: 16,
  versions: "0-5",
  flexible: "3+",
  fields: [
    field("ThrottleTimeMs", "int32", "1+", "How long the client was held back by a quota, in milliseconds; 0 if it was not.", {
      ignorable: true,
    }),
    field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
    field("Groups", "[]ListedGroup", "0+", "The groups that this broker coordinates and the filters let through.", {
      fields: [
        field("GroupId", "string", "0+", "The group."),
        field("ProtocolType", "string", "0+", "Kind of group, e.g. `consumer`; empty for groups of offsets only."),
        field("GroupState", "string", "4+", "Name of the group's state.", { ignorable: true }),
        field("GroupType", "string", "5+", "`classic`, `consumer`, `share` or `streams`.", { ignorable: true }),
      ],
    }),
  ],
});
