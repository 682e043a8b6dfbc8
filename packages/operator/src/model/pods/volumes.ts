import type { TemplatedVolume } from "@millrace/resources";
import type { ClusterNode, KafkaCluster, NodePool } from "../cluster.ts";
import { places } from "../config/places.ts";
import { given } from "../desired-object.ts";
import { hasNodePorts, rendered } from "../listeners/options.ts";
import { claimName, type DataVolume, dataVolumes, isPersistent } from "../storage.ts";

type Volume = Readonly<Record<string, unknown>> & { readonly name: string };
type Mount = Readonly<Record<string, unknown>> & { readonly name: string; readonly mountPath: string };

const tmpSize = "5Mi";

/** Whether a pod of this pool has to ask Kubernetes about the machine that it runs on. */
export const asksForMachine = ({ kafka, listeners }: KafkaCluster, { isBroker }: Pick<NodePool, "isBroker">): boolean => {
  const { rack } = kafka.spec.kafka;
  return isBroker && ((rack !== undefined && rack.type !== "environment-variable") || hasNodePorts(listeners));
};

/** Volumes of a node's pod; names are Strimzi's where it has the same. */
export function volumes(cluster: KafkaCluster, pool: NodePool, node: ClusterNode): readonly Volume[] {
  const { names, settings } = cluster;
  const template = pool.templates.pod;
  const secret = (name: string, secretName: string): Volume => ({
    name,
    secret: { secretName, defaultMode: settings.isOpenShift ? 0o440 : 0o444 },
  });
  return [
    ...dataVolumes(pool.storage).map((volume) => dataVolume(volume, node)),
    { name: "strimzi-tmp", emptyDir: { medium: "Memory", sizeLimit: template?.tmpDirSizeLimit ?? tmpSize } },
    { name: "kafka-metrics-and-logging", configMap: { name: node.podName } },
    secret("broker-certs", node.podName),
    secret("cluster-ca", names.trustBundle),
    { name: "agents", emptyDir: {} },
    ...(asksForMachine(cluster, pool) ? [{ name: "rack-volume", emptyDir: { medium: "Memory", sizeLimit: "1Mi" } }, accountVolume] : []),
    ...(template?.volumes ?? []).map((volume) => ({ ...volume, name: volume.name ?? "" })),
    ...(template?.templatedVolumes ?? []).map((volume) => templatedVolume(volume, node)),
  ];
}

function dataVolume(volume: DataVolume, { podName }: ClusterNode): Volume {
  if (isPersistent(volume)) return { name: volume.name, persistentVolumeClaim: { claimName: claimName(volume, podName) } };
  return { name: volume.name, emptyDir: given({ sizeLimit: volume.sizeLimit }) };
}

/** What a pod needs to speak with the API server; only the container that does gets it. */
const accountVolume: Volume = {
  name: "kube-api-access",
  projected: {
    defaultMode: 0o444,
    sources: [
      { serviceAccountToken: { path: "token", expirationSeconds: 3607 } },
      { configMap: { name: "kube-root-ca.crt", items: [{ key: "ca.crt", path: "ca.crt" }] } },
      { downwardAPI: { items: [{ path: "namespace", fieldRef: { apiVersion: "v1", fieldPath: "metadata.namespace" } }] } },
    ],
  },
};

function templatedVolume({ name = "", configMap, secret, persistentVolumeClaim }: TemplatedVolume, node: ClusterNode): Volume {
  const filled = (text: string | undefined): string | undefined => (text === undefined ? undefined : rendered(text, node));
  const items = (list: NonNullable<TemplatedVolume["secret"]>["items"]) =>
    list?.map((item) => ({ ...item, ...given({ key: filled(item.key), path: filled(item.path) }) }));
  return {
    name,
    ...given({
      configMap: configMap && { ...configMap, ...given({ name: filled(configMap.name), items: items(configMap.items) }) },
      secret: secret && { ...secret, ...given({ secretName: filled(secret.secretName), items: items(secret.items) }) },
      persistentVolumeClaim: persistentVolumeClaim && {
        ...persistentVolumeClaim,
        ...given({ claimName: filled(persistentVolumeClaim.claimName) }),
      },
    }),
  };
}

export function kafkaMounts(cluster: KafkaCluster, pool: NodePool): readonly Mount[] {
  return [
    ...dataVolumes(pool.storage).map(({ name, mountPath }) => ({ name, mountPath })),
    { name: "strimzi-tmp", mountPath: "/tmp" },
    { name: "kafka-metrics-and-logging", mountPath: places.config },
    { name: "broker-certs", mountPath: places.certificates },
    { name: "cluster-ca", mountPath: places.trusted },
    { name: "agents", mountPath: places.agents, readOnly: true },
    ...(asksForMachine(cluster, pool) ? [{ name: "rack-volume", mountPath: places.init, readOnly: true }] : []),
    ...declared(pool.templates.kafkaContainer?.volumeMounts),
  ];
}

export function initMounts(cluster: KafkaCluster, pool: NodePool): readonly Mount[] {
  return [
    { name: "agents", mountPath: places.agents },
    ...(asksForMachine(cluster, pool)
      ? [
          { name: "rack-volume", mountPath: places.init },
          { name: "kube-api-access", mountPath: "/var/run/secrets/kubernetes.io/serviceaccount", readOnly: true },
        ]
      : []),
    ...declared(pool.templates.initContainer?.volumeMounts),
  ];
}

const declared = (mounts: NonNullable<NodePool["templates"]["kafkaContainer"]>["volumeMounts"]): readonly Mount[] =>
  (mounts ?? []).map((mount) => ({ ...mount, name: mount.name ?? "", mountPath: mount.mountPath ?? "" }));
