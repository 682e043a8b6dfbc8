import { type ConsumerGroupHeartbeatRequest, errors } from "@millrace/protocol";
import { joinEpoch, leaveEpoch, leaveStaticEpoch } from "../modern/modern-member.ts";
import { Refusal } from "../refusal.ts";

type Request = ConsumerGroupHeartbeatRequest;

/** From this version on, consumers make their member ids themselves (KIP-1082). */
const ownMemberIdFrom = 1;

interface Rule {
  readonly message: string;
  readonly holds: (request: Request, apiVersion: number) => boolean;
}

const blank = (text: string | null) => text !== null && text.trim() === "";
const joins = ({ memberEpoch }: Request) => memberEpoch === joinEpoch;

/** What every request has to keep to, in the order in which Kafka looks. */
const rules: readonly Rule[] = [
  {
    message: "MemberId can't be empty.",
    holds: ({ memberId, memberEpoch }, apiVersion) =>
      !blank(memberId) || !(apiVersion >= ownMemberIdFrom || memberEpoch > joinEpoch || memberEpoch === leaveEpoch),
  },
  { message: "GroupId can't be empty.", holds: ({ groupId }) => !blank(groupId) },
  { message: "InstanceId can't be empty.", holds: ({ instanceId }) => !blank(instanceId) },
  { message: "RackId can't be empty.", holds: ({ rackId }) => !blank(rackId) },
  {
    message: "RebalanceTimeoutMs must be provided in first request.",
    holds: (request) => !joins(request) || request.rebalanceTimeoutMs !== -1,
  },
  {
    message: "TopicPartitions must be empty when (re-)joining.",
    holds: (request) => !joins(request) || request.topicPartitions?.length === 0,
  },
  {
    message: "Either SubscribedTopicNames or SubscribedTopicRegex must be non-null when (re-)joining.",
    holds: (request) => !joins(request) || request.subscribedTopicNames !== null || request.subscribedTopicRegex !== null,
  },
  {
    message: "InstanceId can't be null.",
    holds: ({ memberEpoch, instanceId }) => memberEpoch !== leaveStaticEpoch || instanceId !== null,
  },
  { message: "MemberEpoch is invalid.", holds: ({ memberEpoch }) => memberEpoch >= leaveStaticEpoch },
];

export function refuseHeartbeat(request: Request, apiVersion: number, assignors: readonly string[]): Refusal | undefined {
  const broken = rules.find(({ holds }) => !holds(request, apiVersion));
  if (broken !== undefined) return new Refusal(errors.INVALID_REQUEST, broken.message);
  const { serverAssignor } = request;
  if (serverAssignor === null || assignors.includes(serverAssignor)) return undefined;
  const message = `ServerAssignor ${serverAssignor} is not supported. Supported assignors: ${assignors.join(", ")}.`;
  return new Refusal(errors.UNSUPPORTED_ASSIGNOR, message);
}
