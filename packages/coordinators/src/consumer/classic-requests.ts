import {
  type Draft,
  errors,
  type HeartbeatRequest,
  type KafkaError,
  type LeaveGroupRequest,
  type SyncGroupRequest,
  type SyncGroupResponse,
} from "@millrace/protocol";
import { consumerProtocolType } from "../classic/subscription.ts";
import type { Groups } from "../groups.ts";
import { withoutEpochs } from "../modern/assignment.ts";
import { memberJoinKey, memberSyncKey } from "../timer-event.ts";
import type { Turn } from "../turn.ts";
import { writeAssignment } from "./classic-metadata.ts";
import type { ConsumerGroup } from "./consumer-group.ts";
import type { ClassicMetadata, ConsumerMember } from "./consumer-member.ts";
import { fence } from "./leave.ts";
import { keepSession } from "./settle.ts";

/** A member that speaks the classic protocol. */
type ClassicSpeaker = ConsumerMember & { readonly classic: ClassicMetadata };

interface Claim {
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly generationId: number;
}

/** The member that sends the request, or why it is none of this generation that speaks the classic protocol. */
function claimant(group: ConsumerGroup, { memberId, groupInstanceId, generationId }: Claim): ClassicSpeaker | KafkaError {
  const member = groupInstanceId === null ? group.member(memberId) : group.staticMember(groupInstanceId);
  if (member === undefined) return errors.UNKNOWN_MEMBER_ID;
  if (member.memberId !== memberId) return errors.FENCED_INSTANCE_ID;
  const { classic } = member;
  if (classic === null) return errors.UNKNOWN_MEMBER_ID;
  return member.memberEpoch === generationId ? { ...member, classic } : errors.ILLEGAL_GENERATION;
}

/** The member's assignment, which the coordinator has known since the member joined. */
export function classicSync(turn: Turn, group: ConsumerGroup, request: SyncGroupRequest): Draft<SyncGroupResponse> {
  const member = claimant(group, request);
  if (!("memberId" in member)) return { errorCode: member.code };
  const [protocol] = member.classic.supportedProtocols;
  const { protocolType, protocolName } = request;
  const differs = (protocolType ?? consumerProtocolType) !== consumerProtocolType || (protocolName ?? protocol?.name) !== protocol?.name;
  if (differs || protocol === undefined) return { errorCode: errors.INCONSISTENT_GROUP_PROTOCOL.code };
  if (group.assignmentEpoch > member.memberEpoch && member.state !== "UNREVOKED_PARTITIONS") {
    awaitJoin(turn, group, member);
    return { errorCode: errors.REBALANCE_IN_PROGRESS.code };
  }
  turn.outcome.stopTimer(memberSyncKey(group.groupId, member.memberId));
  keepSession(turn, group.groupId, member);
  const assignment = writeAssignment(withoutEpochs(member.assigned), protocol.metadata, turn.topics);
  return { protocolType, protocolName, assignment };
}

/** The row tells the member to join again: there is something to take or to give back. */
export function classicHeartbeat(turn: Turn, group: ConsumerGroup, request: HeartbeatRequest): KafkaError | undefined {
  const member = claimant(group, request);
  if (!("memberId" in member)) return member;
  keepSession(turn, group.groupId, member);
  const { memberEpoch, state } = member;
  const canTake = state === "UNRELEASED_PARTITIONS" && !waitsForOthers(group, member);
  // Assignments are made by the heartbeats of the other protocol; where nobody speaks it, a JoinGroup has to do it. Kafka waits for ever.
  const nobodyAssigns = group.epoch > group.assignmentEpoch && group.classicCount === group.size;
  if (memberEpoch >= group.assignmentEpoch && state !== "UNREVOKED_PARTITIONS" && !canTake && !nobodyAssigns) return undefined;
  awaitJoin(turn, group, member);
  return errors.REBALANCE_IN_PROGRESS;
}

/** Whether a partition that is to be the member's is still another's. */
function waitsForOthers(group: ConsumerGroup, { memberId, assigned }: ConsumerMember): boolean {
  for (const [topicId, partitions] of group.target(memberId)) {
    for (const partition of partitions) {
      const missing = assigned.get(topicId)?.has(partition) !== true;
      if (missing && group.ownerEpoch(topicId, partition) !== undefined) return true;
    }
  }
  return false;
}

/** The member has its rebalance timeout to join again, counted from when it was first told. */
function awaitJoin({ outcome }: Turn, group: ConsumerGroup, { memberId, rebalanceTimeoutMs }: ConsumerMember): void {
  if (group.awaitedJoins.has(memberId)) return;
  group.awaitedJoins.add(memberId);
  const { groupId } = group;
  outcome.startTimer(memberJoinKey(groupId, memberId), rebalanceTimeoutMs, { type: "member-join", groupId, memberId });
}

type Leaving = LeaveGroupRequest["members"][number];

export interface LeaveResult extends Pick<Leaving, "memberId" | "groupInstanceId"> {
  readonly errorCode: number;
}

/** Members of both protocols are taken out; one answer for each. */
export function classicLeave(turn: Turn, groups: Groups, group: ConsumerGroup, leaving: readonly Leaving[]): LeaveResult[] {
  const leavers = new Map<string, ConsumerMember>();
  const results = leaving.map((one) => {
    const { memberId, groupInstanceId } = one;
    const member = leaver(group, one);
    const left = "memberId" in member;
    if (left) leavers.set(member.memberId, member);
    return { memberId, groupInstanceId, errorCode: left ? 0 : member.code };
  });
  fence(turn, groups, group, [...leavers.values()], "LeaveGroup took it out");
  return results;
}

/** An administrator takes static members out by their instance ids alone. */
function leaver(group: ConsumerGroup, { memberId, groupInstanceId }: Leaving): ConsumerMember | KafkaError {
  const member = groupInstanceId === null ? group.member(memberId) : group.staticMember(groupInstanceId);
  if (member === undefined) return errors.UNKNOWN_MEMBER_ID;
  return groupInstanceId !== null && memberId !== "" && member.memberId !== memberId ? errors.FENCED_INSTANCE_ID : member;
}
