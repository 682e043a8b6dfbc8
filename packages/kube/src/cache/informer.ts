import type { Closeable } from "@millrace/kit";
import { type KubeObject, keyOf, type Stored } from "../client/kube-object.ts";
import { type Indexes, ObjectCache, type ReadOnlyCache } from "./object-cache.ts";
import { Reflector, type ReflectorOptions } from "./reflector.ts";

/** What has become of an object. Several changes may come as one. */
export type Change<T extends KubeObject> =
  | { readonly type: "added"; readonly object: Stored<T>; readonly before?: undefined }
  | { readonly type: "changed"; readonly object: Stored<T>; readonly before: Stored<T> }
  | { readonly type: "removed"; readonly object: Stored<T>; readonly before?: undefined };

export interface InformerOptions<T extends KubeObject, Index extends string> extends Omit<ReflectorOptions<T>, "namespace"> {
  /** Each is watched for itself. Left out: all there are, by one watch. */
  readonly namespaces?: readonly string[] | undefined;
  readonly indexes?: Indexes<T, Index>;
}

/** Keeps a cache of all objects of a kind, in some namespaces or in all, without their `managedFields`, and tells what changes. */
export class Informer<T extends KubeObject, Index extends string = never> implements Closeable {
  readonly #options: InformerOptions<T, Index>;
  readonly #cache: ObjectCache<T, Index>;
  readonly #closing = new AbortController();
  readonly #synced = Promise.withResolvers<void>();
  readonly #heed: Array<(change: Change<T>) => void> = [];
  #running: Promise<unknown> | undefined;

  constructor(options: InformerOptions<T, Index>) {
    this.#options = options;
    this.#cache = new ObjectCache(options.indexes ?? ({} as Indexes<T, Index>));
    this.#synced.promise.catch(() => {});
  }

  get cache(): ReadOnlyCache<T, Index> {
    return this.#cache;
  }

  /** Is called with each change from now on, after the cache has it. What there is already, or at first, comes as added. */
  onChange(heed: (change: Change<T>) => void): void {
    this.#heed.push(heed);
    for (const object of this.#cache.values()) heed({ type: "added", object });
  }

  /** Resolves once the cache has all there was; rejects if the informer is closed before. */
  start(): Promise<void> {
    this.#running ??= this.#run();
    return this.#synced.promise;
  }

  async close(): Promise<void> {
    this.#closing.abort(new Error("the informer was closed"));
    await this.#running;
    this.#synced.reject(new Error("the informer was closed"));
  }

  #run(): Promise<unknown> {
    const watched = (this.#options.namespaces ?? [undefined]).map((namespace) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      const store = {
        replace: (objects: ReadonlyArray<Stored<T>>) => {
          this.#replace(namespace, objects);
          resolve();
        },
        put: (object: Stored<T>) => this.#put(object),
        remove: (object: Stored<T>) => this.#remove(object),
      };
      return { synced: promise, running: new Reflector({ ...this.#options, namespace }, store).run(this.#closing.signal) };
    });
    void Promise.all(watched.map(({ synced }) => synced)).then(() => this.#synced.resolve());
    return Promise.all(watched.map(({ running }) => running));
  }

  #replace(namespace: string | undefined, objects: ReadonlyArray<Stored<T>>): void {
    const present = new Set(objects.map(({ metadata }) => keyOf(metadata)));
    const isGone = ({ metadata }: Stored<T>) =>
      !present.has(keyOf(metadata)) && (namespace === undefined || metadata.namespace === namespace);
    for (const object of [...this.#cache.values()].filter(isGone)) this.#remove(object);
    for (const object of objects) this.#put(object);
  }

  #put(told: Stored<T>): void {
    const object = withoutManagers(told);
    const before = this.#cache.set(object);
    if (before === undefined) this.#tell({ type: "added", object });
    else if (before.metadata.resourceVersion !== object.metadata.resourceVersion) this.#tell({ type: "changed", object, before });
  }

  #remove(object: Stored<T>): void {
    if (this.#cache.delete(keyOf(object.metadata)) !== undefined) this.#tell({ type: "removed", object });
  }

  #tell(change: Change<T>): void {
    for (const heed of this.#heed) heed(change);
  }
}

/** Who set which field is often the largest part of an object, and nothing that anybody looks up in a cache. */
function withoutManagers<T extends KubeObject>(object: Stored<T>): Stored<T> {
  const { managedFields, ...metadata } = object.metadata;
  return managedFields === undefined ? object : { ...object, metadata };
}
