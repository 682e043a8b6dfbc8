import { kindOf } from "../config-kinds.ts";
import type { ConnectionOptions, OutputOptions } from "../options.ts";
import { output } from "../output.ts";
import { withAdmin } from "../session.ts";

/** Lists what has configs of its own. */
export function listConfigs(words: readonly string[], options: ConnectionOptions & OutputOptions): Promise<number> {
  const kinds = words.map(kindOf);
  return withAdmin(options, async (admin) => {
    const resources = await admin.listConfigResources(kinds);
    if (options.output === "json") await output.json(resources);
    else
      await output.table(
        ["KIND", "NAME"],
        resources.map(({ type, name }) => [type, name]),
      );
    return 0;
  });
}
