import type { ConnectionOptions, OutputOptions } from "../options.ts";
import { output } from "../output.ts";
import { withAdmin } from "../session.ts";

/** Lists the cluster's features. */
export function listFeatures(_args: readonly string[], options: ConnectionOptions & OutputOptions): Promise<number> {
  return withAdmin(options, async (admin) => {
    const features = await admin.describeFeatures();
    if (options.output === "json") await output.json(features);
    else
      await output.table(
        ["NAME", "LEVEL", "LOWEST", "HIGHEST"],
        features.map(({ name, level, minLevel, maxLevel }) => [name, level, minLevel, maxLevel]),
      );
    return 0;
  });
}
