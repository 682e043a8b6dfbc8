import { type Kafka, type KafkaUser, userSecretName } from "@millrace/resources";

/** What Kubernetes assumes where nobody names a namespace. */
const defaultNamespace = "default";
const kindLabel = "strimzi.io/kind";

/** Where a Kafka, and what belongs to it, is. */
export const namespaceOf = ({ metadata }: Kafka): string => metadata.namespace ?? defaultNamespace;

/** Where a user's credentials are kept, as Strimzi has it. */
export function userSecretKey(kafka: Kafka, { metadata }: KafkaUser): { readonly namespace: string; readonly name: string } {
  return { namespace: metadata.namespace ?? namespaceOf(kafka), name: userSecretName(kafka, metadata.name) };
}

/** Whether a Secret was made for a user. */
export const isUserSecret = ({ labels = {} }: { readonly labels?: Readonly<Record<string, string>> }): boolean =>
  labels[kindLabel] === "KafkaUser";
