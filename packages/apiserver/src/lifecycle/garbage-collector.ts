import { type KubeObject, type ObjectMeta, withMetadata } from "../objects.ts";
import { deleteObject, type Propagation } from "../rest/delete.ts";
import type { Parts } from "../rest/parts.ts";
import { tracked } from "../rest/tracking.ts";
import { StatusError } from "../status/status.ts";
import type { StoreEvent } from "../store/history.ts";
import { Dependents, ownership, type Place, waitsForDependents } from "./owners.ts";

type Edit = Partial<Record<"finalizers" | "ownerReferences", readonly unknown[]>>;

const asCollector = { dryRun: false, manager: "millrace", managerGiven: true, fieldValidation: "Ignore", force: false } as const;

/**
 * Removes what has lost all its owners, and finishes deletions that wait for dependents (`foregroundDeletion`) or let go of them
 * (`orphan`): https://kubernetes.io/docs/concepts/architecture/garbage-collection/
 */
export class GarbageCollector {
  readonly #parts: Parts;
  #dependents = new Dependents();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Looks at everything once, as at a start. */
  async begin(): Promise<void> {
    const { store, kinds } = this.#parts;
    this.#dependents = new Dependents();
    const all = kinds.stored().flatMap(({ bucket }) => store.entries(bucket).map(([key, object]) => ({ place: { bucket, key }, object })));
    for (const { place, object } of all) this.#dependents.note(place, object, undefined);
    for (const { place, object } of all) {
      if (object.metadata.ownerReferences !== undefined || object.metadata.deletionTimestamp !== undefined) await this.#attend(place);
    }
  }

  async follow({ bucket, key, object, previous, removed }: StoreEvent): Promise<void> {
    const place = { bucket, key };
    this.#dependents.note(place, removed ? undefined : object, previous);
    if (removed) {
      for (const dependent of this.#dependents.of(object.metadata.uid)) await this.#attend(dependent);
      // Whoever waits for this one to go looks again.
      for (const owner of this.#waitingOwners(object)) await this.#attend(owner);
    } else if (object.metadata.ownerReferences !== undefined || object.metadata.deletionTimestamp !== undefined) {
      await this.#attend(place);
    }
  }

  async #attend(place: Place): Promise<void> {
    const object = this.#parts.store.get(place.bucket, place.key);
    if (object === undefined) return;
    if (object.metadata.deletionTimestamp !== undefined) await this.#finish(place, object);
    else if ((object.metadata.ownerReferences ?? []).length > 0) await this.#collect(place, object);
  }

  /** What becomes of an object by its owners. */
  async #collect(place: Place, object: KubeObject): Promise<void> {
    const { store, kinds } = this.#parts;
    const owners = object.metadata.ownerReferences ?? [];
    const states = owners.map((owner) => ownership(store, kinds, object, owner));
    if (states.every((state) => state === "there")) return;
    if (states.includes("there")) {
      const uids = owners.filter((_, index) => states[index] === "there").map(({ uid }) => uid);
      await this.#change(place, ({ ownerReferences = [] }) => ({
        ownerReferences: ownerReferences.filter(({ uid }) => uids.includes(uid)),
      }));
      return;
    }
    const hasDependents = this.#dependents.of(object.metadata.uid).length > 0;
    await this.#remove(place, states.includes("waits") && hasDependents ? "Foreground" : undefined, object);
  }

  /** Takes the collector's own finalizers off when what they stand for is done. */
  async #finish(place: Place, object: KubeObject): Promise<void> {
    const { finalizers = [], uid } = object.metadata;
    const dependents = this.#dependents.of(uid);
    if (finalizers.includes("orphan")) {
      for (const dependent of dependents) await this.#orphan(dependent, uid);
      await this.#withoutFinalizer(place, "orphan");
    } else if (waitsForDependents(object)) {
      for (const dependent of dependents) await this.#attend(dependent);
      if (!this.#dependents.of(uid).some((dependent) => this.#blocks(dependent, uid)))
        await this.#withoutFinalizer(place, "foregroundDeletion");
    }
  }

  #blocks({ bucket, key }: Place, uid: string | undefined): boolean {
    const owners = this.#parts.store.get(bucket, key)?.metadata.ownerReferences ?? [];
    return owners.some((owner) => owner.uid === uid && owner.blockOwnerDeletion === true);
  }

  #waitingOwners(object: KubeObject): Place[] {
    const { store, kinds } = this.#parts;
    return (object.metadata.ownerReferences ?? []).flatMap(({ apiVersion, kind, name }) => {
      const row = kinds.byKind(apiVersion, kind);
      if (row === undefined) return [];
      const place = { bucket: row.bucket, key: `${row.namespaced ? (object.metadata.namespace ?? "") : ""}/${name}` };
      const owner = store.get(place.bucket, place.key);
      return owner !== undefined && waitsForDependents(owner) ? [place] : [];
    });
  }

  async #orphan(place: Place, owner: string | undefined): Promise<void> {
    await this.#change(place, ({ ownerReferences = [] }) => ({ ownerReferences: ownerReferences.filter(({ uid }) => uid !== owner) }));
  }

  async #withoutFinalizer(place: Place, finalizer: string): Promise<void> {
    const { store } = this.#parts;
    const object = store.get(place.bucket, place.key);
    if (object === undefined) return;
    const isLast = (object.metadata.finalizers ?? []).every((each) => each === finalizer);
    if (isLast && place.bucket !== "namespaces") await store.remove(place.bucket, place.key, object);
    else await this.#change(place, ({ finalizers = [] }) => ({ finalizers: finalizers.filter((each) => each !== finalizer) }));
  }

  /** Changes metadata, and again if somebody was quicker; a list that is empty then goes, and so does whoever managed it. */
  async #change({ bucket, key }: Place, edit: (metadata: ObjectMeta) => Edit): Promise<void> {
    const { store, kinds, clock } = this.#parts;
    const kind = kinds.stored().find((each) => each.bucket === bucket);
    if (kind === undefined) return;
    for (;;) {
      const object = store.get(bucket, key);
      if (object === undefined) return;
      const lists = Object.entries(edit(object.metadata)).map(([name, list]) => [name, list.length === 0 ? undefined : list]);
      const edited = withMetadata(object, Object.fromEntries(lists));
      const target = { kind, namespace: undefined, name: object.metadata.name, subresource: "" };
      const done = store.put(bucket, key, await tracked(edited, object, target, asCollector, clock), object);
      if (done === undefined) continue;
      await done;
      return;
    }
  }

  async #remove({ bucket, key }: Place, propagation: Propagation | undefined, { metadata }: KubeObject): Promise<void> {
    const kind = this.#parts.kinds.stored().find((each) => each.bucket === bucket);
    const [namespace = "", name = ""] = key.split("/");
    if (kind === undefined) return;
    const target = { kind, namespace: namespace === "" ? undefined : namespace, name, subresource: "" };
    try {
      await deleteObject(this.#parts, target, { dryRun: false, propagation, uid: metadata.uid, resourceVersion: undefined });
    } catch (failure) {
      if (!(failure instanceof StatusError)) throw failure; // gone, or another one of that name
    }
  }
}
