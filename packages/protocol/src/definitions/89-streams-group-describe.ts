import { field, type MessageDefinition, message, struct } from "./schema.ts";
import { endpoint, keyValue, taskIds, taskOffset, topicInfo } from "./streams-structs.ts";

export const streamsGroupDescribeRequest: MessageDefinition = message("request", "StreamsGroupDescribeRequest", {
  apiKey: 89,
  versions: "0",
  flexible: "0+",
  fields: [
    field("GroupIds", "[]string", "0+", "The groups that are asked about."),
    field("IncludeAuthorizedOperations", "bool", "0+", "Whether to say what the client may do with each group."),
  ],
});

const topology = [
  field("Epoch", "int32", "0+", "Version of the topology."),
  field("Subtopologies", "[]Subtopology", "0+", "Its parts with their topics as they are; null where they can't be worked out.", {
    nullable: "0+",
    default: null,
    fields: [
      field("SubtopologyId", "string", "0+", "The subtopology's id."),
      field("SourceTopics", "[]string", "0+", "Topics that it reads and does not make."),
      field("RepartitionSinkTopics", "[]string", "0+", "Repartition topics that it writes."),
      field("StateChangelogTopics", "[]TopicInfo", "0+", "Topics that keep its state."),
      field("RepartitionSourceTopics", "[]TopicInfo", "0+", "Repartition topics that it reads."),
    ],
  }),
];

const members = [
  field("MemberId", "string", "0+", "The member's id."),
  field("MemberEpoch", "int32", "0+", "The epoch that it has come to."),
  field("InstanceId", "string", "0+", "Its `group.instance.id`, or null.", { nullable: "0+", default: null }),
  field("RackId", "string", "0+", "Its rack, or null.", { nullable: "0+", default: null }),
  field("ClientId", "string", "0+", "Its `client.id`."),
  field("ClientHost", "string", "0+", "Where it connects from."),
  field("TopologyEpoch", "int32", "0+", "Version of the topology that it runs."),
  field("ProcessId", "string", "0+", "The process that it runs in."),
  field("UserEndpoint", "Endpoint", "0+", "Where the process answers interactive queries, or null.", { nullable: "0+", default: null }),
  field("ClientTags", "[]KeyValue", "0+", "Tags that standby tasks are spread by."),
  field("TaskOffsets", "[]TaskOffset", "0+", "How far the state of its tasks has come."),
  field("TaskEndOffsets", "[]TaskOffset", "0+", "Where the changelogs of its tasks end."),
  field("Assignment", "Assignment", "0+", "What it has."),
  field("TargetAssignment", "Assignment", "0+", "What it is to have."),
  field("IsClassic", "bool", "0+", "Whether it still speaks the classic protocol."),
];

export const streamsGroupDescribeResponse: MessageDefinition = message("response", "StreamsGroupDescribeResponse", {
  apiKey: 89,
  versions: "0",
  flexible: "0+",
  structs: [
    endpoint,
    taskOffset,
    struct("Assignment", "0+", [
      field("ActiveTasks", "[]TaskIds", "0+", "Active tasks."),
      field("StandbyTasks", "[]TaskIds", "0+", "Standby tasks."),
      field("WarmupTasks", "[]TaskIds", "0+", "Warm-up tasks."),
    ]),
    taskIds,
    keyValue,
    topicInfo("KeyValue"),
  ],
  fields: [
    field("ThrottleTimeMs", "int32", "0+", "How long the client was held back by a quota, in milliseconds; 0 if it was not."),
    field("Groups", "[]DescribedGroup", "0+", "The groups.", {
      fields: [
        field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
        field("ErrorMessage", "string", "0+", "What the error is about, or null.", { nullable: "0+", default: null }),
        field("GroupId", "string", "0+", "The group's id."),
        field("GroupState", "string", "0+", "Its state; empty if it could not be described."),
        field("GroupEpoch", "int32", "0+", "Its epoch."),
        field("AssignmentEpoch", "int32", "0+", "The epoch that the target assignment was made for."),
        field("Topology", "Topology", "0+", "What the application is made of; null with an error.", {
          nullable: "0+",
          default: null,
          fields: topology,
        }),
        field("Members", "[]Member", "0+", "Its members.", { fields: members }),
        field("AuthorizedOperations", "int32", "0+", "What the client may do with the group, a bit for each operation, if it asked.", {
          default: -2147483648,
        }),
      ],
    }),
  ],
});
