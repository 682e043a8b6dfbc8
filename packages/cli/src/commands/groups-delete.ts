import { errors } from "@millrace/protocol";
import type { ConnectionOptions, OutputOptions } from "../options.ts";
import { reportDeleted } from "../report-deleted.ts";
import { withAdmin } from "../session.ts";

interface Options extends ConnectionOptions, OutputOptions {
  readonly ifExists: boolean;
}

/** Deletes groups; those that can be, even if others can't. */
export function deleteGroups(groupIds: readonly string[], options: Options): Promise<number> {
  return withAdmin(options, async (admin) => {
    const outcomes = await admin.deleteGroups([...new Set(groupIds)]);
    const named = outcomes.map((outcome) => ({ ...outcome, name: outcome.groupId }));
    return reportDeleted(named, { ...options, kind: "group", missing: errors.GROUP_ID_NOT_FOUND });
  });
}
