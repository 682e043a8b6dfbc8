import { type Assignment, partitionsOf } from "../modern/assignment.ts";

export interface SharingMember {
  readonly memberId: string;
  /** Topics that it subscribes to and that there are. */
  readonly topicIds: ReadonlySet<string>;
  /** What it was to have so far. */
  readonly assigned: Assignment;
}

export interface SharingGroup {
  readonly members: readonly SharingMember[];
  /** Whether all subscribe to the same topics. */
  readonly homogeneous: boolean;
  /** Partitions of a topic that can be assigned. */
  readonly assignable: (topicId: string) => readonly number[];
}

interface Place {
  readonly topicId: string;
  readonly partition: number;
}

/** A member while places are given out. */
interface Holder {
  readonly memberId: string;
  readonly desired: number;
  readonly held: Set<Place>;
}

/**
 * Kafka's assignor `simple` for share groups (KIP-932): every partition has as many members, and every member as many partitions, as comes out evenly
 * when all members are to have something; as few as possible move. Where members subscribe to different topics this is done topic by topic.
 */
export function simpleAssignor({ members, homogeneous, assignable }: SharingGroup): Map<string, Assignment> {
  const targets = new Map(members.map(({ memberId }) => [memberId, new Map<string, Set<number>>()]));
  const topicIds = [...new Set(members.flatMap((member) => [...member.topicIds]))];
  for (const together of homogeneous ? [topicIds] : topicIds.map((topicId) => [topicId])) {
    const places = together.flatMap((topicId) => assignable(topicId).map((partition): Place => ({ topicId, partition })));
    const readers = members.filter((member) => together.some((topicId) => member.topicIds.has(topicId)));
    for (const { memberId, held } of spread(places, readers)) {
      for (const { topicId, partition } of held) put(targets.get(memberId), topicId, partition);
    }
  }
  return targets;
}

function put(target: Map<string, Set<number>> | undefined, topicId: string, partition: number): void {
  const partitions = target?.get(topicId);
  if (partitions === undefined) target?.set(topicId, new Set([partition]));
  else partitions.add(partition);
}

function spread(places: readonly Place[], members: readonly SharingMember[]): Holder[] {
  const sharing = places.length === 0 ? 0 : Math.ceil(members.length / places.length);
  const each = (sharing * places.length) / members.length;
  const holders = members.map(({ memberId, assigned }, at): Holder => {
    const desired = Math.ceil(each * (at + 1)) - Math.ceil(each * at);
    const kept = places.filter(({ topicId, partition }) => partitionsOf(assigned, topicId).has(partition));
    // Who has more than it is to have gives up the first ones.
    return { memberId, desired, held: new Set(kept.slice(Math.max(0, kept.length - desired))) };
  });
  const counts = dropSurplus(places, holders, sharing);
  fillUp(places, holders, { sharing, counts });
  return holders;
}

/** Takes places from members where too many have them; how many have each from then on. */
function dropSurplus(places: readonly Place[], holders: readonly Holder[], sharing: number): Map<Place, number> {
  const counts = new Map<Place, number>();
  for (const place of places) {
    const having = holders.filter(({ held }) => held.has(place));
    for (const { held } of having.slice(0, Math.max(0, having.length - sharing))) held.delete(place);
    counts.set(place, Math.min(having.length, sharing));
  }
  return counts;
}

interface Filling {
  readonly sharing: number;
  readonly counts: ReadonlyMap<Place, number>;
}

/** Gives places that too few have to members that have too few, in turn. A place that all of those have already stays as it is. */
function fillUp(places: readonly Place[], holders: readonly Holder[], { sharing, counts }: Filling): void {
  const unfilled = holders.filter(({ held, desired }) => held.size < desired);
  let turn = 0;
  for (const place of places) {
    let missing = sharing - (counts.get(place) ?? 0);
    for (let tries = unfilled.length; missing > 0 && tries > 0; tries--) {
      if (turn >= unfilled.length) turn = 0;
      const holder = unfilled[turn];
      if (holder === undefined || holder.held.has(place)) turn++;
      else {
        holder.held.add(place);
        missing--;
        if (holder.held.size >= holder.desired) unfilled.splice(turn, 1);
        else turn++;
      }
    }
  }
}
