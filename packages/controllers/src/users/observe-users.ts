import { type Acl, type Admin, RequestFailedError } from "@millrace/client";
import type { UserState } from "@millrace/plans";
import type { AclDeclaration } from "@millrace/resources";

/** As ACLs name a user. */
export const principalOf = (user: string): string => `User:${user}`;

/** Undefined for what is not about one user. */
const userOf = (principal: string): string | undefined =>
  principal.startsWith("User:") && principal !== "User:*" ? principal.slice("User:".length) : undefined;

/** What a cluster has of users that are asked for; those of which it has nothing are left out. Three requests, however many there are. */
export async function observeUsers(admin: Admin, concerns: (name: string) => boolean): Promise<UserState[]> {
  const [credentials, acls, quotas] = await Promise.all([admin.describeUserScramCredentials(), aclsOf(admin), quotasOf(admin)]);
  const withScram = new Set(credentials.filter((each) => each.credentials.some(isSha512)).map(({ user }) => user));
  const aclsByUser = Map.groupBy(acls, ({ principal }) => userOf(principal));
  const names = new Set([...withScram, ...aclsByUser.keys(), ...quotas.keys()].filter((name) => name !== undefined));
  return [...names].filter(concerns).map((name) => ({
    name,
    hasScram: withScram.has(name),
    acls: (aclsByUser.get(name) ?? []).flatMap((acl) => stateOf(acl) ?? []),
    quotas: quotas.get(name) ?? {},
  }));
}

const isSha512 = ({ mechanism }: { readonly mechanism: string }): boolean => mechanism === "SCRAM-SHA-512";

/** Where nothing keeps to ACLs there are none. */
async function aclsOf(admin: Admin): Promise<readonly Acl[]> {
  try {
    return await admin.describeAcls();
  } catch (thrown) {
    if (thrown instanceof RequestFailedError && thrown.error.name === "SECURITY_DISABLED") return [];
    throw thrown;
  }
}

/** The quotas of users, whichever client they use. */
async function quotasOf(admin: Admin): Promise<ReadonlyMap<string, Readonly<Record<string, number>>>> {
  const described = await admin.describeClientQuotas({ user: "any" }, { strict: true });
  return new Map(described.flatMap(({ entity, quotas }) => (typeof entity.user === "string" ? [[entity.user, quotas] as const] : [])));
}

/** Undefined for a rule that this client is too old to understand: it is left alone. */
function stateOf({ permission, operation, resourceType, resourceName, patternType, host }: Acl): AclDeclaration | undefined {
  if (permission === "unknown" || operation === "Unknown" || resourceType === "unknown" || patternType === "unknown") return undefined;
  return { permission, operation, resourceType, resourceName, patternType, host };
}
