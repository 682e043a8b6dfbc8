import type { Grant } from "./grants.ts";

/** How somebody says who they are. */
export type Way = "PLAIN" | "SCRAM" | "a token of their own" | "a token that another made" | "a certificate";

/** An ACL, and for whom. */
export interface UserGrant extends Pick<Grant, "operation" | "pattern" | "allows"> {
  readonly where: Grant["where"] | "anywhere";
  /** What is put in for `NAME` is the user's own. */
  readonly principal: string;
}

/** A row of the table of users: who asks, and what there is for or against them. */
export interface UserRow {
  readonly name: string;
  readonly way: Way;
  /** Where it is not a user of the row's own. */
  readonly user?: string;
  readonly grants: readonly UserGrant[];
}

const own = "User:NAME";

function grant(more: Partial<UserGrant> = {}): UserGrant {
  return { principal: own, operation: "ALL", pattern: "literal", where: "anywhere", allows: true, ...more };
}

/** What is granted to whom, where everybody logs in by PLAIN. */
const grants: Readonly<Record<string, readonly Partial<UserGrant>[]>> = {
  nothing: [],
  "to them": [{}],
  "to User:*": [{ principal: "User:*" }],
  "to another user": [{ principal: "User:another" }],
  "to the name in capitals": [{ principal: "User:NAME!" }],
  "to what their name begins with": [{ principal: "User:u" }],
  "to their name with an asterisk": [{ principal: "User:u*" }],
  "to a group of their name": [{ principal: "Group:NAME" }],
  "to user:NAME": [{ principal: "user:NAME" }],
  "to User:ANONYMOUS": [{ principal: "User:ANONYMOUS" }],
  "by prefix": [{ pattern: "prefixed" }],
  "by prefix to User:*": [{ pattern: "prefixed", principal: "User:*" }],
  "by wildcard": [{ pattern: "wildcard" }],
  "by wildcard to User:* from there": [{ pattern: "wildcard", principal: "User:*", where: "there" }],
  "from there": [{ where: "there" }],
  "from elsewhere": [{ where: "elsewhere" }],
  "to User:* from elsewhere, to them from there": [{ principal: "User:*", where: "elsewhere" }, { where: "there" }],
  "to User:*, denied to them": [{ principal: "User:*" }, { allows: false }],
  "to User:*, denied to another": [{ principal: "User:*" }, { principal: "User:another", allows: false }],
  "to User:*, READ denied to them": [{ principal: "User:*" }, { operation: "READ", allows: false }],
  "to User:*, DESCRIBE denied to them from there": [{ principal: "User:*" }, { operation: "DESCRIBE", where: "there", allows: false }],
  "to User:*, denied to them from elsewhere": [{ principal: "User:*" }, { where: "elsewhere", allows: false }],
  "to them, denied to User:*": [{}, { principal: "User:*", allows: false }],
  "to them, denied to User:* by prefix": [{}, { principal: "User:*", pattern: "prefixed", allows: false }],
  "by wildcard, denied by prefix": [{ pattern: "wildcard" }, { pattern: "prefixed", allows: false }],
  "to them, denied to a group of their name": [{}, { principal: "Group:NAME", allows: false }],
};

const denied: readonly UserGrant[] = [grant({ allows: false }), grant({ principal: "User:*", allows: false })];
export const superUser = "chief";
/** Whom the certificate's name is mapped to. */
const certified = "cert-alice";

export const userRows: readonly UserRow[] = [
  ...Object.entries(grants).map(([name, each]): UserRow => ({ name, way: "PLAIN", grants: each.map(grant) })),
  { name: "a super user, denied", way: "PLAIN", user: superUser, grants: denied },
  { name: "a super user's name in capitals", way: "PLAIN", user: superUser.toUpperCase(), grants: [] },
  // Nobody is called *: whatever User:* asks, StandardAuthorizer stumbles over, since it is the same as everybody.
  { name: "by SCRAM, to them", way: "SCRAM", grants: [grant()] },
  { name: "by SCRAM, an odd name", way: "SCRAM", user: "Zoe =,: User:*", grants: [grant()] },
  {
    name: "by SCRAM, an odd name, to User:* only of wildcards",
    way: "SCRAM",
    user: "User:*",
    grants: [grant({ principal: "User:*", pattern: "prefixed" })],
  },
  { name: "by a token of their own, to them", way: "a token of their own", grants: [grant()] },
  { name: "by a token of their own, to another", way: "a token of their own", grants: [grant({ principal: "User:another" })] },
  { name: "by a token that another made, to them", way: "a token that another made", grants: [grant()] },
  {
    name: "by a token that another made, to that one",
    way: "a token that another made",
    grants: [grant({ principal: `User:${superUser}` })],
  },
  { name: "by a certificate, to the mapped name", way: "a certificate", user: certified, grants: [grant()] },
  { name: "by a certificate, to its whole name", way: "a certificate", user: certified, grants: [grant({ principal: "User:CN=alice" })] },
];
