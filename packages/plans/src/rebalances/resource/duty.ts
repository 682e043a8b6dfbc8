import { clusterLabel, clusterOf, isPaused, type Kafka, type KafkaRebalance } from "@millrace/resources";
import type { Reason } from "../../reason.ts";
import { rebalanceStateOf, templateAnnotation } from "./states.ts";

/** What is to be done about a KafkaRebalance, before its Kafka is asked. */
export type RebalanceDuty =
  | { readonly type: "manage"; readonly kafka: Kafka }
  /** Nothing: others are made from it, or it goes. */
  | { readonly type: "none" }
  | { readonly type: "paused" }
  | ({ readonly type: "refuse" } & Reason);

const isReady = ({ status }: Kafka): boolean =>
  status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True") === true;

/** Strimzi's rules. That the Kafka has `spec.cruiseControl` is not one of them here: nobody needs Cruise Control. */
export function rebalanceDuty(rebalance: KafkaRebalance, kafka: Kafka | undefined): RebalanceDuty {
  const { namespace, annotations, deletionTimestamp } = rebalance.metadata;
  if (deletionTimestamp !== undefined || annotations?.[templateAnnotation] === "true") return { type: "none" };
  const cluster = clusterOf(rebalance);
  if (cluster === undefined) {
    const message = `Resource lacks label '${clusterLabel}': No cluster related to a possible rebalance.`;
    return { type: "refuse", reason: "InvalidResourceException", message };
  }
  if (kafka === undefined) {
    const message = `Kafka resource '${cluster}' identified by label '${clusterLabel}' does not exist in namespace ${namespace}.`;
    return { type: "refuse", reason: "NoSuchResourceException", message };
  }
  if (isPaused(rebalance)) return { type: "paused" };
  // What moves goes on, and what has been done stays so, while the Kafka has other troubles.
  const state = rebalanceStateOf(rebalance.status);
  const isHindered = !isReady(kafka) && state !== "Ready" && state !== "Rebalancing";
  return isHindered ? { type: "refuse", ...notReady } : { type: "manage", kafka };
}

/** Whether what was wrong is not wrong any more, seeing that it can be managed: it was nothing but what is said above. */
export function isCured({ status }: KafkaRebalance): boolean {
  return status?.conditions?.some(({ type, reason }) => type === "NotReady" && curable.has(reason ?? "")) === true;
}

const curable: ReadonlySet<string> = new Set(["InvalidResourceException", "NoSuchResourceException", "RuntimeException"]);

const notReady: Reason = { reason: "RuntimeException", message: "Kafka cluster is not Ready" };
