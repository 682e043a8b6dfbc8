/** How many members ask for each thing; holds nothing that nobody asks for. */
export class Tally {
  readonly #counts = new Map<string, number>();

  add(keys: Iterable<string>): void {
    for (const key of keys) this.#counts.set(key, this.count(key) + 1);
  }

  remove(keys: Iterable<string>): void {
    for (const key of keys) {
      const left = this.count(key) - 1;
      if (left > 0) this.#counts.set(key, left);
      else this.#counts.delete(key);
    }
  }

  count(key: string): number {
    return this.#counts.get(key) ?? 0;
  }

  get size(): number {
    return this.#counts.size;
  }

  keys(): Iterable<string> {
    return this.#counts.keys();
  }

  entries(): Iterable<readonly [key: string, count: number]> {
    return this.#counts;
  }

  /** The same counts, to be changed on their own. */
  copy(): Tally {
    const copy = new Tally();
    for (const [key, count] of this.#counts) copy.#counts.set(key, count);
    return copy;
  }
}
