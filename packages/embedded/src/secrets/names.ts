import { type Kafka, type KafkaUser, type Platform, poolOfNode, userSecretName } from "@millrace/resources";

/** What Kubernetes assumes where nobody names a namespace. */
const defaultNamespace = "default";

/** Where a Kafka, and what belongs to it, is. */
export const namespaceOf = ({ metadata }: Kafka): string => metadata.namespace ?? defaultNamespace;

/** Where a user's credentials are kept, as Strimzi has it. */
export function userSecretKey(kafka: Kafka, { metadata }: KafkaUser): { readonly namespace: string; readonly name: string } {
  return { namespace: metadata.namespace ?? namespaceOf(kafka), name: userSecretName(kafka, metadata.name) };
}

/** The Secret with the broker's certificate: as Strimzi names the pod of the first broker. */
export function brokerSecretName({ kafka, nodePools }: Pick<Platform, "kafka" | "nodePools">): string {
  return `${kafka.metadata.name}-${poolOfNode(nodePools)?.metadata.name ?? "kafka"}-0`;
}
