import type { DesiredObject, Labels } from "../model/desired-object.ts";
import { restricted } from "./deployment.ts";
import type { Install } from "./install.ts";

const name = "millrace-drain-cleaner";
const selector: Labels = { "app.kubernetes.io/name": name };
const labels: Labels = { ...selector, "app.kubernetes.io/part-of": "millrace" };
const apiGroup = "rbac.authorization.k8s.io";
const rbac = `${apiGroup}/v1`;

/** The Drain Cleaner, beside an operator: whatever it takes to be asked about evictions. */
export const drainCleanerObjects = (install: Install): readonly DesiredObject[] => {
  const metadata = { name, namespace: install.namespace, labels };
  const subjects = [{ kind: "ServiceAccount", name, namespace: install.namespace }];
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata },
    ...rights(install, subjects),
    { apiVersion: "v1", kind: "Service", metadata, spec: { selector, ports: [{ name: "https", port: 443, targetPort: "https" }] } },
    deployment(install),
    webhook(install),
  ];
};

function rights({ namespace }: Install, subjects: readonly object[]): readonly DesiredObject[] {
  const everywhere = [
    { apiGroups: [""], resources: ["pods"], verbs: ["get", "patch"] },
    { apiGroups: [""], resources: ["nodes"], verbs: ["get"] },
    // Its authority.
    {
      apiGroups: ["admissionregistration.k8s.io"],
      resources: ["validatingwebhookconfigurations"],
      resourceNames: [name],
      verbs: ["get", "patch"],
    },
  ];
  const inItsOwn = [
    { apiGroups: [""], resources: ["secrets"], verbs: ["create"] },
    { apiGroups: [""], resources: ["secrets"], resourceNames: [name], verbs: ["get", "update"] },
  ];
  const metadata = { name, namespace, labels };
  return [
    { apiVersion: rbac, kind: "ClusterRole", metadata: { name, labels }, rules: everywhere },
    {
      apiVersion: rbac,
      kind: "ClusterRoleBinding",
      metadata: { name, labels },
      roleRef: { apiGroup, kind: "ClusterRole", name },
      subjects,
    },
    { apiVersion: rbac, kind: "Role", metadata, rules: inItsOwn },
    { apiVersion: rbac, kind: "RoleBinding", metadata, roleRef: { apiGroup, kind: "Role", name }, subjects },
  ];
}

const probe = (path: string) => ({ httpGet: { path, port: "http" }, periodSeconds: 10, timeoutSeconds: 5 });

const container = ({ operatorImage }: Install) => ({
  name,
  image: operatorImage,
  imagePullPolicy: "IfNotPresent",
  args: ["drain-cleaner"],
  ports: [
    { name: "http", containerPort: 8080 },
    { name: "https", containerPort: 8443 },
  ],
  env: [
    { name: "STRIMZI_OPERATOR_NAMESPACE", valueFrom: { fieldRef: { fieldPath: "metadata.namespace" } } },
    { name: "STRIMZI_DRAIN_KAFKA", value: "true" },
    { name: "STRIMZI_DENY_EVICTION", value: "true" },
  ],
  livenessProbe: probe("/healthy"),
  readinessProbe: probe("/ready"),
  resources: { requests: { cpu: "50m", memory: "96Mi" }, limits: { cpu: "1", memory: "96Mi" } },
  securityContext: restricted,
});

const deployment = (install: Install): DesiredObject => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name, namespace: install.namespace, labels },
  spec: {
    replicas: 1,
    selector: { matchLabels: selector },
    template: { metadata: { labels }, spec: { serviceAccountName: name, containers: [container(install)] } },
  },
});

/** An eviction that can't be asked about is up to the PodDisruptionBudget, as with Strimzi. */
const webhook = ({ namespace }: Install): DesiredObject => ({
  apiVersion: "admissionregistration.k8s.io/v1",
  kind: "ValidatingWebhookConfiguration",
  metadata: { name, labels },
  webhooks: [
    {
      name: "millrace-drain-cleaner.strimzi.io",
      rules: [{ apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods/eviction"], scope: "Namespaced" }],
      clientConfig: { service: { namespace, name, path: "/drainer", port: 443 } },
      admissionReviewVersions: ["v1"],
      sideEffects: "NoneOnDryRun",
      failurePolicy: "Ignore",
      timeoutSeconds: 5,
    },
  ],
});
