/** What fits into a reply's throttle time. */
const msMax = 2 ** 31 - 1;

/** As Java rounds; no number at all is no time. */
export function wholeMs(ms: number): number {
  return Number.isNaN(ms) ? 0 : Math.min(msMax, Math.round(ms));
}
