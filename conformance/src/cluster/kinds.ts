import { type KubeKind, namespacedKind } from "@millrace/kube";
import type { ObjectMeta } from "@millrace/resources";

interface Condition {
  readonly type: string;
  readonly status: "True" | "False" | "Unknown";
  readonly lastHeartbeatTime?: string;
}

interface Kept {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
}

export interface Node extends Kept {
  readonly spec?: object;
  readonly status?: { readonly conditions?: readonly Condition[]; readonly [field: string]: unknown };
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
  /** Of an init container: `Always` makes it one that stays beside the others. */
  readonly restartPolicy?: string;
}

/** What of a pod's volumes anybody here looks at. */
export interface PodVolume {
  readonly name: string;
  readonly configMap?: { readonly name: string };
  readonly secret?: { readonly secretName: string };
  readonly persistentVolumeClaim?: { readonly claimName: string };
  readonly emptyDir?: object;
}

export interface Pod extends Kept {
  readonly spec: {
    readonly nodeName?: string;
    readonly restartPolicy?: string;
    readonly containers: readonly Container[];
    readonly initContainers?: readonly Container[];
    readonly hostname?: string;
    readonly subdomain?: string;
    readonly terminationGracePeriodSeconds?: number;
    readonly volumes?: readonly PodVolume[];
  };
  readonly status?: { readonly phase?: string; readonly podIP?: string; readonly conditions?: readonly Condition[] };
}

export interface Claim extends Kept {
  readonly spec: {
    readonly accessModes: readonly string[];
    readonly volumeMode?: string;
    readonly storageClassName?: string;
    readonly volumeName?: string;
    readonly resources: { readonly requests: { readonly storage: string } };
  };
  readonly status?: { readonly phase?: string; readonly capacity?: { readonly storage?: string } };
}

export interface Volume extends Kept {
  readonly spec: {
    readonly capacity: { readonly storage: string };
    readonly persistentVolumeReclaimPolicy: string;
    readonly local?: { readonly path: string };
    readonly [field: string]: unknown;
  };
  readonly status?: { readonly phase?: string };
}

export const nodes: KubeKind<Node> = { apiVersion: "v1", kind: "Node", plural: "nodes", namespaced: false };
export const pods = namespacedKind<Pod>({ apiVersion: "v1", kind: "Pod", plural: "pods" });
export const claims = namespacedKind<Claim>({ apiVersion: "v1", kind: "PersistentVolumeClaim", plural: "persistentvolumeclaims" });
export const volumes: KubeKind<Volume> = { apiVersion: "v1", kind: "PersistentVolume", plural: "persistentvolumes", namespaced: false };
