import type { CommandDefinition } from "./command.ts";

/** `--wait=false`, as kubectl and other programs in Go take it, of options that have no value here. */
export function plainFlags(argv: readonly string[], definition: CommandDefinition | undefined): readonly string[] {
  const flags = new Set(definition?.options.flatMap(({ flags: text }) => (text.includes("<") ? [] : [text.split(" ").at(-1)])));
  return argv.flatMap((argument) => {
    const [, name = "", value = "true"] = /^--([a-z-]+)(?:=(true|false))?$/.exec(argument) ?? [];
    if (flags.has(`--no-${name}`)) return value === "true" ? [] : [`--no-${name}`];
    if (!flags.has(`--${name}`) || !argument.includes("=")) return [argument];
    return value === "true" ? [`--${name}`] : [];
  });
}
