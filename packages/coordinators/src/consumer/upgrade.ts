import { type ConsumerProtocolAssignment, errors } from "@millrace/protocol";
import { refuseParked } from "../classic/answers.ts";
import type { ClassicGroup } from "../classic/classic-group.ts";
import { type ClassicMember, metadataFor } from "../classic/classic-member.ts";
import type { GroupRecord } from "../group-record.ts";
import type { Groups } from "../groups.ts";
import { type Assignment, atEpoch, noAssignment } from "../modern/assignment.ts";
import { metadataHash } from "../modern/metadata-hash.ts";
import type { TopicImage } from "../modern/topic-image.ts";
import { groupTombstone } from "../offsets/tombstones.ts";
import { Refusal } from "../refusal.ts";
import { joinKey, syncKey } from "../timer-event.ts";
import type { Turn } from "../turn.ts";
import { readAssignment, readSubscription } from "./classic-metadata.ts";
import { ConsumerGroup } from "./consumer-group.ts";
import { type ConsumerMember, newMember } from "./consumer-member.ts";
import { consumerGroupRecords } from "./member-records.ts";
import { keepSession } from "./settle.ts";

/** The consumer group that a member is in or, if it joins, comes to: a new one, or what a classic group turns into. */
export function groupToJoin(turn: Turn, groups: Groups, groupId: string, joins: boolean, records: GroupRecord[]): ConsumerGroup | Refusal {
  const group = groups.get(groupId);
  if (group?.type === "consumer") return group;
  if (group === undefined) {
    return joins ? new ConsumerGroup(groupId) : new Refusal(errors.GROUP_ID_NOT_FOUND, `Consumer group ${groupId} not found.`);
  }
  if (!joins || group.type !== "classic") return new Refusal(errors.GROUP_ID_NOT_FOUND, `Group ${groupId} is not a consumer group.`);
  if (group.state !== "Empty") return upgrade(turn, group, records);
  records.push(groupTombstone(groupId));
  return new ConsumerGroup(groupId);
}

/** Turns a classic group with members into a consumer group: its members go on by the classic protocol (KIP-848). */
function upgrade(turn: Turn, classic: ClassicGroup, records: GroupRecord[]): ConsumerGroup | Refusal {
  const why = refuseUpgrade(turn, classic);
  if (why !== undefined) return cannot(classic, why);
  const group = converted(turn, classic);
  if (group instanceof Refusal) return group;
  records.push(groupTombstone(classic.groupId), ...consumerGroupRecords(group));
  return group;
}

/** The classic group has turned into the consumer group: whoever waits in it is to join again. */
export function endClassic(turn: Turn, classic: ClassicGroup, group: ConsumerGroup): void {
  const { groupId } = classic;
  for (const member of classic.members()) {
    refuseParked(turn, member, errors.REBALANCE_IN_PROGRESS, member.memberId);
    classic.takeJoins(member);
    member.syncs = [];
  }
  for (const key of [joinKey(groupId), syncKey(groupId)]) turn.outcome.stopTimer(key);
  for (const member of group.members()) keepSession(turn, groupId, member);
  turn.outcome.note("info", "a classic group turns into a consumer group", { groupId, members: group.size });
}

function refuseUpgrade({ configs }: Turn, classic: ClassicGroup): string | undefined {
  const policy = configs.broker.groupConsumerMigrationPolicy;
  if (policy !== "bidirectional" && policy !== "upgrade") return "online upgrade is disabled";
  if (!classic.usesConsumerProtocol) return "the group does not use the consumer embedded protocol";
  // Kafka fails inside while the first generation gathers.
  if (classic.protocolName === null) return "its members have not settled on a protocol yet";
  return classic.size > configs.broker.groupConsumerMaxSize ? "the group size exceeds the consumer group maximum size" : undefined;
}

function cannot({ groupId }: ClassicGroup, why: string): Refusal {
  return new Refusal(errors.GROUP_ID_NOT_FOUND, `Cannot upgrade classic group ${groupId} to consumer group because ${why}.`);
}

const customAssignor =
  "an unsupported custom assignor is in use. Please refer to the documentation or switch to a default assignor before re-attempting the upgrade";

function converted(turn: Turn, classic: ClassicGroup): ConsumerGroup | Refusal {
  const group = new ConsumerGroup(classic.groupId);
  group.epoch = classic.generation;
  group.assignmentEpoch = classic.generation;
  for (const member of classic.members()) {
    const held = readAssignment(member.assignment);
    const modern = modernMember(classic, member);
    if (held === undefined || modern === undefined) return cannot(classic, "the embedded consumer protocol is malformed");
    const target = held === null ? noAssignment : byTopicId(held, turn.topics);
    // Kafka fails inside where a leader gave one partition to several members.
    if ((held?.userData?.length ?? 0) > 0 || anyOwned(group, target)) return cannot(classic, customAssignor);
    group.putTarget(member.memberId, target);
    group.put({ ...modern, assigned: atEpoch(target, classic.generation) });
  }
  group.metadataHash = metadataHash(group.subscribedTopics(), turn.topics);
  return group;
}

function modernMember(classic: ClassicGroup, member: ClassicMember): ConsumerMember | undefined {
  const metadata = metadataFor(member, classic.protocolName);
  const subscription = metadata && readSubscription(metadata);
  if (subscription === undefined) return undefined;
  return {
    ...newMember(member.memberId),
    memberEpoch: classic.generation,
    previousMemberEpoch: classic.generation,
    instanceId: member.groupInstanceId,
    rackId: subscription.rackId === "" ? null : subscription.rackId,
    rebalanceTimeoutMs: member.rebalanceTimeoutMs,
    clientId: member.clientId,
    clientHost: member.clientHost,
    subscribedTopicNames: new Set(subscription.topics),
    classic: { sessionTimeoutMs: member.sessionTimeoutMs, supportedProtocols: [...member.protocols] },
  };
}

/** What is there of it: leaders are free to assign what they like. */
function byTopicId({ assignedPartitions }: ConsumerProtocolAssignment, topics: TopicImage): Assignment {
  const assignment = new Map<string, Set<number>>();
  for (const { topic: name, partitions } of assignedPartitions) {
    const topic = topics.topic(name);
    const present = partitions.filter((partition) => partition >= 0 && partition < (topic?.partitionCount ?? 0));
    if (topic !== undefined && present.length > 0) assignment.set(topic.id, new Set(present));
  }
  return assignment;
}

function anyOwned(group: ConsumerGroup, assignment: Assignment): boolean {
  for (const [topicId, partitions] of assignment) {
    for (const partition of partitions) if (group.ownerEpoch(topicId, partition) !== undefined) return true;
  }
  return false;
}
