import { configText } from "../config-values.ts";
import { kafkaListenerName } from "../embedded/listener-settings.ts";
import type { Kafka, KafkaTopic } from "../generated/types.ts";
import type { Path } from "../problem.ts";
import { shown } from "../validation/expectations.ts";
import type { OpenObject, Value } from "../values.ts";
import { listenersPath } from "./listeners.ts";
import { type Check, judge, type Rule, type Subject } from "./rule.ts";

/** Settings that cannot be given because the operator sets them itself: all that begin with a prefix, except some. */
export interface ConfigGuard {
  readonly prefixes: readonly string[];
  readonly exceptions: readonly string[];
}

/** What Strimzi 1.2.0 does not take in `spec.kafka.config`. */
export const kafkaConfigGuard: ConfigGuard = {
  prefixes: [
    "listeners",
    "advertised.",
    "broker.",
    "listener.",
    "host.name",
    "port",
    "inter.broker.listener.name",
    "sasl.",
    "ssl.",
    "security.",
    "password.",
    "log.dir",
    "zookeeper.connect",
    "zookeeper.set.acl",
    "zookeeper.ssl",
    "zookeeper.clientCnxnSocket",
    "authorizer.",
    "super.user",
    "cruise.control.metrics.topic",
    "cruise.control.metrics.reporter.bootstrap.servers",
    "node.id",
    "process.roles",
    "controller.",
    "metadata.log.dir",
    "zookeeper.metadata.migration.enable",
    "client.quota.callback.static.kafka.admin.",
    "client.quota.callback.static.produce",
    "client.quota.callback.static.fetch",
    "client.quota.callback.static.storage.per.volume.limit.min.available.",
    "client.quota.callback.static.excluded.principal.name.list",
    "prometheus.metrics.reporter.",
    "cordoned.log.dirs",
  ],
  exceptions: [
    "zookeeper.connection.timeout.ms",
    "sasl.server.max.receive.size",
    "ssl.cipher.suites",
    "ssl.protocol",
    "ssl.enabled.protocols",
    "ssl.secure.random.implementation",
    "cruise.control.metrics.topic.num.partitions",
    "cruise.control.metrics.topic.replication.factor",
    "cruise.control.metrics.topic.retention.ms",
    "cruise.control.metrics.topic.auto.create.retries",
    "cruise.control.metrics.topic.auto.create.timeout.ms",
    "cruise.control.metrics.topic.min.insync.replicas",
    "broker.session.timeout.ms",
    "broker.heartbeat.interval.ms",
    "controller.socket.timeout.ms",
    "controller.quorum.election.backoff.max.ms",
    "controller.quorum.election.timeout.ms",
    "controller.quorum.fetch.timeout.ms",
  ],
};

/** What Strimzi 1.2.0 does not take in `spec.cruiseControl.config`. */
export const cruiseControlConfigGuard: ConfigGuard = {
  prefixes: [
    "bootstrap.servers",
    "client.id",
    "zookeeper.",
    "network.",
    "security.",
    "failed.brokers.zk.path",
    "webserver.http.",
    "webserver.api.urlprefix",
    "webserver.session.path",
    "webserver.accesslog.",
    "two.step.",
    "request.reason.required",
    "metric.reporter.sampler.bootstrap.servers",
    "capacity.config.file",
    "self.healing.",
    "ssl.",
    "kafka.broker.failure.detection.enable",
    "topic.config.provider.class",
  ],
  exceptions: [
    "ssl.cipher.suites",
    "ssl.protocol",
    "ssl.enabled.protocols",
    "webserver.http.cors.enabled",
    "webserver.http.cors.origin",
    "webserver.http.cors.exposeheaders",
    "webserver.security.enable",
    "webserver.ssl.enable",
  ],
};

/** What Strimzi 1.2.0 does not take in a listener's `authentication.listenerConfig`. */
const listenerConfigGuard: ConfigGuard = { prefixes: ["ssl.keystore."], exceptions: [] };

/** The prefix for which a guard refuses a setting, or undefined if it may be given. As in Strimzi, only the prefix ignores case. */
export function forbiddenPrefix(guard: ConfigGuard, name: string): string | undefined {
  if (guard.exceptions.includes(name)) return undefined;
  const lower = name.toLowerCase();
  return guard.prefixes.find((prefix) => lower.startsWith(prefix));
}

interface SettingSubject extends Subject {
  readonly name: string;
  readonly value: Value;
}

const settings = (config: OpenObject | undefined, path: Path): readonly SettingSubject[] =>
  Object.entries(config ?? {}).map(([name, value]) => ({ path: [...path, name], name, value }));

const notForbidden = (guard: ConfigGuard): Rule<SettingSubject> => ({
  error: "setting-forbidden",
  aboutKey: true,
  holds: ({ name }) => forbiddenPrefix(guard, name) === undefined,
  message: ({ name }) => `forbidden: settings that begin with ${JSON.stringify(forbiddenPrefix(guard, name))} are made by the operator`,
});

const scalar: Rule<SettingSubject> = {
  error: "setting-not-scalar",
  holds: ({ value }) => !Array.isArray(value) && configText(value) !== undefined,
  message: ({ value }) => `expected text, a number, true or false, got ${shown(value)}`,
};

const scalarOrList: Rule<SettingSubject> = {
  error: "setting-without-text",
  holds: ({ value }) => configText(value) !== undefined,
  message: ({ value }) => `expected text, a number, true, false, or a list of them, got ${shown(value)}`,
};

export const kafkaConfigPath: Path = ["spec", "kafka", "config"];
const cruiseControlConfigPath: Path = ["spec", "cruiseControl", "config"];
export const topicConfigPath: Path = ["spec", "config"];

/** Settings that may be given for a single listener. */
const ofListener = /^listener\.name\.(.+)\.(?:connections\.max\.reauth\.ms|max\.connections|max\.connection\.creation\.rate)$/;

const ofKnownListener = ({ spec }: Kafka): Rule<SettingSubject> => ({
  error: "setting-of-unknown-listener",
  aboutKey: true,
  holds: ({ name }) => {
    const [, key] = ofListener.exec(name) ?? [];
    return key === undefined || spec.kafka.listeners.some((listener) => kafkaListenerName(listener).toLowerCase() === key);
  },
  message: ({ name }) => `there is no listener ${JSON.stringify(ofListener.exec(name)?.[1])}, as name-port`,
});

const kafkaSettings = ({ spec }: Kafka): readonly SettingSubject[] => settings(spec.kafka.config, kafkaConfigPath);

export const configChecks: readonly Check<Kafka>[] = [
  {
    reads: [kafkaConfigPath],
    findings: (kafka) => [
      ...judge(
        [notForbidden(kafkaConfigGuard)],
        kafkaSettings(kafka).filter(({ name }) => !ofListener.test(name)),
      ),
      ...judge([scalar], kafkaSettings(kafka)),
    ],
  },
  { reads: [kafkaConfigPath, listenersPath], findings: (kafka) => judge([ofKnownListener(kafka)], kafkaSettings(kafka)) },
  {
    reads: [cruiseControlConfigPath],
    findings: (kafka) =>
      judge([notForbidden(cruiseControlConfigGuard), scalarOrList], settings(kafka.spec.cruiseControl?.config, cruiseControlConfigPath)),
  },
  {
    reads: [listenersPath],
    findings: ({ spec }) =>
      spec.kafka.listeners.flatMap(({ authentication }, index) => {
        const path = [...listenersPath, index, "authentication", "listenerConfig"];
        return judge([notForbidden(listenerConfigGuard), scalarOrList], settings(authentication?.listenerConfig, path));
      }),
  },
];

export const topicConfigCheck: Check<KafkaTopic> = {
  reads: [topicConfigPath],
  findings: (topic) => judge([scalarOrList], settings(topic.spec.config, topicConfigPath)),
};
