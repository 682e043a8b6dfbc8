import {
  type Condition,
  type KafkaTopic,
  type KafkaTopicStatus,
  plainCondition,
  readyConditions,
  type TopicDeclaration,
  topicNameOf,
  topicNotReadyCondition,
  type Warning,
  withTransitions,
} from "@millrace/resources";
import type { Reason } from "../reason.ts";
import { managedNameOf } from "./duty.ts";

/** What has become of a KafkaTopic. */
export type TopicResult =
  | {
      readonly type: "ready";
      readonly topicId: string;
      readonly warnings: readonly Warning[];
      /** How many replicas partitions are getting. Left out: none gets another number. */
      readonly targetReplicas?: number | undefined;
    }
  | { readonly type: "unmanaged" }
  | { readonly type: "paused" }
  /** Nobody looks after it. */
  | ({ readonly type: "left" } & Reason)
  /** `topicId` is there if the topic is. */
  | ({ readonly type: "failed"; readonly topicId: string | undefined } & Reason);

/** The status that Strimzi's Topic Operator would write. A condition that goes on keeps its time. */
export function topicStatus(topic: KafkaTopic, result: TopicResult, now: number): KafkaTopicStatus {
  const { generation } = topic.metadata;
  return {
    ...namesOf(topic, result),
    ...replicasChangeOf(result),
    conditions: withTransitions(conditionsOf(result, now), topic.status?.conditions ?? []),
    ...(generation === undefined ? {} : { observedGeneration: generation }),
  };
}

function conditionsOf(result: TopicResult, now: number): readonly Condition[] {
  switch (result.type) {
    case "ready":
      return readyConditions(result.warnings, now);
    case "unmanaged":
      return [plainCondition("Unmanaged", now)];
    case "paused":
      return [plainCondition("ReconciliationPaused", now)];
    case "left":
    case "failed":
      return [topicNotReadyCondition(result, now)];
  }
}

/** Strimzi's own states: what is `pending` there has begun here. */
function replicasChangeOf(result: TopicResult): Pick<KafkaTopicStatus, "replicasChange"> {
  if (result.type !== "ready" || result.targetReplicas === undefined) return {};
  return { replicasChange: { targetReplicas: result.targetReplicas, state: "ongoing" } };
}

/** A topic that was renamed keeps the name that it has. */
function namesOf(topic: KafkaTopic, result: TopicResult): Pick<KafkaTopicStatus, "topicName" | "topicId"> {
  switch (result.type) {
    case "ready":
      return { topicName: topicNameOf(topic), topicId: result.topicId };
    case "paused":
      return { topicName: topicNameOf(topic) };
    case "failed": {
      const topicName = managedNameOf(topic);
      return result.topicId === undefined ? { topicName } : { topicName, topicId: result.topicId };
    }
    case "unmanaged":
    case "left":
      return {};
  }
}

/** Settings that whoever moves replicas sets meanwhile: a rebalance of ours, Cruise Control, or Kafka's own tool. */
export const throttlingSettings: ReadonlySet<string> = new Set([
  "follower.replication.throttled.replicas",
  "leader.replication.throttled.replicas",
]);

/** What there is to say about settings that get in the way of others. */
export function configWarnings({ config }: TopicDeclaration): readonly Warning[] {
  return [...throttlingSettings]
    .filter((name) => Object.hasOwn(config, name))
    .map((name) => ({ reason: "InvalidConfig", message: `Property ${name} may conflict with throttled rebalances` }));
}
