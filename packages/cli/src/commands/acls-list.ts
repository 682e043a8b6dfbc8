import type { Acl, Admin } from "@millrace/client";
import { aclHeaders, aclRow, type FilterOptions, filtersOf } from "../acl-words.ts";
import type { ConnectionOptions, OutputOptions } from "../options.ts";
import { output } from "../output.ts";
import { withAdmin } from "../session.ts";

/** Lists ACLs: all, or those that the options choose. */
export function listAcls(_args: readonly string[], options: FilterOptions & ConnectionOptions & OutputOptions): Promise<number> {
  return withAdmin(options, async (admin) => {
    const acls = await chosen(admin, options);
    if (options.output === "json") await output.json(acls);
    else await output.table(aclHeaders, acls.map(aclRow));
    return 0;
  });
}

/** What the options choose, each once. */
export async function chosen(admin: Admin, options: FilterOptions): Promise<Acl[]> {
  const found = await Promise.all(filtersOf(options).map((filter) => admin.describeAcls(filter)));
  return [...new Map(found.flat().map((acl) => [aclRow(acl).join("\0"), acl])).values()];
}
