import { apis, type DescribeGroupsResponse, ProtocolError } from "@millrace/protocol";
import type { Cluster } from "../cluster/cluster.ts";
import { routed, toCoordinators } from "../cluster/routing.ts";
import type { TopicPartition } from "../cluster/topic-partition.ts";
import { assignmentBytes } from "../consumer-protocol.ts";
import { askEachBroker } from "./each-broker.ts";
import { answersFrom, type Outcome, outcomes } from "./outcome.ts";

export interface ListedGroup {
  readonly groupId: string;
  /** `consumer`, `connect`, … as the members said; "" for a group that only commits. */
  readonly protocolType: string;
  /** `Stable`, `Empty`, …; "" if the brokers are too old to say. */
  readonly state: string;
  /** `classic`, `consumer`, …; "" if the brokers are too old to say. */
  readonly type: string;
}

export interface GroupMember {
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly clientId: string;
  readonly clientHost: string;
  /** What a consumer reads; empty for members of other kinds. */
  readonly assignment: readonly TopicPartition[];
}

export interface DescribedGroup extends Outcome {
  readonly groupId: string;
  readonly state: string;
  readonly protocolType: string;
  /** The assignor in use. */
  readonly protocol: string;
  readonly coordinatorId: number;
  readonly members: readonly GroupMember[];
}

/** The groups that all brokers coordinate, in the order of their ids. Throws REQUEST_FAILED. */
export async function listGroups(
  cluster: Cluster,
  { states = [], types = [] }: { states?: readonly string[]; types?: readonly string[] } = {},
): Promise<ListedGroup[]> {
  const listed = await askEachBroker(cluster, "list its groups", async (broker) => {
    const { errorCode, groups: rows } = await broker.request(apis.listGroups, () => ({ statesFilter: states, typesFilter: types }));
    return { errorCode, rows };
  });
  return listed
    .map(({ row: { groupId, protocolType, groupState: state, groupType: type } }) => ({ groupId, protocolType, state, type }))
    .sort((a, b) => (a.groupId < b.groupId ? -1 : 1));
}

/** Groups with their members. A group that is not there has the state `Dead`, or the error GROUP_ID_NOT_FOUND from newer brokers. */
export async function describeGroups(cluster: Cluster, groupIds: readonly string[]): Promise<DescribedGroup[]> {
  const answers = await routed(cluster, groupIds, toCoordinators, async (broker, groups) => {
    const reply = await broker.request(apis.describeGroups, () => ({ groups }));
    const rows = reply.groups.map((group) => ({ ...group, coordinatorId: cluster.nodeIdOf(broker) }));
    return answersFrom(groups, same, rows, (row) => row.groupId);
  });
  return outcomes(groupIds, answers, named).map((outcome, position) => {
    const { groupState = "", protocolType = "", protocolData = "", coordinatorId = -1, members = [] } = answers[position]?.value ?? {};
    const consumers = protocolType === "consumer";
    return {
      ...outcome,
      state: groupState,
      protocolType,
      protocol: protocolData,
      coordinatorId,
      members: members.map((member) => ({
        memberId: member.memberId,
        groupInstanceId: member.groupInstanceId,
        clientId: member.clientId,
        clientHost: member.clientHost,
        assignment: consumers ? assignmentOf(member) : [],
      })),
    };
  });
}

/** Deletes groups that have no members, with their committed offsets. */
export async function deleteGroups(cluster: Cluster, groupIds: readonly string[]): Promise<Array<Outcome & { readonly groupId: string }>> {
  const answers = await routed(cluster, groupIds, toCoordinators, async (broker, groups) => {
    const reply = await broker.request(apis.deleteGroups, () => ({ groupsNames: groups }));
    return answersFrom(groups, same, reply.results, (row) => row.groupId);
  });
  return outcomes(groupIds, answers, named);
}

/** A member between two rebalances has no bytes; one that writes something else than consumers do is shown without an assignment. */
function assignmentOf({ memberAssignment }: DescribeGroupsResponse["groups"][number]["members"][number]): TopicPartition[] {
  if (memberAssignment.length === 0) return [];
  try {
    const { assignedPartitions } = assignmentBytes.read(memberAssignment);
    return assignedPartitions.flatMap(({ topic, partitions }) => partitions.map((partition) => ({ topic, partition })));
  } catch (thrown) {
    if (thrown instanceof ProtocolError) return [];
    throw thrown;
  }
}

function same(groupId: string): string {
  return groupId;
}

function named(groupId: string): { readonly groupId: string } {
  return { groupId };
}
