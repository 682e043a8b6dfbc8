import { SampledValues, type Sampling } from "./sampled-values.ts";
import { wholeMs } from "./whole-ms.ts";

/** A rate with an upper limit. */
export class RateMeter {
  /** How much a second. */
  limit: number;
  readonly #values: SampledValues;
  readonly #throttleMsMax: number;

  constructor(limit: number, sampling: Sampling, throttleMsMax = Number.POSITIVE_INFINITY) {
    this.limit = limit;
    this.#values = new SampledValues(sampling);
    this.#throttleMsMax = throttleMsMax;
  }

  /** Counts, and tells how long nothing more may come for the rate to be within its limit again. */
  record(value: number, nowMs: number): number {
    this.#values.record(value, nowMs);
    const rate = this.#values.perSecond(nowMs);
    if (rate <= this.limit) return 0;
    return Math.min(this.#throttleMsMax, wholeMs(((rate - this.limit) / this.limit) * this.#values.spanMs(nowMs)));
  }

  /** Counts without a look at the limit; a negative value takes back what was counted. */
  recordSilently(value: number, nowMs: number): void {
    this.#values.record(value, nowMs);
  }

  perSecond(nowMs: number): number {
    return this.#values.perSecond(nowMs);
  }
}
