import { systemClock } from "@millrace/kit";

/** What went on, each line with its time. */
export class History {
  readonly #startMs = systemClock.monotonicMs();
  readonly lines: string[] = [];

  get seconds(): string {
    return ((systemClock.monotonicMs() - this.#startMs) / 1000).toFixed(1);
  }

  note(line: string): void {
    this.lines.push(`${this.seconds} s: ${line}`);
  }
}
