import { field, type MessageDefinition, message } from "./schema.ts";

export const describeGroupsRequest: MessageDefinition = message("request", "DescribeGroupsRequest", {
  apiKey: 15,
  versions: "0-6",
  flexible: "5+",
  fields: [
    field("Groups", "[]string", "0+", "Ids of the groups to describe."),
    field("IncludeAuthorizedOperations", "bool", "3+", "Whether to tell what the client may do to each group."),
  ],
});

export const describeGroupsResponse: MessageDefinition = message("response", "DescribeGroupsResponse", {
  apiKey: 15,
  versions: "0-6",
  flexible: "5+",
  fields: [
    field("ThrottleTimeMs", "int32", "1+", "How long the client was held back by a quota, in milliseconds; 0 if it was not.", {
      ignorable: true,
    }),
    field("Groups", "[]DescribedGroup", "0+", "The groups asked for, in the same order.", {
      fields: [
        field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
        field("ErrorMessage", "string", "6+", "Detail for people, beyond what the error code says; null if there is none.", {
          nullable: "6+",
          default: null,
        }),
        field("GroupId", "string", "0+", "The group."),
        field("GroupState", "string", "0+", "Name of the classic group's state, e.g. `Stable`, `Empty` or `Dead`."),
        field("ProtocolType", "string", "0+", "Kind of group, e.g. `consumer`."),
        field("ProtocolData", "string", "0+", "The assignor in use; empty unless the group is stable."),
        field("Members", "[]DescribedGroupMember", "0+", "The group's members.", {
          fields: [
            field("MemberId", "string", "0+", "The member's id."),
            field("GroupInstanceId", "string", "4+", "The member's `group.instance.id` if it is a static member (KIP-345), else null.", {
              nullable: "4+",
              default: null,
              ignorable: true,
            }),
            field("ClientId", "string", "0+", "The `client.id` in the member's last JoinGroup."),
            field("ClientHost", "string", "0+", "Address from which the member joined, with a leading slash."),
            field("MemberMetadata", "bytes", "0+", "The member's subscription in the assignor's encoding; empty unless stable."),
            field("MemberAssignment", "bytes", "0+", "What the member was assigned; empty unless stable."),
          ],
        }),
        field(
          "AuthorizedOperations",
          "int32",
          "3+",
          "Bit set of ACL operations allowed on the group; the minimum int32 if not asked for.",
          { default: -2147483648 },
        ),
      ],
    }),
  ],
});
