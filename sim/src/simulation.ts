/** Something that is tried in worlds that are drawn from seeds. */
export interface Simulation {
  readonly name: string;
  /** Runs one world from its beginning to its end, always the same for a seed. Throws Violation for what must not happen. */
  run(seed: number): void | Promise<void>;
}

/** Something happened that must never happen, or did not that must. */
export class Violation extends Error {
  override readonly name = "Violation";
  readonly invariant: string;
  /** What was done before, line by line. */
  readonly history: readonly string[];

  constructor(invariant: string, message: string, history: readonly string[]) {
    super(`${invariant}: ${message}`);
    this.invariant = invariant;
    this.history = history;
  }
}

export interface Finding {
  readonly seed: number;
  readonly violation: Violation;
  /** What runs the same world once more. */
  readonly command: string;
}

/** The first world of some in which something goes wrong; undefined if there is none. */
export async function firstFinding({ name, run }: Simulation, seeds: Iterable<number>): Promise<Finding | undefined> {
  for (const seed of seeds) {
    try {
      await run(seed);
    } catch (thrown) {
      if (!(thrown instanceof Violation)) throw thrown;
      return { seed, violation: thrown, command: `npm run sim -- --only ${name} --seed ${seed}` };
    }
  }
  return undefined;
}

export function* seedsFrom(first: number, count: number): Generator<number> {
  for (let seed = first; seed < first + count; seed++) yield seed;
}
