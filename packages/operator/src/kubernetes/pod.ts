import { type KubeObject, namespacedKind, type Stored } from "@millrace/kube";

/** What of a Kubernetes Pod anybody here reads. */
export interface Pod extends KubeObject {
  readonly spec?: {
    readonly nodeName?: string;
    readonly volumes?: readonly { readonly name: string; readonly persistentVolumeClaim?: { readonly claimName: string } }[];
  };
  readonly status?: {
    readonly phase?: string;
    readonly podIP?: string;
    readonly hostIP?: string;
    readonly conditions?: readonly PodCondition[];
    readonly containerStatuses?: readonly ContainerStatus[];
    readonly initContainerStatuses?: readonly ContainerStatus[];
  };
}

interface PodCondition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

interface ContainerStatus {
  readonly name: string;
  readonly ready: boolean;
  readonly restartCount: number;
  readonly state?: { readonly waiting?: { readonly reason?: string; readonly message?: string } };
}

export const podKind = namespacedKind<Pod>({ apiVersion: "v1", kind: "Pod", plural: "pods" });

export const isReady = ({ status }: Pod): boolean =>
  status?.conditions?.some(({ type, status: is }) => type === "Ready" && is === "True") === true;

/** Its containers have ended for good: with `restartPolicy: Always` that is an eviction, or a node that was shut down. */
export const hasEnded = ({ status }: Pod): boolean => status?.phase === "Failed" || status?.phase === "Succeeded";

export const isGoing = ({ metadata }: Stored<Pod>): boolean => metadata.deletionTimestamp !== undefined;

/** Why the kubelet or the scheduler can't bring a pod up, and will not without a change; undefined if it may come up yet. */
export function whyStuck({ status }: Pod): string | undefined {
  const containers = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  const waiting = containers.find(({ state }) => stuckReasons.has(state?.waiting?.reason ?? ""));
  if (waiting !== undefined) {
    const { reason, message } = waiting.state?.waiting ?? {};
    return `container ${waiting.name}: ${reason}${message === undefined ? "" : `: ${message}`}`;
  }
  const scheduled = status?.conditions?.find(({ type, status: is }) => type === "PodScheduled" && is === "False");
  return scheduled?.reason === "Unschedulable" ? `it can't be scheduled: ${scheduled.message ?? "no node takes it"}` : undefined;
}

const stuckReasons: ReadonlySet<string> = new Set([
  "CrashLoopBackOff",
  "ImagePullBackOff",
  "ErrImagePull",
  "ErrImageNeverPull",
  "InvalidImageName",
  "CreateContainerConfigError",
  "CreateContainerError",
]);
