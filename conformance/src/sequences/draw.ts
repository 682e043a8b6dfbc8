import { assert, type Random, seededRandom } from "@millrace/kit";

/** Decisions of a generator, repeatable from its seed. */
export class Draw {
  readonly #random: Random;
  /** How often a value is one that it should not be, from 0 to 1. */
  readonly oddness: number;

  constructor(seed: number, oddness?: number) {
    this.#random = seededRandom(seed);
    this.below(2); // the first number of neighbouring seeds is much the same
    this.oddness = oddness ?? this.pick([0, 0.02, 0.05, 0.1, 0.25]);
  }

  below(end: number): number {
    return this.#random.below(end);
  }

  chance(probability: number): boolean {
    return this.#random.below(1_000_000) < probability * 1_000_000;
  }

  pick<T>(choices: readonly T[]): T {
    assert(choices.length > 0, "there is nothing to choose from");
    return choices[this.#random.below(choices.length)] as T;
  }

  /** One of `usual`; now and then one of `odd`. */
  value<T>(usual: readonly T[], odd: readonly T[]): T {
    return odd.length > 0 && this.chance(this.oddness) ? this.pick(odd) : this.pick(usual);
  }

  weighted<T extends { readonly weight: number }>(choices: readonly T[]): T {
    let left = this.#random.below(choices.reduce((sum, { weight }) => sum + weight, 0));
    for (const choice of choices) {
      if (left < choice.weight) return choice;
      left -= choice.weight;
    }
    return this.pick(choices);
  }
}
