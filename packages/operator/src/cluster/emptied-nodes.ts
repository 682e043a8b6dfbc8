import type { Happening, ObjectKey } from "@millrace/kube";
import type { Claim } from "../kubernetes/claim.ts";
import { isGoing } from "../kubernetes/pod.ts";
import type { WatchedPods } from "../pod-sets/watched-pods.ts";
import { podsOf } from "./cluster-pods.ts";
import type { OwnedObjects } from "./owned-objects.ts";
import { isToBeEmptied } from "./restart-reasons.ts";

/**
 * Deletes the claims of pods that are to begin with empty storage, as somebody asks for by annotation. They go when their pods do, and a roll ends those when that takes
 * nothing from anybody, or at once if they serve nobody; it need not be known afterwards who was asked for.
 */
export async function deleteAskedClaims(
  objects: Pick<OwnedObjects, "of" | "remove">,
  watched: WatchedPods,
  cluster: ObjectKey,
  signal: AbortSignal,
): Promise<readonly Happening[]> {
  const done: Happening[] = [];
  const asked = podsOf(watched, cluster).filter((pod) => isToBeEmptied(pod) && !isGoing(pod));
  const claims = objects.of<Claim>({ kind: "PersistentVolumeClaim" }, cluster);
  for (const { metadata, spec } of asked) {
    const names = new Set(spec?.volumes?.map(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName));
    const going = claims.filter((claim) => names.has(claim.metadata.name) && claim.metadata.deletionTimestamp === undefined);
    for (const claim of going) {
      await objects.remove(claim, signal);
      done.push({
        type: "Normal",
        reason: "ClaimDeleted",
        message: `The claim ${claim.metadata.name} of pod ${metadata.name} goes with its data`,
      });
    }
  }
  return done;
}
