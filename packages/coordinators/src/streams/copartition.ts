import type { Subtopology } from "./streams-group.ts";

/** What a group is told, by the numbers of StreamsGroupHeartbeat. */
export const statusCode = {
  STALE_TOPOLOGY: 0,
  MISSING_SOURCE_TOPICS: 1,
  INCORRECTLY_PARTITIONED_TOPICS: 2,
  MISSING_INTERNAL_TOPICS: 3,
  SHUTDOWN_APPLICATION: 4,
  ASSIGNMENT_DELAYED: 5,
} as const;

/** Topics that are not as the topology needs them. */
export class TopicProblem extends Error {
  readonly status: keyof typeof statusCode;

  constructor(status: keyof typeof statusCode, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * Has topics that are joined have as many partitions as each other: repartition topics follow what they are joined with, or each other.
 * `decided` has the partitions of repartition topics, and is changed. Throws TopicProblem where what is fixed differs.
 */
export function copartition(
  subtopologies: readonly Subtopology[],
  countOf: (name: string) => number | undefined,
  decided: Map<string, number>,
): void {
  const repartition = subtopologies.flatMap(({ repartitionSourceTopics }) => repartitionSourceTopics);
  const fixed = new Set(repartition.filter(({ partitions }) => partitions !== 0).map(({ name }) => name));
  const known = new Set(repartition.map(({ name }) => name));
  for (const subtopology of subtopologies) {
    for (const group of subtopology.copartitionGroups) {
      const topics = [
        ...group.sourceTopics.map((at) => subtopology.sourceTopics[at] ?? ""),
        ...group.repartitionSourceTopics.map((at) => subtopology.repartitionSourceTopics[at]?.name ?? ""),
      ];
      enforce(new Map([...new Set(topics)].map((name) => [name, countOf(name) ?? 0])), { fixed, known, decided, countOf });
    }
  }
}

interface Surroundings {
  readonly fixed: ReadonlySet<string>;
  readonly known: ReadonlySet<string>;
  readonly decided: Map<string, number>;
  readonly countOf: (name: string) => number | undefined;
}

function enforce(counts: ReadonlyMap<string, number>, { fixed, known, decided, countOf }: Surroundings): void {
  if (counts.size === 0) return;
  const repartition = [...counts].filter(([name]) => known.has(name));
  const external = [...counts].filter(([name]) => !known.has(name));
  let count: number;
  if (external.length > 0) count = sameCount(external, external);
  // Kafka looks at all topics of the application whose partitions are declared.
  else if (fixed.size > 0)
    count = sameCount(
      [...fixed].map((name) => [name, countOf(name) ?? 0] as const),
      repartition,
    );
  else count = Math.max(...repartition.map(([, each]) => each));
  for (const [name, own] of repartition) {
    if (fixed.has(name) && own !== count) {
      const message = `Number of partitions [${own}] of repartition topic [${name}] doesn't match number of partitions [${count}] of the source topic.`;
      throw new TopicProblem("INCORRECTLY_PARTITIONED_TOPICS", message);
    }
    decided.set(name, count);
  }
}

function sameCount(counts: ReadonlyArray<readonly [string, number]>, told: ReadonlyArray<readonly [string, number]>): number {
  const [first] = counts;
  if (counts.every(([, count]) => count === first?.[1])) return first?.[1] ?? 0;
  const sorted = told.map(([name, count]) => `${name}=${count}`).sort();
  const message = `Following topics do not have the same number of partitions: [{${sorted.join(", ")}}]`;
  throw new TopicProblem("INCORRECTLY_PARTITIONED_TOPICS", message);
}
