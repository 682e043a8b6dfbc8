import type { TopicDeclaration } from "@millrace/resources";

/** A topic as Kafka has it. */
export interface TopicState {
  readonly name: string;
  /** In order. */
  readonly partitions: readonly PartitionState[];
  readonly settings: Readonly<Record<string, SettingState>>;
}

export interface PartitionState {
  readonly replicas: number;
  /** How many there will be once a move that is under way has ended; as many as now if there is none. */
  readonly becoming: number;
}

/** A setting that a topic has, whether it is its own or one of the brokers. */
export interface SettingState {
  readonly value: string | null;
  /** Kafka's type of the value: `LIST`, `BOOLEAN`, `LONG`, … */
  readonly type: string;
  /** Whether it was given to this topic. */
  readonly isOwn: boolean;
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
  /** `partitions` get other numbers of replicas, by and by. */
  | { readonly type: "replicate"; readonly from: number; readonly to: number; readonly partitions: readonly number[] }
  /** What is declared cannot be had; nothing is to be done. `message` says so as Strimzi does. */
  | { readonly type: "refuse"; readonly reason: "NotSupported"; readonly message: string }
);

/** What is left alone although it is not declared. */
export interface LeftAlone {
  /** Settings that others look after, unless they are declared. */
  readonly settings: ReadonlySet<string>;
}

const nothing: LeftAlone = { settings: new Set() };

/** What has to be done so that a topic, which may not exist, is as declared. Settings that are not declared are reset. */
export function planTopic(declaration: TopicDeclaration, state: TopicState | undefined, leftAlone = nothing): readonly TopicAction[] {
  if (state === undefined) return [creation(declaration)];
  const changes = [partitionChange(declaration, state), replicationChange(declaration, state), configChange(declaration, state, leftAlone)];
  return changes.filter((action) => action !== undefined);
}

function creation({ name, partitions, replicationFactor, config }: TopicDeclaration): TopicAction {
  const settings = Object.entries(config).map(([key, value]) => `${key}=${value}`);
  const count = partitions === undefined ? "the default number of partitions" : counted(partitions, "partition");
  const text = `topic ${name}: create with ${[count, ...settings].join(", ")}`;
  return { type: "create", topic: name, partitions, replicationFactor, config, text };
}

function partitionChange({ name, partitions: to }: TopicDeclaration, { partitions }: TopicState): TopicAction | undefined {
  const from = partitions.length;
  if (to === undefined || to === from) return undefined;
  if (to > from) return { type: "grow", topic: name, from, to, text: `topic ${name}: partitions ${from} → ${to}` };
  const text = `stays at ${counted(from, "partition")}: ${to} declared, but Kafka cannot take partitions away`;
  return refusal(name, text, "Decreasing partitions not supported");
}

/** Partitions that differ from each other, and not only because some are as declared already, or on their way to it, are being looked after by somebody. */
function replicationChange({ name, replicationFactor: to }: TopicDeclaration, { partitions }: TopicState): TopicAction | undefined {
  const due = [...partitions.keys()].filter((partition) => partitions[partition]?.becoming !== to);
  const [from = 0, ...others] = new Set(due.map((partition) => partitions[partition]?.becoming));
  if (to === undefined || due.length === 0 || others.length > 0) return undefined;
  return { type: "replicate", topic: name, from, to, partitions: due, text: `topic ${name}: replicas ${from} → ${to}` };
}

/** Whether partitions have another number of replicas than is declared, which they will not have for long. */
export function isReplicating({ replicationFactor: to }: TopicDeclaration, { partitions }: TopicState): boolean {
  return to !== undefined && partitions.some(({ replicas, becoming }) => replicas !== to && becoming === to);
}

const refusal = (topic: string, why: string, message: string): TopicAction => ({
  type: "refuse",
  topic,
  reason: "NotSupported",
  message,
  text: `topic ${topic}: ${why}`,
});

function configChange({ name, config }: TopicDeclaration, { settings }: TopicState, leftAlone: LeftAlone): TopicAction | undefined {
  const set = Object.entries(config).filter(([key, value]) => !isSame(own(settings, key), value));
  const undeclared = Object.keys(settings).filter((key) => settings[key]?.isOwn === true && own(config, key) === undefined);
  const reset = undeclared.filter((key) => !leftAlone.settings.has(key));
  if (set.length === 0 && reset.length === 0) return undefined;
  const before = (key: string): string => {
    const setting = own(settings, key);
    return setting?.isOwn === true ? String(setting.value) : "(default)";
  };
  const parts = [
    ...set.map(([key, value]) => `${key} ${before(key)} → ${value}`),
    ...reset.map((key) => `${key} ${before(key)} → (default)`),
  ];
  return { type: "configure", topic: name, set: Object.fromEntries(set), reset, text: `topic ${name}: ${parts.join(", ")}` };
}

/** Own members only: a setting may be called `constructor`. */
const own = <T>(members: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(members, key) ? members[key] : undefined;

/** How Kafka writes values of a type; others as they are. */
const spellings: Readonly<Record<string, (value: string) => string>> = {
  BOOLEAN: (value) => value.toLowerCase(),
  LIST: (value) =>
    value
      .split(",")
      .map((item) => item.trim())
      .join(","),
  ...Object.fromEntries(["SHORT", "INT", "LONG"].map((type) => [type, wholeNumber])),
  DOUBLE: (value) => String(Number(value)),
};

function wholeNumber(value: string): string {
  return /^[+-]?\d+$/.test(value) ? String(BigInt(value.replace(/^\+/, ""))) : value;
}

/** Whether a setting has what is declared, however that is written. */
function isSame(setting: SettingState | undefined, declared: string): boolean {
  if (setting?.value === undefined || setting.value === null) return false;
  const spell = spellings[setting.type] ?? String;
  return spell(setting.value.trim()) === spell(declared.trim());
}

export const topicDeletion = (name: string): TopicAction => ({ type: "delete", topic: name, text: `topic ${name}: delete` });

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;
