import { type Clock, type MillraceError, type Random, sleep } from "@millrace/kit";
import { isPassing } from "../errors.ts";
import { type BackOff, backOffMs } from "../net/back-off.ts";

export interface RetryOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly retryBackOff: BackOff;
  /** When to give up, in the clock's monotonic milliseconds. */
  readonly deadlineMs: number;
}

/** What an attempt gives when it is worth another one: `failure` is thrown if there is no time for that. */
export class Again {
  readonly failure: MillraceError;

  constructor(failure: MillraceError) {
    this.failure = failure;
  }
}

/** Runs `attempt` until it gives something else than `Again` and does not throw a passing failure, or until the deadline. */
export async function retrying<T>(options: RetryOptions, attempt: (attempts: number) => Promise<T | Again>): Promise<T> {
  const { clock, random, retryBackOff, deadlineMs } = options;
  for (let attempts = 0; ; attempts++) {
    const outcome = await attempt(attempts).catch((thrown: unknown) => {
      if (!isPassing(thrown)) throw thrown;
      return new Again(thrown);
    });
    if (!(outcome instanceof Again)) return outcome;
    const pauseMs = backOffMs(retryBackOff, attempts + 1, random);
    if (clock.monotonicMs() + pauseMs >= deadlineMs) throw outcome.failure;
    await sleep(clock, pauseMs);
  }
}
