import { clusterLabel, clusterOf, isManaged, isPaused, type Kafka, type KafkaTopic, topicNameOf } from "@millrace/resources";
import type { Reason } from "../reason.ts";

/** Keeps a KafkaTopic until its topic is deleted, as Strimzi's Topic Operator does. */
export const topicFinalizer = "strimzi.io/topic-operator";

/** What is to be done about a KafkaTopic, before Kafka is asked. */
export type TopicDuty =
  /** Bring the topic about. */
  | { readonly type: "manage"; readonly kafka: Kafka }
  /** Delete the topic, then let the KafkaTopic go. */
  | { readonly type: "remove"; readonly kafka: Kafka }
  /** Let the KafkaTopic go, and leave the topic alone. */
  | { readonly type: "release" }
  /** It goes by itself. */
  | { readonly type: "none" }
  | { readonly type: "unmanaged" }
  | { readonly type: "paused" }
  /** Leave the topic alone, and say why. */
  | ({ readonly type: "leave" } & Reason)
  /** What is declared cannot be had. */
  | ({ readonly type: "refuse" } & Reason);

export interface Surroundings {
  /** The Kafka that the topic belongs to, if there is one. */
  readonly kafka: Kafka | undefined;
  /** Other KafkaTopics of the same cluster that have, or want, the same topic. */
  readonly rivals: readonly KafkaTopic[];
}

/** Strimzi's rules for whether a KafkaTopic is looked after, and how. */
export function topicDuty(topic: KafkaTopic, { kafka, rivals }: Surroundings): TopicDuty {
  if (topic.metadata.deletionTimestamp !== undefined) return parting(topic, kafka, rivals);
  const absence = absenceOf(topic, kafka);
  if (absence !== undefined || kafka === undefined) return { type: "leave", ...(absence ?? noCluster) };
  if (!isManaged(topic)) return { type: "unmanaged" };
  if (isRenamed(topic)) return { type: "refuse", reason: "NotSupported", message: "Changing spec.topicName is not supported" };
  const owner = ownerBefore(topic, rivals);
  if (owner !== undefined) return { type: "refuse", reason: "ResourceConflict", message: `Managed by ${refText(owner)}` };
  return isPaused(topic) ? { type: "paused" } : { type: "manage", kafka };
}

/**
 * A KafkaTopic that goes. Where nobody could delete its topic any more, because the Kafka is gone or going or nobody looks after its
 * topics, it must not wait for that: a namespace could never be deleted.
 */
function parting(topic: KafkaTopic, kafka: Kafka | undefined, rivals: readonly KafkaTopic[]): TopicDuty {
  if (topic.metadata.finalizers?.includes(topicFinalizer) !== true) return { type: "none" };
  const isOurs = kafka !== undefined && kafka.metadata.deletionTimestamp === undefined && absenceOf(topic, kafka) === undefined;
  if (!isOurs || !isManaged(topic) || ownerBefore(topic, rivals) !== undefined) return { type: "release" };
  if (isRenamed(topic)) return { type: "refuse", reason: "NotSupported", message: "Changing spec.topicName is not supported" };
  return { type: "remove", kafka };
}

const noCluster: Reason = {
  reason: "NoCluster",
  message: `The label ${clusterLabel} is missing: it names the Kafka that looks after this topic`,
};

/** Why nobody looks after a topic. */
function absenceOf(topic: KafkaTopic, kafka: Kafka | undefined): Reason | undefined {
  const cluster = clusterOf(topic);
  if (cluster === undefined) return noCluster;
  if (kafka === undefined)
    return { reason: "NoCluster", message: `There is no Kafka ${cluster} that looks after topics of this namespace` };
  if (kafka.spec.entityOperator?.topicOperator !== undefined) return undefined;
  return { reason: "NoTopicOperator", message: `Kafka ${cluster} has no spec.entityOperator.topicOperator: nobody looks after its topics` };
}

/** Where a Kafka's topics are declared: in its own namespace unless it says otherwise. */
export const topicNamespaceOf = ({ metadata, spec }: Kafka): string | undefined =>
  spec.entityOperator?.topicOperator?.watchedNamespace ?? metadata.namespace;

/** The topic that a KafkaTopic has, whatever name it declares now. */
export const managedNameOf = (topic: KafkaTopic): string => topic.status?.topicName ?? topicNameOf(topic);

function isRenamed(topic: KafkaTopic): boolean {
  return managedNameOf(topic) !== topicNameOf(topic);
}

/** The KafkaTopic that has the better right to the topic: the oldest; of those that came at once, the one that has it already. */
function ownerBefore(topic: KafkaTopic, rivals: readonly KafkaTopic[]): KafkaTopic | undefined {
  const [first] = [topic, ...rivals.filter(isManaged)].toSorted(byRight);
  return first === topic ? undefined : first;
}

function byRight(one: KafkaTopic, other: KafkaTopic): number {
  return (
    compare(one.metadata.creationTimestamp ?? "", other.metadata.creationTimestamp ?? "") ||
    Number(isReady(other)) - Number(isReady(one)) ||
    compare(one.metadata.namespace ?? "", other.metadata.namespace ?? "") ||
    compare(one.metadata.name, other.metadata.name)
  );
}

const compare = (one: string, other: string): number => (one < other ? -1 : Number(one > other));

const isReady = ({ status }: KafkaTopic): boolean =>
  status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True") === true;

/** As Strimzi writes a reference. */
const refText = ({ metadata: { namespace, name } }: KafkaTopic): string => `Ref{namespace='${namespace}', name='${name}'}`;
