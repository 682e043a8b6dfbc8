import type { AclRule, KafkaUser, UserQuotas } from "./generated/types.ts";

/** One rule of Kafka's, without whom it is about. */
export interface AclDeclaration {
  readonly permission: "allow" | "deny";
  /** As Kafka's tools write it. A KafkaUser can't name the last three. */
  readonly operation: AclRule["operations"][number] | "CreateTokens" | "DescribeTokens" | "TwoPhaseCommit";
  /** A KafkaUser can't name the last two. */
  readonly resourceType: "topic" | "group" | "cluster" | "transactional-id" | "delegation-token" | "user";
  readonly resourceName: string;
  readonly patternType: "literal" | "prefixed";
  readonly host: string;
}

/** What a KafkaUser asks of Kafka, in Kafka's terms. */
export interface UserDeclaration {
  /** By which Kafka knows the user: the name behind `User:` in ACLs. */
  readonly name: string;
  /** Whether it proves who it is by SCRAM-SHA-512. */
  readonly hasScram: boolean;
  /** Each once. */
  readonly acls: readonly AclDeclaration[];
  /** By Kafka's names. */
  readonly quotas: Readonly<Record<string, number>>;
}

/** The names by which Kafka may know the user of a KafkaUser, as Strimzi gives them. */
export function kafkaUserNames(name: string): { readonly byPassword: string; readonly byCertificate: string } {
  return { byPassword: name, byCertificate: `CN=${name}` };
}

export function userDeclaration(user: KafkaUser): UserDeclaration {
  const { authentication, authorization, quotas } = user.spec;
  const { byPassword, byCertificate } = kafkaUserNames(user.metadata.name);
  const hasCertificate = authentication?.type === "tls" || authentication?.type === "tls-external";
  const acls = (authorization?.acls ?? []).flatMap(aclsOf);
  return {
    name: hasCertificate ? byCertificate : byPassword,
    hasScram: authentication?.type === "scram-sha-512",
    acls: [...new Map(acls.map((acl) => [aclText(acl), acl])).values()],
    quotas: quotasOf(quotas),
  };
}

/** Text that is the same for the same rules only. */
export const aclText = ({ permission, operation, resourceType, resourceName, patternType, host }: AclDeclaration): string =>
  JSON.stringify([permission, operation, resourceType, resourceName, patternType, host]);

/** Kafka's name of the one resource of the type `cluster`. */
const clusterName = "kafka-cluster";

const resourceTypes = { topic: "topic", group: "group", cluster: "cluster", transactionalId: "transactional-id" } as const;

function aclsOf({ type: permission = "allow", resource, host = "*", operations }: AclRule): readonly AclDeclaration[] {
  const resourceType = resourceTypes[resource.type];
  const isPrefix = resource.patternType === "prefix" && resourceType !== "cluster";
  return operations.map((operation) => ({
    permission,
    operation,
    resourceType,
    resourceName: resourceType === "cluster" ? clusterName : (resource.name ?? ""),
    patternType: isPrefix ? "prefixed" : "literal",
    host,
  }));
}

/** Kafka's names of what a KafkaUser can limit. */
const quotaNames: Readonly<Record<keyof UserQuotas, string>> = {
  producerByteRate: "producer_byte_rate",
  consumerByteRate: "consumer_byte_rate",
  requestPercentage: "request_percentage",
  controllerMutationRate: "controller_mutation_rate",
};

function quotasOf(quotas: UserQuotas = {}): Readonly<Record<string, number>> {
  const declared = Object.entries(quotaNames).flatMap(([field, name]) => {
    const value = quotas[field as keyof UserQuotas];
    return value === undefined ? [] : [[name, Number(value)] as const];
  });
  return Object.fromEntries(declared);
}
