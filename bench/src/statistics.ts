/** What several runs of one measure came to. */
export interface Summary {
  readonly median: number;
  /** Half the distance between the smallest and the largest value, as a part of the median; 0 for one run. */
  readonly spread: number;
  readonly runs: number;
}

/** The middle value, or the mean of the two in the middle; NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >>> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/** The smallest of sorted values that at least this part of them do not exceed; NaN of nothing. */
export function percentile(sorted: ArrayLike<number>, part: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN;
}

/** Undefined of nothing. */
export function summarize(values: readonly number[]): Summary | undefined {
  if (values.length === 0) return undefined;
  const middle = median(values);
  const spread = middle === 0 ? 0 : (Math.max(...values) - Math.min(...values)) / 2 / middle;
  return { median: middle, spread, runs: values.length };
}

/**
 * The rounds' ratios: the two values of a round were measured right after each other, so that a machine that was slow for a while was so
 * for both. Undefined where no round has both.
 */
export function pairedRatios(values: readonly number[], reference: readonly number[]): Summary | undefined {
  return summarize(values.slice(0, reference.length).map((value, round) => value / (reference[round] ?? Number.NaN)));
}
