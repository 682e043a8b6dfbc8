import { apis, errorByCode } from "@millrace/protocol";
import type { Cluster } from "../cluster/cluster.ts";
import { type Answer, routed, toController } from "../cluster/routing.ts";
import { requestFailed } from "../errors.ts";
import { type Outcome, outcomes } from "./outcome.ts";

/** What a rule can be about, with the protocol's numbers; likewise below. */
const resourceTypes = { unknown: 0, topic: 2, group: 3, cluster: 4, "transactional-id": 5, "delegation-token": 6, user: 7 } as const;

const patternTypes = { unknown: 0, literal: 3, prefixed: 4 } as const;

const permissions = { unknown: 0, deny: 2, allow: 3 } as const;

const operations = {
  Unknown: 0,
  All: 2,
  Read: 3,
  Write: 4,
  Create: 5,
  Delete: 6,
  Alter: 7,
  Describe: 8,
  ClusterAction: 9,
  DescribeConfigs: 10,
  AlterConfigs: 11,
  IdempotentWrite: 12,
  CreateTokens: 13,
  DescribeTokens: 14,
  TwoPhaseCommit: 15,
} as const;

const any = 1;
const patternFilters = { ...patternTypes, any, match: 2 } as const;

/** Kafka's name of the one resource of the type `cluster`. */
export const clusterResourceName = "kafka-cluster";

/** One rule: that somebody may, or may not, do something. What is newer than this client reads `unknown`. */
export interface Acl {
  /** `type:name`, e.g. `User:alice`. */
  readonly principal: string;
  readonly permission: keyof typeof permissions;
  readonly operation: keyof typeof operations;
  readonly resourceType: keyof typeof resourceTypes;
  readonly resourceName: string;
  readonly patternType: keyof typeof patternTypes;
  /** An address, or `*`. */
  readonly host: string;
}

/** What chooses among rules; what is left out may be anything. */
export interface AclFilter {
  readonly principal?: string;
  readonly permission?: Acl["permission"];
  readonly operation?: Acl["operation"];
  readonly resourceType?: Acl["resourceType"];
  readonly resourceName?: string;
  /** `match` chooses all that apply to a resource of the name. Default `any`. */
  readonly patternType?: keyof typeof patternFilters;
  readonly host?: string;
}

export interface DeletedAcls extends Outcome {
  readonly filter: AclFilter;
  /** What the filter chose, and what came of each. */
  readonly acls: ReadonlyArray<Outcome & { readonly acl: Acl }>;
}

/** The rules that a filter chooses, sorted by what they are about. Throws REQUEST_FAILED. */
export async function describeAcls(cluster: Cluster, filter: AclFilter = {}): Promise<Acl[]> {
  const reply = await cluster.requestAny(apis.describeAcls, () => wireFilter(filter));
  if (reply.errorCode !== 0) throw requestFailed("ACLs could not be described", reply.errorCode, reply.errorMessage);
  return reply.resources
    .flatMap(({ acls, ...resource }) => acls.map((row) => aclOf({ ...resource, ...row })))
    .sort((one, other) => (sortKey(one) < sortKey(other) ? -1 : 1));
}

/** Adds rules; those that are there already stay. */
export async function createAcls(cluster: Cluster, acls: readonly Acl[]): Promise<Array<Outcome & { readonly acl: Acl }>> {
  const answers = await routed(cluster, acls, toController, async (broker, items) => {
    const reply = await broker.request(apis.createAcls, () => ({ creations: items.map(wireAcl) }));
    return reply.results.map(answerOf);
  });
  return outcomes(acls, answers, (acl) => ({ acl }));
}

/** Deletes the rules that each filter chooses. */
export async function deleteAcls(cluster: Cluster, filters: readonly AclFilter[]): Promise<DeletedAcls[]> {
  const answers = await routed(cluster, filters, toController, async (broker, items) => {
    const reply = await broker.request(apis.deleteAcls, () => ({ filters: items.map(wireFilter) }));
    return reply.filterResults.map(answerOf);
  });
  return outcomes(filters, answers, (filter) => ({ filter })).map((outcome, position) => {
    const rows = answers[position]?.value?.matchingAcls ?? [];
    const acls = rows.map((row) => ({ acl: aclOf(row), error: errorByCode(row.errorCode), errorMessage: row.errorMessage || null }));
    return { ...outcome, acls };
  });
}

/** Results stand in the order of what was asked. */
function answerOf<Row extends { readonly errorCode: number; readonly errorMessage: string | null }>(value: Row): Answer<Row> {
  return { error: errorByCode(value.errorCode), errorMessage: value.errorMessage, value };
}

function wireFilter({ principal, permission, operation, resourceType, resourceName, patternType, host }: AclFilter) {
  return {
    resourceTypeFilter: resourceType === undefined ? any : resourceTypes[resourceType],
    resourceNameFilter: resourceName ?? null,
    patternTypeFilter: patternFilters[patternType ?? "any"],
    principalFilter: principal ?? null,
    hostFilter: host ?? null,
    operation: operation === undefined ? any : operations[operation],
    permissionType: permission === undefined ? any : permissions[permission],
  };
}

function wireAcl({ principal, permission, operation, resourceType, resourceName, patternType, host }: Acl) {
  return {
    ...{ principal, resourceName, host },
    resourceType: resourceTypes[resourceType],
    resourcePatternType: patternTypes[patternType],
    operation: operations[operation],
    permissionType: permissions[permission],
  };
}

interface WireAcl {
  readonly resourceType: number;
  readonly resourceName: string;
  readonly patternType: number;
  readonly principal: string;
  readonly host: string;
  readonly operation: number;
  readonly permissionType: number;
}

function aclOf({ principal, resourceName, host, ...row }: WireAcl): Acl {
  return {
    principal,
    permission: wordOf(permissions, row.permissionType) ?? "unknown",
    operation: wordOf(operations, row.operation) ?? "Unknown",
    resourceType: wordOf(resourceTypes, row.resourceType) ?? "unknown",
    resourceName,
    patternType: wordOf(patternTypes, row.patternType) ?? "unknown",
    host,
  };
}

function wordOf<Table extends Readonly<Record<string, number>>>(table: Table, code: number): keyof Table | undefined {
  return Object.keys(table).find((word) => table[word] === code);
}

function sortKey({ resourceType, resourceName, patternType, principal, permission, operation, host }: Acl): string {
  return [resourceType, resourceName, patternType, principal, permission, operation, host].join("\0");
}
