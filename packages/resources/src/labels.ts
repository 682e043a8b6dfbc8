import type { AwaitedResource } from "./awaited.ts";
import type { Kafka, KafkaNodePool, KafkaRebalance, KafkaTopic, KafkaUser, Secret } from "./generated/types.ts";

/** What says what is wanted. */
export type Declaration = Kafka | KafkaNodePool | KafkaTopic | KafkaUser | KafkaRebalance;
export type Resource = Declaration | AwaitedResource | Secret;

/** Label that names the Kafka to which a node pool, a topic, a user or a rebalance belongs. */
export const clusterLabel = "strimzi.io/cluster";
/** Annotation by which, set to `false`, a topic is left to others. */
export const managedAnnotation = "strimzi.io/managed";
/** Annotation by which, set to `true`, a resource is left as it is for the time being. */
export const pauseAnnotation = "strimzi.io/pause-reconciliation";
/** Annotation of a Kafka that has it stopped, set to `true`, with its volumes kept. */
export const hibernateAnnotation = "millrace.io/hibernate";
/** Of a Kafka that has no status yet, the id that its cluster had; of a claim on storage, the id of the cluster whose data is on it. */
export const clusterIdAnnotation = "millrace.io/cluster-id";
/** Annotation of a Kafka that says of which kind the keys of its certificates are. Strimzi has no field for that. */
export const keyAlgorithmAnnotation = "millrace.io/key-algorithm";
/** Annotation of a Kafka that asks, set to `true`, for a standing canary. */
export const canaryAnnotation = "millrace.io/canary";
/** Annotation of a Kafka that says how many of its brokers may be started anew at a time, where that takes nothing from anybody. */
export const maxParallelRestartsAnnotation = "millrace.io/max-parallel-restarts";
/** Annotation of a Kafka that says for how long the first pod of a roll is watched before others follow. */
export const canaryRollAnnotation = "millrace.io/canary-roll";
export const keyAlgorithms = ["ECDSA", "RSA"] as const;

/** Name of the Kafka that a resource belongs to: its own for a Kafka, the label's otherwise. */
export const clusterOf = (resource: Resource): string | undefined =>
  resource.kind === "Kafka" ? resource.metadata.name : resource.metadata.labels?.[clusterLabel];

/** What the names of users' Secrets begin with. */
export const secretPrefixOf = ({ spec }: Kafka): string => spec.entityOperator?.userOperator?.secretPrefix ?? "";

/** Name of the Secret with a user's credentials, as Strimzi has it. */
export const userSecretName = (kafka: Kafka, user: string): string => `${secretPrefixOf(kafka)}${user}`;

/** Name of the topic that a resource is about. */
export const topicNameOf = (topic: KafkaTopic): string => topic.spec.topicName ?? topic.metadata.name;

/** Whether a topic is looked after, rather than only written down. */
export const isManaged = (topic: KafkaTopic): boolean => topic.metadata.annotations?.[managedAnnotation] !== "false";

/** Whether a resource is to be left as it is for the time being. */
export const isPaused = ({ metadata }: Pick<Resource, "metadata">): boolean => metadata.annotations?.[pauseAnnotation] === "true";

/** Whether a Kafka is to be stopped, with all that it has kept. */
export const isHibernating = ({ metadata }: Pick<Resource, "metadata">): boolean => metadata.annotations?.[hibernateAnnotation] === "true";

/** Whether a Kafka is to have a standing canary. */
export const hasCanary = ({ metadata }: Kafka): boolean => metadata.annotations?.[canaryAnnotation] === "true";

/** A duration as Go writes them, of whole numbers. */
export const durationPattern = /^(?=\d)(?:(\d{1,4})h)?(?:(\d{1,6})m)?(?:(\d{1,6})s)?$/;

/** For how long the first pod of a Kafka's roll is watched, in ms; undefined: it is not. */
export function canaryRollMsOf({ metadata }: Kafka): number | undefined {
  const [, hours = 0, minutes = 0, seconds = 0] = durationPattern.exec(metadata.annotations?.[canaryRollAnnotation] ?? "") ?? [];
  const ms = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  return ms === 0 ? undefined : ms;
}

/** How many brokers of a Kafka may be started anew at a time; 1 where it says nothing, as with Strimzi. */
export const maxParallelRestartsOf = ({ metadata }: Kafka): number => Number(metadata.annotations?.[maxParallelRestartsAnnotation] ?? 1);

/** Of which kind keys are made for a Kafka. */
export function keyAlgorithmOf({ metadata }: Kafka): (typeof keyAlgorithms)[number] {
  return metadata.annotations?.[keyAlgorithmAnnotation] === "RSA" ? "RSA" : "ECDSA";
}
