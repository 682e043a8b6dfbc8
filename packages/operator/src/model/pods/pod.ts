import type { ClusterNode, KafkaCluster, NodePool } from "../cluster.ts";
import { type DesiredObject, given, type Labels, nonEmpty } from "../desired-object.ts";
import { hashStub, stableJson } from "../hash.ts";
import { ofPod, podSetLabels, roleLabels } from "../labels.ts";
import { dynamicConfigurationAnnotation, knownControllersAnnotation, trustedKeysAnnotations } from "../pod-set-annotations.ts";
import { dataVolumes, isPersistent } from "../storage.ts";
import { affinity } from "./affinity.ts";
import { initContainer, kafkaContainer } from "./containers.ts";
import { volumes } from "./volumes.ts";

const terminationGracePeriodSeconds = 30;

/** Volumes belong to this group, of which every user of a container is. */
const volumesGroup = 0;

/** The pod of a node. `annotations` tell what it was made of. */
export function pod(cluster: KafkaCluster, pool: NodePool, node: ClusterNode, annotations: Labels): DesiredObject {
  const { names, namespace, settings } = cluster;
  const { metadata } = pool.templates.pod ?? {};
  const spec = podSpec(cluster, pool, node);
  const marks = { ...annotations, ...metadata?.annotations };
  const labels = {
    ...pool.labels,
    ...roleLabels(node),
    ...ofPod(node.podName),
    ...podSetLabels(pool.podSetName),
    ...settings.kafkaPodLabels,
    ...metadata?.labels,
  };
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: node.podName, namespace, labels, annotations: { ...marks, ...revisions({ labels, marks: counted(marks), spec }) } },
    spec: { hostname: node.podName, subdomain: names.brokersService, ...spec },
  };
}

type PodSpec = ReturnType<typeof podSpec>;

function podSpec(cluster: KafkaCluster, pool: NodePool, node: ClusterNode) {
  const { names, settings } = cluster;
  const template = pool.templates.pod ?? {};
  const pullSecrets = template.imagePullSecrets ?? settings.imagePullSecrets.map((name) => ({ name }));
  return {
    restartPolicy: "Always",
    serviceAccountName: names.component,
    automountServiceAccountToken: false,
    initContainers: [initContainer(cluster, pool)],
    containers: [kafkaContainer(cluster, pool)],
    volumes: volumes(cluster, pool, node),
    terminationGracePeriodSeconds: template.terminationGracePeriodSeconds ?? terminationGracePeriodSeconds,
    ...given({
      affinity: affinity(cluster, pool),
      securityContext: template.securityContext ?? defaultSecurityContext(cluster, pool),
      imagePullSecrets: nonEmpty(pullSecrets),
      tolerations: template.tolerations,
      topologySpreadConstraints: template.topologySpreadConstraints,
      priorityClassName: template.priorityClassName,
      schedulerName: template.schedulerName,
      hostAliases: template.hostAliases,
      dnsPolicy: template.dnsPolicy,
      dnsConfig: template.dnsConfig,
      enableServiceLinks: template.enableServiceLinks,
      hostUsers: template.hostUsers,
    }),
  };
}

const defaultSecurityContext = ({ settings }: KafkaCluster, { storage }: NodePool) =>
  dataVolumes(storage).some(isPersistent) && !settings.isOpenShift ? { fsGroup: volumesGroup } : undefined;

/** A pod that trusts, or knows, more than is declared by now is not made anew for that, nor is one for what it takes while it runs. */
const uncounted: readonly string[] = [...Object.values(trustedKeysAnnotations), knownControllersAnnotation, dynamicConfigurationAnnotation];

const counted = (marks: Labels): Labels => Object.fromEntries(Object.entries(marks).filter(([name]) => !uncounted.includes(name)));

/** Two hashes: one of all that a pod is but for the resources of its containers, which can change while it runs, and one of those. */
function revisions({ spec, ...others }: { readonly labels: Labels; readonly marks: Labels; readonly spec: PodSpec }): Labels {
  const containers = [...spec.initContainers, ...spec.containers];
  const without = ({ resources, ...container }: Readonly<Record<string, unknown>>) => container;
  const lasting = { ...spec, initContainers: spec.initContainers.map(without), containers: spec.containers.map(without) };
  return {
    "strimzi.io/revision": hashStub(stableJson({ ...others, spec: lasting })),
    "strimzi.io/resource-revision": hashStub(stableJson(containers.map(({ resources }) => resources ?? {}))),
  };
}
