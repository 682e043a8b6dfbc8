import type { Cancel, Clock } from "@millrace/kit";

/** The time for which nothing more is read from a client because of its quotas; of several, the one that ends last counts. */
export class HoldUp {
  readonly #clock: Clock;
  readonly #onEnd: () => void;
  #untilMs = 0;
  #isOn = false;
  #cancel: Cancel = () => {};

  constructor(clock: Clock, onEnd: () => void) {
    this.#clock = clock;
    this.#onEnd = onEnd;
  }

  get isOn(): boolean {
    return this.#isOn;
  }

  begin(forMs: number): void {
    const untilMs = this.#clock.monotonicMs() + forMs;
    if (untilMs <= this.#untilMs) return;
    this.#untilMs = untilMs;
    this.#isOn = true;
    this.#cancel();
    this.#cancel = this.#clock.after(forMs, () => {
      this.#isOn = false;
      this.#onEnd();
    });
  }

  /** Its end is not told any more. */
  cancel(): void {
    this.#cancel();
  }
}
