import type { Random } from "@millrace/kit";

/** How long to wait between attempts: from `firstMs`, doubled each time, up to `lastMs`; each drawn up to 20 % longer or shorter. */
export interface BackOff {
  readonly firstMs: number;
  readonly lastMs: number;
}

const jitterPermille = 200;

/** The wait before attempt `attempt` (the second attempt is 1). Jitter keeps clients that failed together from coming back together. */
export function backOffMs({ firstMs, lastMs }: BackOff, attempt: number, random: Random): number {
  const plainMs = Math.min(lastMs, firstMs * 2 ** (attempt - 1));
  return (plainMs * (1000 - jitterPermille + random.below(2 * jitterPermille + 1))) / 1000;
}
