import type { Assignment } from "../assignment.ts";
import type { Assignor, AssignorInput, AssignorMember } from "./assignor.ts";

/** How far a topic has been given out. */
interface Progress {
  readonly partitionCount: number;
  readonly quota: number;
  /** Members that still get one more than the quota. */
  extra: number;
  next: number;
}

/**
 * Each topic is cut into ranges, one for each subscriber: topics with equally many partitions are divided alike, so that they can be
 * joined. Members are sorted, those with instance ids first, so that a member keeps its range for as long as the members are the same.
 */
export const range: Assignor = (input) => {
  const members = [...input.members].sort(byInstanceThenId);
  const topics = progress(input);
  return new Map(members.map((member) => [member.memberId, take(member, topics)]));
};

function progress({ members, partitionCount }: AssignorInput): Map<string, Progress> {
  const subscribers = new Map<string, number>();
  for (const { topicIds } of members) for (const topicId of topicIds) subscribers.set(topicId, (subscribers.get(topicId) ?? 0) + 1);
  return new Map(
    Array.from(subscribers, ([topicId, subscriberCount]) => {
      const count = partitionCount(topicId);
      const quota = Math.floor(count / subscriberCount);
      return [topicId, { partitionCount: count, quota, extra: count % subscriberCount, next: 0 }];
    }),
  );
}

function take({ topicIds }: AssignorMember, topics: ReadonlyMap<string, Progress>): Assignment {
  const taken = new Map<string, Set<number>>();
  for (const topicId of topicIds) {
    const topic = topics.get(topicId);
    if (topic === undefined) continue;
    const end = Math.min(topic.next + topic.quota + (topic.extra > 0 ? 1 : 0), topic.partitionCount);
    if (topic.extra > 0) topic.extra--;
    const partitions = new Set<number>();
    for (let partition = topic.next; partition < end; partition++) partitions.add(partition);
    topic.next = end;
    if (partitions.size > 0) taken.set(topicId, partitions);
  }
  return taken;
}

function byInstanceThenId(first: AssignorMember, second: AssignorMember): number {
  if (first.instanceId !== null && second.instanceId !== null) return compare(first.instanceId, second.instanceId);
  if (first.instanceId !== null) return -1;
  if (second.instanceId !== null) return 1;
  return compare(first.memberId, second.memberId);
}

/** By UTF-16 units, as Java compares. */
function compare(first: string, second: string): number {
  if (first === second) return 0;
  return first < second ? -1 : 1;
}
