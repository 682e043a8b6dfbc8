import type { Labels } from "./desired-object.ts";

export type ImagePullPolicy = "Always" | "IfNotPresent" | "Never";

/** What of the operator's settings bears on the objects of a Kafka. */
export interface ModelSettings {
  /** Image of each version of Kafka. One that has none can't be run. */
  readonly kafkaImages: ReadonlyMap<string, string>;
  /** Image of the container that prepares a pod: the operator's own. */
  readonly initImage: string;
  /** Without it: `Always` for images called `latest`, `IfNotPresent` otherwise. */
  readonly imagePullPolicy: ImagePullPolicy | undefined;
  readonly imagePullSecrets: readonly string[];
  /** Domain of the Kubernetes cluster: `cluster.local`. */
  readonly clusterDomain: string;
  readonly operatorNamespace: string | undefined;
  /** Labels by which that namespace is told from others in network policies; without them every namespace is let in. */
  readonly operatorNamespaceLabels: Labels;
  /** Which of Kubernetes' Pod Security Standards pods keep to. */
  readonly podSecurity: "baseline" | "restricted";
  /** OpenShift gives each namespace user and group ids of its own, and refuses others. */
  readonly isOpenShift: boolean;
  readonly hasNetworkPolicies: boolean;
  readonly hasPodDisruptionBudgets: boolean;
  /** Labels of every pod of Kafka. */
  readonly kafkaPodLabels: Labels;
  /** Labels of a Kafka or a node pool that what is made for it does not inherit. */
  readonly labelsExclusion: RegExp;
}
