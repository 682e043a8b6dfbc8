import { knownUsers, quotasText } from "../known-users.ts";
import type { ConnectionOptions, OutputOptions } from "../options.ts";
import { output } from "../output.ts";
import { withAdmin } from "../session.ts";

/** Lists users of whom the cluster knows. */
export function listUsers(_args: readonly string[], options: ConnectionOptions & OutputOptions): Promise<number> {
  return withAdmin(options, async (admin) => {
    const users = await knownUsers(admin);
    if (options.output === "json") {
      await output.json(users.map(({ name, credentials, acls, quotas }) => ({ name, credentials, acls: acls.length, quotas })));
      return 0;
    }
    const rows = users.map((user) => [
      user.name,
      user.credentials.map(({ mechanism }) => mechanism).join(", ") || "-",
      user.acls.length,
      quotasText(user).join("; ") || "-",
    ]);
    await output.table(["NAME", "CREDENTIALS", "ACLS", "QUOTAS"], rows);
    return 0;
  });
}
