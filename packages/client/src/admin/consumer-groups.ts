import { MillraceError } from "@millrace/kit";
import { apis, type ConsumerGroupDescribeResponse, errors } from "@millrace/protocol";
import type { Cluster } from "../cluster/cluster.ts";
import { routed, toCoordinators } from "../cluster/routing.ts";
import type { TopicPartition } from "../cluster/topic-partition.ts";
import type { DescribedGroup, GroupMember } from "./groups.ts";
import { answersFrom, outcomes } from "./outcome.ts";

type Row = ConsumerGroupDescribeResponse["groups"][number]["members"][number];

/** A member of a consumer group (KIP-848). */
export interface ConsumerGroupMember extends GroupMember {
  /** The epoch of the group that the member has come to. */
  readonly epoch: number;
  /** `classic` or `consumer`, by the protocol that it speaks; "" if the broker is too old to say. */
  readonly protocol: string;
  readonly rack: string | null;
  readonly subscribedTopics: readonly string[];
  /** The regular expression that it subscribes to; "" if none. */
  readonly subscribedPattern: string;
  /** What it is to read in the end. */
  readonly targetAssignment: readonly TopicPartition[];
}

export interface DescribedConsumerGroup extends DescribedGroup {
  /** Grows with each change of members, subscriptions or topics. */
  readonly epoch: number;
  /** The epoch that the target assignment was made for. */
  readonly assignmentEpoch: number;
  readonly members: readonly ConsumerGroupMember[];
}

/**
 * Consumer groups with their members. A group that is not there or of another kind has the error GROUP_ID_NOT_FOUND; of brokers that do
 * not know such groups, each has UNSUPPORTED_VERSION.
 */
export async function describeConsumerGroups(cluster: Cluster, groupIds: readonly string[]): Promise<DescribedConsumerGroup[]> {
  const answers = await routed(cluster, groupIds, toCoordinators, async (broker, groups) => {
    try {
      const reply = await broker.request(apis.consumerGroupDescribe, () => ({ groupIds: [...groups] }));
      const rows = reply.groups.map((group) => ({ ...group, coordinatorId: cluster.nodeIdOf(broker) }));
      return answersFrom(
        groups,
        (groupId) => groupId,
        rows,
        (row) => row.groupId,
      );
    } catch (thrown) {
      if (!(thrown instanceof MillraceError) || thrown.code !== "UNSUPPORTED_VERSION") throw thrown;
      return groups.map(() => ({ error: errors.UNSUPPORTED_VERSION, errorMessage: thrown.message }));
    }
  });
  return outcomes(groupIds, answers, (groupId) => ({ groupId })).map((outcome, position) => {
    const {
      groupState = "",
      groupEpoch = -1,
      assignmentEpoch = -1,
      assignorName = "",
      members = [],
      coordinatorId = -1,
    } = answers[position]?.value ?? {};
    return {
      ...outcome,
      state: groupState,
      protocolType: "consumer",
      protocol: assignorName,
      coordinatorId,
      epoch: groupEpoch,
      assignmentEpoch,
      members: members.map(memberOf),
    };
  });
}

const memberProtocols: Readonly<Record<number, string>> = { 0: "classic", 1: "consumer" };

function memberOf(row: Row): ConsumerGroupMember {
  return {
    memberId: row.memberId,
    groupInstanceId: row.instanceId,
    clientId: row.clientId,
    clientHost: row.clientHost,
    rack: row.rackId,
    epoch: row.memberEpoch,
    protocol: memberProtocols[row.memberType] ?? "",
    subscribedTopics: row.subscribedTopicNames,
    subscribedPattern: row.subscribedTopicRegex ?? "",
    assignment: partitionsOf(row.assignment),
    targetAssignment: partitionsOf(row.targetAssignment),
  };
}

function partitionsOf({ topicPartitions }: Row["assignment"]): TopicPartition[] {
  return topicPartitions.flatMap(({ topicName: topic, partitions }) => partitions.map((partition) => ({ topic, partition })));
}
