import { assert } from "@millrace/kit";
import { ClassicGroup } from "../classic/classic-group.ts";
import { emptyAssignment } from "../classic/classic-member.ts";
import { prepareRebalance, renewSession } from "../classic/rebalance.ts";
import { snapshotOf } from "../classic/snapshot.ts";
import { consumerProtocolType } from "../classic/subscription.ts";
import type { Groups } from "../groups.ts";
import { Outcome } from "../outcome.ts";
import type { Turn } from "../turn.ts";
import { writeAssignment } from "./classic-metadata.ts";
import type { ConsumerGroup } from "./consumer-group.ts";
import type { ConsumerMember } from "./consumer-member.ts";
import { consumerGroupTombstones } from "./member-records.ts";

/** Whether the group is to turn classic once these members have gone: those that stay all speak the classic protocol. */
export function mayDowngradeWithout(turn: Turn, group: ConsumerGroup, gone: readonly ConsumerMember[]): boolean {
  const left = group.size - gone.length;
  const classicLeft = group.classicCount - gone.filter(({ classic }) => classic !== null).length;
  return left > 0 && classicLeft === left && mayBeClassic(turn, left);
}

/** Whether it is to turn classic once this static member has been replaced by one that speaks the classic protocol. */
export function mayDowngradeReplacing(turn: Turn, group: ConsumerGroup, replaced: ConsumerMember): boolean {
  return replaced.classic === null && group.classicCount === group.size - 1 && mayBeClassic(turn, group.size);
}

function mayBeClassic({ configs }: Turn, size: number): boolean {
  const policy = configs.broker.groupConsumerMigrationPolicy;
  return (policy === "bidirectional" || policy === "downgrade") && size <= configs.broker.groupMaxSize;
}

/** A static member by the classic protocol that takes the place of one by the consumer protocol. */
export interface Replacement {
  readonly old: ConsumerMember;
  readonly member: ConsumerMember;
}

export interface DowngradeOptions {
  readonly replacement?: Replacement;
  /** Whether the classic group has to assign anew: what members hold is not what they should. */
  readonly rebalance?: boolean;
}

/** Turns the group into a classic one of those that stay: the records are stored, then the classic group lives and rebalances. */
export function downgrade(
  turn: Turn,
  groups: Groups,
  group: ConsumerGroup,
  gone: readonly ConsumerMember[],
  { replacement, rebalance = true }: DowngradeOptions = {},
): void {
  const { groupId } = group;
  const renamed = replacement && { from: replacement.old.memberId, to: replacement.member.memberId };
  const classic = classicGroup(turn, group, gone, replacement);
  turn.outcome.store([...consumerGroupTombstones(group, renamed), snapshotOf(classic, classic.members(), classic.leaderId)]);
  turn.outcome.appended = (refusal) => {
    const next: Turn = { ...turn, outcome: new Outcome() };
    if (refusal === undefined) {
      next.outcome.note("info", "a consumer group turns into a classic group", { groupId, members: classic.size });
      groups.adopt(classic);
      for (const member of classic.members()) renewSession(next, classic, member);
      if (rebalance) prepareRebalance(next, classic, "the last member by the consumer protocol has gone");
    }
    return next.outcome;
  };
}

function classicGroup(turn: Turn, group: ConsumerGroup, gone: readonly ConsumerMember[], replacement?: Replacement): ClassicGroup {
  const classic = new ClassicGroup(group.groupId, {
    state: "Stable",
    generation: group.epoch,
    protocolType: consumerProtocolType,
    protocolName: null,
    leaderId: null,
    stateSinceMs: turn.nowMs,
  });
  const away = new Set(gone.map(({ memberId }) => memberId));
  for (const member of group.members()) if (!away.has(member.memberId) && member !== replacement?.old) add(classic, member);
  if (replacement !== undefined) add(classic, replacement.member);
  classic.settleProtocol();
  for (const member of classic.members()) {
    const heldBy = replacement?.member.memberId === member.memberId ? replacement.old.memberId : member.memberId;
    const metadata = member.protocols.find(({ name }) => name === classic.protocolName)?.metadata;
    assert(metadata !== undefined, `member ${member.memberId} lacks the group's protocol`);
    member.assignment = writeAssignment(group.target(heldBy), metadata, turn.topics);
  }
  return classic;
}

function add(classic: ClassicGroup, { memberId, instanceId, clientId, clientHost, rebalanceTimeoutMs, classic: metadata }: ConsumerMember) {
  assert(metadata !== null, `member ${memberId} does not speak the classic protocol`);
  classic.add(
    {
      memberId,
      groupInstanceId: instanceId,
      clientId,
      clientHost,
      rebalanceTimeoutMs,
      sessionTimeoutMs: metadata.sessionTimeoutMs,
      protocols: metadata.supportedProtocols,
      assignment: emptyAssignment,
      isNew: false,
      joins: [],
      syncs: [],
    },
    consumerProtocolType,
  );
}
