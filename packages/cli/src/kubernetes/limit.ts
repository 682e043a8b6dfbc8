import { UsageError } from "../command.ts";

const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
/** kubectl takes a negative time for a week. */
const weekMs = 7 * 24 * 3_600_000;

/** A time as Go writes it: `30s`, `1m30s`, `0`, `-1s`. */
export function limitMs(text: string): number {
  if (/^-?0(ms|s|m|h)?$/.test(text)) return 0;
  if (!/^-?(\d+(\.\d+)?(ms|s|m|h))+$/.test(text)) throw new UsageError("a duration is expected, for example 500ms, 10s or 1m30s");
  if (text.startsWith("-")) return weekMs;
  const parts = text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g);
  return [...parts].reduce((sum, [, count = "", unit = ""]) => sum + Number(count) * (unitsMs[unit] ?? 0), 0);
}
