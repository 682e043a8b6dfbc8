import { choice, type Field, flag, integer, list, object, shape, text, textMap } from "../field.ts";
import { affinity } from "../kubernetes/affinity.ts";
import { hostAlias, podDnsConfig, toleration, topologySpreadConstraint } from "../kubernetes/scheduling.ts";
import { podSecurityContext } from "../kubernetes/security.ts";
import { localObjectReference } from "../kubernetes/selectors.ts";
import { additionalVolume, sizePattern, templatedVolume } from "../kubernetes/volumes.ts";

const metadataTemplate = shape("MetadataTemplate", {
  labels: textMap("Labels to add."),
  annotations: textMap("Annotations to add."),
});

export const metadata = object("Labels and annotations of the objects that are made.", metadataTemplate);

/** For objects of which only labels and annotations can be influenced. */
export const resourceTemplate = shape("ResourceTemplate", { metadata });

export const ipFamilyPolicy = choice(
  "Whether the Service has one IP family or two: `PreferDualStack` takes two where the cluster has them, `RequireDualStack` fails without.",
  ["SingleStack", "PreferDualStack", "RequireDualStack"],
);

export const ipFamilies = list(
  "IP families of the Service; Kubernetes picks them by the policy if left out.",
  choice(undefined, ["IPv4", "IPv6"]),
);

export const internalServiceTemplate = shape("InternalServiceTemplate", { metadata, ipFamilyPolicy, ipFamilies });

export const deploymentTemplate = shape("DeploymentTemplate", {
  metadata,
  deploymentStrategy: choice("How pods are replaced.", ["RollingUpdate", "Recreate"], { whenAbsent: "RollingUpdate" }),
});

export const podDisruptionBudgetTemplate = shape("PodDisruptionBudgetTemplate", {
  metadata,
  maxUnavailable: integer("Pods that may be evicted at the same time; 0 forbids every voluntary eviction.", { minimum: 0, whenAbsent: 1 }),
});

const podFields: Readonly<Record<string, Field>> = {
  metadata,
  imagePullSecrets: list("Secrets with which images are pulled; they replace the operator's own.", object(undefined, localObjectReference)),
  securityContext: object("Security settings of the pod.", podSecurityContext),
  terminationGracePeriodSeconds: integer("Seconds between asking the pod to stop and killing it; a large broker needs more.", {
    minimum: 0,
    whenAbsent: 30,
  }),
  affinity: object("Nodes and pods to be close to or away from.", affinity),
  tolerations: list("Taints that the pod tolerates.", object(undefined, toleration)),
  topologySpreadConstraints: list("How pods are spread over places.", object(undefined, topologySpreadConstraint)),
  priorityClassName: text("Priority class of the pod."),
  schedulerName: text("Scheduler that places the pod; the default one if left out."),
  hostAliases: list("Further entries of the pod's hosts file.", object(undefined, hostAlias)),
  dnsPolicy: choice("Where the pod's resolver settings come from.", ["ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"], {
    whenAbsent: "ClusterFirst",
  }),
  dnsConfig: object("Resolver settings, merged with those of `dnsPolicy`.", podDnsConfig),
  enableServiceLinks: flag("Whether the pod gets environment variables for the Services of its namespace."),
  tmpDirSizeLimit: text("Size of `/tmp`, which is held in memory.", { pattern: sizePattern, whenAbsent: "5Mi" }),
  volumes: list("Further volumes that containers may mount.", object(undefined, additionalVolume)),
  hostUsers: flag("Whether the pod runs in the host's user namespace.", { whenAbsent: true }),
};

export const podTemplate = shape("PodTemplate", podFields);

/** Pods of Kafka nodes can also have volumes of their own for each node. */
export const nodePodTemplate = shape("NodePodTemplate", {
  ...podFields,
  templatedVolumes: list("Further volumes that differ from node to node.", object(undefined, templatedVolume)),
});
