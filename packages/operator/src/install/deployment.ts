import { type EnvironmentVariable, environment } from "./environment.ts";
import { type Install, installNames } from "./install.ts";
import { labels, podLabels, podSelector } from "./labels.ts";

type Adapt = (variables: readonly EnvironmentVariable[]) => readonly EnvironmentVariable[];

const port = "http";

const probe = (path: string, times: Readonly<Record<string, number>>) => ({ httpGet: { path, port }, ...times });

/** As the Pod Security Standard of that name has it; besides, the operator writes nothing. */
export const restricted = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ["ALL"] },
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  seccompProfile: { type: "RuntimeDefault" },
} as const;

const container = (install: Install, env: readonly EnvironmentVariable[]) => ({
  name: installNames.operator,
  image: install.operatorImage,
  imagePullPolicy: "IfNotPresent",
  ports: [{ name: port, containerPort: 8080 }],
  env,
  // Asked often until it is up, so that nobody waits for the next look.
  startupProbe: probe("/healthy", { periodSeconds: 1, failureThreshold: 60 }),
  livenessProbe: probe("/healthy", { periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 }),
  readinessProbe: probe("/ready", { periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 }),
  // Node takes what a container may have for what there is, and makes its heap accordingly.
  resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { cpu: "1", memory: "128Mi" } },
  securityContext: restricted,
});

/** The process of the operator. Further replicas stand by. `adapted`: what becomes of its environment. */
export const deployment = (install: Install, adapted: Adapt = (variables) => variables) => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: installNames.operator, namespace: install.namespace, labels },
  spec: {
    replicas: 1,
    selector: { matchLabels: podSelector },
    template: {
      metadata: { labels: podLabels },
      spec: { serviceAccountName: installNames.operator, containers: [container(install, adapted(environment(install)))] },
    },
  },
});
