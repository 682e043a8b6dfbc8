import type { KubeObject } from "@millrace/kube";

/** What of a Kubernetes PersistentVolumeClaim anybody here reads. */
export interface Claim extends KubeObject {
  readonly spec?: { readonly resources?: { readonly requests?: { readonly storage?: string } } };
  readonly status?: {
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly lastTransitionTime?: string }[];
  };
}

/** The volume has grown since a pod was made, and its file system does when one mounts it anew. */
export const awaitsMount = ({ status }: Claim, madeAt: string): boolean =>
  status?.conditions?.some(
    ({ type, status: is, lastTransitionTime }) =>
      type === "FileSystemResizePending" && is === "True" && Date.parse(lastTransitionTime ?? madeAt) >= Date.parse(madeAt),
  ) === true;
