import type { Random } from "@millrace/kit";

/** How long to wait between attempts: from `firstMs`, doubled each time, up to `lastMs`; each drawn up to half as long again. */
export interface BackOff {
  readonly firstMs: number;
  readonly lastMs: number;
}

/** The wait after `failures` failures in a row. Jitter keeps what failed together from coming back together. */
export function backOffMs({ firstMs, lastMs }: BackOff, failures: number, random: Random): number {
  const plainMs = Math.min(lastMs, firstMs * 2 ** Math.min(failures - 1, 30));
  return plainMs + random.below(Math.floor(plainMs / 2) + 1);
}
