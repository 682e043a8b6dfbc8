import type { Kafka, Listener } from "../generated/types.ts";
import type { Finding, Path } from "../problem.ts";
import { bootstrapOptions, brokerOptions, configurationOptions } from "./listener-options.ts";
import { type Check, isRepeated, judge, type Rule, type Subject } from "./rule.ts";

interface ListenerSubject extends Subject {
  readonly listener: Listener;
  readonly listeners: readonly Listener[];
}

/** Ports on which every node serves Prometheus and JMX. */
const takenPorts: readonly number[] = [9404, 9999];

const isOneOf = ({ type }: Listener, ...types: Listener["type"][]): boolean => types.includes(type);

const listenerRules: readonly Rule<ListenerSubject>[] = [
  {
    error: "listener-name-repeated",
    at: ["name"],
    holds: ({ listener, listeners }) => !isRepeated(listeners, listener, ({ name }) => name),
    message: ({ listener }) => `another listener is called ${JSON.stringify(listener.name)} already; names have to be unique`,
  },
  {
    error: "listener-port-repeated",
    at: ["port"],
    holds: ({ listener, listeners }) => !isRepeated(listeners, listener, ({ port }) => port),
    message: ({ listener }) => `another listener has port ${listener.port} already; ports have to be unique`,
  },
  {
    error: "listener-port-taken",
    at: ["port"],
    holds: ({ listener }) => !takenPorts.includes(listener.port),
    message: ({ listener }) => `port ${listener.port} is taken: 9404 serves metrics, 9999 serves JMX`,
  },
  {
    error: "listener-needs-tls",
    at: ["tls"],
    holds: ({ listener }) => listener.tls || !isOneOf(listener, "route", "ingress"),
    message: ({ listener }) => `expected true: a listener of type ${listener.type} works only with TLS`,
  },
  {
    error: "tls-authentication-without-tls",
    at: ["authentication", "type"],
    holds: ({ listener }) => listener.tls || listener.authentication?.type !== "tls",
    message: () => "authentication by TLS needs tls: true on the listener",
  },
  {
    error: "certificate-without-tls",
    at: ["configuration", "brokerCertChainAndKey"],
    holds: ({ listener }) => listener.tls || listener.configuration?.brokerCertChainAndKey === undefined,
    message: () => "a certificate needs tls: true on the listener",
  },
  {
    error: "certificate-incomplete",
    at: ["configuration", "brokerCertChainAndKey"],
    holds: ({ listener }) => !Object.values(listener.configuration?.brokerCertChainAndKey ?? {}).includes(""),
    message: () => "secretName, certificate and key must not be empty",
  },
  {
    error: "bootstrap-host-missing",
    holds: ({ listener }) => !isOneOf(listener, "ingress", "tlsroute") || listener.configuration?.bootstrap?.host !== undefined,
    message: ({ listener }) => `a listener of type ${listener.type} needs configuration.bootstrap.host`,
  },
  {
    error: "broker-hosts-missing",
    holds: ({ listener: { type, configuration = {} } }) =>
      (type !== "ingress" && type !== "tlsroute") || configuration.hostTemplate !== undefined || configuration.brokers !== undefined,
    message: ({ listener }) =>
      `a listener of type ${listener.type} needs configuration.hostTemplate, or a host for each of configuration.brokers`,
  },
  {
    error: "parent-missing",
    holds: ({ listener }) => listener.type !== "tlsroute" || listener.configuration?.parentRefs !== undefined,
    message: () => "a listener of type tlsroute needs configuration.parentRefs",
  },
];

/** Options that a listener of this type does not have. */
function misplacedOptions(
  { type }: Listener,
  options: object | undefined,
  allowed: Readonly<Record<string, readonly string[] | undefined>>,
  path: Path,
): readonly Finding[] {
  return Object.entries(options ?? {})
    .filter(([name, value]) => isSet(value) && !(allowed[name]?.includes(type) ?? true))
    .map(([name]) => ({
      path: [...path, name],
      aboutKey: true,
      rule: "listener-option-misplaced",
      message: `a listener of type ${type} does not have this option; it goes with ${allowed[name]?.join(", ")}`,
    }));
}

/** Empty lists and maps say nothing, and `true` is what `createBootstrapService` is anyway. */
const isSet = (value: unknown): boolean => (typeof value === "object" && value !== null ? Object.keys(value).length > 0 : value !== true);

function optionFindings(listener: Listener, path: Path): readonly Finding[] {
  const configuration = listener.configuration;
  const at = [...path, "configuration"];
  return [
    ...misplacedOptions(listener, configuration, configurationOptions, at),
    ...misplacedOptions(listener, configuration?.bootstrap, bootstrapOptions, [...at, "bootstrap"]),
    ...(configuration?.brokers ?? []).flatMap((broker, index) =>
      misplacedOptions(listener, broker, brokerOptions, [...at, "brokers", index]),
    ),
  ];
}

export const listenersPath: Path = ["spec", "kafka", "listeners"];

/** The rules for listeners that Strimzi's cluster operator applies too. */
export const listenerCheck: Check<Kafka> = {
  reads: [listenersPath],
  findings: (kafka) => {
    const listeners = kafka.spec.kafka.listeners;
    const subjects = listeners.map((listener, index) => ({ path: [...listenersPath, index], listener, listeners }));
    return [...judge(listenerRules, subjects), ...subjects.flatMap(({ listener, path }) => optionFindings(listener, path))];
  },
};
