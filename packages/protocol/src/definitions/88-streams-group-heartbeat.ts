import { field, type MessageDefinition, message, struct } from "./schema.ts";
import { endpoint, keyValue, subtopologyFields, taskIds, taskOffset, topicInfo } from "./streams-structs.ts";

const unchanged = { nullable: "0+", default: null } as const;

export const streamsGroupHeartbeatRequest: MessageDefinition = message("request", "StreamsGroupHeartbeatRequest", {
  apiKey: 88,
  versions: "0",
  flexible: "0+",
  structs: [keyValue, topicInfo("KeyValue"), endpoint, taskOffset, taskIds],
  fields: [
    field("GroupId", "string", "0+", "The streams group (KIP-1071)."),
    field("MemberId", "string", "0+", "The member's id, which it makes itself and keeps."),
    field(
      "MemberEpoch",
      "int32",
      "0+",
      "The epoch last told to the member; 0 joins, -1 leaves, -2 leaves as a static member that will be back.",
    ),
    field("EndpointInformationEpoch", "int32", "0+", "The epoch of what the member was last told about others' endpoints."),
    field("InstanceId", "string", "0+", "The member's `group.instance.id` if it is a static member; null leaves it as it was.", unchanged),
    field("RackId", "string", "0+", "The member's rack; null leaves it as it was.", unchanged),
    field("RebalanceTimeoutMs", "int32", "0+", "How long the member may take to give tasks back; -1 leaves it as it was.", { default: -1 }),
    field("Topology", "Topology", "0+", "What the application is made of, told by members that join; null otherwise.", {
      ...unchanged,
      fields: [
        field("Epoch", "int32", "0+", "Version of the topology."),
        field("Subtopologies", "[]Subtopology", "0+", "Its independent parts.", { fields: subtopologyFields }),
      ],
    }),
    field("ActiveTasks", "[]TaskIds", "0+", "Active tasks that the member has; null if they are the same as before.", unchanged),
    field("StandbyTasks", "[]TaskIds", "0+", "Standby tasks that the member has; null if they are the same as before.", unchanged),
    field("WarmupTasks", "[]TaskIds", "0+", "Warm-up tasks that the member has; null if they are the same as before.", unchanged),
    field("ProcessId", "string", "0+", "The process that the member runs in, which may have several; null leaves it as it was.", unchanged),
    field("UserEndpoint", "Endpoint", "0+", "Where the process answers interactive queries; null leaves it as it was.", unchanged),
    field("ClientTags", "[]KeyValue", "0+", "Tags that standby tasks are spread by; null leaves them as they were.", unchanged),
    field("TaskOffsets", "[]TaskOffset", "0+", "How far the state of tasks has come; null if that is not told.", unchanged),
    field("TaskEndOffsets", "[]TaskOffset", "0+", "Where the changelogs of tasks end; null if that is not told.", unchanged),
    field("ShutdownApplication", "bool", "0+", "Whether all members of the group are to end.", { default: false }),
  ],
});

export const streamsGroupHeartbeatResponse: MessageDefinition = message("response", "StreamsGroupHeartbeatResponse", {
  apiKey: 88,
  versions: "0",
  flexible: "0+",
  structs: [
    struct("Status", "0+", [
      field("StatusCode", "int8", "0+", "What is the case, as a number."),
      field("StatusDetail", "string", "0+", "The same in words."),
    ]),
    struct("TopicPartition", "0+", [
      field("Topic", "string", "0+", "The topic's name."),
      field("Partitions", "[]int32", "0+", "Numbers of the partitions."),
    ]),
    taskIds,
    endpoint,
  ],
  fields: [
    field("ThrottleTimeMs", "int32", "0+", "How long the client was held back by a quota, in milliseconds; 0 if it was not."),
    field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
    field("ErrorMessage", "string", "0+", "What the error is about, or null.", { nullable: "0+", default: null }),
    field("MemberId", "string", "0+", "The member's id."),
    field("MemberEpoch", "int32", "0+", "The member's epoch from now on."),
    field("HeartbeatIntervalMs", "int32", "0+", "When the member is to send its next heartbeat, in milliseconds."),
    field("AcceptableRecoveryLag", "int32", "0+", "How far behind a warm-up task may be to count as caught up, in records."),
    field("TaskOffsetIntervalMs", "int32", "0+", "How often the member is to tell how far its tasks have come, in milliseconds."),
    field("Status", "[]Status", "0+", "What keeps the group from working as declared; null or none if nothing does.", { nullable: "0+" }),
    field("ActiveTasks", "[]TaskIds", "0+", "Active tasks that the member is to have; null if nothing has changed.", unchanged),
    field("StandbyTasks", "[]TaskIds", "0+", "Standby tasks that the member is to have; null if nothing has changed.", unchanged),
    field("WarmupTasks", "[]TaskIds", "0+", "Warm-up tasks that the member is to have; null if nothing has changed.", unchanged),
    field("EndpointInformationEpoch", "int32", "0+", "The epoch of what is said about endpoints."),
    field("PartitionsByUserEndpoint", "[]EndpointToPartitions", "0+", "Which partitions each endpoint has; null if nothing has changed.", {
      ...unchanged,
      fields: [
        field("UserEndpoint", "Endpoint", "0+", "Where a process answers interactive queries."),
        field("ActivePartitions", "[]TopicPartition", "0+", "What its active tasks read."),
        field("StandbyPartitions", "[]TopicPartition", "0+", "What its standby tasks stand by for."),
      ],
    }),
  ],
});
