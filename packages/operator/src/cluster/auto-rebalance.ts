import { type DeclaredKafka, kafkaManager, rebalanceKind } from "@millrace/controllers";
import type { Happening, KubeClient, Stored } from "@millrace/kube";
import { brokersNamed } from "@millrace/plans/rebalances";
import {
  type AutoRebalance,
  type AutoRebalanceStep,
  autoApprovalAnnotation,
  autoRebalanceOf,
  autoRebalanceStep,
  comingBrokers,
  queuedAutoRebalance,
  templateAnnotation,
} from "@millrace/plans/rebalances/resource";
import { clusterLabel, type Kafka, type KafkaRebalance, type Warning } from "@millrace/resources";
import { brokersOf, type KafkaCluster } from "../model/cluster.ts";

/** How a rebalance that starts by itself goes on. */
export interface AutoRebalanced {
  readonly auto: AutoRebalance | undefined;
  readonly done: readonly Happening[];
  readonly warnings: readonly Warning[];
  /** Whether there is something left to do. */
  readonly isUnderWay: boolean;
}

/** What waits to be rebalanced. Brokers of a Kafka that is new have not come to one: there is nothing yet that could be moved to them. */
export function autoRebalanceBefore({ kafka, nodePools }: DeclaredKafka, cluster: KafkaCluster): AutoRebalance | undefined {
  const all = brokersOf(cluster).map(({ id }) => id);
  const before = nodePools.flatMap(({ status }) => (status?.roles?.includes("broker") === true ? (status.nodeIds ?? []) : []));
  return queuedAutoRebalance(kafka, {
    all,
    added: before.length === 0 ? [] : all.filter((id) => !before.includes(id)),
    leaving: cluster.pools.flatMap(({ leaving }) => leaving.brokers),
  });
}

/** Takes the next step, by a KafkaRebalance that is approved from the beginning, as Strimzi's operator does. `isSettled`: all nodes are as declared, and none goes. */
export async function advanceAutoRebalance(
  client: KubeClient,
  { kafka, auto, isSettled }: { readonly kafka: Stored<Kafka>; readonly auto: AutoRebalance | undefined; readonly isSettled: boolean },
  signal: AbortSignal,
): Promise<AutoRebalanced> {
  const rests = { auto, done: [], warnings: [], isUnderWay: false };
  if (auto === undefined || (auto.state !== "RebalanceOnScaleUp" && comingBrokers(auto).length === 0)) return rests;
  const name = rebalanceName(kafka);
  const running = await client.get(rebalanceKind, name, signal);
  const step = autoRebalanceStep(auto, { isSettled, running });
  switch (step.type) {
    case "rest":
      return rests;
    case "wait":
      return { ...rests, isUnderWay: true };
    case "begin":
      return begin(client, kafka, auto, step, signal);
    case "end": {
      if (running !== undefined) await client.delete(rebalanceKind, name, { uid: running.metadata.uid, signal });
      return { ...rests, auto: ended(auto), done: [endOf(auto, step)] };
    }
  }
}

async function begin(
  client: KubeClient,
  kafka: Stored<Kafka>,
  auto: AutoRebalance,
  { brokers }: AutoRebalanceStep & { readonly type: "begin" },
  signal: AbortSignal,
): Promise<AutoRebalanced> {
  const template = await templateOf(client, kafka, signal);
  if (typeof template === "string") {
    const warnings = [{ reason: "AutoRebalanceTemplate", message: template }];
    return { auto, done: [], warnings, isUnderWay: true };
  }
  await client.apply(rebalanceKind, rebalanceOf(kafka, brokers, template), { fieldManager: kafkaManager, force: true, signal });
  const message = `Replicas are moved to ${brokersNamed(brokers)}, which came: KafkaRebalance ${rebalanceName(kafka).name}`;
  return {
    auto: { ...auto, state: "RebalanceOnScaleUp" },
    done: [{ type: "Normal", reason: "RebalanceOnScaleUp", message }],
    warnings: [],
    isUnderWay: true,
  };
}

/** What the rebalance is made from; or why it can't be. */
async function templateOf(client: KubeClient, kafka: Stored<Kafka>, signal: AbortSignal): Promise<KafkaRebalance["spec"] | string> {
  const name = autoRebalanceOf(kafka, "add-brokers")?.template?.name;
  if (name === undefined) return {};
  const { namespace = "default" } = kafka.metadata;
  const template = await client.get(rebalanceKind, { namespace, name }, signal);
  const where = `spec.cruiseControl.autoRebalance, mode add-brokers: KafkaRebalance ${name}`;
  if (template === undefined) return `${where} is to be the template, and does not exist`;
  if (template.metadata.annotations?.[templateAnnotation] === "true") return template.spec;
  return `${where} is to be the template, and lacks the annotation ${templateAnnotation}: "true"`;
}

/** Strimzi's name. */
const rebalanceName = ({ metadata: { namespace = "default", name } }: Kafka) => ({
  namespace,
  name: `${name}-auto-rebalancing-add-brokers`,
});

function rebalanceOf(kafka: Stored<Kafka>, brokers: readonly number[], template: KafkaRebalance["spec"]) {
  const { name, uid } = kafka.metadata;
  const owner = { apiVersion: kafka.apiVersion, kind: kafka.kind, name, uid, controller: false, blockOwnerDeletion: false };
  return {
    ...{ apiVersion: rebalanceKind.apiVersion, kind: rebalanceKind.kind },
    metadata: {
      ...rebalanceName(kafka),
      labels: { [clusterLabel]: name },
      annotations: { [autoApprovalAnnotation]: "true" },
      ownerReferences: [owner],
    },
    spec: { ...template, mode: "add-brokers", brokers },
  };
}

function ended({ modes = [] }: AutoRebalance): AutoRebalance {
  const others = modes.filter(({ mode }) => mode !== "add-brokers");
  return { state: others.length > 0 ? "RebalanceOnScaleDown" : "Idle", ...(others.length === 0 ? {} : { modes: others }) };
}

function endOf(auto: AutoRebalance, { failure }: AutoRebalanceStep & { readonly type: "end" }): Happening {
  const brokers = brokersNamed(comingBrokers(auto));
  if (failure === undefined)
    return { type: "Normal", reason: "RebalancedOnScaleUp", message: `The rebalance after the coming of ${brokers} has ended` };
  return { type: "Warning", reason: "RebalanceFailed", message: `Replicas could not be moved to ${brokers}, which came: ${failure}` };
}
