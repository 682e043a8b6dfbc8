import type { Clock } from "@millrace/kit";

/** What happens in a world, line by line, with the seconds since its beginning. */
export class Trace {
  readonly lines: string[] = [];
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  note(line: string): void {
    this.lines.push(`${(this.#clock.monotonicMs() / 1000).toFixed(6)} ${line}`);
  }
}
