import type { ConnectionOptions, OutputOptions } from "../options.ts";
import { output } from "../output.ts";
import { withAdmin } from "../session.ts";

interface Options extends ConnectionOptions, OutputOptions {
  readonly state?: readonly string[];
}

/** Lists groups. */
export function listGroups(_args: readonly string[], options: Options): Promise<number> {
  return withAdmin(options, async (admin) => {
    const groups = await admin.listGroups({ states: options.state ?? [] });
    if (options.output === "json") await output.json(groups);
    else
      await output.table(
        ["GROUP", "STATE", "TYPE", "PROTOCOL"],
        groups.map((each) => [each.groupId, each.state, each.type, each.protocolType]),
      );
    return 0;
  });
}
