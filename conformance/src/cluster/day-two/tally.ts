/** What a program of the load has seen, once. `producer` and `number` make a record one of its kind; each producer numbers its records by itself. */
export type Seen =
  | { readonly type: "acked"; readonly producer: string; readonly ms: number; readonly partition: number; readonly number: number }
  | {
      readonly type: "read";
      readonly group: string;
      readonly ms: number;
      readonly partition: number;
      readonly offset: number;
      readonly producer: string;
      readonly number: number;
    }
  | { readonly type: "failed"; readonly program: string; readonly ms: number; readonly text: string };

/** For how long a partition took no record, as its clients saw it. */
export interface Gap {
  readonly partition: number;
  readonly ms: number;
}

/** What there is to say about the load between two moments. */
export interface Span {
  readonly ackedPerSecond: number;
  /** The longest of each partition, longest first. */
  readonly gaps: readonly Gap[];
  readonly failures: readonly string[];
}

/** All that the programs of a load have seen: what was acknowledged, what each group has read, and where in the log that was. */
export class Tally {
  readonly #acked = new Map<string, Set<number>>();
  /** When something of a partition was acknowledged, by partition, in order of time. */
  readonly #ackedMs = new Map<number, number[]>();
  /** Places in the log, by group, producer and number. */
  readonly #places = new Map<string, Map<string, Map<number, string>>>();
  readonly #failures: Array<{ readonly ms: number; readonly text: string }> = [];
  readonly #doubled: string[] = [];

  add(seen: Seen): void {
    if (seen.type === "failed") this.#failures.push({ ms: seen.ms, text: `${seen.program}: ${seen.text}` });
    else if (seen.type === "acked") {
      entry(this.#acked, seen.producer, () => new Set()).add(seen.number);
      entry(this.#ackedMs, seen.partition, () => []).push(seen.ms);
    } else this.#read(seen);
  }

  /** The same record at two places of the log is there twice; at one place, read again, it is not. */
  #read({ group, producer, number, partition, offset }: Seen & { readonly type: "read" }): void {
    const places = entry(
      entry(this.#places, group, () => new Map<string, Map<number, string>>()),
      producer,
      () => new Map<number, string>(),
    );
    const [place, before] = [`${partition}:${offset}`, places.get(number)];
    if (before !== undefined && before !== place) this.#doubled.push(`${producer} ${number} is at ${before} and at ${place}`);
    places.set(number, place);
  }

  get ackedCount(): number {
    return [...this.#acked.values()].reduce((sum, numbers) => sum + numbers.size, 0);
  }

  get doubled(): readonly string[] {
    return this.#doubled;
  }

  /** What was acknowledged and a group has not read. */
  lost(group: string): readonly string[] {
    return [...this.#acked].flatMap(([producer, numbers]) => {
      const places = this.#places.get(group)?.get(producer);
      return [...numbers].filter((number) => places?.has(number) !== true).map((number) => `${producer} ${number}`);
    });
  }

  span(fromMs: number, endMs: number): Span {
    const within = [...this.#ackedMs].map(([partition, times]) => ({
      partition,
      times: times.filter((ms) => ms >= fromMs && ms <= endMs),
    }));
    const acked = within.reduce((sum, { times }) => sum + times.length, 0);
    return {
      ackedPerSecond: acked / ((endMs - fromMs) / 1000),
      gaps: within.map(({ partition, times }) => ({ partition, ms: longest([fromMs, ...times, endMs]) })).sort((a, b) => b.ms - a.ms),
      failures: this.#failures.filter(({ ms }) => ms >= fromMs && ms <= endMs).map(({ text }) => text),
    };
  }
}

/** The longest time between one and the next. */
function longest(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted.reduce((most, ms, at) => Math.max(most, at === 0 ? 0 : ms - (sorted[at - 1] ?? ms)), 0);
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
