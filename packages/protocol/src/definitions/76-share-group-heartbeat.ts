import { field, type MessageDefinition, message, struct } from "./schema.ts";

export const shareGroupHeartbeatRequest: MessageDefinition = message("request", "ShareGroupHeartbeatRequest", {
  apiKey: 76,
  versions: "1",
  flexible: "0+",
  fields: [
    field("GroupId", "string", "0+", "The share group."),
    field("MemberId", "string", "0+", "The member's id, which the consumer makes itself."),
    field("MemberEpoch", "int32", "0+", "The epoch last told to the member; 0 joins, -1 leaves."),
    field("RackId", "string", "0+", "The member's `client.rack`; null leaves it as it was.", { nullable: "0+", default: null }),
    field("SubscribedTopicNames", "[]string", "0+", "Topics that the member wants to read; null leaves them as they were.", {
      nullable: "0+",
      default: null,
    }),
  ],
});

export const shareGroupHeartbeatResponse: MessageDefinition = message("response", "ShareGroupHeartbeatResponse", {
  apiKey: 76,
  versions: "1",
  flexible: "0+",
  structs: [
    struct("TopicPartitions", "0+", [
      field("TopicId", "uuid", "0+", "The topic's id."),
      field("Partitions", "[]int32", "0+", "Numbers of the partitions."),
    ]),
  ],
  fields: [
    field("ThrottleTimeMs", "int32", "0+", "How long the client was held back by a quota, in milliseconds; 0 if it was not."),
    field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
    field("ErrorMessage", "string", "0+", "What the error is about, or null.", { nullable: "0+", default: null }),
    field("MemberId", "string", "0+", "The member's id.", { nullable: "0+", default: null }),
    field("MemberEpoch", "int32", "0+", "The member's epoch from now on."),
    field("HeartbeatIntervalMs", "int32", "0+", "When the member is to send its next heartbeat, in milliseconds."),
    field("Assignment", "Assignment", "0+", "Partitions that the member reads from now on; null if nothing has changed.", {
      nullable: "0+",
      default: null,
      fields: [field("TopicPartitions", "[]TopicPartitions", "0+", "The partitions, by topic.")],
    }),
  ],
});
