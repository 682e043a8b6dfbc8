/** How usage is measured: `quota.window.num` windows of `quota.window.size.seconds`. */
export interface Sampling {
  readonly samples: number;
  readonly windowMs: number;
}

interface Sample {
  startMs: number;
  lastMs: number;
  sum: number;
  count: number;
}

/**
 * What was counted in the last windows, one sample for each. A window begins with the first value after the one before has ended; a sample
 * counts as long as its last value is not older than all windows together, so there may be one more of them than windows. As Kafka's
 * SampledStat, of which rates, and with them all throttle times, depend to the millisecond.
 */
export class SampledValues {
  readonly #sampling: Sampling;
  readonly #samples: Sample[] = [];
  #current = 0;

  constructor(sampling: Sampling) {
    this.#sampling = sampling;
  }

  record(value: number, nowMs: number): void {
    let sample = this.#samples[this.#current] ?? this.#begin(nowMs);
    if (nowMs - sample.startMs >= this.#sampling.windowMs) {
      this.#current = (this.#current + 1) % (this.#sampling.samples + 1);
      sample = this.#begin(nowMs);
    }
    sample.sum += value;
    sample.count++;
    sample.lastMs = nowMs;
  }

  sum(nowMs: number): number {
    this.#forgetOld(nowMs);
    let sum = 0;
    for (const sample of this.#samples) sum += sample.sum;
    return sum;
  }

  /** 0 where nothing was counted. */
  average(nowMs: number): number {
    const sum = this.sum(nowMs);
    const count = this.#samples.reduce((counts, sample) => counts + sample.count, 0);
    return count === 0 ? 0 : sum / count;
  }

  /** The time that a rate is worked out over: since the oldest sample began, as if there were one for each window but the last. */
  spanMs(nowMs: number): number {
    this.#forgetOld(nowMs);
    const { samples, windowMs } = this.#sampling;
    let oldestMs = nowMs;
    for (const { startMs } of this.#samples) oldestMs = Math.min(oldestMs, startMs);
    const elapsedMs = nowMs - oldestMs;
    const missing = Math.max(0, samples - 1 - Math.floor(elapsedMs / windowMs));
    return Math.max(1, elapsedMs + missing * windowMs);
  }

  perSecond(nowMs: number): number {
    return this.sum(nowMs) / (this.spanMs(nowMs) / 1000);
  }

  #begin(nowMs: number): Sample {
    const sample = { startMs: nowMs, lastMs: nowMs, sum: 0, count: 0 };
    this.#samples[this.#current] = sample;
    return sample;
  }

  #forgetOld(nowMs: number): void {
    const { samples, windowMs } = this.#sampling;
    for (const sample of this.#samples) {
      if (nowMs - sample.lastMs < samples * windowMs) continue;
      sample.startMs = nowMs;
      sample.lastMs = nowMs;
      sample.sum = 0;
      sample.count = 0;
    }
  }
}
