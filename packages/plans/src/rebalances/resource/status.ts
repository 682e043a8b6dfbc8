import {
  type Condition,
  type KafkaRebalance,
  type KafkaRebalanceStatus,
  notReadyCondition,
  plainCondition,
  warningCondition,
  withTransitions,
} from "@millrace/resources";
import type { Reason } from "../../reason.ts";
import type { RebalanceState } from "./states.ts";

/** What has become of a KafkaRebalance. */
export interface RebalanceResult {
  readonly state: Exclude<RebalanceState, "New">;
  /** Why it is `NotReady`. */
  readonly failure?: Reason;
  readonly warnings: readonly Reason[];
  /** Left out: none. */
  readonly sessionId?: string;
  /** Left out: none. */
  readonly optimizationResult?: KafkaRebalanceStatus["optimizationResult"];
  /** Name of the ConfigMap that tells how far it is. */
  readonly configMap?: string;
}

/** The status that Strimzi's Cluster Operator would write. */
export function rebalanceStatus({ metadata, status }: KafkaRebalance, result: RebalanceResult, now: number): KafkaRebalanceStatus {
  const { sessionId, optimizationResult, configMap } = result;
  return {
    conditions: withTransitions(conditionsOf(result, now), status?.conditions ?? []),
    ...(metadata.generation === undefined ? {} : { observedGeneration: metadata.generation }),
    ...(sessionId === undefined ? {} : { sessionId }),
    ...(configMap === undefined ? {} : { progress: { rebalanceProgressConfigMap: configMap } }),
    ...(optimizationResult === undefined ? {} : { optimizationResult }),
  };
}

function conditionsOf({ state, failure, warnings }: RebalanceResult, now: number): readonly Condition[] {
  const first = state === "NotReady" && failure !== undefined ? notReadyCondition(failure, now) : plainCondition(state, now);
  return [first, ...warnings.map((warning) => warningCondition(warning, now))];
}
