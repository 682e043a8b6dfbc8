import type { Clock } from "@millrace/kit";
import type { ObjectKey } from "@millrace/kube";

/** So long take ten tries, the second 250 ms after the first and each later one after twice the time, as with Strimzi. */
export const patienceMs = 250 * (2 ** 10 - 1);

/** Since when pods are in a trouble that may pass by itself. With a process that dies only the time is lost for which it has waited. */
export class Patience {
  readonly #clock: Pick<Clock, "monotonicMs">;
  readonly #since = new Map<ObjectKey, ReadonlyMap<string, number>>();

  constructor(clock: Pick<Clock, "monotonicMs">) {
    this.#clock = clock;
  }

  /** Which of the pods of a Kafka that are in trouble, by their uids, have been for too long. All its others are in none, whatever was before. */
  over(kafka: ObjectKey, troubled: readonly string[]): ReadonlySet<string> {
    const [nowMs, before] = [this.#clock.monotonicMs(), this.#since.get(kafka)];
    const since = new Map(troubled.map((uid) => [uid, before?.get(uid) ?? nowMs]));
    if (since.size === 0) this.#since.delete(kafka);
    else this.#since.set(kafka, since);
    return new Set(troubled.filter((uid) => nowMs - (since.get(uid) ?? nowMs) >= patienceMs));
  }
}
