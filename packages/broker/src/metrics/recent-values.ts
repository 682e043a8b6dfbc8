/** Values up to this have a bucket each; larger ones share one with those that differ by less than a sixteenth. */
const exact = 16;
const exactBits = 4;
const valueMax = 2 ** 31 - 1;
const bucketCount = (31 - exactBits + 1) * exact;
/** Kafka's histograms favour the last five minutes; here what is older than twice that is gone. */
const periodMs = 300_000;

function bucketOf(value: number): number {
  if (value < exact) return value;
  const exponent = 31 - Math.clz32(value);
  return (exponent - exactBits + 1) * exact + ((value >>> (exponent - exactBits)) & (exact - 1));
}

/** The middle of a bucket. */
function middleOf(bucket: number): number {
  if (bucket < exact) return bucket;
  const shift = Math.floor(bucket / exact) - 1;
  const from = ((bucket % exact) + exact) * 2 ** shift;
  return from + (2 ** shift - 1) / 2;
}

/** Counts whole numbers from 0 on, and tells quantiles of those that came lately. Adding one allocates nothing. */
export class RecentValues {
  #current = new Uint32Array(bucketCount);
  #previous = new Uint32Array(bucketCount);
  #periodEndMs = periodMs;
  #count = 0;

  /** All that were ever added. */
  get count(): number {
    return this.#count;
  }

  add(value: number, nowMs: number): void {
    if (nowMs >= this.#periodEndMs) this.#turnOver(nowMs);
    const bucket = bucketOf(Math.max(0, Math.min(valueMax, Math.round(value))));
    this.#current[bucket] = (this.#current[bucket] ?? 0) + 1;
    this.#count++;
  }

  /** The values that the fractions (ascending, up to 1) of the recent ones do not exceed, to a sixteenth; 0 where there are none. */
  quantiles(fractions: readonly number[], nowMs: number): number[] {
    const total = this.recentCount(nowMs);
    let below = 0;
    let bucket = -1;
    return fractions.map((fraction) => {
      while (below < total * fraction && bucket < bucketCount - 1) below += this.#at(++bucket);
      return bucket < 0 ? 0 : middleOf(bucket);
    });
  }

  /** Those that `quantiles` are of. */
  recentCount(nowMs: number): number {
    if (nowMs >= this.#periodEndMs) this.#turnOver(nowMs);
    let total = 0;
    for (let at = 0; at < bucketCount; at++) total += this.#at(at);
    return total;
  }

  #at(bucket: number): number {
    return (this.#current[bucket] ?? 0) + (this.#previous[bucket] ?? 0);
  }

  #turnOver(nowMs: number): void {
    const emptied = this.#previous.fill(0);
    this.#previous = this.#current;
    this.#current = emptied;
    if (nowMs >= this.#periodEndMs + periodMs) this.#previous.fill(0);
    this.#periodEndMs += periodMs * (1 + Math.floor((nowMs - this.#periodEndMs) / periodMs));
  }
}
