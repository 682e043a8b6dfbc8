import type { ObjectMeta } from "@millrace/resources";
import { namespacedKind } from "../client/kube-object.ts";

/** Who holds something that only one of several programs may hold (`coordination.k8s.io/v1`). */
export interface Lease {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
  readonly spec?: LeaseSpec;
}

export interface LeaseSpec {
  /** Empty: nobody. */
  readonly holderIdentity?: string;
  readonly leaseDurationSeconds?: number;
  /** With microseconds: `2026-01-31T12:00:00.000000Z`. */
  readonly acquireTime?: string;
  readonly renewTime?: string;
  /** How often the holder has changed. */
  readonly leaseTransitions?: number;
}

export const leases = namespacedKind<Lease>({ apiVersion: "coordination.k8s.io/v1", kind: "Lease", plural: "leases" });

/** A time as Kubernetes writes those with microseconds. */
export const microTime = (ms: number): string => new Date(ms).toISOString().replace(/Z$/, "000Z");
