import { ManualClock } from "@millrace/kit";

/** A clock that goes on by a millisecond with each turn of the event loop: what has to happen in time does so on machines of any speed. */
export class TurningClock extends ManualClock {
  #turning = true;

  constructor() {
    super();
    const turn = (): void => {
      if (!this.#turning) return;
      this.advance(1);
      setImmediate(turn);
    };
    setImmediate(turn);
  }

  stop(): void {
    this.#turning = false;
  }
}
