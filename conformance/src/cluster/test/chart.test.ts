import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { parseAllDocuments } from "yaml";
import { type CommandResult, runCommand } from "../../toolchain/commands.ts";
import { helm } from "../../toolchain/helm.ts";
import { type Cluster, startApiCluster } from "../cluster.ts";
import { manifest } from "./installed-operator.ts";
import { kubectl, onCluster, unlessMissing } from "./on-cluster.ts";

const chart = join(import.meta.dirname, "../../../../charts/millrace");

type Values = Readonly<Record<string, unknown>>;
interface Rendered {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: object };
  readonly [field: string]: unknown;
}

const run = async (args: readonly string[], values: Values = {}, env: Readonly<Record<string, string>> = {}): Promise<CommandResult> =>
  runCommand(await helm(), [...args, "--values=-"], { input: JSON.stringify(values), env });

async function must(args: readonly string[], values?: Values, env?: Readonly<Record<string, string>>): Promise<string> {
  const { code, stdout, stderr } = await run(args, values, env);
  assert.equal(code, 0, `helm ${args.join(" ")}: ${stderr}${stdout}`);
  return stdout;
}

const objectsIn = (text: string): readonly Rendered[] =>
  parseAllDocuments(text).flatMap((document) => (document.toJS() as Rendered | null) ?? []);

const template = async (values: Values = {}): Promise<readonly Rendered[]> =>
  objectsIn(await must(["template", "millrace", chart, "--namespace=millrace", "--include-crds"], values));

const placeOf = ({ kind, metadata: { name, namespace } }: Rendered): string =>
  [kind, ...(namespace === undefined ? [] : [namespace]), name].join("/");

/** By kind and name, without the labels that say who installed it. */
const byPlace = (objects: readonly Rendered[]): ReadonlyMap<string, Rendered> =>
  new Map(objects.map((object) => [placeOf(object), { ...object, metadata: { ...object.metadata, labels: {} } }]));

/** All that an object has, as lines: `spec.replicas = 1`. What has a name is told by it. */
function linesOf(value: unknown, at = ""): readonly string[] {
  if (typeof value !== "object" || value === null) return [`${at} = ${value}`];
  return Object.entries(value).flatMap(([key, each]) => {
    const name = Array.isArray(value) ? ((each as { name?: string } | null)?.name ?? key) : key;
    return linesOf(each, at === "" ? name : `${at}.${name}`);
  });
}

/** What values add to the objects, and what they take away. */
async function changesBy(values: Values): Promise<readonly string[]> {
  const lines = async (given: Values): Promise<readonly string[]> =>
    [...byPlace(await template(given))].flatMap(([place, object]) =>
      object.kind === "CustomResourceDefinition" ? [] : linesOf(object).map((line) => `${place} ${line}`),
    );
  const [before, after] = [await lines({}), await lines(values)];
  return [
    ...before.filter((line) => !after.includes(line)).map((line) => `- ${line}`),
    ...after.filter((line) => !before.includes(line)).map((line) => `+ ${line}`),
  ];
}

const deployment = "Deployment/millrace/millrace-cluster-operator";
const container = `${deployment} spec.template.spec.containers.millrace-cluster-operator`;
const env = (name: string, value: string): string => `${container}.env.${name}.value = ${value}`;
const added = (name: string, value: string): readonly string[] => [`+ ${container}.env.${name}.name = ${name}`, `+ ${env(name, value)}`];
const changed = (before: string, after: string): readonly string[] => [`- ${before}`, `+ ${after}`];

/** Values, and all that is otherwise by them. */
const effects: ReadonlyArray<{ readonly values: Values; readonly changes: readonly string[] }> = [
  { values: { replicas: 2 }, changes: changed(`${deployment} spec.replicas = 1`, `${deployment} spec.replicas = 2`) },
  { values: { logLevel: "DEBUG" }, changes: changed(env("STRIMZI_LOG_LEVEL", "INFO"), env("STRIMZI_LOG_LEVEL", "DEBUG")) },
  {
    values: { fullReconciliationIntervalMs: 10_000_000 },
    changes: changed(env("STRIMZI_FULL_RECONCILIATION_INTERVAL_MS", "120000"), env("STRIMZI_FULL_RECONCILIATION_INTERVAL_MS", "10000000")),
  },
  { values: { selector: { team: "data", stage: "prod" } }, changes: added("STRIMZI_CUSTOM_RESOURCE_SELECTOR", "stage=prod,team=data") },
  { values: { kubernetesServiceDnsDomain: "k.example" }, changes: added("KUBERNETES_SERVICE_DNS_DOMAIN", "k.example") },
  { values: { labelsExclusionPattern: "^a.*" }, changes: added("STRIMZI_LABELS_EXCLUSION_PATTERN", "^a.*") },
  { values: { generateNetworkPolicy: false }, changes: added("STRIMZI_NETWORK_POLICY_GENERATION", "false") },
  { values: { generatePodDisruptionBudget: false }, changes: added("STRIMZI_POD_DISRUPTION_BUDGET_GENERATION", "false") },
  {
    values: { extraEnvs: [{ name: "STRIMZI_POD_SECURITY_PROVIDER_CLASS", value: "baseline" }] },
    changes: added("STRIMZI_POD_SECURITY_PROVIDER_CLASS", "baseline"),
  },
  {
    values: { operatorNamespaceLabels: { kind: "operators" } },
    changes: changed(
      env("STRIMZI_OPERATOR_NAMESPACE_LABELS", "kubernetes.io/metadata.name=millrace"),
      env("STRIMZI_OPERATOR_NAMESPACE_LABELS", "kind=operators"),
    ),
  },
  {
    values: { image: { imagePullPolicy: "Always", imagePullSecrets: [{ name: "one" }, { name: "two" }] } },
    changes: [
      `- ${container}.imagePullPolicy = IfNotPresent`,
      `+ ${deployment} spec.template.spec.imagePullSecrets.one.name = one`,
      `+ ${deployment} spec.template.spec.imagePullSecrets.two.name = two`,
      `+ ${container}.imagePullPolicy = Always`,
      ...added("STRIMZI_IMAGE_PULL_POLICY", "Always"),
      ...added("STRIMZI_IMAGE_PULL_SECRETS", "one,two"),
    ],
  },
  {
    values: {
      defaultImageRegistry: "registry.example",
      defaultImageTag: "2",
      kafka: { image: { registry: "", repository: "", tagPrefix: "2-kafka-" } },
    },
    changes: [
      `- ${container}.image = quay.io/millrace/operator:0.1.0`,
      `- ${env("STRIMZI_KAFKA_IMAGES", kafkaImages("docker.io/apache/kafka:"))}`,
      `- ${env("STRIMZI_DEFAULT_KAFKA_INIT_IMAGE", "quay.io/millrace/operator:0.1.0")}`,
      `+ ${container}.image = registry.example/millrace/operator:2`,
      `+ ${env("STRIMZI_KAFKA_IMAGES", kafkaImages("registry.example/millrace/kafka:2-kafka-"))}`,
      `+ ${env("STRIMZI_DEFAULT_KAFKA_INIT_IMAGE", "registry.example/millrace/operator:2")}`,
    ],
  },
  {
    values: { podSecurityContext: { fsGroup: 1 }, priorityClassName: "high", nodeSelector: { disk: "ssd" } },
    changes: [
      `+ ${deployment} spec.template.spec.securityContext.fsGroup = 1`,
      `+ ${deployment} spec.template.spec.priorityClassName = high`,
      `+ ${deployment} spec.template.spec.nodeSelector.disk = ssd`,
    ],
  },
];

function kafkaImages(prefix: string): string {
  return ["4.2.0", "4.2.1", "4.2.2", "4.3.0", "4.3.1"].map((version) => `${version}=${prefix}${version}\n`).join("");
}

/** Which bindings there are, and what the operator is told, by what is to be watched. */
const watched: ReadonlyArray<{ readonly values: Values; readonly bindings: readonly string[]; readonly told: string }> = [
  { values: {}, bindings: ["RoleBinding/millrace"], told: "millrace" },
  {
    values: { watchNamespaces: ["one", "two"] },
    bindings: ["RoleBinding/millrace", "RoleBinding/one", "RoleBinding/two"],
    told: "millrace,one,two",
  },
  { values: { watchNamespaces: ["one", "millrace"] }, bindings: ["RoleBinding/millrace", "RoleBinding/one"], told: "millrace,one" },
  { values: { watchNamespaces: ["one"], watchAnyNamespace: true }, bindings: ["ClusterRoleBinding/"], told: "*" },
];

/** Values that are refused, and what is said of them. */
const refused: ReadonlyArray<readonly [Values, RegExp]> = [
  [{ watchNamespace: ["one"] }, /watchNamespace/],
  [{ watchNamespaces: ["One!"] }, /watchNamespaces/],
  [{ replicas: "two" }, /replicas/],
  [{ logLevel: "LOUD" }, /logLevel/],
  [{ operationTimeoutMs: 0 }, /operationTimeoutMs/],
];

const everything: Values = {
  ...{ replicas: 2, watchNamespaces: ["default"], selector: { team: "data" }, createAggregateRoles: true },
  ...{
    labels: { own: "yes" },
    annotations: { own: "yes" },
    deploymentAnnotations: { own: "yes" },
    serviceAccountAnnotations: { own: "yes" },
  },
  ...{ deploymentStrategy: { type: "Recreate" }, podSecurityContext: { runAsUser: 1 }, securityContext: { readOnlyRootFilesystem: true } },
  tolerations: [{ key: "own", operator: "Exists" }],
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: "kubernetes.io/os", operator: "In", values: ["linux"] }] }],
      },
    },
  },
  topologySpreadConstraints: [
    { maxSkew: 1, topologyKey: "topology.kubernetes.io/zone", whenUnsatisfiable: "ScheduleAnyway", labelSelector: {} },
  ],
  ...{ nodeSelector: { "kubernetes.io/os": "linux" }, priorityClassName: "system-cluster-critical" },
  ...{
    livenessProbe: { initialDelaySeconds: 3, periodSeconds: 7 },
    image: { imagePullPolicy: "Always", imagePullSecrets: [{ name: "one" }] },
  },
  ...{
    leaderElection: { enable: false },
    generateNetworkPolicy: false,
    extraEnvs: [{ name: "STRIMZI_CUSTOM_KAFKA_LABELS", value: "a=b" }],
  },
};

/** Installed, changed and removed by Helm itself; nothing but the definitions stays, which Helm leaves to people. */
async function comesAndGoes(cluster: Cluster, folder: string): Promise<void> {
  const helmsOwn = { KUBECONFIG: cluster.kubeconfig, HELM_CACHE_HOME: folder, HELM_CONFIG_HOME: folder, HELM_DATA_HOME: folder };
  const place = ["millrace", chart, "--namespace=millrace", "--wait", "--timeout=60s"];
  const notes = await must(["install", ...place, "--create-namespace"], {}, helmsOwn);
  assert.match(notes, /looks after Kafkas in the namespaces millrace /);
  assert.match(
    await kubectl(cluster, "auth can-i create secrets --namespace millrace --as system:serviceaccount:millrace:millrace-cluster-operator"),
    /yes/,
  );
  await must(["upgrade", ...place], everything, helmsOwn);
  const labels = await kubectl(
    cluster,
    "get deployment millrace-cluster-operator --namespace millrace --output jsonpath={.spec.template.metadata.labels.own}",
  );
  assert.equal(labels, "yes");
  const viewed = await kubectl(cluster, "get clusterrole view --output json");
  assert.match(viewed, /kafkatopics/);
  const second = ["other", chart, "--namespace=other", "--create-namespace", "--wait", "--timeout=60s"];
  await must(["install", ...second], { createGlobalResources: false, selector: { team: "web" } }, helmsOwn);
  for (const name of ["other", "millrace"]) {
    const { code, stderr } = await runCommand(await helm(), ["uninstall", name, `--namespace=${name}`, "--wait"], { env: helmsOwn });
    assert.equal(code, 0, stderr);
  }
  const left = await kubectl(
    cluster,
    "get clusterroles,clusterrolebindings,all,roles,rolebindings,serviceaccounts --all-namespaces --output name",
  );
  assert.doesNotMatch(left, /millrace|strimzi/);
}

test("Helm finds nothing wrong with the chart", (t) =>
  unlessMissing(t, async () => {
    assert.match(await must(["lint", "--strict", chart]), /0 chart\(s\) failed/);
  }));

test("the chart installs what the manifest does, if it is to watch all namespaces", (t) =>
  unlessMissing(t, async () => {
    const ofManifest = objectsIn(await readFile(manifest, "utf8")).filter(({ kind }) => kind !== "Namespace");
    assert.deepEqual(byPlace(await template({ watchAnyNamespace: true })), byPlace(ofManifest));
  }));

test("values change what they say, and nothing else", (t) =>
  unlessMissing(t, async () => {
    for (const { values, changes } of effects) assert.deepEqual(await changesBy(values), changes, JSON.stringify(values));
  }));

test("an operator has rights where it watches", (t) =>
  unlessMissing(t, async () => {
    for (const { values, bindings, told } of watched) {
      const objects = await template(values);
      const bound = objects.filter(
        ({ kind, metadata }) => kind.endsWith("Binding") && metadata.name === "millrace-cluster-operator-namespaced-millrace",
      );
      assert.deepEqual(bound.map(({ kind, metadata }) => `${kind}/${metadata.namespace ?? ""}`).sort(), [...bindings].sort());
      const lines = objects.flatMap((object) => linesOf(object).map((line) => `${placeOf(object)} ${line}`));
      assert.ok(lines.includes(env("STRIMZI_NAMESPACE", told)), told);
    }
  }));

test("wrong values are refused by name", (t) =>
  unlessMissing(t, async () => {
    for (const [values, says] of refused) {
      const { code, stderr } = await run(["template", "millrace", chart], values);
      assert.equal(code, 1, JSON.stringify(values));
      assert.match(stderr, says);
    }
  }));

test("Helm installs, upgrades and uninstalls it, and two of them", async (t) => {
  let folder = "";
  const start = (own: string): Promise<Cluster> => {
    folder = join(own, "helm");
    return startApiCluster({ folder: own });
  };
  await onCluster(t, start, (cluster) => comesAndGoes(cluster, folder));
});
