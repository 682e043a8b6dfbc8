import type { ResourceKind } from "../kind.ts";
import { builtin, int32, members, resource, text, time } from "./parts.ts";

/** https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/lease-v1/ */
export const leaseKind: ResourceKind = builtin({
  group: "coordination.k8s.io",
  kind: "Lease",
  plural: "leases",
  createOnUpdate: true,
  schema: () =>
    resource({
      spec: members({
        holderIdentity: text,
        leaseDurationSeconds: int32,
        acquireTime: time,
        renewTime: time,
        leaseTransitions: int32,
        strategy: text,
        preferredHolder: text,
      }),
    }),
});
