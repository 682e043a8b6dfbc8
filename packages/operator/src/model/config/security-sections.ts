import type { KafkaCluster } from "../cluster.ts";
import type { Section } from "./properties.ts";

const organization = "O=io.strimzi";
const principal = (commonName: string): string => `User:CN=${commonName},${organization}`;

/** Who may do everything: the nodes, and what looks after the cluster. */
function superUsers({ name, names, kafka }: KafkaCluster): readonly string[] {
  const own = [
    ...[names.component, `${name}-entity-topic-operator`, `${name}-entity-user-operator`],
    ...[names.kafkaExporter, names.cruiseControl, "cluster-operator"],
  ];
  const declared = kafka.spec.kafka.authorization?.superUsers ?? [];
  return [...own.map(principal), ...declared.map((user) => `User:${user}`)];
}

export function authorizationSection(cluster: KafkaCluster): Section {
  const { authorization } = cluster.kafka.spec.kafka;
  const title = "Authorization";
  if (authorization === undefined) return { title, settings: {} };
  const authorizer =
    authorization.type === "simple" ? "org.apache.kafka.metadata.authorizer.StandardAuthorizer" : (authorization.authorizerClass ?? "");
  return { title, settings: { "authorizer.class.name": authorizer, "super.users": superUsers(cluster).join(";") } };
}

/** Whom Strimzi's quotas leave alone. */
export const unlimitedPrincipals = ({ names }: KafkaCluster): readonly string[] => [names.component, names.cruiseControl].map(principal);
