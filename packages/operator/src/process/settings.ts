import { defaultLabelsExclusion } from "../model/labels.ts";
import type { ModelSettings } from "../model/settings.ts";
import { processSettings, resyncMs } from "./common-settings.ts";
import { choice, flag, images, integer, labels, names, pattern, text } from "./setting-types.ts";
import { type Environment, optional, type Rule, readTable, setting, type ValuesOf } from "./settings-table.ts";

/** All settings, by Strimzi's names where Strimzi has them: reading, validation, the manifest and the reference are made from this table. */
export const settingsTable = {
  namespaces: setting("STRIMZI_NAMESPACE", "Namespaces that are watched, with commas between them; `*` for all.", names, "*"),
  selector: setting(
    "STRIMZI_CUSTOM_RESOURCE_SELECTOR",
    "Labels of the Kafkas that this operator looks after: several can share a cluster.",
    labels,
    "",
  ),
  resyncMs,
  operationTimeoutMs: setting(
    "STRIMZI_OPERATION_TIMEOUT_MS",
    "How long a step such as a pod's becoming ready may take, in ms.",
    integer(1),
    "300000",
  ),
  kafkaImages: setting("STRIMZI_KAFKA_IMAGES", "Image of each version of Kafka: lines of `version=image`.", images),
  initImage: setting("STRIMZI_DEFAULT_KAFKA_INIT_IMAGE", "Image of the container that prepares a pod of Kafka: the operator's own.", text),
  imagePullPolicy: optional("STRIMZI_IMAGE_PULL_POLICY", "When images are pulled.", choice("Always", "IfNotPresent", "Never")),
  imagePullSecrets: setting("STRIMZI_IMAGE_PULL_SECRETS", "Secrets with which images are pulled, with commas between them.", names, ""),
  clusterDomain: setting("KUBERNETES_SERVICE_DNS_DOMAIN", "Domain of the Kubernetes cluster.", text, "cluster.local"),
  operatorNamespace: optional("STRIMZI_OPERATOR_NAMESPACE", "Namespace that the operator runs in.", text),
  operatorNamespaceLabels: setting(
    "STRIMZI_OPERATOR_NAMESPACE_LABELS",
    "Labels by which network policies let that namespace in.",
    labels,
    "",
  ),
  podSecurity: setting(
    "STRIMZI_POD_SECURITY_PROVIDER_CLASS",
    "Which Pod Security Standard pods keep to.",
    choice("baseline", "restricted"),
    "restricted",
  ),
  hasNetworkPolicies: setting("STRIMZI_NETWORK_POLICY_GENERATION", "Whether network policies are made.", flag, "true"),
  hasPodDisruptionBudgets: setting("STRIMZI_POD_DISRUPTION_BUDGET_GENERATION", "Whether PodDisruptionBudgets are made.", flag, "true"),
  kafkaPodLabels: setting("STRIMZI_CUSTOM_KAFKA_LABELS", "Labels that every pod of Kafka gets.", labels, ""),
  labelsExclusion: setting(
    "STRIMZI_LABELS_EXCLUSION_PATTERN",
    "Labels of a Kafka that what is made for it does not inherit: a regular expression.",
    pattern,
    defaultLabelsExclusion.source,
  ),
  hasLeaderElection: setting("STRIMZI_LEADER_ELECTION_ENABLED", "Whether one of several operators leads.", flag, "true"),
  leaseName: setting("STRIMZI_LEADER_ELECTION_LEASE_NAME", "Name of the Lease by which they agree.", text, "millrace-cluster-operator"),
  leaseNamespace: optional("STRIMZI_LEADER_ELECTION_LEASE_NAMESPACE", "Its namespace; left out: the operator's.", text),
  identity: optional("STRIMZI_LEADER_ELECTION_IDENTITY", "Name of this candidate; left out: the host's.", text),
  leaseDurationMs: setting(
    "STRIMZI_LEADER_ELECTION_LEASE_DURATION_MS",
    "How long a Lease holds that is not renewed, in ms.",
    integer(1),
    "15000",
  ),
  renewDeadlineMs: setting(
    "STRIMZI_LEADER_ELECTION_RENEW_DEADLINE_MS",
    "When a leader that can't renew it gives up, in ms.",
    integer(1),
    "10000",
  ),
  retryPeriodMs: setting(
    "STRIMZI_LEADER_ELECTION_RETRY_PERIOD_MS",
    "How often the Lease is renewed or tried for, in ms.",
    integer(1),
    "2000",
  ),
  ...processSettings,
} as const;

/** The operator's settings as they take effect. */
export type OperatorSettings = ValuesOf<typeof settingsTable>;

/** Reads all settings from an environment. Throws CONFIG_INVALID with a line for each that is wrong or missing. */
export const readSettings = (environment: Environment): OperatorSettings => readTable(settingsTable, betweenSettings, environment);

/** Rules between settings. */
const betweenSettings: readonly Rule<OperatorSettings>[] = [
  {
    error:
      "STRIMZI_LEADER_ELECTION_RENEW_DEADLINE_MS has to be less than STRIMZI_LEADER_ELECTION_LEASE_DURATION_MS: a leader must give up before another may begin",
    holds: ({ renewDeadlineMs, leaseDurationMs }) => renewDeadlineMs < leaseDurationMs,
  },
  {
    error:
      "STRIMZI_LEADER_ELECTION_RETRY_PERIOD_MS has to be less than STRIMZI_LEADER_ELECTION_RENEW_DEADLINE_MS: otherwise nobody renews in time",
    holds: ({ retryPeriodMs, renewDeadlineMs }) => retryPeriodMs < renewDeadlineMs,
  },
  {
    error: "STRIMZI_NAMESPACE is `*` or names of namespaces, not both",
    holds: ({ namespaces }) => namespaces.length > 0 && (namespaces.length === 1 || !namespaces.includes("*")),
  },
  {
    error: "leader election needs a namespace for its Lease: STRIMZI_LEADER_ELECTION_LEASE_NAMESPACE or STRIMZI_OPERATOR_NAMESPACE",
    holds: ({ hasLeaderElection, leaseNamespace, operatorNamespace }) =>
      !hasLeaderElection || (leaseNamespace ?? operatorNamespace) !== undefined,
  },
];

/** Those that bear on the objects of a Kafka; whether the cluster is OpenShift is not said, but found. */
export const modelSettings = (settings: OperatorSettings, isOpenShift: boolean): ModelSettings => ({ ...settings, isOpenShift });
