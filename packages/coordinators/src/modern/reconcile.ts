import {
  type Assignment,
  type EpochAssignment,
  epochsOf,
  noEpochAssignment,
  overlaps,
  partitionsOf,
  type TopicPartitions,
} from "./assignment.ts";
import type { MemberState } from "./member-state.ts";

/** Where a member stands, as reconciliation changes it. */
export interface Standing {
  readonly memberEpoch: number;
  readonly previousMemberEpoch: number;
  readonly state: MemberState;
  readonly assigned: EpochAssignment;
  readonly revoking: EpochAssignment;
}

/** What a member is led to, and what is known meanwhile. */
export interface Goal {
  readonly targetEpoch: number;
  readonly target: Assignment;
  /** Whether the member subscribes to any topic, be there one or not. */
  readonly subscribes: boolean;
  /** Ids of existing topics that the member subscribes to. */
  readonly topicIds: ReadonlySet<string>;
  /** Whether the member has changed its subscription just now. */
  readonly subscriptionChanged: boolean;
  /** What the member says that it holds; null if it does not say. */
  readonly owned: readonly TopicPartitions[] | null;
  /** Epoch of the member that holds a partition; undefined if none does. */
  readonly ownerEpoch: (topicId: string, partition: number) => number | undefined;
}

type Step = <Member extends Standing>(member: Member, goal: Goal) => Member;

/**
 * What a member's heartbeat does in each state (KIP-848): a member never takes a partition that another still holds, and never goes on to
 * the next epoch before it has given back what it must.
 */
const steps: Readonly<Record<MemberState, Step>> = {
  STABLE: (member, goal) => {
    if (member.memberEpoch !== goal.targetEpoch) return advance(member, goal);
    return goal.subscriptionChanged ? dropUnsubscribed(member, goal) : member;
  },
  UNREVOKED_PARTITIONS: (member, goal) => {
    if (!holds(member.revoking, goal)) return advance(member, goal);
    return goal.subscriptionChanged ? dropUnsubscribed(member, goal) : member;
  },
  UNRELEASED_PARTITIONS: (member, goal) => advance(member, goal),
};

/** The member after its heartbeat; the same value if nothing has changed. */
export function reconcile<Member extends Standing>(member: Member, goal: Goal): Member {
  return steps[member.state](member, goal);
}

export function isReconciled({ state, memberEpoch }: Standing, targetEpoch: number): boolean {
  return state === "STABLE" && memberEpoch === targetEpoch;
}

/** Whether the member holds any of these; a member that does not say is taken to. */
function holds(assignment: EpochAssignment, { owned }: Goal): boolean {
  return owned === null || overlaps(assignment, owned);
}

/** Takes topics that are no longer subscribed to away from the member at once, without the rest of the way to the target. */
function dropUnsubscribed<Member extends Standing>(member: Member, goal: Goal): Member {
  const dropped = [...member.assigned].filter(([topicId]) => !goal.topicIds.has(topicId));
  // As in Kafka, one that subscribes to nothing has moved even if it held nothing.
  const stays = goal.subscribes || member.revoking.size > 0;
  if (dropped.length === 0 && stays) return member;
  const assigned = new Map([...member.assigned].filter(([topicId]) => goal.topicIds.has(topicId)));
  const revoking = new Map(member.revoking);
  for (const [topicId, epochs] of dropped) revoking.set(topicId, new Map([...epochsOf(revoking, topicId), ...epochs]));
  const moved = { ...member, previousMemberEpoch: member.memberEpoch, assigned };
  return revoking.size > 0 && holds(revoking, goal) ? { ...moved, state: "UNREVOKED_PARTITIONS", revoking } : moved;
}

/** Leads the member as far towards the target as it can go now. */
function advance<Member extends Standing>(member: Member, goal: Goal): Member {
  const { kept, given, pending, unreleased } = compare(member, goal);
  const moved = { ...member, previousMemberEpoch: member.memberEpoch };
  if (given.size > 0 && holds(given, goal)) return { ...moved, state: "UNREVOKED_PARTITIONS", assigned: kept, revoking: given };
  for (const [topicId, partitions] of pending) {
    const epochs = new Map(epochsOf(kept, topicId));
    for (const partition of partitions) epochs.set(partition, goal.targetEpoch);
    kept.set(topicId, epochs);
  }
  const state = unreleased ? "UNRELEASED_PARTITIONS" : "STABLE";
  return { ...moved, memberEpoch: goal.targetEpoch, state, assigned: kept, revoking: noEpochAssignment };
}

/** How what the member has differs from the target. */
function compare(member: Standing, { target, topicIds, ownerEpoch }: Goal) {
  const kept = new Map<string, ReadonlyMap<number, number>>();
  const given = new Map<string, ReadonlyMap<number, number>>();
  const pending = new Map<string, number[]>();
  let unreleased = false;
  for (const topicId of new Set([...target.keys(), ...member.assigned.keys()])) {
    const wanted = partitionsOf(topicIds.has(topicId) ? target : new Map(), topicId);
    const epochs = epochsOf(member.assigned, topicId);
    const keep = [...epochs].filter(([partition]) => wanted.has(partition));
    const give = [...epochs].filter(([partition]) => !wanted.has(partition));
    const free: number[] = [];
    for (const partition of wanted) {
      if (epochs.has(partition)) continue;
      // What the member itself was to give back is as good as free.
      const taken = ownerEpoch(topicId, partition) !== undefined && !epochsOf(member.revoking, topicId).has(partition);
      if (taken) unreleased = true;
      else free.push(partition);
    }
    if (keep.length > 0) kept.set(topicId, new Map(keep));
    if (give.length > 0) given.set(topicId, new Map(give));
    if (free.length > 0) pending.set(topicId, free);
  }
  return { kept, given, pending, unreleased };
}
