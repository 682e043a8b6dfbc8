import { errors } from "@millrace/protocol";
import { aclHeaders, aclRow, type FilterOptions, filtersOf } from "../acl-words.ts";
import { UsageError } from "../command.ts";
import { allWentWell } from "../failures.ts";
import type { ConnectionOptions, OutputOptions } from "../options.ts";
import { output } from "../output.ts";
import { withAdmin } from "../session.ts";
import { chosen } from "./acls-list.ts";

interface Options extends FilterOptions, ConnectionOptions, OutputOptions {
  readonly all: boolean;
  readonly dryRun: boolean;
}

/** Removes the ACLs that the options choose, and shows them. */
export function removeAcls(_args: readonly string[], options: Options): Promise<number> {
  const filters = filtersOf(options);
  if (filters.some((filter) => Object.keys(filter).length === 0) && !options.all) {
    throw new UsageError("which ACLs? --principal, --topic or the like is expected, or --all");
  }
  return withAdmin(options, async (admin) => {
    if (options.dryRun) {
      const acls = await chosen(admin, options);
      if (options.output === "json") await output.json(acls.map((acl) => ({ ...acl, removed: false, error: "NONE" })));
      else await output.table(aclHeaders, acls.map(aclRow));
      return 0;
    }
    const outcomes = await admin.deleteAcls(filters);
    const matched = outcomes.flatMap(({ acls }) => acls);
    const removed = matched.filter(({ error }) => error === errors.NONE).map(({ acl }) => acl);
    if (options.output === "json")
      await output.json(matched.map(({ acl, error }) => ({ ...acl, removed: error === errors.NONE, error: error.name })));
    else await output.table(aclHeaders, removed.map(aclRow));
    const all = allWentWell(outcomes, () => "the ACLs were not removed");
    return allWentWell(matched, ({ acl }) => `the ACL ${aclRow(acl).join(" ")} was not removed`) && all ? 0 : 1;
  });
}
