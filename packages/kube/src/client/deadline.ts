import { type Clock, MillraceError } from "@millrace/kit";

/** A signal that is aborted after a time, or when another one is. `end` lets go of both. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** The time begins anew. */
  extend(): void;
  end(): void;
}

/** Aborted with TIMED_OUT after `ms`. Listeners on a signal that lives long are taken off again, which `AbortSignal.any` leaves to chance. */
export function deadline(clock: Clock, ms: number, what: string, outer?: AbortSignal): Deadline {
  const controller = new AbortController();
  const late = (): void => controller.abort(new MillraceError("TIMED_OUT", `${what}: nothing came for ${ms} ms`));
  const follow = (): void => controller.abort(outer?.reason);
  let cancel = clock.after(ms, late);
  outer?.addEventListener("abort", follow, { once: true });
  if (outer?.aborted === true) follow();
  return {
    signal: controller.signal,
    extend() {
      cancel();
      cancel = clock.after(ms, late);
    },
    end() {
      cancel();
      outer?.removeEventListener("abort", follow);
    },
  };
}

/** What `work` gives, or what the signal is aborted with, whichever comes first: for work that may not heed the signal. */
export function untilAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const give = (): void => reject(signal.reason);
    if (signal.aborted) give();
    signal.addEventListener("abort", give, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", give));
  });
}
