import { errors } from "@millrace/protocol";
import type { ConnectionOptions, OutputOptions } from "../options.ts";
import { reportDeleted } from "../report-deleted.ts";
import { withAdmin } from "../session.ts";

interface Options extends ConnectionOptions, OutputOptions {
  readonly ifExists: boolean;
}

/** Deletes topics; those that can be, even if others can't. */
export function deleteTopics(names: readonly string[], options: Options): Promise<number> {
  return withAdmin(options, async (admin) => {
    const outcomes = await admin.deleteTopics([...new Set(names)]);
    return reportDeleted(outcomes, { ...options, kind: "topic", missing: errors.UNKNOWN_TOPIC_OR_PARTITION });
  });
}
