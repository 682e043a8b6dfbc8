import type { KafkaTopic, TopicDeclaration } from "@millrace/resources";
import { type Surroundings, topicDuty } from "../topics/duty.ts";
import { planTopic, type TopicAction, type TopicState } from "../topics/plan.ts";
import { type Effect, effect } from "./effect.ts";

export interface TopicChange {
  /** As the API has it; undefined: not yet. */
  readonly before: KafkaTopic | undefined;
  readonly after: KafkaTopic;
  readonly surroundings: Surroundings;
  /** What takes effect of what is declared. */
  readonly effective: (topic: KafkaTopic) => TopicDeclaration;
}

/** What a change of a KafkaTopic does, as far as what was declared before tells what Kafka has. */
export function topicEffects(change: TopicChange): readonly Effect[] {
  const { before, after, surroundings } = change;
  const duty = topicDuty(after, surroundings);
  switch (duty.type) {
    case "manage":
      return before?.status?.topicName === undefined ? creation(change) : alteration(change, before);
    case "refuse":
      return [effect("refused", `${duty.reason}: ${duty.message}`)];
    case "leave":
      return [effect("none", `${duty.reason}: ${duty.message}`)];
    case "unmanaged":
      return [effect("none", "the annotation strimzi.io/managed leaves the topic to others")];
    case "paused":
      return [effect("none", "the annotation strimzi.io/pause-reconciliation holds it up")];
    case "remove":
    case "release":
    case "none":
      return [effect("none", "it is being deleted")];
  }
}

const creation = ({ after, effective }: TopicChange): readonly Effect[] => planTopic(effective(after), undefined).map(effectOf);

function alteration({ after, effective }: TopicChange, before: KafkaTopic): readonly Effect[] {
  const [from, to] = [effective(before), effective(after)];
  const effects = planTopic(to, supposedState(from, to)).map(effectOf);
  if (from.partitions !== undefined || to.partitions === undefined) return effects;
  const text = `topic ${to.name}: ${to.partitions} partitions, if it has fewer; it can't have fewer than now`;
  return [...effects, effect("altered", text)];
}

/** What Kafka has, if it is as was declared. What was left to Kafka is taken to be as is declared now. */
function supposedState(from: TopicDeclaration, to: TopicDeclaration): TopicState {
  const replicas = from.replicationFactor ?? to.replicationFactor ?? 1;
  const partitions = from.partitions ?? to.partitions ?? 1;
  const settings = Object.entries(from.config).map(([name, value]) => [name, { value, type: "STRING", isOwn: true }]);
  return {
    name: from.name,
    partitions: Array.from({ length: partitions }, () => ({ replicas, becoming: replicas })),
    settings: Object.fromEntries(settings),
  };
}

const types = {
  create: "created",
  grow: "altered",
  configure: "altered",
  delete: "altered",
  replicate: "altered",
  refuse: "refused",
} as const;

const effectOf = (action: TopicAction): Effect => effect(types[action.type], action.text);
