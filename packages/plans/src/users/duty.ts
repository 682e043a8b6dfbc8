import { clusterLabel, clusterOf, isPaused, type Kafka, type KafkaUser } from "@millrace/resources";
import type { Reason } from "../reason.ts";

/** What is to be done about a KafkaUser, before Kafka is asked. */
export type UserDuty =
  /** Bring the user about. */
  | { readonly type: "manage" }
  | { readonly type: "paused" }
  /** Leave the user alone, and say why. */
  | ({ readonly type: "leave" } & Reason)
  /** What is declared cannot be had. */
  | ({ readonly type: "refuse" } & Reason);

/** Strimzi's rules for whether a KafkaUser is looked after; `kafka` is the one that it belongs to, if there is one. */
export function userDuty(user: KafkaUser, kafka: Kafka | undefined): UserDuty {
  const absence = absenceOf(user, kafka);
  if (absence !== undefined || kafka === undefined) return { type: "leave", ...(absence ?? noCluster) };
  if (isPaused(user)) return { type: "paused" };
  const message = fault(user, kafka);
  return message === undefined ? { type: "manage" } : { type: "refuse", reason: "InvalidResourceException", message };
}

/** Where a Kafka's users are declared: in its own namespace unless it says otherwise. */
export const userNamespaceOf = ({ metadata, spec }: Kafka): string | undefined =>
  spec.entityOperator?.userOperator?.watchedNamespace ?? metadata.namespace;

const noCluster: Reason = {
  reason: "NoCluster",
  message: `The label ${clusterLabel} is missing: it names the Kafka that looks after this user`,
};

/** Why nobody looks after a user. */
function absenceOf(user: KafkaUser, kafka: Kafka | undefined): Reason | undefined {
  const cluster = clusterOf(user);
  if (cluster === undefined) return noCluster;
  if (kafka === undefined) return { reason: "NoCluster", message: `There is no Kafka ${cluster} that looks after users of this namespace` };
  if (kafka.spec.entityOperator?.userOperator !== undefined) return undefined;
  return { reason: "NoUserOperator", message: `Kafka ${cluster} has no spec.entityOperator.userOperator: nobody looks after its users` };
}

/** As many characters has the common name of a certificate at most (RFC 5280). */
const commonNameCharactersMax = 64;

/** What is wrong with a user that the API server takes, in the words of Strimzi's User Operator. */
function fault({ metadata, spec }: KafkaUser, kafka: Kafka): string | undefined {
  const { authentication, authorization } = spec;
  if (authentication?.type === "tls" && metadata.name.length > commonNameCharactersMax) {
    const only = `only up to ${commonNameCharactersMax} characters long`;
    return `Users with TLS client authentication can have a username (name of the KafkaUser custom resource) ${only}.`;
  }
  const { password } = authentication?.type === "scram-sha-512" ? authentication : {};
  const { name, key } = password?.valueFrom.secretKeyRef ?? {};
  if (password !== undefined && (name === undefined || key === undefined)) {
    return "Resource requests custom SCRAM-SHA-512 password but doesn't specify the secret name and/or key";
  }
  if (authorization !== undefined && !takesAcls(kafka)) {
    return "Simple authorization ACL rules are configured but not supported in the Kafka cluster configuration.";
  }
  return undefined;
}

function takesAcls({ spec: { kafka } }: Kafka): boolean {
  return kafka.authorization?.type === "simple" || kafka.authorization?.supportsAdminApi === true;
}
