import { field, type MessageDefinition, message, struct } from "./schema.ts";

export const consumerGroupDescribeRequest: MessageDefinition = message("request", "ConsumerGroupDescribeRequest", {
  apiKey: 69,
  versions: "0-1",
  flexible: "0+",
  fields: [
    field("GroupIds", "[]string", "0+", "Consumer groups to describe (KIP-848)."),
    field("IncludeAuthorizedOperations", "bool", "0+", "Whether to tell what the client may do with each group."),
  ],
});

export const consumerGroupDescribeResponse: MessageDefinition = message("response", "ConsumerGroupDescribeResponse", {
  apiKey: 69,
  versions: "0-1",
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
        field("GroupId", "string", "0+", "The group."),
        field("GroupState", "string", "0+", "`Empty`, `Assigning`, `Reconciling`, `Stable`, or empty on errors."),
        field("GroupEpoch", "int32", "0+", "Number of the group's latest change of members, subscriptions or topics."),
        field("AssignmentEpoch", "int32", "0+", "The group epoch that the target assignment was made for."),
        field("AssignorName", "string", "0+", "The assignor in use, e.g. `uniform`."),
        field("Members", "[]Member", "0+", "The group's members.", {
          fields: [
            field("MemberId", "string", "0+", "The member's id."),
            field("InstanceId", "string", "0+", "The member's `group.instance.id`, or null.", { nullable: "0+", default: null }),
            field("RackId", "string", "0+", "The member's `client.rack`, or null.", { nullable: "0+", default: null }),
            field("MemberEpoch", "int32", "0+", "The epoch that the member has come to."),
            field("ClientId", "string", "0+", "The member's `client.id`."),
            field("ClientHost", "string", "0+", "Address of the member, with a leading slash."),
            field("SubscribedTopicNames", "[]string", "0+", "Topics that the member names."),
            field("SubscribedTopicRegex", "string", "0+", "The member's expression for topic names, or null.", {
              nullable: "0+",
              default: null,
            }),
            field("Assignment", "Assignment", "0+", "Partitions that the member holds, or has not given back yet."),
            field("TargetAssignment", "Assignment", "0+", "Partitions that the member is to hold."),
            field("MemberType", "int8", "1+", "0 for a member by the classic protocol, 1 by the consumer protocol (KIP-1099).", {
              default: -1,
              ignorable: true,
            }),
          ],
        }),
        field("AuthorizedOperations", "int32", "0+", "What the client may do with the group, as bits; -2147483648 if not asked for.", {
          default: -2147483648,
        }),
      ],
    }),
  ],
});
