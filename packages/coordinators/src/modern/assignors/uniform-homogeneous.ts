import { assert } from "@millrace/kit";
import type { Assignment } from "../assignment.ts";
import type { Assignor, AssignorInput, AssignorMember } from "./assignor.ts";

type MutableAssignment = Map<string, Set<number>>;
type TopicPartition = readonly [topicId: string, partition: number];

/** All subscribe to the same topics: each member keeps what fits its quota, then those below theirs are filled up in order. */
export const uniformHomogeneous: Assignor = (input) => {
  const [first] = input.members;
  if (first === undefined || first.topicIds.size === 0) return new Map();
  const { topicIds } = first;
  let total = 0;
  for (const topicId of topicIds) total += input.partitionCount(topicId);
  const free = unassigned(input, topicIds);
  const { assignments, wanting } = keep(input, topicIds, total, free);
  let next = 0;
  for (const { memberId, quota } of wanting) {
    const assignment = copyOf(assignments.get(memberId));
    assignments.set(memberId, assignment);
    for (const end = Math.min(next + quota, free.length); next < end; next++) {
      const partition = free[next];
      if (partition !== undefined) add(assignment, partition);
    }
  }
  assert(next === free.length, "partitions were left unassigned");
  return assignments;
};

/** Partitions that nobody held. */
function unassigned({ members, partitionCount }: AssignorInput, topicIds: ReadonlySet<string>): TopicPartition[] {
  const taken = new Map(Array.from(topicIds, (topicId) => [topicId, new Uint8Array(partitionCount(topicId))]));
  for (const { assigned } of members) {
    for (const [topicId, partitions] of assigned) {
      const flags = taken.get(topicId);
      if (flags !== undefined) for (const partition of partitions) flags[partition] = 1;
    }
  }
  const free: TopicPartition[] = [];
  for (const [topicId, flags] of taken) {
    for (const [partition, flag] of flags.entries()) if (flag === 0) free.push([topicId, partition]);
  }
  return free;
}

interface Wanting {
  readonly memberId: string;
  readonly quota: number;
}

/** Leaves each member what fits its quota; what is too much goes to `free`. */
function keep({ members }: AssignorInput, topicIds: ReadonlySet<string>, total: number, free: TopicPartition[]) {
  const assignments = new Map<string, Assignment>();
  const wanting: Wanting[] = [];
  const minimum = Math.floor(total / members.length);
  let extras = total % members.length;
  members.forEach((member, index) => {
    let hasExtra = extras > 0;
    const kept = keepWithin(member, topicIds, minimum + (hasExtra ? 1 : 0), free);
    let { quota } = kept;
    // Members that have not used their extra partition leave it to later ones, while there are enough of those.
    if (quota > 0 && hasExtra && members.length - index > extras) {
      quota--;
      hasExtra = false;
    }
    if (quota > 0) wanting.push({ memberId: member.memberId, quota });
    if (hasExtra) extras--;
    assignments.set(member.memberId, kept.assignment);
  });
  return { assignments, wanting };
}

/** What the member keeps, and how many more partitions it may get. An assignment that does not change is not copied. */
function keepWithin({ assigned }: AssignorMember, topicIds: ReadonlySet<string>, quotaMax: number, free: TopicPartition[]) {
  let quota = quotaMax;
  let changed: MutableAssignment | undefined;
  for (const [topicId, partitions] of assigned) {
    if (!topicIds.has(topicId)) {
      changed ??= copyOf(assigned);
      changed.delete(topicId);
    } else if (partitions.size <= quota) {
      quota -= partitions.size;
    } else {
      changed ??= copyOf(assigned);
      for (const partition of [...partitions].slice(quota)) {
        remove(changed, topicId, partition);
        free.push([topicId, partition]);
      }
      quota = 0;
    }
  }
  return { assignment: changed ?? assigned, quota };
}

function copyOf(assignment: Assignment | undefined): MutableAssignment {
  return new Map(Array.from(assignment ?? [], ([topicId, partitions]) => [topicId, new Set(partitions)]));
}

function add(assignment: MutableAssignment, [topicId, partition]: TopicPartition): void {
  const partitions = assignment.get(topicId);
  if (partitions === undefined) assignment.set(topicId, new Set([partition]));
  else partitions.add(partition);
}

function remove(assignment: MutableAssignment, topicId: string, partition: number): void {
  const partitions = assignment.get(topicId);
  partitions?.delete(partition);
  if (partitions?.size === 0) assignment.delete(topicId);
}
