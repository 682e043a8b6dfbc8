import { clusterLabel, type Kafka, type KafkaNodePool } from "@millrace/resources";
import type { Labels } from "./desired-object.ts";
import { clusterNames } from "./names.ts";

const podNameLabel = "strimzi.io/pod-name";
export const poolNameLabel = "strimzi.io/pool-name";
export const brokerRoleLabel = "strimzi.io/broker-role";
/** Tells the component that an object belongs to. */
export const nameLabel = "strimzi.io/name";
const kindLabel = "strimzi.io/kind";
/** Tell that a StrimziPodSet looks after a pod, and which. */
export const [podControllerLabel, podSetNameLabel] = ["strimzi.io/controller", "strimzi.io/controller-name"];
export const podSetController = "strimzipodset";

/** Kustomize's and Flux's marks on a Kafka are about the Kafka alone; `part-of` may say what all of it belongs to. */
export const defaultLabelsExclusion = /^app\.kubernetes\.io\/(?!part-of).*|^kustomize\.toolkit\.fluxcd\.io.*/;

const ownDomain = "strimzi.io/";

/** Labels of a user's that an object may not have, as they are the operator's. */
export const reservedLabels = (labels: Labels = {}): readonly string[] =>
  Object.keys(labels).filter((name) => name.startsWith(ownDomain) && name !== clusterLabel);

/** Values of labels have at most 63 characters and end in a letter or a digit. */
const labelValue = (text: string): string => text.slice(0, 63).replace(/[-._]+$/, "");

/** Labels that everything made for a Kafka has: those of the resource that declares it, and what tells where it belongs. */
function componentLabels(own: Labels | undefined, cluster: string, component: string, exclusion: RegExp): Labels {
  const inherited = Object.entries(own ?? {}).filter(([name]) => !exclusion.test(name));
  return {
    ...Object.fromEntries(inherited),
    [clusterLabel]: cluster,
    [kindLabel]: "Kafka",
    [nameLabel]: component,
    "strimzi.io/component-type": "kafka",
    "app.kubernetes.io/name": "kafka",
    "app.kubernetes.io/instance": labelValue(cluster),
    "app.kubernetes.io/part-of": labelValue(`strimzi-${cluster}`),
    "app.kubernetes.io/managed-by": "millrace",
  };
}

/** Labels of what is made for a Kafka as a whole. */
export function clusterLabels({ metadata }: Kafka, exclusion: RegExp): Labels {
  const { component } = clusterNames(metadata.name, metadata.namespace ?? "");
  return componentLabels(metadata.labels, metadata.name, component, exclusion);
}

/** Labels of what is made for a node pool. */
export function poolLabels(kafka: Kafka, pool: KafkaNodePool, exclusion: RegExp): Labels {
  const { component } = clusterNames(kafka.metadata.name, kafka.metadata.namespace ?? "");
  const labels = componentLabels(pool.metadata.labels, kafka.metadata.name, component, exclusion);
  return { ...labels, [poolNameLabel]: pool.metadata.name };
}

/** The labels among them by which pods are chosen. */
export function selectorOf(labels: Labels): Labels {
  const names = [clusterLabel, nameLabel, kindLabel, poolNameLabel];
  return Object.fromEntries(names.flatMap((name) => (labels[name] === undefined ? [] : [[name, labels[name]]])));
}

/** Chooses pods of another component by its name. */
export const namedPods = (component: string): Labels => ({ [nameLabel]: component });

/** Chooses the pods of the operator. */
export const operatorPods: Labels = { [kindLabel]: "cluster-operator" };

/** Labels by which a node's pod and what belongs to it alone are found. */
export const ofPod = (podName: string): Labels => ({ [podNameLabel]: podName });

/** Whether a pod is a broker, a controller, or both. */
export const roleLabels = (roles: { readonly isBroker: boolean; readonly isController: boolean }): Labels => ({
  [brokerRoleLabel]: String(roles.isBroker),
  "strimzi.io/controller-role": String(roles.isController),
});

/** What says that a pod is looked after by a StrimziPodSet. */
export const podSetLabels = (podSet: string): Labels => ({
  [podControllerLabel]: podSetController,
  [podSetNameLabel]: podSet,
});
