import type { ObjectMeta } from "@millrace/resources";
import { namespacedKind } from "../client/kube-object.ts";

/** Something that happened to an object, as `kubectl describe` and `kubectl events` show it (`v1`). */
export interface KubeEvent {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
  readonly involvedObject: {
    readonly apiVersion: string;
    readonly kind: string;
    readonly namespace?: string;
    readonly name: string;
    readonly uid?: string;
    readonly resourceVersion?: string;
  };
  readonly type: "Normal" | "Warning";
  readonly reason: string;
  readonly message: string;
  readonly source: { readonly component: string };
  readonly reportingComponent: string;
  readonly reportingInstance: string;
  readonly firstTimestamp: string;
  readonly lastTimestamp: string;
  /** How often it has happened. */
  readonly count: number;
}

export const events = namespacedKind<KubeEvent>({ apiVersion: "v1", kind: "Event", plural: "events" });
