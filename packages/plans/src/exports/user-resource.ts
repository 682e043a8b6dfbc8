import {
  type AclDeclaration,
  apiVersion,
  clusterLabel,
  type KafkaUser,
  type UserAuthentication,
  type UserAuthorization,
  type UserQuotas,
} from "@millrace/resources";
import type { UserState } from "../users/plan.ts";
import type { Exported, Home } from "./exported.ts";
import { isResourceName } from "./resource-name.ts";

type AclRule = UserAuthorization["acls"][number];

const commonName = /^CN=([^,+]+)$/;
const operations: ReadonlySet<string> = new Set<AclRule["operations"][number]>([
  ...(["Read", "Write", "Create", "Delete", "Alter", "Describe"] as const),
  ...(["ClusterAction", "AlterConfigs", "DescribeConfigs", "IdempotentWrite", "All"] as const),
]);
const resourceTypes: Readonly<Record<AclDeclaration["resourceType"], AclRule["resource"]["type"] | undefined>> = {
  topic: "topic",
  group: "group",
  cluster: "cluster",
  "transactional-id": "transactionalId",
  "delegation-token": undefined,
  user: undefined,
};
const quotaFields: Readonly<Record<string, keyof UserQuotas>> = {
  producer_byte_rate: "producerByteRate",
  consumer_byte_rate: "consumerByteRate",
  request_percentage: "requestPercentage",
  controller_mutation_rate: "controllerMutationRate",
};

/** The KafkaUser that declares a user as it is; passwords and certificates are nothing that Kafka tells. */
export function userResource(user: UserState, { cluster, namespace }: Home): Exported<KafkaUser> {
  const [, certified] = commonName.exec(user.name) ?? [];
  const name = certified ?? user.name;
  if (!isResourceName(name)) return { resource: undefined, notes: [`user ${user.name}: no KafkaUser can have this name; it is left out`] };
  const authentication = authenticationOf(user, certified !== undefined);
  const acls = rulesOf(user.acls.filter(isSayable));
  const quotas = Object.entries(user.quotas).flatMap(([quota, value]) => {
    const field = quotaFields[quota];
    return field === undefined ? [] : [[field, value] as const];
  });
  const resource: KafkaUser = {
    apiVersion,
    kind: "KafkaUser",
    metadata: { name, ...(namespace === undefined ? {} : { namespace }), labels: { [clusterLabel]: cluster } },
    spec: {
      ...(authentication === undefined ? {} : { authentication }),
      ...(acls.length === 0 ? {} : { authorization: { type: "simple", acls } }),
      ...(quotas.length === 0 ? {} : { quotas: Object.fromEntries(quotas) }),
    },
  };
  return { resource, notes: notesOf(user, certified !== undefined) };
}

function authenticationOf({ hasScram }: UserState, isCertified: boolean): UserAuthentication | undefined {
  if (isCertified) return { type: "tls-external" };
  return hasScram ? { type: "scram-sha-512" } : undefined;
}

function notesOf({ name, hasScram, acls, quotas }: UserState, isCertified: boolean): readonly string[] {
  const unsaid = acls.filter((acl) => !isSayable(acl)).map(({ operation, resourceType }) => `the ACL for ${operation} on ${resourceType}`);
  const others = Object.keys(quotas).filter((quota) => quotaFields[quota] === undefined);
  const password =
    "Kafka does not tell its password, and a new one will be made; spec.authentication.password names a Secret with the one that it has";
  return [
    ...(hasScram && !isCertified ? [`user ${name}: ${password}`] : []),
    ...(hasScram && isCertified ? [`user ${name}: it has a password besides its certificate, which a KafkaUser can't say`] : []),
    ...[...unsaid, ...others.map((quota) => `the quota ${quota}`)].map(
      (what) => `user ${name}: a KafkaUser can't say ${what}; it is left out`,
    ),
  ];
}

const isSayable = ({ operation, resourceType }: AclDeclaration): boolean =>
  operations.has(operation) && resourceTypes[resourceType] !== undefined;

/** Rules that differ only in their operations are one. */
function rulesOf(acls: readonly AclDeclaration[]): readonly AclRule[] {
  const grouped = Map.groupBy(acls, ({ permission, resourceType, resourceName, patternType, host }) =>
    JSON.stringify([permission, resourceType, resourceName, patternType, host]),
  );
  return [...grouped.values()].flatMap((alike) => {
    const [first] = alike;
    const type = first === undefined ? undefined : resourceTypes[first.resourceType];
    if (first === undefined || type === undefined) return [];
    const { permission, resourceName, patternType, host } = first;
    const named =
      type === "cluster" ? {} : ({ name: resourceName, patternType: patternType === "prefixed" ? "prefix" : "literal" } as const);
    return [
      {
        ...(permission === "deny" ? { type: "deny" as const } : {}),
        resource: { type, ...named },
        operations: alike.map(({ operation }) => operation as AclRule["operations"][number]),
        ...(host === "*" ? {} : { host }),
      },
    ];
  });
}
