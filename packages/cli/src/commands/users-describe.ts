import { aclHeaders, aclRow } from "../acl-words.ts";
import { type KnownUser, knownUsers, quotasText } from "../known-users.ts";
import type { ConnectionOptions, OutputOptions } from "../options.ts";
import { type Fact, output } from "../output.ts";
import { withAdmin } from "../session.ts";

/** Shows users; those of whom something is known, even if nothing is of others. */
export function describeUsers(names: readonly string[], options: ConnectionOptions & OutputOptions): Promise<number> {
  return withAdmin(options, async (admin) => {
    const all = new Map((await knownUsers(admin)).map((user) => [user.name, user]));
    const wanted = [...new Set(names)];
    const found = wanted.flatMap((name) => all.get(name) ?? []);
    if (options.output === "json") await output.json(found);
    else for (const [position, user] of found.entries()) await print(user, position > 0);
    for (const name of wanted) {
      if (!all.has(name)) process.stderr.write(`error: user ${name} has neither credentials nor ACLs nor quotas\n`);
    }
    return found.length === wanted.length ? 0 : 1;
  });
}

async function print(user: KnownUser, apart: boolean): Promise<void> {
  const credentials = user.credentials.map(({ mechanism, iterations }) => `${mechanism} (${iterations} iterations)`);
  const facts: readonly Fact[] = [
    ["Name:", user.name],
    ["Credentials:", orNone(credentials)],
    ["Quotas:", orNone(quotasText(user))],
    ["ACLs:", String(user.acls.length)],
  ];
  if (apart) await output.line("");
  await output.facts(facts);
  if (user.acls.length === 0) return;
  await output.line("");
  await output.table(
    aclHeaders.slice(1),
    user.acls.map((acl) => aclRow(acl).slice(1)),
  );
}

function orNone(texts: readonly string[]): readonly string[] {
  return texts.length === 0 ? ["(none)"] : texts;
}
