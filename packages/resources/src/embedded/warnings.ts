import type { Warning } from "../conditions.ts";
import type { Kafka, KafkaUser, Listener } from "../generated/types.ts";
import type { Platform } from "../load.ts";

/** What there is to say about topics and users that nobody would look after on Kubernetes. */
export function entityWarnings({ kafka, topics, users }: Pick<Platform, "kafka" | "topics" | "users">): readonly Warning[] {
  const { topicOperator, userOperator } = kafka.spec.entityOperator ?? {};
  const missing = (reason: string, what: string, field: string, so: string): Warning => ({
    reason,
    message: `there are ${what} but no spec.entityOperator.${field}; ${so}`,
  });
  const [nowhere, notOnKubernetes] = ["nobody looks after them", "on Kubernetes they would not be created"];
  return [
    ...(topics.length > 0 && topicOperator === undefined ? [missing("NoTopicOperator", "KafkaTopics", "topicOperator", nowhere)] : []),
    ...(users.length > 0 && userOperator === undefined ? [missing("NoUserOperator", "KafkaUsers", "userOperator", notOnKubernetes)] : []),
  ];
}

/** What there is to say about a user that cannot log in anywhere. */
export function userWarnings({ spec }: KafkaUser, { spec: { kafka } }: Kafka): readonly Warning[] {
  const type = spec.authentication?.type;
  if (type === undefined || kafka.listeners.some((listener) => takes(listener, type))) return [];
  const wanted = type === "scram-sha-512" ? type : "tls";
  return [{ reason: "NoListener", message: `no listener has authentication of the type ${wanted}: the user cannot log in` }];
}

type UserType = NonNullable<KafkaUser["spec"]["authentication"]>["type"];

/** What a listener of the type `custom` takes is up to Kafka's own settings. */
function takes({ authentication, tls }: Listener, user: UserType): boolean {
  if (authentication?.type === "custom") return user === "scram-sha-512" ? authentication.sasl === true : tls;
  return authentication?.type === (user === "scram-sha-512" ? user : "tls");
}
