/** What a command's code gets: arguments in order, options by their names in camelCase. */
export type Action<Options> = (args: readonly string[], options: Options) => Promise<number> | number;

/** An option as the help shows it, and how its text becomes a value. */
export interface OptionDefinition {
  /** For example `-p, --partitions <count>`. */
  readonly flags: string;
  readonly summary: string;
  /** Throws UsageError for a text that is no value. An option that may be repeated gets the value so far. */
  readonly parse?: (text: string, previous: unknown) => unknown;
  readonly choices?: readonly string[];
  readonly default?: unknown;
  /** Taken where the option is not given. */
  readonly environment?: string;
  readonly required?: boolean;
}

/** One command: what the help says, and where its code is, which is loaded when the command runs. */
export interface CommandDefinition {
  /** For example `topics list`. */
  readonly name: string;
  /** What Kafka's own tools call it, in place of the name's last word. */
  readonly alias?: string;
  readonly summary: string;
  /** More about it, a few lines. */
  readonly about?: string;
  /** In commander's notation: `<topic>`, `[topic...]`. */
  readonly arguments?: ReadonlyArray<readonly [name: string, summary: string]>;
  readonly options: readonly OptionDefinition[];
  /** What it does → how it is written. */
  readonly examples: ReadonlyArray<readonly [what: string, line: string]>;
  readonly load: () => Promise<Action<never>>;
}

/** A command line that can't be meant so. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
