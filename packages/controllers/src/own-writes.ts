import type { KubeObject, ObjectKey, Stored } from "@millrace/kube";

/**
 * What was written here and is not in a cache yet. A watch may tell of a write long after its answer has come: whoever looks at the cache
 * alone would do the same once more.
 */
export class OwnWrites<T extends KubeObject> {
  readonly #latest = new Map<ObjectKey, { readonly on: string | undefined; readonly object: Stored<T> | undefined }>();

  /** An object was written, or deleted, in place of the one that was in the cache. */
  wrote(key: ObjectKey, before: Stored<T> | undefined, object: Stored<T> | undefined): void {
    this.#latest.set(key, { on: before?.metadata.resourceVersion, object });
  }

  /** The object as it is now, as far as is known. */
  current(key: ObjectKey, cached: Stored<T> | undefined): Stored<T> | undefined {
    const latest = this.#latest.get(key);
    if (latest === undefined) return cached;
    if (cached?.metadata.resourceVersion === latest.on) return latest.object;
    this.#latest.delete(key);
    return cached;
  }

  forget(key: ObjectKey): void {
    this.#latest.delete(key);
  }
}
