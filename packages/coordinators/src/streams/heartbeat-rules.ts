import { errors, type KafkaError, type StreamsGroupHeartbeatRequest } from "@millrace/protocol";
import { joinEpoch, leaveStaticEpoch } from "../modern/modern-member.ts";
import { Refusal } from "../refusal.ts";

type Request = StreamsGroupHeartbeatRequest;

interface Rule {
  readonly error?: KafkaError;
  readonly message: string | ((request: Request) => string);
  readonly holds: (request: Request) => boolean;
}

const blank = (text: string | null) => text !== null && text.trim() === "";
const none = (list: readonly unknown[] | null) => list === null || list.length === 0;
const joins = ({ memberEpoch }: Request) => memberEpoch === joinEpoch;
const allTold = ({ activeTasks, standbyTasks, warmupTasks }: Request) =>
  [activeTasks, standbyTasks, warmupTasks].every((tasks) => (tasks === null) === (activeTasks === null));
const changelogs = ({ topology }: Request) => topology?.subtopologies.flatMap(({ stateChangelogTopics }) => stateChangelogTopics) ?? [];
const fixedChangelog = (request: Request) => changelogs(request).find(({ partitions }) => partitions !== 0);

/** What every request has to keep to, in the order in which Kafka looks. */
const rules: readonly Rule[] = [
  // What Kafka 4.3 does not serve yet.
  { message: "Static membership is not yet supported.", holds: ({ instanceId }) => instanceId === null },
  { message: "TaskOffsets are not supported yet.", holds: ({ taskOffsets }) => taskOffsets === null },
  { message: "TaskEndOffsets are not supported yet.", holds: ({ taskEndOffsets }) => taskEndOffsets === null },
  { message: "WarmupTasks are not supported yet.", holds: ({ warmupTasks }) => none(warmupTasks) },
  {
    message: "Regular expressions for source topics are not supported yet.",
    holds: ({ topology }) => topology?.subtopologies.every(({ sourceTopicRegex }) => none(sourceTopicRegex)) ?? true,
  },
  { message: "MemberId can't be empty.", holds: ({ memberId }) => !blank(memberId) },
  { message: "GroupId can't be empty.", holds: ({ groupId }) => !blank(groupId) },
  { message: "RackId can't be empty.", holds: ({ rackId }) => !blank(rackId) },
  {
    message: "RebalanceTimeoutMs must be provided in first request.",
    holds: (request) => !joins(request) || request.rebalanceTimeoutMs !== -1,
  },
  { message: "ActiveTasks must be empty when (re-)joining.", holds: (request) => !joins(request) || none(request.activeTasks) },
  { message: "StandbyTasks must be empty when (re-)joining.", holds: (request) => !joins(request) || none(request.standbyTasks) },
  { message: "Topology must be non-null when (re-)joining.", holds: (request) => !joins(request) || request.topology !== null },
  {
    error: errors.STREAMS_INVALID_TOPOLOGY,
    message: (request) => {
      const { name, partitions } = fixedChangelog(request) ?? {};
      return `Changelog topic ${name} must have an undefined partition count, but it is set to ${partitions}.`;
    },
    holds: (request) => !joins(request) || fixedChangelog(request) === undefined,
  },
  { message: "InstanceId can't be null.", holds: ({ memberEpoch, instanceId }) => memberEpoch !== leaveStaticEpoch || instanceId !== null },
  {
    message: ({ memberEpoch }) => `MemberEpoch is ${memberEpoch}, but must be greater than or equal to -2.`,
    holds: ({ memberEpoch }) => memberEpoch >= leaveStaticEpoch,
  },
  { message: "If one task-type is non-null, all must be non-null.", holds: allTold },
  { message: "Topology can only be provided when (re-)joining.", holds: (request) => joins(request) || request.topology === null },
];

export function refuseStreamsHeartbeat(request: Request): Refusal | undefined {
  const broken = rules.find(({ holds }) => !holds(request));
  if (broken === undefined) return undefined;
  const { error = errors.INVALID_REQUEST, message } = broken;
  return new Refusal(error, typeof message === "string" ? message : message(request));
}
