import type { Admin, Outcome } from "@millrace/client";
import type { TopicAction } from "@millrace/plans";

type Outcomes = ReadonlyArray<readonly [TopicAction, Outcome]>;

/** Carries actions out; those of one type go out in one request. Throws only if the cluster can't be asked at all. */
export async function carryOutTopics(admin: Admin, actions: readonly TopicAction[]): Promise<ReadonlyMap<TopicAction, Outcome>> {
  const outcomes = new Map<TopicAction, Outcome>();
  for (const carryOut of [create, grow, configure, remove]) {
    for (const [action, outcome] of await carryOut(admin, actions)) outcomes.set(action, outcome);
  }
  return outcomes;
}

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
