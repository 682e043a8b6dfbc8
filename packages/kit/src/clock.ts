/** Stops a timer; calling it again does nothing. */
export type Cancel = () => void;

/** The only source of time: handed to whatever needs it, so that tests and simulation own it. */
export interface Clock {
  /** Milliseconds since the epoch, as records carry them. It may jump. */
  now(): number;
  /** Milliseconds that never go back, for measuring how long something took. */
  monotonicMs(): number;
  /** Runs `task` once after `delayMs`. A pending timer does not keep the process alive. */
  after(delayMs: number, task: () => void): Cancel;
  /** Runs `task` every `periodMs`, first after one period. A pending timer does not keep the process alive. */
  every(periodMs: number, task: () => void): Cancel;
}

/** Longest delay that Node's timers take; longer ones would fire at once. */
const delayMsMax = 2_147_483_647;

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  after(delayMs, task) {
    const timer = setTimeout(task, Math.min(Math.max(0, delayMs), delayMsMax));
    timer.unref();
    return () => clearTimeout(timer);
  },
  every(periodMs, task) {
    const timer = setInterval(task, Math.min(Math.max(1, periodMs), delayMsMax));
    timer.unref();
    return () => clearInterval(timer);
  },
};

/** `every` of a clock by its `after`. */
export function repeat(clock: Pick<Clock, "after">, periodMs: number, task: () => void): Cancel {
  let cancel: Cancel = () => {};
  const again = () => {
    cancel = clock.after(periodMs, again);
    task();
  };
  cancel = clock.after(periodMs, again);
  return () => cancel();
}

/** Resolves after `delayMs` of the clock's time. */
export function sleep(clock: Clock, delayMs: number): Promise<void> {
  return new Promise((resolve) => clock.after(delayMs, resolve));
}
