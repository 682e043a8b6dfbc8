import type { ConfigChange } from "@millrace/client";
import { UsageError } from "../command.ts";
import { resourceOf, resourceText } from "../config-kinds.ts";
import { allWentWell } from "../failures.ts";
import type { ConnectionOptions, OutputOptions } from "../options.ts";
import { output } from "../output.ts";
import { withAdmin } from "../session.ts";

interface Options extends ConnectionOptions, OutputOptions {
  readonly config?: Readonly<Record<string, string>>;
  readonly append?: Readonly<Record<string, string>>;
  readonly subtract?: Readonly<Record<string, string>>;
  readonly delete?: readonly string[];
  readonly dryRun: boolean;
}

/** Changes configs of one resource; those that are not named stay as they are. */
export function alterConfigs(args: readonly string[], options: Options): Promise<number> {
  const resource = resourceOf(args);
  const given = (operation: "set" | "append" | "subtract", values: Readonly<Record<string, string>> = {}): ConfigChange[] =>
    Object.entries(values).map(([name, value]) => ({ name, operation, value }));
  const changes: ConfigChange[] = [
    ...given("set", options.config),
    ...given("append", options.append),
    ...given("subtract", options.subtract),
    ...(options.delete ?? []).map((name) => ({ name, operation: "delete" as const })),
  ];
  if (changes.length === 0) throw new UsageError("what is to be changed? --config, --append, --subtract or --delete is expected");
  return withAdmin(options, async (admin) => {
    const outcomes = await admin.incrementalAlterConfigs([{ ...resource, changes }], { validateOnly: options.dryRun });
    const what = resourceText(resource);
    const isDone = allWentWell(outcomes, () => `configs of ${what} were not changed`);
    if (options.output === "json") {
      await output.json(outcomes.map(({ type, name, error }) => ({ type, name, altered: isDone && !options.dryRun, error: error.name })));
    } else if (isDone) await output.line(`configs of ${what} ${options.dryRun ? "can be changed" : "changed"}`);
    return isDone ? 0 : 1;
  });
}
