import type { TopicDeclaration } from "@millrace/resources";

/** A topic as Kafka has it. */
export interface TopicState {
  readonly name: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  /** The settings that were given to this topic, without defaults. */
  readonly config: Readonly<Record<string, string>>;
}

/** One thing to do, and the line that says so to people. */
export type TopicAction = { readonly topic: string; readonly text: string } & (
  | {
      readonly type: "create";
      /** Undefined: as many as the brokers give by default. */
      readonly partitions: number | undefined;
      readonly replicationFactor: number | undefined;
      readonly config: Readonly<Record<string, string>>;
    }
  | { readonly type: "grow"; readonly from: number; readonly to: number }
  | { readonly type: "configure"; readonly set: Readonly<Record<string, string>>; readonly reset: readonly string[] }
  | { readonly type: "delete" }
  /** What is declared cannot be had; nothing is to be done. */
  | { readonly type: "refuse"; readonly reason: "NotSupported" }
);

/**
 * What has to be done so that the topics are as declared, in the order of the declarations, deletions last.
 * Settings that are not declared are reset. `prune` names the topics that may be deleted when they are not declared;
 * all others that are not declared are left alone.
 */
export function planTopics(
  desired: readonly TopicDeclaration[],
  observed: readonly TopicState[],
  { prune }: { readonly prune: ReadonlySet<string> },
): readonly TopicAction[] {
  const states = new Map(observed.map((state) => [state.name, state]));
  const declared = new Set(desired.map(({ name }) => name));
  return [
    ...desired.flatMap((declaration) => {
      const state = states.get(declaration.name);
      return state === undefined ? [creation(declaration)] : changes(declaration, state);
    }),
    ...observed.filter(({ name }) => prune.has(name) && !declared.has(name)).map(deletion),
  ];
}

function creation({ name, partitions, replicationFactor, config }: TopicDeclaration): TopicAction {
  const settings = Object.entries(config).map(([key, value]) => `${key}=${value}`);
  const count = partitions === undefined ? "the default number of partitions" : counted(partitions, "partition");
  const text = `topic ${name}: create with ${[count, ...settings].join(", ")}`;
  return { type: "create", topic: name, partitions, replicationFactor, config, text };
}

function changes(declaration: TopicDeclaration, state: TopicState): readonly TopicAction[] {
  return [partitionChange(declaration, state), replicationChange(declaration, state), configChange(declaration, state)].filter(
    (action) => action !== undefined,
  );
}

function partitionChange({ name, partitions: to }: TopicDeclaration, { partitions: from }: TopicState): TopicAction | undefined {
  if (to === undefined || to === from) return undefined;
  if (to > from) return { type: "grow", topic: name, from, to, text: `topic ${name}: partitions ${from} → ${to}` };
  return refusal(name, `stays at ${counted(from, "partition")}: ${to} declared, but Kafka cannot take partitions away`);
}

function replicationChange({ name, replicationFactor: to }: TopicDeclaration, { replicationFactor: from }: TopicState) {
  if (to === undefined || to === from) return undefined;
  return refusal(name, `stays at ${counted(from, "replica")}: ${to} declared, but replicas are not moved`);
}

const refusal = (topic: string, why: string): TopicAction => ({
  type: "refuse",
  topic,
  reason: "NotSupported",
  text: `topic ${topic}: ${why}`,
});

function configChange({ name, config }: TopicDeclaration, { config: current }: TopicState): TopicAction | undefined {
  const changed = Object.entries(config).filter(([key, value]) => settingOf(current, key) !== value);
  const reset = Object.keys(current).filter((key) => settingOf(config, key) === undefined);
  if (changed.length === 0 && reset.length === 0) return undefined;
  const parts = [
    ...changed.map(([key, value]) => `${key} ${settingOf(current, key) ?? "(default)"} → ${value}`),
    ...reset.map((key) => `${key} ${settingOf(current, key)} → (default)`),
  ];
  return { type: "configure", topic: name, set: Object.fromEntries(changed), reset, text: `topic ${name}: ${parts.join(", ")}` };
}

/** Own settings only: a setting may be called `constructor`. */
const settingOf = (config: Readonly<Record<string, string>>, key: string): string | undefined =>
  Object.hasOwn(config, key) ? config[key] : undefined;

const deletion = ({ name, partitions }: TopicState): TopicAction => ({
  type: "delete",
  topic: name,
  text: `topic ${name}: delete with ${counted(partitions, "partition")}`,
});

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;
