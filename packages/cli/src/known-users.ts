import { type Acl, type Admin, RequestFailedError } from "@millrace/client";

/** A user as far as a cluster knows of it. */
export interface KnownUser {
  readonly name: string;
  readonly credentials: ReadonlyArray<{ readonly mechanism: string; readonly iterations: number }>;
  /** Rules that name the user itself; those about `User:*` hold for it too. */
  readonly acls: readonly Acl[];
  /** By client id: "" for every client, null for those that have no quota of their own. */
  readonly quotas: ReadonlyArray<{ readonly clientId: string | null; readonly quotas: Readonly<Record<string, number>> }>;
}

const userType = "User:";

/** All users that have credentials, ACLs or quotas, by their names. */
export async function knownUsers(admin: Admin): Promise<KnownUser[]> {
  const [credentials, acls, quotas] = await Promise.all([
    admin.describeUserScramCredentials(),
    aclsOf(admin),
    admin.describeClientQuotas({ user: "any" }),
  ]);
  const credentialsByUser = new Map(credentials.map(({ user, credentials: own }) => [user, own]));
  const aclsByUser = Map.groupBy(acls, ({ principal }) => principal.slice(userType.length));
  const quotasByUser = Map.groupBy(quotas, ({ entity }) => entity.user ?? null);
  const names = new Set([...credentialsByUser.keys(), ...aclsByUser.keys(), ...quotasByUser.keys()].filter((name) => name !== null));
  return [...names].sort().map((name) => ({
    name,
    credentials: credentialsByUser.get(name) ?? [],
    acls: aclsByUser.get(name) ?? [],
    quotas: (quotasByUser.get(name) ?? []).map(({ entity, quotas: own }) => ({
      clientId: entity["client-id"] === undefined ? "" : entity["client-id"],
      quotas: own,
    })),
  }));
}

/** Where nothing keeps to ACLs there are none. */
async function aclsOf(admin: Admin): Promise<readonly Acl[]> {
  try {
    return (await admin.describeAcls()).filter(({ principal }) => principal.startsWith(userType));
  } catch (thrown) {
    if (thrown instanceof RequestFailedError && thrown.error.name === "SECURITY_DISABLED") return [];
    throw thrown;
  }
}

/** For people: `producer_byte_rate=1024`. */
export function quotasText({ quotas }: KnownUser): readonly string[] {
  return quotas.map(({ clientId, quotas: own }) => {
    const client = clientId === "" ? "" : clientId === null ? " (other clients)" : ` (client ${clientId})`;
    return `${Object.entries(own)
      .map(([key, value]) => `${key}=${value}`)
      .join(", ")}${client}`;
  });
}
