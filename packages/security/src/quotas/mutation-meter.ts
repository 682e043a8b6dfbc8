import { SampledValues, type Sampling } from "./sampled-values.ts";
import { wholeMs } from "./whole-ms.ts";

/**
 * A bucket of tokens (KIP-599): it fills with the rate that is the limit, up to what all windows together let through, and is begun full.
 * It may be overdrawn once; then it has to be refilled first.
 */
export class MutationMeter {
  /** Tokens a second. */
  limit: number;
  readonly #sampling: Sampling;
  readonly #values: SampledValues;
  #tokens = 0;
  #filledMs = Number.NEGATIVE_INFINITY;

  constructor(limit: number, sampling: Sampling) {
    this.limit = limit;
    this.#sampling = sampling;
    this.#values = new SampledValues(sampling);
  }

  /** Takes tokens if none are owed. Otherwise takes none, and tells the milliseconds until none are owed any more. */
  admit(count: number, nowMs: number): number {
    const owedMs = this.#owedMs(nowMs);
    if (owedMs === 0) this.#take(count, nowMs);
    return owedMs;
  }

  /** Takes tokens whatever is owed, and tells the milliseconds until none are owed any more. */
  record(count: number, nowMs: number): number {
    this.#take(count, nowMs);
    return this.#owedMs(nowMs);
  }

  /** Negative: so many are owed. */
  tokens(nowMs: number): number {
    const { samples, windowMs } = this.#sampling;
    const most = samples * (windowMs / 1000) * this.limit;
    this.#tokens = Math.min(most, this.#tokens + this.limit * ((nowMs - this.#filledMs) / 1000));
    this.#filledMs = nowMs;
    return this.#tokens;
  }

  perSecond(nowMs: number): number {
    return this.#values.perSecond(nowMs);
  }

  #take(count: number, nowMs: number): void {
    this.#tokens = this.tokens(nowMs) - count;
    this.#values.record(count, nowMs);
  }

  #owedMs(nowMs: number): number {
    const tokens = this.tokens(nowMs);
    return tokens < 0 ? wholeMs((-tokens / this.limit) * 1000) : 0;
  }
}
