import type { KindTable } from "../kinds/table.ts";
import type { KubeObject, OwnerReference } from "../objects.ts";
import { keyOf } from "../rest/route.ts";
import type { Store } from "../store/store.ts";

/** Where an object is. */
export interface Place {
  readonly bucket: string;
  readonly key: string;
}

/** Who depends on whom, by the uids in `ownerReferences`. */
export class Dependents {
  readonly #byOwner = new Map<string, Map<string, Place>>();

  /** Takes note of how an object's owners have changed. */
  note(place: Place, now: KubeObject | undefined, before: KubeObject | undefined): void {
    const id = `${place.bucket}\u0000${place.key}`;
    for (const { uid } of before?.metadata.ownerReferences ?? []) {
      const held = this.#byOwner.get(uid);
      held?.delete(id);
      if (held?.size === 0) this.#byOwner.delete(uid);
    }
    for (const { uid } of now?.metadata.ownerReferences ?? []) {
      const held = this.#byOwner.get(uid) ?? new Map<string, Place>();
      this.#byOwner.set(uid, held.set(id, place));
    }
  }

  of(uid: string | undefined): readonly Place[] {
    return uid === undefined ? [] : [...(this.#byOwner.get(uid)?.values() ?? [])];
  }
}

export type Ownership = "there" | "gone" | "waits";

/** What has become of an owner. One of a kind that is unknown here counts as there: nobody can tell. */
export function ownership(store: Store, kinds: KindTable, dependent: KubeObject, owner: OwnerReference): Ownership {
  const kind = kinds.byKind(owner.apiVersion, owner.kind);
  if (kind === undefined) return "there";
  const found = store.get(kind.bucket, keyOf(kind.namespaced ? dependent.metadata.namespace : undefined, owner.name));
  if (found === undefined || found.metadata.uid !== owner.uid) return "gone";
  return waitsForDependents(found) ? "waits" : "there";
}

export function waitsForDependents({ metadata }: KubeObject): boolean {
  return metadata.deletionTimestamp !== undefined && (metadata.finalizers ?? []).includes("foregroundDeletion");
}
