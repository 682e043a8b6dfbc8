import type { settingsTable } from "../process/settings.ts";
import { type Install, installNames } from "./install.ts";

type Variable = (typeof settingsTable)[keyof typeof settingsTable]["variable"];

/** A variable of a container's environment. */
export type EnvironmentVariable = { readonly name: string } & (
  | { readonly value: string }
  | { readonly valueFrom: { readonly fieldRef: { readonly fieldPath: string } } }
);

const said = (name: Variable, value: string): EnvironmentVariable => ({ name, value });
/** What the pod knows of itself. */
const ofPod = (name: Variable, fieldPath: string): EnvironmentVariable => ({ name, valueFrom: { fieldRef: { fieldPath } } });

const lines = (images: ReadonlyMap<string, string>): string => [...images].map(([version, image]) => `${version}=${image}\n`).join("");

/** Settings that an installation says; all others are as the table of settings has them. */
export const environment = ({ namespace, operatorImage, kafkaImages }: Install): readonly EnvironmentVariable[] => [
  said("STRIMZI_NAMESPACE", "*"),
  said("STRIMZI_FULL_RECONCILIATION_INTERVAL_MS", "120000"),
  said("STRIMZI_OPERATION_TIMEOUT_MS", "300000"),
  said("STRIMZI_LOG_LEVEL", "INFO"),
  said("STRIMZI_KAFKA_IMAGES", lines(kafkaImages)),
  said("STRIMZI_DEFAULT_KAFKA_INIT_IMAGE", operatorImage),
  ofPod("STRIMZI_OPERATOR_NAMESPACE", "metadata.namespace"),
  // Kubernetes gives every namespace this label.
  said("STRIMZI_OPERATOR_NAMESPACE_LABELS", `kubernetes.io/metadata.name=${namespace}`),
  said("STRIMZI_LEADER_ELECTION_ENABLED", "true"),
  said("STRIMZI_LEADER_ELECTION_LEASE_NAME", installNames.lease),
  ofPod("STRIMZI_LEADER_ELECTION_LEASE_NAMESPACE", "metadata.namespace"),
  ofPod("STRIMZI_LEADER_ELECTION_IDENTITY", "metadata.name"),
];
