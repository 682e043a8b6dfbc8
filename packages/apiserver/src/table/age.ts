/** How long ago a time was, as `kubectl` shows it: two or three figures; `<unknown>` without a time. */
export function age(timestamp: unknown, nowMs: number): string {
  if (typeof timestamp !== "string" || timestamp === "") return "<unknown>";
  const then = Date.parse(timestamp);
  return Number.isNaN(then) ? "<unknown>" : humanDuration(Math.trunc((nowMs - then) / 1000));
}

interface Range {
  /** Below this many seconds. */
  readonly belowSeconds: number;
  readonly unit: number;
  readonly name: string;
  /** What is left over is shown in this unit. */
  readonly rest?: { readonly unit: number; readonly name: string };
}

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;
const year = 365 * day;

const ranges: readonly Range[] = [
  { belowSeconds: 2 * minute, unit: 1, name: "s" },
  { belowSeconds: 10 * minute, unit: minute, name: "m", rest: { unit: 1, name: "s" } },
  { belowSeconds: 3 * hour, unit: minute, name: "m" },
  { belowSeconds: 8 * hour, unit: hour, name: "h", rest: { unit: minute, name: "m" } },
  { belowSeconds: 2 * day, unit: hour, name: "h" },
  { belowSeconds: 8 * day, unit: day, name: "d", rest: { unit: hour, name: "h" } },
  { belowSeconds: 2 * year, unit: day, name: "d" },
  { belowSeconds: 8 * year, unit: year, name: "y", rest: { unit: day, name: "d" } },
  { belowSeconds: Number.POSITIVE_INFINITY, unit: year, name: "y" },
];

function humanDuration(seconds: number): string {
  // Clocks of two machines differ a little.
  if (seconds < -1) return "<invalid>";
  const length = Math.max(0, seconds);
  const range = ranges.find(({ belowSeconds }) => length < belowSeconds);
  if (range === undefined) return "<unknown>";
  const whole = `${Math.floor(length / range.unit)}${range.name}`;
  const { rest } = range;
  const left = rest === undefined ? 0 : Math.floor((length % range.unit) / rest.unit);
  return rest === undefined || left === 0 ? whole : `${whole}${left}${rest.name}`;
}
