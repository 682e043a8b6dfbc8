import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { type Action, type CommandDefinition, type OptionDefinition, UsageError } from "./command.ts";
import { commands, families, namedBy } from "./definitions/index.ts";
import { plainFlags } from "./plain-flags.ts";
import { spellings } from "./spellings.ts";
import { startIsOver } from "./start-tuning.ts";
import { version } from "./version.ts";

const exitCodes = { ok: 0, failure: 1, usage: 2 } as const;

/** Where help and complaints about the command line go. */
export interface Writers {
  out(text: string): void;
  err(text: string): void;
}

const standardStreams: Writers = { out: (text) => process.stdout.write(text), err: (text) => process.stderr.write(text) };

/** Parses a command line, loads the command's code and runs it. Gives the exit code: 0, 1 for a failure, 2 for a wrong command line. */
export async function runCommandLine(argv: readonly string[], writers: Writers = standardStreams): Promise<number> {
  let exitCode: number = exitCodes.ok;
  let running = "millrace";
  const program = new Command("millrace")
    .description("Run Strimzi's resources on a durable single-node Kafka broker, and work with any Kafka.")
    .version(`millrace ${version}`, "-V, --version")
    .helpCommand("help [command]", "display help for command");
  settle(program, writers);
  const parents = new Map<string, Command>();
  // To tell the parser of all commands takes longer than what many of them do.
  const named = namedBy(argv);
  for (const definition of named === undefined ? commands : [named]) {
    const [first = "", second] = definition.name.split(" ");
    const parent = second === undefined ? program : (parents.get(first) ?? family(program, first, writers));
    parents.set(first, parent);
    const command = parent.command(second ?? first).summary(definition.summary);
    settle(command, writers);
    define(command, definition, async (run) => {
      running = pathOf(command);
      exitCode = await run();
    });
  }
  try {
    await program.parseAsync(plainFlags(argv, named), { from: "user" });
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    if (!(thrown instanceof UsageError)) throw thrown;
    writers.err(`error: ${thrown.message}\nhint: ${running} --help shows how it is meant\n`);
    return exitCodes.usage;
  }
  return exitCode;
}

/** What all commands have in common. A wrong command line is told in one line, with where to find help. */
function settle(command: Command, { out, err }: Writers): void {
  command
    .exitOverride()
    .configureOutput({ writeOut: out, writeErr: err, outputError: (text, write) => write(`${text.trim().replaceAll("\n", " ")}\n`) })
    .showHelpAfterError(`hint: ${pathOf(command)} --help shows how it is meant`)
    .showSuggestionAfterError(true);
}

function family(program: Command, name: string, writers: Writers): Command {
  const command = program
    .command(name)
    .description(families[name] ?? "")
    .helpCommand(false);
  settle(command, writers);
  return command;
}

function define(command: Command, definition: CommandDefinition, carryOut: (run: () => Promise<number>) => Promise<void>): void {
  if (definition.alias !== undefined) command.alias(definition.alias);
  command.description([capital(definition.summary), definition.about].filter(Boolean).join(".\n\n"));
  for (const [argument, summary] of definition.arguments ?? []) command.argument(argument, summary);
  for (const option of definition.options) for (const each of commanderOptions(option)) command.addOption(each);
  if (definition.examples.length > 0) {
    const lines = definition.examples.map(([what, line]) => `  # ${what}\n  ${line}\n`);
    command.addHelpText("after", `\nExamples:\n${lines.join("\n")}`);
  }
  command.action(() =>
    carryOut(async () => {
      const action = (await definition.load()) as Action<Record<string, unknown>>;
      startIsOver();
      const flags = command.options.filter((option) => option.isBoolean()).map((option) => [option.attributeName(), false]);
      return action(command.args, { ...Object.fromEntries(flags), ...command.opts() });
    }),
  );
}

/** An option under another name: its value is the option's own. */
class Spelling extends Option {
  readonly #attribute: string;

  constructor(flags: string, option: Option) {
    super(flags);
    this.#attribute = option.attributeName();
    this.hideHelp();
  }

  override attributeName(): string {
    return this.#attribute;
  }
}

/** The option that the help shows, then its other names. */
function commanderOptions(definition: OptionDefinition): Option[] {
  const shown = new Option(definition.flags, definition.summary);
  const others = spellings[shown.long ?? ""] ?? [];
  if (others.length > 0) shown.description += ` (also ${others.join(", ")})`;
  const value = definition.flags.slice(definition.flags.indexOf(" <"));
  const options = [shown, ...others.map((name) => new Spelling(`${name}${value}`, shown))];
  for (const option of options) understand(option, definition);
  if (definition.default !== undefined) shown.default(definition.default, defaultText(definition.default));
  if (definition.environment !== undefined) shown.env(definition.environment);
  if (definition.required) shown.makeOptionMandatory();
  return options;
}

/** How the text of an option becomes its value. */
function understand(option: Option, { parse, choices }: OptionDefinition): void {
  if (choices !== undefined) option.choices(choices);
  if (parse !== undefined) option.argParser((text: string, previous: unknown) => parsed(parse, text, previous));
}

/** Commander's own error tells which option it was. */
function parsed(parse: (text: string, previous: unknown) => unknown, text: string, previous: unknown): unknown {
  try {
    return parse(text, previous);
  } catch (thrown) {
    throw thrown instanceof UsageError ? new InvalidArgumentError(thrown.message) : thrown;
  }
}

function defaultText(value: unknown): string {
  if (value === "\t") return "a tab";
  return typeof value === "number" ? `${value / 1000}s` : String(value);
}

function pathOf(command: Command): string {
  const parent = command.parent === null ? [] : [pathOf(command.parent)];
  return [...parent, command.name()].join(" ");
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
