import {
  type Condition,
  clusterLabel,
  conditionTime,
  type Kafka,
  type KafkaNodePool,
  type KafkaNodePoolStatus,
  type KafkaStatus,
  type ListenerStatus,
  notReadyCondition,
  plainCondition,
  readyConditions,
  rollingCondition,
  type Warning,
  warningCondition,
  withTransitions,
} from "@millrace/resources";
import type { Reason } from "../reason.ts";
import type { AutoRebalance } from "../rebalances/resource/auto-rebalance.ts";

/** What there is of a node pool. */
export interface NodePoolState {
  readonly name: string;
  readonly nodeIds: readonly number[];
  /** As they take effect. */
  readonly roles: KafkaNodePool["spec"]["roles"];
  readonly warnings: readonly Warning[];
}

/** What there is of a Kafka. */
export interface KafkaState {
  readonly clusterId: string;
  readonly kafkaVersion: string;
  /** `4.3-IV0`; undefined as long as nobody knows. */
  readonly metadataVersion: string | undefined;
  readonly listeners: readonly ListenerStatus[];
  readonly nodePools: readonly NodePoolState[];
  /** Rebalances that start by themselves; left out: there are none. */
  readonly autoRebalance?: AutoRebalance | undefined;
}

/** What has become of a Kafka. `state` is what runs, if anything does; `rolling` tells of a roll that is not through. */
export type KafkaResult =
  | { readonly type: "ready"; readonly state: KafkaState; readonly warnings: readonly Warning[] }
  | { readonly type: "paused" }
  | ({
      readonly type: "waiting" | "failed" | "hibernating";
      readonly state: KafkaState | undefined;
      readonly warnings?: readonly Warning[];
      readonly rolling?: string;
    } & Reason);

/** The status that Strimzi's Cluster Operator would write; `version` is that of who writes it. A condition that goes on keeps its time. */
export function kafkaStatus(
  kafka: Kafka,
  result: KafkaResult,
  { version, now }: { readonly version: string; readonly now: number },
): KafkaStatus {
  const { metadata, status: before = {} } = kafka;
  const succeeded = result.type === "ready" ? version : before.operatorLastSuccessfulVersion;
  const { conditions = [], observedGeneration } = before;
  // What was ready stays so while it is changed, as with Strimzi; that the change is not through shows in the generation.
  const isChanged = result.type === "waiting" && conditions.some(({ type, status }) => type === "Ready" && status === "True");
  const generation = isChanged ? observedGeneration : metadata.generation;
  return {
    ...factsOf(result, before, now),
    conditions: withTransitions(
      [...(isChanged ? conditions.filter(({ type }) => type !== "Rolling") : conditionsOf(result, now)), ...rollingOf(result, now)],
      conditions,
    ),
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    ...(succeeded === undefined ? {} : { operatorLastSuccessfulVersion: succeeded }),
  };
}

/** What is not known is as it was written last. */
function factsOf(result: KafkaResult, before: KafkaStatus, now: number): KafkaStatus {
  const state = result.type === "paused" ? undefined : result.state;
  if (state === undefined) return before;
  const { clusterId, kafkaVersion, metadataVersion, listeners, nodePools, autoRebalance } = state;
  const since = before.autoRebalance?.state === autoRebalance?.state ? before.autoRebalance?.lastTransitionTime : undefined;
  return {
    ...{ clusterId, kafkaVersion, listeners },
    ...(autoRebalance === undefined ? {} : { autoRebalance: { lastTransitionTime: since ?? conditionTime(now), ...autoRebalance } }),
    ...(metadataVersion === undefined ? {} : { kafkaMetadataVersion: metadataVersion }),
    kafkaNodePools: nodePools.map(({ name }) => ({ name })),
  };
}

function conditionsOf(result: KafkaResult, now: number): readonly Condition[] {
  switch (result.type) {
    case "ready":
      return readyConditions(result.warnings, now);
    case "paused":
      return [plainCondition("ReconciliationPaused", now)];
    case "waiting":
    case "failed":
    case "hibernating":
      return [notReadyCondition(result, now), ...(result.warnings ?? []).map((warning) => warningCondition(warning, now))];
  }
}

function rollingOf(result: KafkaResult, now: number): readonly Condition[] {
  const rolling = result.type === "waiting" || result.type === "failed" ? result.rolling : undefined;
  return rolling === undefined ? [] : [rollingCondition({ reason: "RollingUpdate", message: rolling }, now)];
}

/** The status of one of a Kafka's node pools. */
export function nodePoolStatus(pool: KafkaNodePool, cluster: string, state: KafkaState, now: number): KafkaNodePoolStatus {
  const { metadata, spec, status } = pool;
  const { nodeIds = [], roles = spec.roles, warnings = [] } = state.nodePools.find(({ name }) => name === metadata.name) ?? {};
  const conditions = withTransitions(
    warnings.map((warning) => warningCondition(warning, now)),
    status?.conditions ?? [],
  );
  return {
    ...(conditions.length === 0 ? {} : { conditions }),
    ...(metadata.generation === undefined ? {} : { observedGeneration: metadata.generation }),
    nodeIds,
    clusterId: state.clusterId,
    roles,
    replicas: nodeIds.length,
    labelSelector: selectorOf(cluster, metadata.name),
  };
}

/** The labels that Strimzi gives to a pool's pods. */
const selectorOf = (cluster: string, pool: string): string =>
  `${clusterLabel}=${cluster},strimzi.io/name=${cluster}-kafka,strimzi.io/kind=Kafka,strimzi.io/pool-name=${pool}`;
