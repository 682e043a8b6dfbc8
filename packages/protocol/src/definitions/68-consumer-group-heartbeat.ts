import { field, type MessageDefinition, message, struct } from "./schema.ts";

const topicPartitions = [
  field("TopicId", "uuid", "0+", "The topic's id."),
  field("Partitions", "[]int32", "0+", "Numbers of the partitions."),
];

export const consumerGroupHeartbeatRequest: MessageDefinition = message("request", "ConsumerGroupHeartbeatRequest", {
  apiKey: 68,
  versions: "0-1",
  flexible: "0+",
  fields: [
    field("GroupId", "string", "0+", "The consumer group (KIP-848)."),
    field("MemberId", "string", "0+", "The member's id, which from version 1 on the consumer makes itself (KIP-1082)."),
    field(
      "MemberEpoch",
      "int32",
      "0+",
      "The epoch last told to the member; 0 joins, -1 leaves, -2 leaves as a static member that will be back.",
    ),
    field("InstanceId", "string", "0+", "The member's `group.instance.id` if it is a static member; null leaves it as it was.", {
      nullable: "0+",
      default: null,
    }),
    field("RackId", "string", "0+", "The member's `client.rack`; null leaves it as it was.", { nullable: "0+", default: null }),
    field("RebalanceTimeoutMs", "int32", "0+", "How long the member may take to give partitions back; -1 leaves it as it was.", {
      default: -1,
    }),
    field("SubscribedTopicNames", "[]string", "0+", "Topics that the member wants to read; null leaves them as they were.", {
      nullable: "0+",
      default: null,
    }),
    field("SubscribedTopicRegex", "string", "1+", "An RE2 expression for names of further topics; null leaves it as it was.", {
      nullable: "1+",
      default: null,
    }),
    field("ServerAssignor", "string", "0+", "The broker's assignor that the member prefers, e.g. `uniform`; null leaves it as it was.", {
      nullable: "0+",
      default: null,
    }),
    field("TopicPartitions", "[]TopicPartitions", "0+", "Partitions that the member holds; null if they are the same as before.", {
      nullable: "0+",
      default: null,
      fields: topicPartitions,
    }),
  ],
});

export const consumerGroupHeartbeatResponse: MessageDefinition = message("response", "ConsumerGroupHeartbeatResponse", {
  apiKey: 68,
  versions: "0-1",
  flexible: "0+",
  structs: [struct("TopicPartitions", "0+", topicPartitions)],
  fields: [
    field("ThrottleTimeMs", "int32", "0+", "How long the client was held back by a quota, in milliseconds; 0 if it was not."),
    field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
    field("ErrorMessage", "string", "0+", "What the error is about, or null.", { nullable: "0+", default: null }),
    field("MemberId", "string", "0+", "The member's id, possibly just given.", { nullable: "0+", default: null }),
    field("MemberEpoch", "int32", "0+", "The member's epoch from now on."),
    field("HeartbeatIntervalMs", "int32", "0+", "When the member is to send its next heartbeat, in milliseconds."),
    field("Assignment", "Assignment", "0+", "Partitions that the member holds from now on; null if nothing has changed.", {
      nullable: "0+",
      default: null,
      fields: [field("TopicPartitions", "[]TopicPartitions", "0+", "The partitions, which it can read at once.")],
    }),
  ],
});
