import { type OptionDefinition, UsageError } from "./command.ts";

/** What every command that talks to a cluster takes. */
export interface ConnectionOptions {
  readonly bootstrapServer: string;
  readonly timeout: number;
  /** Path of a file with Kafka's properties of clients. */
  readonly commandConfig?: string;
}

export interface OutputOptions {
  readonly output: "text" | "json";
}

export const output: OptionDefinition = {
  flags: "-o, --output <format>",
  summary: "for people (text) or for programs (json)",
  choices: ["text", "json"],
  default: "text",
};

export const connection: readonly OptionDefinition[] = [
  {
    flags: "-b, --bootstrap-server <list>",
    summary: "where brokers of the cluster listen: host:port, separated by commas",
    parse: addresses,
    environment: "MILLRACE_BOOTSTRAP_SERVERS",
    default: "127.0.0.1:9092",
  },
  {
    flags: "--timeout <duration>",
    summary: "how long to try: 500ms, 10s, 2m",
    parse: durationMs,
    default: 10_000,
  },
  {
    flags: "--command-config <file>",
    summary: "Kafka's properties of clients: security.protocol, sasl.*, ssl.*",
    environment: "MILLRACE_COMMAND_CONFIG",
  },
];

/** An option that collects `name=value` pairs. */
export function configEntries(flags: string, summary: string): OptionDefinition {
  return { flags, summary, parse: (text, previous) => ({ ...(previous as object | undefined), ...Object.fromEntries([entry(text)]) }) };
}

export const configs: OptionDefinition = configEntries("-c, --config <name=value>", "a config of the topic; may be repeated");

export function wholeNumber(min: number, max: number = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw new UsageError(
      max === Number.MAX_SAFE_INTEGER ? `a whole number from ${min} is expected` : `a whole number from ${min} to ${max} is expected`,
    );
  };
}

/** `0,2,5` */
export function partitionNumbers(text: string): number[] {
  return text.split(",").map((part) => wholeNumber(0, 0x7fff_ffff)(part.trim()));
}

const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

export function durationMs(text: string): number {
  const [, digits = "", unit = ""] = /^(\d+)(ms|s|m|h)$/.exec(text) ?? [];
  const unitMs = unitsMs[unit];
  if (unitMs === undefined || Number(digits) === 0) throw new UsageError("a duration is expected, for example 500ms, 10s or 2m");
  return Number(digits) * unitMs;
}

/** `name=value`; the value may be empty and may have further "=". */
function entry(text: string): [name: string, value: string] {
  const at = text.indexOf("=");
  if (at < 1) throw new UsageError("name=value is expected");
  return [text.slice(0, at), text.slice(at + 1)];
}

/** Collects headers of records. */
export function header(text: string, previous: unknown): Array<{ key: string; value: string }> {
  const [key, value] = entry(text);
  return [...((previous as Array<{ key: string; value: string }> | undefined) ?? []), { key, value }];
}

/** Collects states of groups or transactions; a broker finds nothing in a state that it does not know, and says nothing. */
export function repeatedState(states: readonly string[]): (text: string, previous: unknown) => string[] {
  return (text, previous) => {
    const state = states.find((each) => each.toLowerCase() === text.toLowerCase());
    if (state === undefined) throw new UsageError(`one of ${states.join(", ")} is expected`);
    return repeated(state, previous);
  };
}

/** Collects the values of an option that may be repeated. */
export function repeated(text: string, previous: unknown): string[] {
  return [...((previous as string[] | undefined) ?? []), text];
}

export function addresses(text: string): string {
  const wrong = text.split(",").find((part) => !/^(\[[^\]\s]+\]|[^\s:/[\]]+):\d{1,5}$/.test(part.trim()));
  if (wrong === undefined) return text;
  throw new UsageError(`"${wrong.trim()}" is no address: host:port is expected, several separated by commas`);
}
