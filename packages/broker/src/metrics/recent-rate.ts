/** Kafka's rates and averages are those of the last one to two windows of half a minute. */
const windowMs = 30_000;

interface Window {
  readonly startMs: number;
  sum: number;
  count: number;
}

/** What happened lately: how much a second, and how much on average. */
export class RecentRate {
  #current: Window;
  #previous: Window | undefined;

  constructor(nowMs: number) {
    this.#current = { startMs: nowMs, sum: 0, count: 0 };
  }

  add(value: number, nowMs: number): void {
    this.#turnOver(nowMs);
    this.#current.sum += value;
    this.#current.count++;
  }

  perSecond(nowMs: number): number {
    this.#turnOver(nowMs);
    const sinceMs = this.#previous?.startMs ?? this.#current.startMs;
    return ((this.#previous?.sum ?? 0) + this.#current.sum) / (Math.max(windowMs, nowMs - sinceMs) / 1000);
  }

  /** 0 where nothing has happened. */
  average(nowMs: number): number {
    this.#turnOver(nowMs);
    const count = (this.#previous?.count ?? 0) + this.#current.count;
    return count === 0 ? 0 : ((this.#previous?.sum ?? 0) + this.#current.sum) / count;
  }

  #turnOver(nowMs: number): void {
    const elapsedMs = nowMs - this.#current.startMs;
    if (elapsedMs < windowMs) return;
    this.#previous = elapsedMs < 2 * windowMs ? this.#current : undefined;
    this.#current = { startMs: nowMs, sum: 0, count: 0 };
  }
}
