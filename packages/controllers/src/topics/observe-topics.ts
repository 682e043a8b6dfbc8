import type { Admin, Outcome, TopicDescription } from "@millrace/client";
import type { SettingState, TopicState } from "@millrace/plans";

/** A topic that there is. */
export interface ObservedTopic extends TopicState {
  readonly topicId: string;
}

/** What Kafka has of some topics. */
export interface Observation {
  readonly topics: ReadonlyMap<string, ObservedTopic>;
  /** Why nothing is known of a topic, which may be there or not. */
  readonly unknown: ReadonlyMap<string, Outcome>;
}

const absent: ReadonlySet<string> = new Set(["UNKNOWN_TOPIC_OR_PARTITION", "INVALID_TOPIC_EXCEPTION"]);

/** Reads topics by their names, all at once. Throws only if the cluster can't be asked at all. */
export async function observeTopics(admin: Admin, names: readonly string[]): Promise<Observation> {
  if (names.length === 0) return { topics: new Map(), unknown: new Map() };
  const described = await admin.describeTopics(names);
  const unknown = new Map<string, Outcome>();
  for (const outcome of described) {
    if (outcome.error.code !== 0 && !absent.has(outcome.error.name)) unknown.set(outcome.name, outcome);
  }
  const there = described.flatMap(({ topic }) => topic ?? []);
  const [configs, becoming] = await Promise.all([readSettings(admin, there, unknown), readMoves(admin, there)]);
  const topics = there.flatMap((topic) => {
    const settings = configs.get(topic.name);
    return settings === undefined ? [] : [[topic.name, stateOf(topic, settings, becoming)] as const];
  });
  return { topics: new Map(topics), unknown };
}

type Settings = Readonly<Record<string, SettingState>>;

/** Topics that were deleted meanwhile are in neither map. */
async function readSettings(
  admin: Admin,
  topics: readonly TopicDescription[],
  unknown: Map<string, Outcome>,
): Promise<ReadonlyMap<string, Settings>> {
  if (topics.length === 0) return new Map();
  const found = new Map<string, Settings>();
  for (const outcome of await admin.describeConfigs(topics.map(({ name }) => ({ type: "topic", name })))) {
    if (outcome.error.code === 0) {
      const settings = outcome.entries.map(({ name, value, type, source }) => [
        name,
        { value, type, isOwn: source === "DYNAMIC_TOPIC_CONFIG" },
      ]);
      found.set(outcome.name, Object.fromEntries(settings));
    } else if (!absent.has(outcome.error.name)) {
      unknown.set(outcome.name, outcome);
    }
  }
  return found;
}

/** How many replicas partitions will have once moves that are under way have ended (KIP-455). */
async function readMoves(admin: Admin, topics: readonly TopicDescription[]): Promise<ReadonlyMap<string, number>> {
  // Nothing moves where there is one broker, and no topic has more replicas than one.
  if (topics.every(({ partitions }) => partitions.every(({ replicas }) => replicas.length === 1))) return new Map();
  const moves = await admin.listPartitionReassignments();
  return new Map(
    moves.map(({ topic, partition, replicas, removingReplicas }) => [
      partitionKey(topic, partition),
      replicas.filter((id) => !removingReplicas.includes(id)).length,
    ]),
  );
}

function stateOf({ name, topicId, partitions }: TopicDescription, settings: Settings, moves: ReadonlyMap<string, number>): ObservedTopic {
  return {
    ...{ name, topicId, settings },
    partitions: partitions.map(({ partition, replicas: { length: replicas } }) => ({
      replicas,
      becoming: moves.get(partitionKey(name, partition)) ?? replicas,
    })),
  };
}

const partitionKey = (topic: string, partition: number): string => `${topic} ${partition}`;
