import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { MillraceError } from "@millrace/kit";
import type { ClusterAccess } from "./kubeconfig.ts";

/** Where a pod finds what its service account may log in with (https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/). */
const accountDirectory = "/var/run/secrets/kubernetes.io/serviceaccount";

/**
 * How a pod reaches the API server of its own cluster, as its service account, whose token is read again as it changes. `environment`: that of
 * the process. Undefined if this is no pod. Throws FILE_UNREADABLE if it is one without a token.
 */
export function inClusterAccess(
  environment: Readonly<Record<string, string | undefined>>,
  directory: string = accountDirectory,
): ClusterAccess | undefined {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = environment;
  if (!host || !port) return undefined;
  const [token, ca, namespace] = ["token", "ca.crt", "namespace"].map((name) => join(directory, name)) as [string, string, string];
  if (!existsSync(token)) {
    const hint = "does the pod have automountServiceAccountToken: false?";
    throw new MillraceError("FILE_UNREADABLE", `this is a pod of Kubernetes without a token of its service account at ${token}`, { hint });
  }
  return {
    server: new URL(`https://${host.includes(":") ? `[${host}]` : host}:${port}`),
    namespace: existsSync(namespace) ? readFileSync(namespace, "utf8").trim() || "default" : "default",
    ca: existsSync(ca) ? { file: ca } : undefined,
    serverName: undefined,
    insecure: false,
    certificate: undefined,
    key: undefined,
    token: { file: token },
    exec: undefined,
    basic: undefined,
  };
}
