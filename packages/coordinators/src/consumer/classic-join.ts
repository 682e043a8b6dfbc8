import { type ConsumerProtocolSubscription, type Draft, errors, type JoinGroupRequest, type JoinGroupResponse } from "@millrace/protocol";
import { refuseJoin } from "../classic/answers.ts";
import { distinctProtocols, type JoinTicket } from "../classic/classic-member.ts";
import { consumerProtocolType } from "../classic/subscription.ts";
import type { GroupRecord } from "../group-record.ts";
import type { Groups } from "../groups.ts";
import type { TopicPartitions } from "../modern/assignment.ts";
import type { TopicImage } from "../modern/topic-image.ts";
import { answerOnceStored } from "../outcome.ts";
import { Refusal } from "../refusal.ts";
import { memberJoinKey, memberSyncKey } from "../timer-event.ts";
import type { Requester, Turn } from "../turn.ts";
import { readSubscription } from "./classic-metadata.ts";
import type { ConsumerGroup } from "./consumer-group.ts";
import type { ConsumerMember } from "./consumer-member.ts";
import { downgrade, mayDowngradeReplacing } from "./downgrade.ts";
import { findMember } from "./find-member.ts";
import { refuseIfFull } from "./heartbeat.ts";
import type { MemberChange } from "./member-change.ts";
import { changeRegex, resolveRegexes } from "./regexes.ts";
import { keepSession, reconcileMember, storeMetadata, updateEpoch } from "./settle.ts";
import { lastTarget, updateTarget } from "./target.ts";

/** First version in which a member that has no id is given one to come back with (KIP-394). */
const memberIdRequiredFrom = 4;

/** A JoinGroup for a consumer group (KIP-848). */
export interface ClassicJoin {
  readonly request: JoinGroupRequest;
  readonly requester: Requester;
  readonly ticket: JoinTicket;
  readonly newMemberId: () => string;
}

/** A member joins a consumer group by the classic protocol; it learns its assignment by SyncGroup. */
export function classicJoin(turn: Turn, groups: Groups, group: ConsumerGroup, join: ClassicJoin): void {
  const { request, requester, ticket } = join;
  const isNew = request.memberId === "";
  const memberId = isNew ? join.newMemberId() : request.memberId;
  const refusal = refuseClassicJoin(turn, group, memberId, request);
  if (refusal !== undefined) {
    refuseJoin(turn, ticket, refusal.error, "");
  } else if (isNew && request.groupInstanceId === null && requester.apiVersion >= memberIdRequiredFrom) {
    refuseJoin(turn, ticket, errors.MEMBER_ID_REQUIRED, memberId);
  } else {
    const member = settle(turn, groups, group, { ...join, memberId, isNew });
    if (member instanceof Refusal) refuseJoin(turn, ticket, member.error, "");
    else answerOnceStored(turn.outcome, ticket, joined(member), (error) => ({ errorCode: error.code }));
  }
}

function refuseClassicJoin(turn: Turn, group: ConsumerGroup, memberId: string, request: JoinGroupRequest): Refusal | undefined {
  const { groupId } = group;
  if (turn.configs.broker.groupConsumerMigrationPolicy === "disabled") {
    const message = `Cannot join the consumer group ${groupId} with the classic protocol because the group migration is disabled.`;
    return new Refusal(errors.INCONSISTENT_GROUP_PROTOCOL, message);
  }
  const full = refuseIfFull(turn, group, memberId);
  if (full !== undefined) return full;
  const supported = request.protocolType === consumerProtocolType && group.allOffer(request.protocols.map(({ name }) => name));
  if (!supported) return new Refusal(errors.INCONSISTENT_GROUP_PROTOCOL, `Member ${memberId}'s protocols are not supported.`);
  return undefined;
}

interface Joining extends ClassicJoin {
  readonly memberId: string;
  readonly isNew: boolean;
}

/** The member once it has joined, with everything recorded that follows. */
function settle(turn: Turn, groups: Groups, group: ConsumerGroup, joining: Joining): ConsumerMember | Refusal {
  const { request, requester, memberId, isNew } = joining;
  const instanceId = request.groupInstanceId;
  const records: GroupRecord[] = [];
  const subscription = readSubscription(request.protocols[0]?.metadata ?? Buffer.alloc(0));
  if (subscription === undefined) return new Refusal(errors.UNKNOWN_SERVER_ERROR, "Malformed embedded consumer protocol.");
  const old = findMember(group, { memberId, instanceId, epoch: undefined, owned: [], joins: isNew || instanceId === null }, records);
  if (old instanceof Refusal) return old;
  const change: MemberChange = { turn, group, old, updated: said(old, joining, subscription), records };
  const namesChanged = storeMetadata(change);
  const regexChange = changeRegex(change, () => undefined);
  resolveRegexes(change, groups, requester);
  const subscriptionChanged = namesChanged || regexChange !== "none";
  const epoch = updateEpoch(change, subscriptionChanged);
  const owned = ownedPartitions(subscription, turn.topics);
  const present = group.staticMember(instanceId);
  if (present !== undefined && mayDowngradeReplacing(turn, group, present)) {
    return joinDowngraded(change, groups, { epoch, subscriptionChanged, owned, present });
  }
  const member = reconcileMember(change, { ...updateTarget(change, epoch), subscriptionChanged, owned });
  turn.outcome.store(records);
  awaitSync(turn, group, member, request);
  return member;
}

interface DowngradingJoin {
  readonly epoch: number;
  readonly subscriptionChanged: boolean;
  readonly owned: readonly TopicPartitions[];
  readonly present: ConsumerMember;
}

/** The static member was the last that spoke the consumer protocol. */
function joinDowngraded(change: MemberChange, groups: Groups, { epoch, present, ...reconciling }: DowngradingJoin): ConsumerMember {
  const { turn, group, updated, records } = change;
  const rebalance = group.assignmentEpoch < epoch;
  const member = rebalance ? updated : reconcileMember(change, { ...lastTarget(group, updated), ...reconciling });
  turn.outcome.store(records);
  downgrade(turn, groups, group, [], { replacement: { old: present, member }, rebalance });
  turn.outcome.stopTimer(memberJoinKey(group.groupId, member.memberId));
  return member;
}

/** The member has been told to join again in time, which it has; now it has to ask for its assignment in time. */
function awaitSync(turn: Turn, group: ConsumerGroup, member: ConsumerMember, request: JoinGroupRequest): void {
  const { outcome } = turn;
  const { groupId } = group;
  const { memberId } = member;
  group.awaitedJoins.delete(memberId);
  outcome.stopTimer(memberJoinKey(groupId, memberId));
  keepSession(turn, groupId, member);
  outcome.startTimer(memberSyncKey(groupId, memberId), request.rebalanceTimeoutMs, { type: "member-sync", groupId, memberId });
}

function said(old: ConsumerMember, { request, requester }: ClassicJoin, subscription: ConsumerProtocolSubscription): ConsumerMember {
  return {
    ...old,
    instanceId: request.groupInstanceId ?? old.instanceId,
    rackId: subscription.rackId === null || subscription.rackId === "" ? old.rackId : subscription.rackId,
    rebalanceTimeoutMs: request.rebalanceTimeoutMs === -1 ? old.rebalanceTimeoutMs : request.rebalanceTimeoutMs,
    subscribedTopicNames: new Set(subscription.topics),
    subscribedTopicRegex: "",
    clientId: requester.clientId,
    clientHost: requester.clientHost,
    classic: { sessionTimeoutMs: request.sessionTimeoutMs, supportedProtocols: distinctProtocols(request.protocols) },
  };
}

function ownedPartitions({ ownedPartitions }: ConsumerProtocolSubscription, topics: TopicImage): TopicPartitions[] {
  return ownedPartitions.flatMap(({ topic, partitions }) => {
    const topicId = topics.topic(topic)?.id;
    return topicId === undefined ? [] : [{ topicId, partitions }];
  });
}

/** No leader, no members: nobody has to assign. */
function joined({ memberId, memberEpoch, classic }: ConsumerMember): Draft<JoinGroupResponse> {
  const protocolName = classic?.supportedProtocols[0]?.name ?? "";
  return { memberId, generationId: memberEpoch, protocolType: consumerProtocolType, protocolName };
}
