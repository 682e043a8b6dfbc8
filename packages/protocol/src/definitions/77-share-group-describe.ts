import { field, type MessageDefinition, message, struct } from "./schema.ts";

export const shareGroupDescribeRequest: MessageDefinition = message("request", "ShareGroupDescribeRequest", {
  apiKey: 77,
  versions: "1",
  flexible: "0+",
  fields: [
    field("GroupIds", "[]string", "0+", "Share groups to describe."),
    field("IncludeAuthorizedOperations", "bool", "0+", "Whether to tell what the client may do with each group."),
  ],
});

export const shareGroupDescribeResponse: MessageDefinition = message("response", "ShareGroupDescribeResponse", {
  apiKey: 77,
  versions: "1",
  flexible: "0+",
  structs: [
    struct("TopicPartitions", "0+", [
      field("TopicId", "uuid", "0+", "The topic's id."),
      field("TopicName", "string", "0+", "The topic's name."),
      field("Partitions", "[]int32", "0+", "Numbers of the partitions."),
    ]),
    struct("Assignment", "0+", [field("TopicPartitions", "[]TopicPartitions", "0+", "The partitions, by topic.")]),
  ],
  fields: [
    field("ThrottleTimeMs", "int32", "0+", "How long the client was held back by a quota, in milliseconds; 0 if it was not."),
    field("Groups", "[]DescribedGroup", "0+", "One entry for each group.", {
      fields: [
        field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
        field("ErrorMessage", "string", "0+", "What the error is about, or null.", { nullable: "0+", default: null }),
        field("GroupId", "string", "0+", "The share group."),
        field("GroupState", "string", "0+", "`Empty`, `Stable` or `Dead`, or empty on errors."),
        field("GroupEpoch", "int32", "0+", "Number of the group's latest change of members, subscriptions or topics."),
        field("AssignmentEpoch", "int32", "0+", "The group epoch that the assignment was made for."),
        field("AssignorName", "string", "0+", "The assignor in use: `simple`."),
        field("Members", "[]Member", "0+", "The group's members.", {
          fields: [
            field("MemberId", "string", "0+", "The member's id, which the consumer makes itself."),
            field("RackId", "string", "0+", "The member's `client.rack`, or null.", { nullable: "0+", default: null }),
            field("MemberEpoch", "int32", "0+", "The member's epoch."),
            field("ClientId", "string", "0+", "The member's `client.id`."),
            field("ClientHost", "string", "0+", "Address of the member, with a leading slash."),
            field("SubscribedTopicNames", "[]string", "0+", "Topics that the member wants to read."),
            field("Assignment", "Assignment", "0+", "Partitions that the member reads."),
          ],
        }),
        field("AuthorizedOperations", "int32", "0+", "What the client may do with the group, as bits; -2147483648 if not asked for.", {
          default: -2147483648,
        }),
      ],
    }),
  ],
});
