import { type FieldDefinition, field, type StructDefinition, struct, type Versions } from "./schema.ts";

const since: Versions = "0+";

/** Structs that requests, answers and records about streams groups share (KIP-1071). */
export const taskIds: StructDefinition = struct("TaskIds", since, [
  field("SubtopologyId", "string", since, "Id of the subtopology."),
  field("Partitions", "[]int32", since, "Partitions of its source topics, a task for each."),
]);

export const keyValue: StructDefinition = struct("KeyValue", since, [
  field("Key", "string", since, "What is told."),
  field("Value", "string", since, "What is told of it."),
]);

export const endpoint: StructDefinition = struct("Endpoint", since, [
  field("Host", "string", since, "Host where the application answers interactive queries."),
  field("Port", "uint16", since, "Its TCP port."),
]);

export const taskOffset: StructDefinition = struct("TaskOffset", since, [
  field("SubtopologyId", "string", since, "Id of the subtopology."),
  field("Partition", "int32", since, "The task's partition."),
  field("Offset", "int64", since, "Sum of the offsets in the task's changelogs."),
]);

/** An internal topic, whose configs are structs of this name. */
export function topicInfo(configStruct: string): StructDefinition {
  return struct("TopicInfo", since, [
    field("Name", "string", since, "The topic's name."),
    field("Partitions", "int32", since, "How many partitions it has to have; 0: whatever follows from the topology."),
    field("ReplicationFactor", "int16", since, "How many replicas it is to have; 0: the broker's default."),
    field("TopicConfigs", `[]${configStruct}`, since, "Configs that it is made with."),
  ]);
}

/** The fields of a subtopology as an application declares it. */
export const subtopologyFields: readonly FieldDefinition[] = [
  field("SubtopologyId", "string", since, "The subtopology's id."),
  field("SourceTopics", "[]string", since, "Topics that it reads and does not make."),
  field("SourceTopicRegex", "[]string", since, "Regular expressions for names of further topics that it reads."),
  field("StateChangelogTopics", "[]TopicInfo", since, "Topics that keep its state."),
  field("RepartitionSinkTopics", "[]string", since, "Repartition topics that it writes."),
  field("RepartitionSourceTopics", "[]TopicInfo", since, "Repartition topics that it reads."),
  field("CopartitionGroups", "[]CopartitionGroup", since, "Which of what it reads has to have as many partitions as each other.", {
    fields: [
      field("SourceTopics", "[]int16", since, "Places in the subtopology's source topics."),
      field("SourceTopicRegex", "[]int16", since, "Places in its regular expressions."),
      field("RepartitionSourceTopics", "[]int16", since, "Places in the repartition topics that it reads."),
    ],
  }),
];
