import { MillraceError } from "@millrace/kit";

/** Reads `super.users`: principals as `type:name`, with semicolons between them. Throws CONFIG_INVALID where one lacks the colon. */
export function parseSuperUsers(text: string): ReadonlySet<string> {
  const principals = text
    .split(";")
    .map((each) => each.trim())
    .filter((each) => each !== "");
  for (const principal of principals) {
    if (principal.includes(":")) continue;
    throw new MillraceError("CONFIG_INVALID", `super.users: expected a string in format principalType:principalName but got ${principal}`);
  }
  return new Set(principals);
}
