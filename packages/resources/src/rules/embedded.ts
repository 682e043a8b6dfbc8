import type { Kafka, Listener } from "../generated/types.ts";
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
