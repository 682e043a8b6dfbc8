import type { KafkaOutcome } from "@millrace/controllers";
import type { Clock } from "@millrace/kit";
import type { ObjectKey } from "@millrace/kube";

/** Since when Kafkas wait for what they wait for: what does not come about in time has failed, as with Strimzi. */
export class Waits {
  readonly #clock: Pick<Clock, "monotonicMs">;
  readonly #timeoutMs: number;
  readonly #since = new Map<ObjectKey, { readonly why: string; readonly ms: number }>();

  constructor(timeoutMs: number, clock: Pick<Clock, "monotonicMs">) {
    this.#timeoutMs = timeoutMs;
    this.#clock = clock;
  }

  /** The outcome, or that the Kafka has waited for too long. Whatever comes about later is taken all the same. */
  judge(key: ObjectKey, outcome: KafkaOutcome): KafkaOutcome {
    if (outcome.type !== "waiting" || outcome.isPatient) {
      this.forget(key);
      return outcome;
    }
    const [nowMs, before] = [this.#clock.monotonicMs(), this.#since.get(key)];
    // What follows a colon tells of an attempt, and may be another text each time.
    const [why = ""] = outcome.message.split(":");
    const ms = before?.why === why ? before.ms : nowMs;
    this.#since.set(key, { why, ms });
    if (nowMs - ms < this.#timeoutMs) return outcome;
    const message = `Exceeded timeout of ${this.#timeoutMs}ms: ${outcome.message}`;
    return {
      type: "failed",
      reason: "TimeoutException",
      message,
      state: outcome.state,
      passing: true,
      done: outcome.done,
      warnings: outcome.warnings ?? [],
      ...(outcome.rolling === undefined ? {} : { rolling: outcome.rolling }),
    };
  }

  forget(key: ObjectKey): void {
    this.#since.delete(key);
  }
}
