import type { Random } from "@millrace/kit";

/** Something that takes bytes from strangers. */
export interface Target {
  readonly name: string;
  /** Inputs that it makes and tries in one go. */
  readonly roundInputs: number;
  /** Makes mutated inputs and tries them. Throws {@link Finding} for the first that does what no input may do. */
  round(random: Random): Promise<void> | void;
  close?(): Promise<void>;
}

/** An input that broke something. */
export class Finding extends Error {
  readonly input: Buffer;

  constructor(what: string, input: Buffer, cause: unknown) {
    super(`${what}: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`);
    this.name = "Finding";
    this.input = input;
  }
}

export function anyOf<T>(items: readonly T[], random: Random): T {
  return items[random.below(items.length)] as T;
}
