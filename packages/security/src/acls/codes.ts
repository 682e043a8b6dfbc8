/** What an ACL can be about, as requests and stored records number it. */
export const resourceTypes = {
  UNKNOWN: 0,
  ANY: 1,
  TOPIC: 2,
  GROUP: 3,
  CLUSTER: 4,
  TRANSACTIONAL_ID: 5,
  DELEGATION_TOKEN: 6,
  USER: 7,
} as const;

/** What the name in an ACL stands for (KIP-290). */
export const patternTypes = { UNKNOWN: 0, ANY: 1, MATCH: 2, LITERAL: 3, PREFIXED: 4 } as const;

/** What somebody wants to do. */
export const aclOperations = {
  UNKNOWN: 0,
  ANY: 1,
  ALL: 2,
  READ: 3,
  WRITE: 4,
  CREATE: 5,
  DELETE: 6,
  ALTER: 7,
  DESCRIBE: 8,
  CLUSTER_ACTION: 9,
  DESCRIBE_CONFIGS: 10,
  ALTER_CONFIGS: 11,
  IDEMPOTENT_WRITE: 12,
  CREATE_TOKENS: 13,
  DESCRIBE_TOKENS: 14,
  TWO_PHASE_COMMIT: 15,
} as const;

export const permissionTypes = { UNKNOWN: 0, ANY: 1, DENY: 2, ALLOW: 3 } as const;

type CodeOf<Table> = Table[keyof Table];
export type ResourceType = CodeOf<typeof resourceTypes>;
export type PatternType = CodeOf<typeof patternTypes>;
export type AclOperation = CodeOf<typeof aclOperations>;
export type PermissionType = CodeOf<typeof permissionTypes>;

type Codes = Readonly<Record<string, number>>;

/** What a number from outside stands for; UNKNOWN, 0, for one that stands for nothing. */
export function knownCode<Table extends Codes>(table: Table, code: number): CodeOf<Table> | 0 {
  return Object.values(table).includes(code) ? (code as CodeOf<Table>) : 0;
}

/** Kafka's name of a code, e.g. `TRANSACTIONAL_ID`; UNKNOWN for one that stands for nothing. */
export function codeName(table: Codes, code: number): string {
  return Object.entries(table).find(([, value]) => value === code)?.[0] ?? "UNKNOWN";
}

/** A name as Kafka's audit log and tools write it, e.g. `TransactionalId`. */
export function pascalCase(name: string): string {
  return name.toLowerCase().replace(/(?:^|_)(.)/g, (_, letter: string) => letter.toUpperCase());
}
