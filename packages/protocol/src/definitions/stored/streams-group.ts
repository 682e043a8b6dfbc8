import { field, type MessageDefinition, message, struct } from "../schema.ts";
import { endpoint, keyValue, subtopologyFields, taskIds, topicInfo } from "../streams-structs.ts";

function key(apiKey: number, name: string, ...ids: ReadonlyArray<readonly [name: string, doc: string]>): MessageDefinition {
  const group = field("GroupId", "string", "0", "The streams group.");
  const fields = [group, ...ids.map(([idName, doc]) => field(idName, "string", "0", doc))];
  return message("coordinator-key", name, { apiKey, versions: "0", flexible: "none", fields });
}

const member = ["MemberId", "The member."] as const;

export const streamsGroupMetadataKey: MessageDefinition = key(17, "StreamsGroupMetadataKey");

export const streamsGroupMetadataValue: MessageDefinition = message("coordinator-value", "StreamsGroupMetadataValue", {
  apiKey: 17,
  versions: "0",
  flexible: "0+",
  structs: [
    struct("LastAssignmentConfig", "0+", [
      field("Key", "string", "0+", "Name of the setting."),
      field("Value", "string", "0+", "Its value."),
    ]),
  ],
  fields: [
    field("Epoch", "int32", "0+", "The group epoch, which grows with each change of members, topology, topics or settings."),
    field("MetadataHash", "int64", "0+", "Hash of the topology's topics as they were at that epoch."),
    field("ValidatedTopologyEpoch", "int32", "0+", "Version of the topology whose topics were all there as they have to be; -1 if none.", {
      default: -1,
      tag: 0,
      tagged: "0+",
    }),
    field(
      "LastAssignmentConfigs",
      "[]LastAssignmentConfig",
      "0+",
      "Settings that the group had at that epoch; none if they are not known.",
      {
        nullable: "0+",
        tag: 1,
        tagged: "0+",
      },
    ),
  ],
});

export const streamsGroupMemberMetadataKey: MessageDefinition = key(19, "StreamsGroupMemberMetadataKey", member);

export const streamsGroupMemberMetadataValue: MessageDefinition = message("coordinator-value", "StreamsGroupMemberMetadataValue", {
  apiKey: 19,
  versions: "0",
  flexible: "0+",
  structs: [endpoint, keyValue],
  fields: [
    field("InstanceId", "string", "0+", "The member's `group.instance.id`, or null.", { nullable: "0+" }),
    field("RackId", "string", "0+", "The member's rack, or null.", { nullable: "0+" }),
    field("ClientId", "string", "0+", "The member's `client.id`."),
    field("ClientHost", "string", "0+", "Address of the member, with a leading slash."),
    field("RebalanceTimeoutMs", "int32", "0+", "How long the member may take to give tasks back.", { default: -1 }),
    field("TopologyEpoch", "int32", "0+", "Version of the topology that the member runs."),
    field("ProcessId", "string", "0+", "The process that the member runs in."),
    field("UserEndpoint", "Endpoint", "0+", "Where the process answers interactive queries, or null.", { nullable: "0+", default: null }),
    field("ClientTags", "[]KeyValue", "0+", "Tags that standby tasks are spread by."),
  ],
});

export const streamsGroupTargetAssignmentMetadataKey: MessageDefinition = key(20, "StreamsGroupTargetAssignmentMetadataKey");

export const streamsGroupTargetAssignmentMetadataValue: MessageDefinition = message(
  "coordinator-value",
  "StreamsGroupTargetAssignmentMetadataValue",
  {
    apiKey: 20,
    versions: "0",
    flexible: "0+",
    fields: [
      field("AssignmentEpoch", "int32", "0+", "The group epoch that the target assignment was made for."),
      field("AssignmentTimestamp", "int64", "0+", "When it was made, in milliseconds since the epoch; 0 if that is not known.", {
        default: 0,
        ignorable: true,
        tag: 0,
        tagged: "0+",
      }),
    ],
  },
);

const tasks = [
  field("ActiveTasks", "[]TaskIds", "0+", "Active tasks."),
  field("StandbyTasks", "[]TaskIds", "0+", "Standby tasks."),
  field("WarmupTasks", "[]TaskIds", "0+", "Warm-up tasks."),
];

export const streamsGroupTargetAssignmentMemberKey: MessageDefinition = key(21, "StreamsGroupTargetAssignmentMemberKey", member);

export const streamsGroupTargetAssignmentMemberValue: MessageDefinition = message(
  "coordinator-value",
  "StreamsGroupTargetAssignmentMemberValue",
  { apiKey: 21, versions: "0", flexible: "0+", structs: [taskIds], fields: tasks },
);

const epochs = field("AssignmentEpochs", "[]int32", "0+", "In which epoch the member got each; of active tasks only.", {
  nullable: "0+",
  tag: 0,
  tagged: "0+",
});

export const streamsGroupCurrentMemberAssignmentKey: MessageDefinition = key(22, "StreamsGroupCurrentMemberAssignmentKey", member);

export const streamsGroupCurrentMemberAssignmentValue: MessageDefinition = message(
  "coordinator-value",
  "StreamsGroupCurrentMemberAssignmentValue",
  {
    apiKey: 22,
    versions: "0",
    flexible: "0+",
    structs: [struct("TaskIds", "0+", [...taskIds.fields, epochs])],
    fields: [
      field("MemberEpoch", "int32", "0+", "The epoch that the member has come to; negative while a static member is away."),
      field("PreviousMemberEpoch", "int32", "0+", "The epoch before, which the member may still send when an answer was lost."),
      field("State", "int8", "0+", "Where the member is on its way to the target."),
      ...tasks,
      field("ActiveTasksPendingRevocation", "[]TaskIds", "0+", "Active tasks that it has to give back."),
      field("StandbyTasksPendingRevocation", "[]TaskIds", "0+", "Standby tasks that it has to give back."),
      field("WarmupTasksPendingRevocation", "[]TaskIds", "0+", "Warm-up tasks that it has to give back."),
    ],
  },
);

export const streamsGroupTopologyKey: MessageDefinition = key(23, "StreamsGroupTopologyKey");

export const streamsGroupTopologyValue: MessageDefinition = message("coordinator-value", "StreamsGroupTopologyValue", {
  apiKey: 23,
  versions: "0",
  flexible: "0+",
  structs: [
    struct("TopicConfig", "0+", [field("key", "string", "0+", "Name of the config."), field("value", "string", "0+", "Its value.")]),
    topicInfo("TopicConfig"),
  ],
  fields: [
    field("Epoch", "int32", "0+", "Version of the topology."),
    field("Subtopologies", "[]Subtopology", "0+", "Its independent parts.", { fields: subtopologyFields }),
  ],
});
