import { configTexts } from "../config-values.ts";
import type { Kafka, Listener } from "../generated/types.ts";
import { listenersPath } from "./listeners.ts";
import { type Check, judge, type Rule, type Subject } from "./rule.ts";

interface ListenerSubject extends Subject {
  readonly listener: Listener;
}

const settingsOf = ({ authentication }: Listener): readonly string[] => Object.keys(authentication?.listenerConfig ?? {});

/** In Strimzi `${...}` stands for what a provider finds elsewhere. Nothing would be found here, and what stands there be the password. */
const placeholder = /\$\{[^{}:]+:[^{}]*\}/;

interface KafkaSubject extends Subject {
  readonly kafka: Kafka;
}

/** What promises security that the embedded broker cannot give is refused rather than ignored. */
const listenerRules: readonly Rule<ListenerSubject>[] = [
  {
    error: "embedded-sasl-unused",
    at: ["authentication", "sasl"],
    holds: ({ listener }) => listener.authentication?.sasl === true || !settingsOf(listener).some((name) => /(^|\.)sasl\./.test(name)),
    message: () => "expected true: there are settings of SASL in listenerConfig, and without it clients are not asked who they are",
  },
  {
    error: "embedded-tls-unused",
    at: ["tls"],
    holds: ({ listener }) => listener.tls || !settingsOf(listener).some((name) => name.startsWith("ssl.")),
    message: () => "expected true: there are settings of TLS in listenerConfig, which mean nothing without it",
  },
  {
    error: "embedded-placeholder",
    at: ["authentication", "listenerConfig"],
    holds: ({ listener }) => !Object.values(configTexts(listener.authentication?.listenerConfig)).some((text) => placeholder.test(text)),
    message: () => "there are no config providers embedded, which would find values elsewhere: write the value itself",
  },
];

const kafkaRules: readonly Rule<KafkaSubject>[] = [
  {
    error: "embedded-authorization",
    at: ["spec", "kafka", "authorization", "type"],
    holds: ({ kafka }) => kafka.spec.kafka.authorization?.type !== "custom",
    message: () => "authorizers of your own are Java classes and can't be loaded embedded; use simple",
  },
  {
    error: "super-user-several",
    at: ["spec", "kafka", "authorization", "superUsers"],
    holds: ({ kafka }) => !kafka.spec.kafka.authorization?.superUsers?.some((name) => name.includes(";")),
    message: () => 'a name must not have ";" in it: Kafka would take what follows for another super user',
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
