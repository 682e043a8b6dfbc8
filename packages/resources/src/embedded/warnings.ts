import type { Warning } from "../conditions.ts";
import type { Kafka, KafkaUser, Listener } from "../generated/types.ts";
import type { Platform } from "../load.ts";
import { asksForCertificates, trustsNamedAuthorities } from "./listener-settings.ts";

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

/** What there is to say about listeners that let in more clients than whoever declared them may have thought of. */
export function listenerWarnings({ spec: { kafka } }: Kafka): readonly Warning[] {
  const open = kafka.listeners.filter((each) => asksForCertificates(each) && !trustsNamedAuthorities(each));
  return open.map(({ name }) => ({
    reason: "NoTrustStore",
    message: `the listener ${name} has no ssl.truststore.location or ssl.truststore.certificates: certificates of every public authority let in`,
  }));
}

/** What there is to say about a user that cannot log in anywhere, or whose rights are not what they look like. */
export function userWarnings(user: KafkaUser, kafka: Kafka): readonly Warning[] {
  return [...loginWarnings(user, kafka), ...hostWarnings(user)];
}

/** Digits and dots, or hexadecimal digits and colons: what Kafka compares is an address as text. */
const address = /^([\d.]+|[\da-f:.]*:[\da-f:.]*)$/i;

function hostWarnings({ spec }: KafkaUser): readonly Warning[] {
  const hosts = new Set((spec.authorization?.acls ?? []).map(({ host = "*" }) => host));
  return [...hosts]
    .filter((host) => host !== "*" && !address.test(host))
    .map((host) => ({ reason: "HostName", message: `ACLs from ${host} are about nobody: Kafka compares hosts with clients' addresses` }));
}

function loginWarnings({ spec }: KafkaUser, { spec: { kafka } }: Kafka): readonly Warning[] {
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
