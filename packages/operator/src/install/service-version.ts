import { kinds } from "@millrace/resources";
import { podSetKind } from "../pod-sets/pod-set.ts";
import { deployment } from "./deployment.ts";
import type { EnvironmentVariable } from "./environment.ts";
import { examples } from "./examples.ts";
import { type Install, installNames } from "./install.ts";
import { globalRules, leaderRules, namespacedRules } from "./rules.ts";

/** What the Operator Lifecycle Manager calls the operator in all its versions. */
export const packageName = "millrace";

const description = `Millrace runs [Apache Kafka](https://kafka.apache.org) on Kubernetes, as [Strimzi](https://strimzi.io)'s resources declare it: clusters of
brokers and controllers in pools, with certificates, listeners inside and outside of the Kubernetes cluster, topics, and users with rights. The same file runs on a
laptop, in one process.

Apply a \`Kafka\` with at least one \`KafkaNodePool\`, then \`KafkaTopic\`s and \`KafkaUser\`s.`;

/** What people see of each kind. */
const shown: Readonly<Record<string, { readonly displayName: string; readonly description: string }>> = {
  Kafka: { displayName: "Kafka", description: "A cluster of Apache Kafka" },
  KafkaNodePool: { displayName: "Kafka Node Pool", description: "Brokers, controllers or both of a Kafka that are alike" },
  KafkaTopic: { displayName: "Kafka Topic", description: "A topic of a Kafka" },
  KafkaUser: { displayName: "Kafka User", description: "Somebody who logs in to a Kafka, with credentials, rights and quotas" },
  KafkaConnect: { displayName: "Kafka Connect", description: "Workers of Kafka Connect" },
  KafkaConnector: { displayName: "Kafka Connector", description: "A connector of a Kafka Connect" },
  KafkaMirrorMaker2: { displayName: "Kafka MirrorMaker 2", description: "A copy of what one Kafka has in another" },
  KafkaBridge: { displayName: "Kafka Bridge", description: "Kafka over HTTP" },
  KafkaRebalance: { displayName: "Kafka Rebalance", description: "Partitions of a Kafka put to other brokers" },
  StrimziPodSet: { displayName: "Strimzi Pod Set", description: "Pods of a Kafka's node pool, which the operator declares for itself" },
};

const owned = [...Object.values(kinds).filter(({ custom }) => custom !== undefined), podSetKind].map(({ apiVersion, kind, plural }) => {
  const [group = "", version = ""] = apiVersion.split("/");
  const { displayName, description: of } = shown[kind] ?? { displayName: kind, description: `A ${kind}` };
  return { name: `${plural}.${group}`, version, kind, displayName, description: of };
});

/** An OperatorGroup says which namespaces are watched: its annotation is empty for all of them. Which namespace the operator is in is up to people. */
const asGrouped = (variables: readonly EnvironmentVariable[]): readonly EnvironmentVariable[] =>
  variables
    .filter(({ name }) => name !== "STRIMZI_OPERATOR_NAMESPACE_LABELS")
    .map((variable) =>
      variable.name === "STRIMZI_NAMESPACE"
        ? { name: variable.name, valueFrom: { fieldRef: { fieldPath: "metadata.annotations['olm.targetNamespaces']" } } }
        : variable,
    );

/** The installation as the Operator Lifecycle Manager takes it (`operators.coreos.com/v1alpha1`). `icon`: an image as SVG. */
export function serviceVersion(install: Install, version: string, icon: string) {
  const { selector, template, replicas } = deployment(install, asGrouped).spec;
  const { operator: serviceAccountName } = installNames;
  const images = [["operator", install.operatorImage], ...[...install.kafkaImages].map(([kafka, image]) => [`kafka-${kafka}`, image])];
  return {
    apiVersion: "operators.coreos.com/v1alpha1",
    kind: "ClusterServiceVersion",
    metadata: {
      name: `${packageName}.v${version}`,
      namespace: "placeholder",
      annotations: {
        "alm-examples": JSON.stringify(examples, null, 2),
        capabilities: "Basic Install",
        categories: "Streaming & Messaging",
        containerImage: install.operatorImage,
        description: "Apache Kafka, declared by Strimzi's resources",
        "operatorframework.io/suggested-namespace": install.namespace,
        "operators.operatorframework.io/internal-objects": JSON.stringify([`${podSetKind.plural}.core.strimzi.io`]),
        support: "Millrace",
      },
    },
    spec: {
      ...{ displayName: "Millrace", description, version, maturity: "alpha", minKubeVersion: "1.30.0" },
      keywords: ["kafka", "strimzi", "streaming", "messaging"],
      provider: { name: "Millrace" },
      icon: [{ base64data: Buffer.from(icon).toString("base64"), mediatype: "image/svg+xml" }],
      customresourcedefinitions: { owned },
      installModes: ["OwnNamespace", "SingleNamespace", "MultiNamespace", "AllNamespaces"].map((type) => ({ type, supported: true })),
      install: {
        strategy: "deployment",
        spec: {
          permissions: [{ serviceAccountName, rules: [...namespacedRules, ...leaderRules] }],
          clusterPermissions: [{ serviceAccountName, rules: globalRules }],
          deployments: [{ name: installNames.operator, spec: { replicas, selector, template } }],
        },
      },
      relatedImages: images.map(([name, image]) => ({ name, image })),
    },
  };
}
