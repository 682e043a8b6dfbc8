import { messageOf } from "@millrace/kit";
import { KubeRequestError } from "@millrace/kube";
import type { Warning } from "@millrace/resources";
import type { DesiredObject } from "../model/desired-object.ts";
import type { OwnedObjects } from "./owned-objects.ts";

/** Kubernetes takes no other size: the storage class does not let volumes grow, or the claim is not bound yet. */
const refusals: ReadonlySet<number> = new Set([403, 422]);

/**
 * Makes objects be as they shall be, one after the other. A claim on storage that Kubernetes won't change stays as it is, and is told of by Strimzi's reason: Kafka
 * works as it did, and everything else goes on.
 */
export async function applyInOrder(
  objects: Pick<OwnedObjects, "apply">,
  desired: readonly DesiredObject[],
  signal: AbortSignal,
): Promise<readonly Warning[]> {
  const warnings: Warning[] = [];
  for (const object of desired) {
    try {
      await objects.apply(object, signal);
    } catch (thrown) {
      if (object.kind !== "PersistentVolumeClaim" || !isRefusal(thrown)) throw thrown;
      const message = `The PersistentVolumeClaim ${object.metadata.name} stays as it is: ${messageOf(thrown)}`;
      warnings.push({ reason: "PvcResizingWarning", message });
    }
  }
  return warnings;
}

const isRefusal = (thrown: unknown): boolean => thrown instanceof KubeRequestError && refusals.has(thrown.status.code ?? 0);
