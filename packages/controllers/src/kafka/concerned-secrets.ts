import { givenSecretNames, type Kafka, type Secret } from "@millrace/resources";

/** What Strimzi calls the Secrets of a Kafka's authorities and of its nodes, after the Kafka's own name. */
const made = /^(?:(?:cluster|clients)-ca(?:-cert)?|.+-\d+)$/;

/** Whether a Secret is one that a Kafka takes, or one by whose name it has something made for it. */
export function concernsKafka({ metadata: { namespace, name } }: Secret, kafka: Kafka): boolean {
  if (namespace !== kafka.metadata.namespace) return false;
  const prefix = `${kafka.metadata.name}-`;
  return givenSecretNames(kafka).has(name) || (name.startsWith(prefix) && made.test(name.slice(prefix.length)));
}
