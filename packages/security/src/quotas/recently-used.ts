/** Kafka forgets what was not used for an hour. */
const idleMsMax = 3_600_000;
/** More clients than these are not told apart at a time: ids are theirs to choose. */
const entriesMax = 10_000;
/** The order of use is kept as exactly as this. */
const orderMs = 1_000;

interface Entry<V> {
  readonly value: V;
  usedMs: number;
}

/** Values by name that are made when asked for, and go when they have not been for an hour or others need the room. */
export class RecentlyUsed<V> {
  /** Those first that were used longest ago. */
  readonly #entries = new Map<string, Entry<V>>();

  get(name: string, nowMs: number, make: () => V): V {
    const found = this.#entries.get(name);
    if (found === undefined) return this.#add(name, nowMs, make());
    if (nowMs - found.usedMs >= orderMs) {
      found.usedMs = nowMs;
      this.#entries.delete(name);
      this.#entries.set(name, found);
    }
    return found.value;
  }

  *entries(): Iterable<readonly [name: string, value: V]> {
    for (const [name, { value }] of this.#entries) yield [name, value];
  }

  *values(): Iterable<V> {
    for (const { value } of this.#entries.values()) yield value;
  }

  #add(name: string, nowMs: number, value: V): V {
    for (const [oldest, { usedMs }] of this.#entries) {
      if (this.#entries.size < entriesMax && nowMs - usedMs <= idleMsMax) break;
      this.#entries.delete(oldest);
    }
    this.#entries.set(name, { value, usedMs: nowMs });
    return value;
  }
}
