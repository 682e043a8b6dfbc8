import type { Kafka, KafkaUser, Listener } from "../generated/types.ts";
import { listenersPath } from "./listeners.ts";
import { type Check, judge, type Rule, type Subject } from "./rule.ts";

interface ListenerSubject extends Subject {
  readonly listener: Listener;
}

interface KafkaSubject extends Subject {
  readonly kafka: Kafka;
}

/** What promises security or reachability that the embedded broker cannot give yet is refused rather than ignored. */
const listenerRules: readonly Rule<ListenerSubject>[] = [
  {
    error: "embedded-listener-type",
    at: ["type"],
    holds: ({ listener }) => listener.type === "internal",
    message: ({ listener }) => `listeners of type ${listener.type} aren't available embedded; use internal`,
  },
  {
    error: "embedded-listener-tls",
    at: ["tls"],
    holds: ({ listener }) => !listener.tls,
    message: () => "TLS listeners aren't available embedded yet; use tls: false",
  },
  {
    error: "embedded-listener-authentication",
    at: ["authentication", "type"],
    holds: ({ listener }) => listener.authentication?.type !== "tls",
    message: () => "authentication by TLS isn't available embedded yet; use scram-sha-512 or custom",
  },
];

const kafkaRules: readonly Rule<KafkaSubject>[] = [
  {
    error: "embedded-authorization",
    at: ["spec", "kafka", "authorization", "type"],
    holds: ({ kafka }) => kafka.spec.kafka.authorization?.type !== "custom",
    message: () => "authorizers of your own are Java classes and can't be loaded embedded; use simple",
  },
];

export const embeddedChecks: readonly Check<Kafka>[] = [
  {
    reads: [listenersPath],
    findings: ({ spec }) =>
      judge(
        listenerRules,
        spec.kafka.listeners.map((listener, index) => ({ path: [...listenersPath, index], listener })),
      ),
  },
  { reads: [["spec", "kafka", "authorization"]], findings: (kafka) => judge(kafkaRules, [{ path: [], kafka }]) },
];

/** Users who would get no credentials. */
export const embeddedUserCheck: Check<KafkaUser> = {
  reads: [["spec", "authentication"]],
  findings: ({ spec }) => {
    if (spec.authentication?.type !== "tls") return [];
    const message = "users with certificates aren't available embedded yet; use scram-sha-512";
    return [{ path: ["spec", "authentication", "type"], rule: "embedded-user", message }];
  },
};
