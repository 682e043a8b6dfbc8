import type { Cancel, Clock } from "@millrace/kit";

/** Lines of one kind that are written in a period; those beyond are counted. */
const linesMax = 5;
const periodMs = 10_000;
/** Kinds that are told apart; whatever else comes in the period counts as one more. */
const kindsMax = 128;
const otherKinds = "(others)";

/**
 * Keeps a client that does the same wrong thing over and over from flooding the log: of each kind of line the first few of a period are
 * written, then, when the period is over, how many more there were.
 */
export class LogLimit {
  readonly #clock: Clock;
  readonly #tell: (kind: string, left: number) => void;
  readonly #lines = new Map<string, number>();
  #cancel: Cancel | undefined;

  constructor(clock: Clock, tell: (kind: string, left: number) => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  /** Whether a line of the kind may be written now. */
  admits(kind: string): boolean {
    const counted = this.#lines.has(kind) || this.#lines.size < kindsMax ? kind : otherKinds;
    const lines = (this.#lines.get(counted) ?? 0) + 1;
    this.#lines.set(counted, lines);
    this.#cancel ??= this.#clock.after(periodMs, () => this.#endPeriod());
    return lines <= linesMax;
  }

  /** Tells at once what was left out. */
  close(): void {
    this.#cancel?.();
    this.#endPeriod();
  }

  #endPeriod(): void {
    this.#cancel = undefined;
    for (const [kind, lines] of this.#lines) if (lines > linesMax) this.#tell(kind, lines - linesMax);
    this.#lines.clear();
  }
}
