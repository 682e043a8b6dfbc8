import { type KubeObject, keyOf, type ObjectKey, type Stored } from "../client/kube-object.ts";

/** By what objects can be found besides their names: what each is filed under, nothing or several things. */
export type Indexes<T extends KubeObject, Index extends string> = Readonly<Record<Index, (object: Stored<T>) => readonly string[]>>;

/** Objects of a kind as they were when last heard of. They are shared: nobody changes them. */
export interface ReadOnlyCache<T extends KubeObject, Index extends string = never> {
  readonly size: number;
  get(key: ObjectKey): Stored<T> | undefined;
  keys(): Iterable<ObjectKey>;
  values(): Iterable<Stored<T>>;
  /** Those filed under `value`, in no order. */
  by(index: Index, value: string): ReadonlyArray<Stored<T>>;
}

export class ObjectCache<T extends KubeObject, Index extends string> implements ReadOnlyCache<T, Index> {
  readonly #indexes: Indexes<T, Index>;
  readonly #objects = new Map<ObjectKey, Stored<T>>();
  /** Keys of objects, by index and value. */
  readonly #filed = new Map<string, Set<ObjectKey>>();

  constructor(indexes: Indexes<T, Index>) {
    this.#indexes = indexes;
  }

  get size(): number {
    return this.#objects.size;
  }

  get(key: ObjectKey): Stored<T> | undefined {
    return this.#objects.get(key);
  }

  keys(): Iterable<ObjectKey> {
    return this.#objects.keys();
  }

  values(): Iterable<Stored<T>> {
    return this.#objects.values();
  }

  by(index: Index, value: string): ReadonlyArray<Stored<T>> {
    const keys = this.#filed.get(place(index, value)) ?? [];
    return [...keys].flatMap((key) => this.#objects.get(key) ?? []);
  }

  /** Gives back the object of the same name that was there before. */
  set(object: Stored<T>): Stored<T> | undefined {
    const key = keyOf(object.metadata);
    const before = this.delete(key);
    this.#objects.set(key, object);
    for (const at of this.#placesOf(object)) {
      const filed = this.#filed.get(at);
      if (filed === undefined) this.#filed.set(at, new Set([key]));
      else filed.add(key);
    }
    return before;
  }

  delete(key: ObjectKey): Stored<T> | undefined {
    const object = this.#objects.get(key);
    if (object === undefined) return undefined;
    this.#objects.delete(key);
    for (const at of this.#placesOf(object)) {
      const filed = this.#filed.get(at);
      filed?.delete(key);
      if (filed?.size === 0) this.#filed.delete(at);
    }
    return object;
  }

  #placesOf(object: Stored<T>): string[] {
    const indexes = Object.entries<(object: Stored<T>) => readonly string[]>(this.#indexes);
    return indexes.flatMap(([index, valuesOf]) => valuesOf(object).map((value) => place(index, value)));
  }
}

const place = (index: string, value: string): string => `${index} ${value}`;
