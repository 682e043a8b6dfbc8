import { delimiter } from "node:path";
import { MillraceError } from "@millrace/kit";
import { type ClusterAccess, inClusterAccess, readKubeconfigFiles } from "@millrace/kube/https";

/** How the API server is reached: that of the pod's own cluster, else the one that KUBECONFIG names. Throws CONFIG_INVALID, FILE_UNREADABLE. */
export function clusterAccess(environment: Readonly<Record<string, string | undefined>>): ClusterAccess {
  const own = inClusterAccess(environment);
  if (own !== undefined) return own;
  const files = (environment.KUBECONFIG ?? "").split(delimiter).filter((file) => file !== "");
  if (files.length === 0)
    throw new MillraceError("CONFIG_INVALID", "this is no pod of Kubernetes, and KUBECONFIG does not say which cluster is meant");
  return readKubeconfigFiles(files);
}
