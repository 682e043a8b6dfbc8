/** Where a share group begins where it has not begun yet: at one of the ends of the log, or at what is not older than so many milliseconds. */
export type OffsetReset = "earliest" | "latest" | { readonly durationMs: number };

/** ISO 8601 durations of days and less, as java.time.Duration reads them; without a sign, since only positive ones count. */
const duration = /^by_duration:P(?=.)(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d{0,9})?)S)?)?$/i;

const unitsMs = [86_400_000, 3_600_000, 60_000, 1_000];

/** Reads a value of `share.auto.offset.reset`; undefined for what is none. */
export function offsetResetOf(value: string): OffsetReset | undefined {
  if (value === "earliest" || value === "latest") return value;
  const parts = duration.exec(value)?.slice(1);
  if (parts === undefined || !/[1-9]/.test(value)) return undefined;
  const durationMs = unitsMs.reduce((sum, unitMs, index) => sum + unitMs * Number((parts[index] ?? "0").replace(",", ".")), 0);
  return { durationMs: Math.floor(durationMs) };
}
