import type { ConfigEntry } from "@millrace/client";
import { errors } from "@millrace/protocol";
import { resourceOf, resourceText } from "../config-kinds.ts";
import { allWentWell } from "../failures.ts";
import type { ConnectionOptions, OutputOptions } from "../options.ts";
import { output } from "../output.ts";
import { withAdmin } from "../session.ts";

interface Options extends ConnectionOptions, OutputOptions {
  readonly all: boolean;
}

/** Values that were set while the cluster runs. */
function isSet({ source }: ConfigEntry): boolean {
  return source.startsWith("DYNAMIC_");
}

/** Shows what is set for one resource, or everything that could be. */
export function describeConfigs(args: readonly string[], options: Options): Promise<number> {
  const resource = resourceOf(args);
  return withAdmin(options, async (admin) => {
    const described = await admin.describeConfigs([resource], { synonyms: true });
    const entries = described.flatMap((each) => each.entries).filter((entry) => options.all || isSet(entry));
    if (options.output === "json") {
      await output.json(
        entries.map(({ name, value, source, type, readOnly, sensitive }) => ({ name, value, source, type, readOnly, sensitive })),
      );
    } else if (described.some(({ error }) => error === errors.NONE)) {
      await output.table(
        ["NAME", "VALUE", "FROM"],
        entries.map(({ name, value, sensitive, source }) => [name, sensitive ? "(secret)" : (value ?? ""), source]),
      );
    }
    return allWentWell(described, () => `configs of ${resourceText(resource)} can't be described`) ? 0 : 1;
  });
}
