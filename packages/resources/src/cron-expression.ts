/** A second of a calendar, in UTC; months and weekdays count from 1, weekdays from Sunday. */
interface Moment {
  readonly second: number;
  readonly minute: number;
  readonly hour: number;
  readonly day: number;
  readonly month: number;
  readonly weekday: number;
  readonly year: number;
  /** Of the month. */
  readonly lastDay: number;
}

type Matches = (moment: Moment) => boolean;

interface Field {
  readonly of: (moment: Moment) => number;
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
  /** Whether a range may go on from the beginning: `22-2`. */
  readonly wraps?: boolean;
}

const months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

const second: Field = { of: (moment) => moment.second, min: 0, max: 59, wraps: true };
const minute: Field = { of: (moment) => moment.minute, min: 0, max: 59, wraps: true };
const hour: Field = { of: (moment) => moment.hour, min: 0, max: 23, wraps: true };
const dayOfMonth: Field = { of: ({ day }) => day, min: 1, max: 31, wraps: true };
const month: Field = { of: (moment) => moment.month, min: 1, max: 12, names: months, wraps: true };
const dayOfWeek: Field = { of: ({ weekday }) => weekday, min: 1, max: 7, names: weekdays, wraps: true };
const year: Field = { of: (moment) => moment.year, min: 1970, max: 2299 };

/**
 * Reads a cron expression of Quartz's form: seconds, minutes, hours, days of the month, months, days of the week and, if there are any, years.
 * Whether a moment, in milliseconds since 1970, is among what it says, in UTC; undefined if it is no such expression.
 */
export function cronExpression(text: string): ((nowMs: number) => boolean) | undefined {
  const fields = text.trim().toUpperCase().split(/\s+/);
  const [seconds = "", minutes = "", hours = "", days = "", monthsText = "", weekdaysText = "", years = "*"] = fields;
  // Days are of the month or of the week.
  if (fields.length > 7 || (days === "?") === (weekdaysText === "?")) return undefined;
  const parts = [
    listOf(seconds, (part) => rangeOf(part, second)),
    listOf(minutes, (part) => rangeOf(part, minute)),
    listOf(hours, (part) => rangeOf(part, hour)),
    listOf(days, dayOf),
    listOf(monthsText, (part) => rangeOf(part, month)),
    listOf(weekdaysText, weekdayOf),
    listOf(years, (part) => rangeOf(part, year)),
  ];
  if (!parts.every((part) => part !== undefined)) return undefined;
  return (nowMs) => {
    const moment = momentOf(nowMs);
    return parts.every((matches) => matches(moment));
  };
}

function momentOf(nowMs: number): Moment {
  const date = new Date(nowMs);
  const [year, zeroMonth] = [date.getUTCFullYear(), date.getUTCMonth()];
  return {
    ...{ second: date.getUTCSeconds(), minute: date.getUTCMinutes(), hour: date.getUTCHours() },
    ...{ day: date.getUTCDate(), month: zeroMonth + 1, weekday: date.getUTCDay() + 1, year },
    lastDay: new Date(Date.UTC(year, zeroMonth + 1, 0)).getUTCDate(),
  };
}

/** Holds where one of several things does, between commas. */
function listOf(text: string, partOf: (part: string) => Matches | undefined): Matches | undefined {
  const parts = text.split(",").filter((part) => part !== "");
  const matches = parts.flatMap((part) => partOf(part) ?? []);
  return matches.length === 0 || matches.length < parts.length ? undefined : (moment) => matches.some((each) => each(moment));
}

function dayOf(text: string): Matches | undefined {
  if (text === "?") return () => true;
  const last = /^L(?:-(\d{1,2}))?(W)?$/.exec(text);
  if (last !== null) {
    const before = Number(last[1] ?? 0);
    if (before > 30) return undefined;
    return (moment) => moment.day === (last[2] === undefined ? moment.lastDay - before : workday(moment.lastDay - before, moment));
  }
  const [, near] = /^(\d{1,2})W$/.exec(text) ?? [];
  if (near === undefined) return rangeOf(text, dayOfMonth);
  const day = Number(near);
  return day < 1 || day > 31 ? undefined : (moment) => day <= moment.lastDay && moment.day === workday(day, moment);
}

/** The day from Monday to Friday that is nearest to a day, within the month. */
function workday(day: number, { day: today, weekday: todays, lastDay }: Moment): number {
  const weekday = ((((todays - 1 + day - today) % 7) + 7) % 7) + 1;
  if (weekday === 7) return day === 1 ? 3 : day - 1;
  if (weekday === 1) return day === lastDay ? day - 2 : day + 1;
  return day;
}

function weekdayOf(text: string): Matches | undefined {
  if (text === "?") return () => true;
  if (text === "L") return ({ weekday }) => weekday === 7;
  const [, name, number] = /^([1-7]|[A-Z]{3})(?:L|#([1-5]))$/.exec(text) ?? [];
  if (name === undefined) return rangeOf(text, dayOfWeek);
  const wanted = numberOf(name, dayOfWeek);
  if (wanted === undefined) return undefined;
  if (number === undefined) return ({ weekday, day, lastDay }) => weekday === wanted && day + 7 > lastDay;
  return ({ weekday, day }) => weekday === wanted && Math.ceil(day / 7) === Number(number);
}

/** `*`, `5`, `5-20`, `MON-FRI`, each with a step or not. A value with a step goes on to the end; a step of 0 is none. */
function rangeOf(text: string, field: Field): Matches | undefined {
  const [, all, from, to, stepText] = /^(?:(\*)|(\d+|[A-Z]{3})(?:-(\d+|[A-Z]{3}))?)?(?:\/(\d+))?$/.exec(text) ?? [];
  if (all === undefined && from === undefined && stepText === undefined) return undefined;
  const step = Number(stepText ?? 1) || 1;
  const first = from === undefined ? field.min : numberOf(from, field);
  const single = from !== undefined && !Number(stepText) ? first : field.max;
  const last = to === undefined ? single : numberOf(to, field);
  if (first === undefined || last === undefined || step > field.max || (last < first && !field.wraps)) return undefined;
  const count = field.max - field.min + 1;
  const length = last < first ? last + count - first : last - first;
  const values = Array.from({ length: Math.floor(length / step) + 1 }, (_, at) => field.min + ((first - field.min + at * step) % count));
  return (moment) => values.includes(field.of(moment));
}

function numberOf(text: string, { min, max, names = [] }: Field): number | undefined {
  const value = /^\d/.test(text) ? Number(text) : names.indexOf(text) + min;
  return value < min || value > max ? undefined : value;
}
