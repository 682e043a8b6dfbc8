import type { Kafka, KafkaRebalance, KafkaStatus } from "@millrace/resources";
import { rebalanceStateOf } from "./states.ts";

/** What a Kafka's status tells of rebalances that start by themselves, but for the time. */
export type AutoRebalance = Omit<NonNullable<KafkaStatus["autoRebalance"]>, "lastTransitionTime">;

type Declared = NonNullable<NonNullable<Kafka["spec"]["cruiseControl"]>["autoRebalance"]>[number];

export type AutoRebalanceMode = "add-brokers" | "remove-brokers";

/** Brokers that are declared, and what becomes of them. */
export interface BrokersNow {
  readonly all: readonly number[];
  /** Those that were not there when the last status was written. */
  readonly added: readonly number[];
  /** Those that are emptied, and go. */
  readonly leaving: readonly number[];
}

/** What is declared of a mode; undefined: nothing. */
export const autoRebalanceOf = ({ spec }: Pick<Kafka, "spec">, wanted: AutoRebalanceMode): Declared | undefined =>
  spec.cruiseControl?.autoRebalance?.find(({ mode }) => mode === wanted);

/**
 * What there is to rebalance: brokers that have come wait in the status until their turn, so that none is forgotten by an operator that ends. Those that go are first, as
 * with Strimzi. Undefined: nobody wants any of it.
 */
export function queuedAutoRebalance(
  { spec, status }: Pick<Kafka, "spec" | "status">,
  { all, added, leaving }: BrokersNow,
): AutoRebalance | undefined {
  const [adds, removes] = [autoRebalanceOf({ spec }, "add-brokers"), autoRebalanceOf({ spec }, "remove-brokers")];
  if (adds === undefined && removes === undefined) return undefined;
  const before = status?.autoRebalance;
  const waiting = comingBrokers(before ?? {});
  const stays = (id: number): boolean => all.includes(id) && !leaving.includes(id);
  const coming = adds === undefined ? [] : [...new Set([...waiting, ...added])].filter(stays).sort((one, other) => one - other);
  const going = removes === undefined ? [] : leaving;
  const modes = [modeOf("add-brokers", coming), modeOf("remove-brokers", going)].flat();
  const isComing = before?.state === "RebalanceOnScaleUp" && adds !== undefined;
  const state = isComing ? "RebalanceOnScaleUp" : going.length > 0 ? "RebalanceOnScaleDown" : "Idle";
  return { state, ...(modes.length === 0 ? {} : { modes }) };
}

const modeOf = (mode: AutoRebalanceMode, brokers: readonly number[]) => (brokers.length === 0 ? [] : [{ mode, brokers }]);

/** Brokers that wait for a rebalance, or are in one. */
export const comingBrokers = ({ modes = [] }: AutoRebalance): readonly number[] =>
  modes.find(({ mode }) => mode === "add-brokers")?.brokers ?? [];

/** What is to be done about the KafkaRebalance that moves replicas to brokers which have come. */
export type AutoRebalanceStep =
  | { readonly type: "rest" }
  /** It is made, or made to be about other brokers. */
  | { readonly type: "begin"; readonly brokers: readonly number[] }
  | { readonly type: "wait" }
  /** It is taken away; `failure`: it could not be done. */
  | { readonly type: "end"; readonly failure?: string };

/** `isSettled`: all nodes are as declared, and none goes. `running`: the KafkaRebalance, if there is one. */
export function autoRebalanceStep(
  auto: AutoRebalance,
  { isSettled, running }: { readonly isSettled: boolean; readonly running: KafkaRebalance | undefined },
): AutoRebalanceStep {
  const brokers = comingBrokers(auto);
  if (auto.state !== "RebalanceOnScaleUp") {
    if (brokers.length === 0) return { type: "rest" };
    return isSettled ? { type: "begin", brokers } : { type: "wait" };
  }
  // Whoever takes it away, or stops it, does not want it.
  if (running === undefined || brokers.length === 0) return { type: "end" };
  if (String(running.spec.brokers) !== String(brokers)) return { type: "begin", brokers };
  const state = rebalanceStateOf(running.status);
  switch (state) {
    case "Ready":
    case "Stopped":
      return { type: "end" };
    case "NotReady": {
      const message = running.status?.conditions?.find(({ type }) => type === state)?.message;
      return { type: "end", failure: message ?? "" };
    }
    default:
      return { type: "wait" };
  }
}
