/** Partitions by topic id. */
export type Assignment = ReadonlyMap<string, ReadonlySet<number>>;

/** Partitions by topic id, each with the epoch in which its member got it. */
export type EpochAssignment = ReadonlyMap<string, ReadonlyMap<number, number>>;

/** Partitions of one topic as messages and records list them. */
export interface TopicPartitions {
  readonly topicId: string;
  readonly partitions: readonly number[];
}

export const noAssignment: Assignment = new Map();
export const noEpochAssignment: EpochAssignment = new Map();

const noPartitions: ReadonlySet<number> = new Set();
const noEpochs: ReadonlyMap<number, number> = new Map();

export function partitionsOf(assignment: Assignment, topicId: string): ReadonlySet<number> {
  return assignment.get(topicId) ?? noPartitions;
}

export function epochsOf(assignment: EpochAssignment, topicId: string): ReadonlyMap<number, number> {
  return assignment.get(topicId) ?? noEpochs;
}

/** The same partitions, all got in one epoch. */
export function atEpoch(assignment: Assignment, epoch: number): EpochAssignment {
  return new Map(Array.from(assignment, ([topicId, partitions]) => [topicId, new Map(Array.from(partitions, (each) => [each, epoch]))]));
}

export function withoutEpochs(assignment: EpochAssignment): Assignment {
  return new Map(Array.from(assignment, ([topicId, epochs]) => [topicId, new Set(epochs.keys())]));
}

export function toAssignment(topics: Iterable<TopicPartitions>): Assignment {
  return new Map(Array.from(topics, ({ topicId, partitions }) => [topicId, new Set(partitions)]));
}

/** Lists both kinds; partitions in ascending order. */
export function toTopicPartitions(
  assignment: ReadonlyMap<string, { keys(): Iterable<number> }>,
): Array<{ topicId: string; partitions: number[] }> {
  return Array.from(assignment, ([topicId, partitions]) => ({ topicId, partitions: ascending(partitions.keys()) }));
}

export function ascending(partitions: Iterable<number>): number[] {
  return [...partitions].sort((first, second) => first - second);
}

export function sameAssignment(first: Assignment, second: Assignment): boolean {
  if (first === second) return true;
  if (first.size !== second.size) return false;
  for (const [topicId, partitions] of first) {
    const others = second.get(topicId);
    if (others === undefined || others.size !== partitions.size) return false;
    for (const each of partitions) if (!others.has(each)) return false;
  }
  return true;
}

export function sameEpochAssignment(first: EpochAssignment, second: EpochAssignment): boolean {
  if (first === second) return true;
  if (first.size !== second.size) return false;
  for (const [topicId, epochs] of first) {
    const others = second.get(topicId);
    if (others === undefined || others.size !== epochs.size) return false;
    for (const [partition, epoch] of epochs) if (others.get(partition) !== epoch) return false;
  }
  return true;
}

/** Whether every listed partition is in the assignment. */
export function contains(assignment: EpochAssignment, topics: readonly TopicPartitions[]): boolean {
  return topics.every(({ topicId, partitions }) => {
    const epochs = assignment.get(topicId);
    return epochs !== undefined && partitions.every((each) => epochs.has(each));
  });
}

/** Whether any listed partition is in the assignment. */
export function overlaps(assignment: EpochAssignment, topics: readonly TopicPartitions[]): boolean {
  return topics.some(({ topicId, partitions }) => partitions.some((each) => epochsOf(assignment, topicId).has(each)));
}
