import { MillraceError } from "@millrace/kit";
import type { Reader } from "./setting-types.ts";

/** A setting of a program: the variable of its environment that says it, and what it means. */
export interface Setting<T> {
  readonly variable: string;
  readonly means: string;
  readonly read: Reader<T>;
  /** As it would be written. Undefined: it has to be said, unless `optional`. */
  readonly whenAbsent?: string;
  readonly optional?: true;
}

export type Settings = Readonly<Record<string, Setting<unknown>>>;
export type Environment = Readonly<Record<string, string | undefined>>;

/** What a table of settings says when it is read. */
export type ValuesOf<Table extends Settings> = { readonly [Name in keyof Table]: Table[Name] extends Setting<infer T> ? T : never };

/** A rule between settings, and what is said when it does not hold. */
export interface Rule<Values> {
  readonly error: string;
  readonly holds: (settings: Values) => boolean;
}

export const setting = <T>(variable: string, means: string, read: Reader<T>, whenAbsent?: string): Setting<T> => ({
  ...{ variable, means, read },
  ...(whenAbsent === undefined ? {} : { whenAbsent }),
});

export const optional = <T>(variable: string, means: string, read: Reader<T>): Setting<T | undefined> => ({
  variable,
  means,
  read,
  optional: true,
});

/** Reads all settings of a table. Throws CONFIG_INVALID with a line for each that is wrong or missing. */
export function readTable<Table extends Settings>(
  table: Table,
  rules: readonly Rule<ValuesOf<Table>>[],
  environment: Environment,
): ValuesOf<Table> {
  const problems: string[] = [];
  const entries = Object.entries<Setting<unknown>>(table).map(([name, { variable, read, whenAbsent, optional: isOptional }]) => {
    const given = environment[variable];
    const written = given === undefined || given === "" ? whenAbsent : given;
    if (written === undefined) {
      if (isOptional !== true) problems.push(`${variable} is missing`);
      return [name, undefined];
    }
    const result = read(written);
    if ("value" in result) return [name, result.value];
    problems.push(`${variable} is ${JSON.stringify(written)}, and has to be ${result.expected}`);
    return [name, undefined];
  });
  const settings = Object.fromEntries(entries) as ValuesOf<Table>;
  if (problems.length === 0) problems.push(...rules.flatMap(({ holds, error }) => (holds(settings) ? [] : [error])));
  if (problems.length > 0)
    throw new MillraceError("CONFIG_INVALID", `the operator can't start:\n${problems.map((line) => `  ${line}`).join("\n")}`);
  return settings;
}
