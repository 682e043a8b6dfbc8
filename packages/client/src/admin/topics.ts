import { apis, ZERO_UUID } from "@millrace/protocol";
import type { Cluster } from "../cluster/cluster.ts";
import { isTopic, type TopicMetadata } from "../cluster/metadata.ts";
import { routed, toController } from "../cluster/routing.ts";
import { answersFrom, type Outcome, outcomes } from "./outcome.ts";

export interface NewTopic {
  readonly name: string;
  /** Default: the brokers' `num.partitions`. */
  readonly partitionCount?: number;
  /** Default: the brokers' `default.replication.factor`. */
  readonly replicationFactor?: number;
  /** Broker ids for each partition, in place of the two numbers. */
  readonly assignments?: ReadonlyArray<readonly number[]>;
  readonly configs?: Readonly<Record<string, string | null>>;
}

export interface CreatedTopic extends Outcome {
  readonly name: string;
  /** The zero id if the brokers are too old to say. */
  readonly topicId: string;
  /** -1 if the brokers are too old to say. */
  readonly partitionCount: number;
  readonly replicationFactor: number;
}

export interface NewPartitions {
  readonly name: string;
  /** How many the topic shall have, the present ones included. */
  readonly count: number;
  /** Broker ids for each added partition. */
  readonly assignments?: ReadonlyArray<readonly number[]>;
}

/** All topics, in the order of their names. */
export async function listTopics(cluster: Cluster): Promise<TopicMetadata[]> {
  const { topics } = await cluster.askMetadata(null);
  return [...topics.values()].filter(isTopic).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Creates topics, or with `validateOnly` says what would come of it. */
export async function createTopics(cluster: Cluster, topics: readonly NewTopic[], { validateOnly = false } = {}): Promise<CreatedTopic[]> {
  const { requestTimeoutMs: timeoutMs } = cluster.options;
  const answers = await routed(cluster, topics, toController, async (broker, items) => {
    const reply = await broker.request(apis.createTopics, () => ({ topics: items.map(creatable), timeoutMs, validateOnly }));
    return answersFrom(items, nameOf, reply.topics, nameOf);
  });
  return outcomes(topics, answers, named).map((outcome, position) => {
    const { topicId = ZERO_UUID, numPartitions: partitionCount = -1, replicationFactor = -1 } = answers[position]?.value ?? {};
    return { ...outcome, topicId, partitionCount, replicationFactor };
  });
}

/** Deletes topics by their names. */
export async function deleteTopics(cluster: Cluster, names: readonly string[]): Promise<Array<Outcome & Named>> {
  const { requestTimeoutMs: timeoutMs } = cluster.options;
  const topics = names.map((name) => ({ name }));
  const answers = await routed(cluster, topics, toController, async (broker, items) => {
    const reply = await broker.request(apis.deleteTopics, (version) =>
      version >= 6 ? { topics: items, timeoutMs } : { topicNames: items.map((topic) => topic.name), timeoutMs },
    );
    return answersFrom(items, nameOf, reply.responses, nameOf);
  });
  for (const name of names) cluster.forgetTopic(name);
  return outcomes(topics, answers, named);
}

/** Gives topics more partitions, or with `validateOnly` says what would come of it. */
export async function createPartitions(
  cluster: Cluster,
  topics: readonly NewPartitions[],
  { validateOnly = false } = {},
): Promise<Array<Outcome & Named>> {
  const { requestTimeoutMs: timeoutMs } = cluster.options;
  const answers = await routed(cluster, topics, toController, async (broker, items) => {
    const wanted = items.map(({ name, count, assignments }) => ({
      name,
      count,
      assignments: assignments === undefined ? null : assignments.map((brokerIds) => ({ brokerIds })),
    }));
    const reply = await broker.request(apis.createPartitions, () => ({ topics: wanted, timeoutMs, validateOnly }));
    return answersFrom(items, nameOf, reply.results, nameOf);
  });
  for (const { name } of topics) cluster.forgetTopic(name);
  return outcomes(topics, answers, named);
}

interface Named {
  readonly name: string;
}

function nameOf<Name extends string | null>({ name }: { readonly name: Name }): Name {
  return name;
}

function named({ name }: Named): Named {
  return { name };
}

function creatable({ name, partitionCount, replicationFactor, assignments = [], configs = {} }: NewTopic) {
  const placed = assignments.length > 0;
  return {
    name,
    numPartitions: placed ? -1 : (partitionCount ?? -1),
    replicationFactor: placed ? -1 : (replicationFactor ?? -1),
    assignments: assignments.map((brokerIds, partitionIndex) => ({ partitionIndex, brokerIds })),
    configs: Object.entries(configs).map(([configName, value]) => ({ name: configName, value })),
  };
}
