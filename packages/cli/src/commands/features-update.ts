import { UsageError } from "../command.ts";
import { type ConnectionOptions, wholeNumber } from "../options.ts";
import { output } from "../output.ts";
import { withAdmin } from "../session.ts";

interface Options extends ConnectionOptions {
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
    for (const { name, level } of updates) await output.line(`feature ${name} ${options.dryRun ? "can be set" : "set"} to ${level}`);
    return 0;
  });
}

/** `name=level` */
function levelIn(text: string): { name: string; level: number } {
  const at = text.lastIndexOf("=");
  if (at < 1) throw new UsageError(`"${text}" names no level: name=level is expected`);
  return { name: text.slice(0, at), level: wholeNumber(0, 32_767)(text.slice(at + 1)) };
}
