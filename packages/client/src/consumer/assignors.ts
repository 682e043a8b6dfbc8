/** A member as an assignor sees it. */
export interface AssignedMember {
  readonly memberId: string;
  /** Static members keep their place in the order under a new member id (KIP-345); null for dynamic ones. */
  readonly groupInstanceId: string | null;
  readonly topics: readonly string[];
}

/** Shares the partitions of all topics out: member id → topic → partitions. Every member gets an entry. */
export type Assignor = (
  members: readonly AssignedMember[],
  partitionCounts: ReadonlyMap<string, number>,
) => Map<string, Map<string, number[]>>;

/**
 * Topic by topic, in runs of neighbouring partitions; the first members get one more where it does not come out even. Topics
 * with equally many partitions are cut alike, so that records of one key in both meet in one member.
 */
const range: Assignor = (members, partitionCounts) => {
  const assigned = emptyAssignments(members);
  for (const [topic, count] of partitionCounts) {
    const subscribed = inOrder(members).filter((member) => member.topics.includes(topic));
    const share = Math.floor(count / subscribed.length);
    const larger = count % subscribed.length;
    let next = 0;
    for (const [position, member] of subscribed.entries()) {
      const end = next + share + (position < larger ? 1 : 0);
      while (next < end) give(assigned, member, topic, next++);
    }
  }
  return assigned;
};

/** All partitions of all topics, dealt out one by one to the members that subscribe to their topic. */
const roundrobin: Assignor = (members, partitionCounts) => {
  const assigned = emptyAssignments(members);
  const circle = inOrder(members);
  let turn = 0;
  for (const topic of [...partitionCounts.keys()].sort()) {
    if (!circle.some((member) => member.topics.includes(topic))) continue;
    for (let partition = 0; partition < (partitionCounts.get(topic) ?? 0); partition++) {
      let member = circle[turn % circle.length];
      while (member !== undefined && !member.topics.includes(topic)) member = circle[++turn % circle.length];
      if (member !== undefined) give(assigned, member, topic, partition);
      turn++;
    }
  }
  return assigned;
};

/** By the names that members announce to each other: any of Kafka's clients may be the one that assigns. */
export const assignors = { range, roundrobin } as const satisfies Record<string, Assignor>;

export type AssignorName = keyof typeof assignors;

function emptyAssignments(members: readonly AssignedMember[]): Map<string, Map<string, number[]>> {
  return new Map(members.map((member) => [member.memberId, new Map()]));
}

/** Static members by their instance id, then dynamic ones by their member id, as Java orders them. */
function inOrder(members: readonly AssignedMember[]): AssignedMember[] {
  const text = (member: AssignedMember): string => member.groupInstanceId ?? member.memberId;
  return [...members].sort((a, b) => {
    if ((a.groupInstanceId === null) !== (b.groupInstanceId === null)) return a.groupInstanceId === null ? 1 : -1;
    return text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0;
  });
}

function give(assigned: Map<string, Map<string, number[]>>, member: AssignedMember, topic: string, partition: number): void {
  const topics = assigned.get(member.memberId);
  const partitions = topics?.get(topic);
  if (partitions === undefined) topics?.set(topic, [partition]);
  else partitions.push(partition);
}
