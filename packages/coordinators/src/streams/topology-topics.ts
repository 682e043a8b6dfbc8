import { errors } from "@millrace/protocol";
import type { TopicImage } from "../modern/topic-image.ts";
import { Refusal } from "../refusal.ts";
import { copartition, TopicProblem } from "./copartition.ts";
import type { Subtopology, Topology } from "./streams-group.ts";

export { TopicProblem } from "./copartition.ts";

/** An internal topic with as many partitions as follow from the topology. */
export interface InternalTopic {
  readonly name: string;
  readonly partitions: number;
  /** 0: the broker's default. */
  readonly replicationFactor: number;
  readonly topicConfigs: readonly { readonly key: string; readonly value: string }[];
}

/** A subtopology with its topics as they are or have to be. */
export interface ConfiguredSubtopology {
  readonly subtopologyId: string;
  /** Tasks: as many as the topic with the most partitions has. */
  readonly taskCount: number;
  readonly sourceTopics: readonly string[];
  readonly repartitionSinkTopics: readonly string[];
  readonly repartitionSourceTopics: readonly InternalTopic[];
  readonly stateChangelogTopics: readonly InternalTopic[];
}

/** A topology worked out against the topics that there are. */
export interface ConfiguredTopology {
  /** By id; undefined where the topics that are there do not allow it. */
  readonly subtopologies: readonly ConfiguredSubtopology[] | undefined;
  /** Internal topics that are to be made. */
  readonly missing: readonly InternalTopic[];
  /** What stands in the way of tasks; undefined if nothing does. */
  readonly problem: TopicProblem | undefined;
}

/** All topics that the topology reads, makes or both. */
export function requiredTopics({ subtopologies }: Topology): Set<string> {
  return new Set(
    subtopologies.flatMap(({ sourceTopics, repartitionSourceTopics, stateChangelogTopics }) => [
      ...sourceTopics,
      ...repartitionSourceTopics.map(({ name }) => name),
      ...stateChangelogTopics.map(({ name }) => name),
    ]),
  );
}

/** Works out how many partitions internal topics have, and which are missing. The refusal: no topics could make the topology possible. */
export function configureTopology(topology: Topology, image: TopicImage): ConfiguredTopology | Refusal {
  try {
    return configured(topology, image);
  } catch (problem) {
    if (problem instanceof TopicProblem) return { subtopologies: undefined, missing: [], problem };
    if (problem instanceof Impossible) return new Refusal(errors.STREAMS_INVALID_TOPOLOGY, problem.message);
    throw problem;
  }
}

/** A topology that no topics could make possible. */
class Impossible extends Error {}

function configured(topology: Topology, image: TopicImage): ConfiguredTopology {
  const { subtopologies } = topology;
  const absent = subtopologies.flatMap(({ sourceTopics }) => sourceTopics).filter((name) => image.topic(name) === undefined);
  if (absent.length > 0)
    throw new TopicProblem("MISSING_SOURCE_TOPICS", `Source topics ${listed([...new Set(absent)].sort())} are missing.`);
  const decided = repartitionCounts(subtopologies, image);
  const countOf = (name: string) => image.topic(name)?.partitionCount ?? decided.get(name);
  copartition(subtopologies, countOf, decided);
  const ready = subtopologies
    .map((each) => configuredSubtopology(each, countOf, decided))
    .sort((a, b) => (a.subtopologyId < b.subtopologyId ? -1 : 1));
  const missing = missingTopics(ready, image);
  if (missing.length === 0) return { subtopologies: ready, missing, problem: undefined };
  const message = `Internal topics are missing: ${listed(missing.map(({ name }) => name))}`;
  return { subtopologies: ready, missing, problem: new TopicProblem("MISSING_INTERNAL_TOPICS", message) };
}

/** Partitions of repartition topics: declared, or as many as what is read by those who write them. */
function repartitionCounts(subtopologies: readonly Subtopology[], image: TopicImage): Map<string, number> {
  const sources = subtopologies.flatMap(({ repartitionSourceTopics }) => repartitionSourceTopics);
  const counts = new Map(sources.flatMap(({ name, partitions }) => (partitions === 0 ? [] : [[name, partitions] as const])));
  const open = new Set(subtopologies.flatMap(({ repartitionSinkTopics }) => repartitionSinkTopics).filter((name) => !counts.has(name)));
  while (open.size > 0) {
    const before = open.size;
    for (const subtopology of subtopologies) decideSinks(subtopology, image, counts, open);
    if (open.size < before) continue;
    throw new Impossible(
      "Failed to compute number of partitions for all repartition topics. There may be loops in the topology that cannot be resolved.",
    );
  }
  if (sources.some(({ name }) => !counts.has(name))) {
    throw new Impossible(
      "Failed to compute number of partitions for all repartition topics, because a repartition source topic is never used as a sink topic.",
    );
  }
  return counts;
}

/** What a subtopology writes has as many partitions as the largest of what it reads, once that is known. */
function decideSinks(subtopology: Subtopology, image: TopicImage, counts: Map<string, number>, open: Set<string>): void {
  for (const sink of subtopology.repartitionSinkTopics) {
    if (!open.has(sink)) continue;
    const count = Math.max(
      0,
      ...subtopology.repartitionSourceTopics.map(({ name }) => counts.get(name) ?? 0),
      ...subtopology.sourceTopics.map((name) => image.topic(name)?.partitionCount ?? 0),
    );
    if (count === 0) continue;
    counts.set(sink, count);
    open.delete(sink);
  }
}

function configuredSubtopology(
  subtopology: Subtopology,
  countOf: (name: string) => number | undefined,
  decided: ReadonlyMap<string, number>,
): ConfiguredSubtopology {
  const { subtopologyId, sourceTopics, repartitionSinkTopics, repartitionSourceTopics, stateChangelogTopics } = subtopology;
  const read = [...sourceTopics, ...repartitionSourceTopics.map(({ name }) => name)];
  if (read.length === 0) throw new Impossible(`No source topics found for subtopology ${subtopologyId}`);
  const taskCount = Math.max(...read.map((name) => countOf(name) ?? 0));
  return {
    subtopologyId,
    taskCount,
    sourceTopics,
    repartitionSinkTopics,
    repartitionSourceTopics: repartitionSourceTopics.map((topic) => ({
      ...topic,
      partitions: topic.partitions || (decided.get(topic.name) ?? 0),
    })),
    stateChangelogTopics: stateChangelogTopics.map((topic) => ({ ...topic, partitions: taskCount })),
  };
}

/** Those that are not there. What is there has to have the partitions that it needs. */
function missingTopics(subtopologies: readonly ConfiguredSubtopology[], image: TopicImage): InternalTopic[] {
  const wanted = new Map(
    subtopologies.flatMap(({ repartitionSourceTopics, stateChangelogTopics }) =>
      [...repartitionSourceTopics, ...stateChangelogTopics].map((topic) => [topic.name, topic] as const),
    ),
  );
  return [...wanted.values()].filter(({ name, partitions }) => {
    const there = image.topic(name);
    if (there !== undefined && there.partitionCount !== partitions) {
      const message = `Existing topic ${name} has different number of partitions: expected ${partitions}, found ${there.partitionCount}`;
      throw new TopicProblem("INCORRECTLY_PARTITIONED_TOPICS", message);
    }
    return there === undefined;
  });
}

const shownMax = 3;

function listed(names: readonly string[]): string {
  const more = names.length - shownMax;
  return names.slice(0, shownMax).join(", ") + (more > 0 ? ` and ${more} additional topics` : "");
}
