import { checkBrokerProperties, checkListeners, checkTopicConfigs, unknownBrokerProperties } from "@millrace/broker";
import {
  effectiveConfig,
  effectiveTopic,
  entityWarnings,
  type Finding,
  type Kafka,
  type KafkaTopic,
  listenerWarnings,
  loadPlatform,
  maintenanceWarnings,
  metricsWarnings,
  noEffectWhenEmbedded,
  notSupportedYet,
  type Platform,
  type Problem,
  type SourceFile,
  userWarnings,
} from "@millrace/resources";
import { listenerSpecs } from "./listener-specs.ts";

/** Something that the user should know about a resource that is otherwise fine. */
export interface Notice {
  /** `Kind/name`. */
  readonly resource: string;
  readonly reason: string;
  readonly message: string;
}

export interface CheckedPlatform {
  /** Undefined if there is any problem. */
  readonly platform: Platform | undefined;
  readonly problems: readonly Problem[];
  /** What takes effect otherwise than declared. */
  readonly warnings: readonly Notice[];
  /** Fields that mean something on Kubernetes only, as `Kind/name path`. */
  readonly withoutEffect: readonly string[];
}

/** Reads a platform from its files and checks all of it, Kafka's own configs included, without starting anything. */
export function checkPlatform(files: readonly SourceFile[]): CheckedPlatform {
  const { platform, problems } = loadPlatform(files, { kafka: brokerFindings, topic: topicFindings });
  if (platform === undefined) return { platform, problems, warnings: [], withoutEffect: [] };
  return { platform, problems, warnings: warningsOf(platform), withoutEffect: withoutEffectOf(platform) };
}

function brokerFindings(kafka: Kafka): Finding[] {
  const path = ["spec", "kafka", "config"];
  const { effective } = effectiveConfig(kafka);
  const atListeners = checkListeners(listenerSpecs(kafka, {}), effective).map(({ message }) => ({
    path: ["spec", "kafka", "listeners"],
    message,
  }));
  return [...checkBrokerProperties(effective).map(({ name, message }) => ({ path: [...path, name], message })), ...atListeners];
}

function topicFindings(topic: KafkaTopic): Finding[] {
  const { config } = effectiveTopic(topic).effective;
  return checkTopicConfigs(config).map(({ name, message }) => ({ path: ["spec", "config", name], message }));
}

function warningsOf(platform: Platform): Notice[] {
  const { kafka, topics, users, awaited } = platform;
  const name = ({ kind, metadata }: { kind: string; metadata: { name: string } }) => `${kind}/${metadata.name}`;
  const { warnings, effective } = effectiveConfig(kafka);
  const unknown = unknownBrokerProperties(effective).map((config) => ({
    reason: "UnknownConfig",
    message: `spec.kafka.config[${JSON.stringify(config)}]: Kafka has no such config, and nothing comes of it`,
  }));
  return [
    ...[
      ...warnings,
      ...unknown,
      ...entityWarnings(platform),
      ...listenerWarnings(kafka),
      ...metricsWarnings(kafka),
      ...maintenanceWarnings(kafka),
    ].map((warning) => ({
      resource: name(kafka),
      ...warning,
    })),
    ...topics.flatMap((topic) => effectiveTopic(topic).warnings.map((warning) => ({ resource: name(topic), ...warning }))),
    ...awaited.map((resource) => ({ resource: name(resource), ...notSupportedYet(resource.kind) })),
    ...users.flatMap((user) => userWarnings(user, kafka).map((warning) => ({ resource: name(user), ...warning }))),
  ];
}

function withoutEffectOf(platform: Platform): string[] {
  return noEffectWhenEmbedded(platform).map(({ resource, path }) => `${resource.kind}/${resource.metadata.name} ${path}`);
}
