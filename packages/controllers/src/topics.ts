import type { Admin, Outcome } from "@millrace/client";
import { planTopics, type TopicAction, type TopicState } from "@millrace/plans";
import type { TopicDeclaration } from "@millrace/resources";

/** An action that Kafka, or the plan, refused. */
export interface TopicFailure {
  readonly topic: string;
  /** Kafka's name of the error, or `NotSupported`. */
  readonly reason: string;
  readonly message: string;
}

export interface TopicsOutcome {
  /** What was carried out. */
  readonly done: readonly TopicAction[];
  readonly failed: readonly TopicFailure[];
}

/**
 * Brings declared topics about in a cluster: creates, grows and alters them, and deletes those of `prune` that are not declared. Topics
 * are read once; actions of one type go out in one request. Throws only if the cluster can't be asked at all.
 */
export async function bringTopicsAbout(
  admin: Admin,
  declared: readonly TopicDeclaration[],
  { prune }: { readonly prune: ReadonlySet<string> },
): Promise<TopicsOutcome> {
  const actions = planTopics(declared, await observeTopics(admin), { prune });
  const outcomes = new Map<TopicAction, Outcome>();
  for (const carryOut of [create, grow, configure, remove]) {
    for (const [action, outcome] of await carryOut(admin, actions)) outcomes.set(action, outcome);
  }
  return {
    done: actions.filter((action) => outcomes.get(action)?.error.code === 0),
    failed: actions.flatMap((action) => failureOf(action, outcomes.get(action)) ?? []),
  };
}

/** The cluster's topics, internal ones left out, each with the configs that were given to it. */
async function observeTopics(admin: Admin): Promise<TopicState[]> {
  const topics = (await admin.listTopics()).filter(({ isInternal }) => !isInternal);
  if (topics.length === 0) return [];
  const described = await admin.describeConfigs(topics.map(({ name }) => ({ type: "topic", name })));
  const configs = new Map(described.map(({ name, entries }) => [name, entries.filter(({ source }) => source === "DYNAMIC_TOPIC_CONFIG")]));
  return topics.map(({ name, partitions }) => ({
    name,
    partitions: partitions.length,
    replicationFactor: partitions[0]?.replicas.length ?? 0,
    config: Object.fromEntries((configs.get(name) ?? []).map((entry) => [entry.name, entry.value ?? ""])),
  }));
}

type Outcomes = ReadonlyArray<readonly [TopicAction, Outcome]>;

function ofType<Type extends TopicAction["type"]>(actions: readonly TopicAction[], type: Type) {
  return actions.filter((action): action is Extract<TopicAction, { type: Type }> => action.type === type);
}

function paired(actions: readonly TopicAction[], outcomes: readonly Outcome[]): Outcomes {
  return actions.flatMap((action, at) => {
    const outcome = outcomes[at];
    return outcome === undefined ? [] : [[action, outcome] as const];
  });
}

async function create(admin: Admin, actions: readonly TopicAction[]): Promise<Outcomes> {
  const creations = ofType(actions, "create");
  if (creations.length === 0) return [];
  const topics = creations.map(({ topic, partitions, replicationFactor, config }) => ({
    name: topic,
    configs: config,
    ...(partitions === undefined ? {} : { partitionCount: partitions }),
    ...(replicationFactor === undefined ? {} : { replicationFactor }),
  }));
  return paired(creations, await admin.createTopics(topics));
}

async function grow(admin: Admin, actions: readonly TopicAction[]): Promise<Outcomes> {
  const growths = ofType(actions, "grow");
  if (growths.length === 0) return [];
  return paired(growths, await admin.createPartitions(growths.map(({ topic, to }) => ({ name: topic, count: to }))));
}

async function configure(admin: Admin, actions: readonly TopicAction[]): Promise<Outcomes> {
  const alterations = ofType(actions, "configure");
  if (alterations.length === 0) return [];
  const changes = alterations.map(({ topic, set, reset }) => ({
    type: "topic" as const,
    name: topic,
    changes: [
      ...Object.entries(set).map(([name, value]) => ({ name, operation: "set" as const, value })),
      ...reset.map((name) => ({ name, operation: "delete" as const })),
    ],
  }));
  return paired(alterations, await admin.incrementalAlterConfigs(changes));
}

async function remove(admin: Admin, actions: readonly TopicAction[]): Promise<Outcomes> {
  const removals = ofType(actions, "delete");
  if (removals.length === 0) return [];
  return paired(removals, await admin.deleteTopics(removals.map(({ topic }) => topic)));
}

function failureOf(action: TopicAction, outcome: Outcome | undefined): TopicFailure | undefined {
  if (action.type === "refuse") return { topic: action.topic, reason: action.reason, message: action.text };
  if (outcome === undefined || outcome.error.code === 0) return undefined;
  return { topic: action.topic, reason: outcome.error.name, message: outcome.errorMessage ?? outcome.error.message };
}
