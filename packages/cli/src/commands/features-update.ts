import { UsageError } from "../command.ts";
import type { ConnectionOptions, OutputOptions } from "../options.ts";
import { output } from "../output.ts";
import { withAdmin } from "../session.ts";

interface Options extends ConnectionOptions, OutputOptions {
  readonly dryRun: boolean;
  readonly unsafe?: boolean;
}

/** Raises levels of features: all that are named, or none. */
export function upgradeFeatures(args: readonly string[], options: Options): Promise<number> {
  return update(args, "upgrade", options);
}

/** Lowers levels of features: all that are named, or none. */
export function downgradeFeatures(args: readonly string[], options: Options): Promise<number> {
  return update(args, options.unsafe === true ? "unsafe-downgrade" : "safe-downgrade", options);
}

function update(args: readonly string[], type: "upgrade" | "safe-downgrade" | "unsafe-downgrade", options: Options): Promise<number> {
  const updates = args.map((text) => ({ ...levelIn(text), type }));
  return withAdmin(options, async (admin) => {
    await admin.updateFeatures(updates, { validateOnly: options.dryRun });
    if (options.output === "json") await output.json(updates.map(({ name, level }) => ({ name, level, altered: !options.dryRun })));
    else for (const { name, level } of updates) await output.line(`feature ${name} ${options.dryRun ? "can be set" : "set"} to ${level}`);
    return 0;
  });
}

const levelMax = 32_767;

/** `name=level` */
function levelIn(text: string): { name: string; level: number } {
  const [, name, digits] = /^(.+)=(\d+)$/.exec(text) ?? [];
  const level = Number(digits);
  if (name !== undefined && level <= levelMax) return { name, level };
  throw new UsageError(`"${text}" names no level: name=level is expected, with a whole number from 0 to ${levelMax}`);
}
