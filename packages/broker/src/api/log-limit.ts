import type { Cancel, Clock, Logger } from "@millrace/kit";

/** How much is written. */
interface Allowance {
  /** Lines of one kind that are written in a period; those beyond are counted. */
  readonly linesMax: number;
  readonly periodMs: number;
}

const usualAllowance: Allowance = { linesMax: 5, periodMs: 10_000 };
/** Kinds that are told apart; whatever else comes in the period counts as one more. */
const kindsMax = 128;
const otherKinds = "(others)";

/**
 * Keeps a client that does the same wrong thing over and over from flooding the log: of each kind of line the first few of a period are
 * written, then, when the period is over, how many more there were.
 */
export class LogLimit {
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #allowance: Allowance;
  readonly #lines = new Map<string, number>();
  #cancel: Cancel | undefined;

  /** `logger` is told how much was left out. */
  constructor(clock: Clock, logger: Logger, allowance: Allowance = usualAllowance) {
    this.#clock = clock;
    this.#logger = logger;
    this.#allowance = allowance;
  }

  /** Whether a line of the kind may be written now. */
  admits(kind: string): boolean {
    const counted = this.#lines.has(kind) || this.#lines.size < kindsMax ? kind : otherKinds;
    const lines = (this.#lines.get(counted) ?? 0) + 1;
    this.#lines.set(counted, lines);
    this.#cancel ??= this.#clock.after(this.#allowance.periodMs, () => this.#endPeriod());
    return lines <= this.#allowance.linesMax;
  }

  /** Tells at once what was left out. */
  close(): void {
    this.#cancel?.();
    this.#endPeriod();
  }

  #endPeriod(): void {
    this.#cancel = undefined;
    const { linesMax } = this.#allowance;
    for (const [kind, lines] of this.#lines) {
      if (lines > linesMax) this.#logger.warn("more of the same was not logged", { kind, left: lines - linesMax });
    }
    this.#lines.clear();
  }
}
