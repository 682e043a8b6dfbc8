import {
  clusterLabel,
  clusterOf,
  type KafkaNodePool,
  type KafkaNodePoolStatus,
  notReadyCondition,
  withTransitions,
} from "@millrace/resources";
import type { Reason } from "../reason.ts";

const noCluster = "NoCluster";

function absenceOf(pool: KafkaNodePool): Reason {
  const cluster = clusterOf(pool);
  const message =
    cluster === undefined
      ? `The label ${clusterLabel} is missing: it names the Kafka that this node pool belongs to`
      : `There is no Kafka ${cluster} in this namespace that this node pool belongs to: it has no nodes`;
  return { reason: noCluster, message };
}

/** What there is to say of a node pool without a Kafka. What was known of its nodes stays: a Kafka that comes again goes on with their ids. */
export function orphanPoolStatus(pool: KafkaNodePool, now: number): KafkaNodePoolStatus {
  const { metadata, status: before = {} } = pool;
  return {
    ...before,
    conditions: withTransitions([notReadyCondition(absenceOf(pool), now)], before.conditions ?? []),
    ...(metadata.generation === undefined ? {} : { observedGeneration: metadata.generation }),
  };
}

/** The status of a node pool that has a Kafka of which nothing is known yet. */
export function adoptedPoolStatus({ status = {} }: KafkaNodePool): KafkaNodePoolStatus {
  const { conditions = [], ...facts } = status;
  const others = conditions.filter(({ reason }) => reason !== noCluster);
  return others.length === 0 ? facts : { ...facts, conditions: others };
}
