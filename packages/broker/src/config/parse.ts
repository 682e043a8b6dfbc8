import { type ConfigDef, type ConfigTable, type ConfigTypeName, invalidValue, validationProblem } from "@millrace/configs";
import { assert } from "@millrace/kit";
import { doubleText, listText, parseDouble, parseInteger, parseList, trimmed } from "./java-text.ts";

/** Configs as they were given: texts by name. */
export type Overrides = Readonly<Record<string, string>>;

type ConfigValue = string | number | boolean | readonly string[] | null;

/** A config's value. Whole numbers of 64 bits beyond 2⁵³ are rounded in `value` and exact in `text`. */
export interface Parsed {
  readonly value: ConfigValue;
  /** As Kafka prints it; null if there is no value. */
  readonly text: string | null;
}

/** What is wrong, in the words in which a Kafka broker answers. */
export interface ConfigProblem {
  readonly name: string;
  readonly message: string;
}

export function isProblem(parsed: Parsed | ConfigProblem): parsed is ConfigProblem {
  return "message" in parsed;
}

const noValue: Parsed = { value: null, text: null };

/** Reads and checks a value as Kafka does: blanks around it don't count, duplicates in a list are dropped. */
export function parseConfig(def: ConfigDef, given: string | null): Parsed | ConfigProblem {
  if (given === null) return noValue;
  const { name, type, validator } = def;
  const read = readers[type](trimmed(given));
  if (typeof read === "string") return { name, message: invalidValue(name, given, read) };
  const parsed = validator?.kind === "list" ? withoutDuplicates(read) : read;
  if (validator === null) return parsed;
  const shown = Array.isArray(parsed.value) ? listText(parsed.value) : String(parsed.text);
  const message = validationProblem(name, validator, parsed.value, shown);
  return message === undefined ? parsed : { name, message };
}

const defaults = new WeakMap<ConfigDef, Parsed>();

/** The config's default; no value where Kafka demands one. */
export function defaultOf(def: ConfigDef): Parsed {
  const known = defaults.get(def);
  if (known !== undefined) return known;
  const parsed = parseConfig(def, def.defaultText ?? null);
  assert(!isProblem(parsed), `the default of ${def.name} can't be read`);
  defaults.set(def, parsed);
  return parsed;
}

/** Every config of a table, given or by default; and all problems, in the table's order. What the table doesn't name is left out. */
export function parseAll(table: ConfigTable, given: Overrides): { values: Map<string, Parsed>; problems: ConfigProblem[] } {
  const values = new Map<string, Parsed>();
  const problems: ConfigProblem[] = [];
  for (const def of table.values()) {
    const text = Object.hasOwn(given, def.name) ? given[def.name] : undefined;
    const parsed = text === undefined ? defaultOf(def) : parseConfig(def, text);
    if (isProblem(parsed)) problems.push(parsed);
    else values.set(def.name, parsed);
  }
  return { values, problems };
}

/** The value, or why the text is none: the end of Kafka's message. */
type Reader = (text: string) => Parsed | string;

const readText: Reader = (text) => ({ value: text, text });

function integerReader(type: "SHORT" | "INT" | "LONG", bits: 16 | 32 | 64): Reader {
  return (text) => {
    const value = parseInteger(text, bits);
    return value === undefined ? `Not a number of type ${type}` : { value: Number(value), text: String(value) };
  };
}

const readers: Record<ConfigTypeName, Reader> = {
  BOOLEAN: (text) => {
    const word = text.toLowerCase();
    if (word !== "true" && word !== "false") return "Expected value to be either true or false";
    return { value: word === "true", text: word };
  },
  SHORT: integerReader("SHORT", 16),
  INT: integerReader("INT", 32),
  LONG: integerReader("LONG", 64),
  DOUBLE: (text) => {
    const value = parseDouble(text);
    return value === undefined ? "Not a number of type DOUBLE" : { value, text: doubleText(value) };
  },
  LIST: (text) => {
    const value = parseList(text);
    return { value, text: value.join(",") };
  },
  STRING: readText,
  CLASS: readText,
  PASSWORD: readText,
};

function withoutDuplicates({ value, text }: Parsed): Parsed {
  if (!Array.isArray(value)) return { value, text };
  const distinct = [...new Set(value)];
  return { value: distinct, text: distinct.join(",") };
}
