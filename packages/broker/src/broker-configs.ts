import { brokerConfigs, topicConfigs } from "@millrace/configs";
import type { ConsumerGroupConfig, ShareGroupConfig, StreamsGroupConfig } from "@millrace/coordinators";
import type { LogLevels } from "@millrace/kit";
import type { LogConfig } from "@millrace/log";
import type { CreateTopicsRequest } from "@millrace/protocol";
import { type DeclaredListener, saslProblems } from "./authentication/sasl-listeners.ts";
import { authorizerProblem } from "./authorization/authorizer-settings.ts";
import { type BrokerConfig, brokerConfigOf } from "./config/broker-config.ts";
import { brokerRuleProblems } from "./config/broker-rules.ts";
import { classProblems } from "./config/class-rules.ts";
import type { ConfigStore } from "./config/config-store.ts";
import { consumerGroupConfig, deliverySettings, shareGroupConfig, streamsGroupConfig } from "./config/group-settings.ts";
import { type ConfigProblem, isProblem, type Overrides, parseConfig } from "./config/parse.ts";
import { replacementProblem } from "./config/replacement.ts";
import { type BrokerSettings, settle } from "./config/settings.ts";
import { type ConfigRefusal, logConfigOf, topicConfigRefusal } from "./config/topic-settings.ts";
import { type FeatureName, levelOf } from "./metadata/features.ts";
import { configResourceType, type MetadataImage } from "./metadata/image.ts";
import { consumerOffsetsTopic, shareGroupStateTopic, transactionStateTopic } from "./metadata/topic-names.ts";
import { listenerProblems } from "./network/listener-problems.ts";
import type { DeliverySettings } from "./shares/delivery-settings.ts";

interface ListenerKeys {
  problem(next: BrokerSettings): string | undefined;
  reconfigured(): void;
}

interface BrokerConfigsOptions {
  readonly properties: Overrides;
  readonly identity: Overrides;
  readonly nodeId: number;
  readonly image: MetadataImage;
  readonly logLevels: LogLevels;
}

/** The broker's configs as they are now: properties from the start, and what was set since. */
export class BrokerConfigs implements ConfigStore {
  /** The listeners' keys and certificates, which follow the configs; undefined if no listener has TLS. */
  tls: ListenerKeys | undefined;
  readonly logLevels: LogLevels;
  readonly #identity: Overrides;
  #staticProperties: Overrides;
  readonly #nodeId: number;
  readonly #image: MetadataImage;
  #settings: BrokerSettings;
  #broker: BrokerConfig;
  /** Each share fetch needs them. By the group's configs, or by the broker's for groups without. */
  #deliveries = new WeakMap<object, DeliverySettings>();

  /** Properties that are wrong count as not given; `checkBrokerProperties` lists them. `identity`: what is the broker's own. */
  constructor({ properties, identity, nodeId, image, logLevels }: BrokerConfigsOptions) {
    this.logLevels = logLevels;
    this.#identity = identity;
    this.#staticProperties = { ...properties, ...identity };
    this.#nodeId = nodeId;
    this.#image = image;
    this.#settings = this.#settle();
    this.#broker = brokerConfigOf(this.#settings);
  }

  /** Takes in what has been changed in the metadata. */
  refresh(): void {
    this.#settings = this.#settle();
    this.#broker = brokerConfigOf(this.#settings);
    this.#deliveries = new WeakMap();
    this.tls?.reconfigured();
  }

  /** Takes other properties, unless they can't be had while the broker runs: returns why. */
  replaceProperties(properties: Overrides): string | undefined {
    const staticProperties = { ...properties, ...this.#identity };
    const problem = replacementProblem(this.#settings, { given: this.#staticProperties, staticProperties }, (next) =>
      this.listenerProblem(next),
    );
    if (problem !== undefined) return problem;
    this.#staticProperties = staticProperties;
    this.refresh();
    return undefined;
  }

  listenerProblem(next: BrokerSettings): string | undefined {
    return this.tls?.problem(next);
  }

  get settings(): BrokerSettings {
    return this.#settings;
  }

  get broker(): BrokerConfig {
    return this.#broker;
  }

  featureLevel(name: FeatureName): number {
    return levelOf(this.#image, name);
  }

  topicExists(name: string): boolean {
    return this.#image.topic(name) !== undefined;
  }

  overrides(resourceType: number, resourceName: string): Overrides {
    if (resourceType === configResourceType.topic) return this.#image.topic(resourceName)?.configs ?? {};
    return this.#image.overrides(resourceType, resourceName);
  }

  /** What a consumer group is to follow. Nothing is worked out for a group that has no configs of its own. */
  consumerGroup(groupId: string): ConsumerGroupConfig {
    const overrides = this.#image.overrides(configResourceType.group, groupId);
    if (Object.keys(overrides).length > 0) return consumerGroupConfig(this.#settings, overrides);
    const { groupConsumerSessionTimeoutMs, groupConsumerHeartbeatIntervalMs, groupConsumerAssignmentIntervalMs } = this.#broker;
    return {
      sessionTimeoutMs: groupConsumerSessionTimeoutMs,
      heartbeatIntervalMs: groupConsumerHeartbeatIntervalMs,
      assignmentIntervalMs: groupConsumerAssignmentIntervalMs,
    };
  }

  /** What a share group is to follow. */
  shareGroup(groupId: string): ShareGroupConfig {
    const overrides = this.#image.overrides(configResourceType.group, groupId);
    if (Object.keys(overrides).length > 0) return shareGroupConfig(this.#settings, overrides);
    const { groupShareSessionTimeoutMs, groupShareHeartbeatIntervalMs, groupShareAssignmentIntervalMs } = this.#broker;
    return {
      sessionTimeoutMs: groupShareSessionTimeoutMs,
      heartbeatIntervalMs: groupShareHeartbeatIntervalMs,
      assignmentIntervalMs: groupShareAssignmentIntervalMs,
    };
  }

  /** What a streams group is to follow. */
  streamsGroup(groupId: string): StreamsGroupConfig {
    const overrides = this.#image.overrides(configResourceType.group, groupId);
    if (Object.keys(overrides).length > 0) return streamsGroupConfig(this.#settings, overrides);
    const broker = this.#broker;
    return {
      sessionTimeoutMs: broker.groupStreamsSessionTimeoutMs,
      heartbeatIntervalMs: broker.groupStreamsHeartbeatIntervalMs,
      assignmentIntervalMs: broker.groupStreamsAssignmentIntervalMs,
      initialRebalanceDelayMs: broker.groupStreamsInitialRebalanceDelayMs,
      numStandbyReplicas: broker.groupStreamsNumStandbyReplicas,
    };
  }

  /** How a share group's records are delivered. */
  deliveries(groupId: string): DeliverySettings {
    const overrides = this.#image.overrides(configResourceType.group, groupId);
    const key = Object.keys(overrides).length > 0 ? overrides : this.#settings;
    const known = this.#deliveries.get(key) ?? deliverySettings(this.#settings, overrides);
    this.#deliveries.set(key, known);
    return known;
  }

  logConfigOf(overrides: Overrides): LogConfig {
    return logConfigOf(this.#settings, overrides);
  }

  /** Why a topic can't have these overrides. */
  checkTopic(overrides: Overrides): ConfigRefusal | undefined {
    return topicConfigRefusal(this.#settings, overrides);
  }

  /** An internal topic as Kafka makes it; undefined for other names. */
  internalTopic(name: string): CreateTopicsRequest["topics"][number] | undefined {
    if (name === consumerOffsetsTopic) return this.#consumerOffsetsTopic();
    if (name === shareGroupStateTopic) return this.#shareGroupStateTopic();
    return name === transactionStateTopic ? this.#transactionStateTopic() : undefined;
  }

  #consumerOffsetsTopic(): CreateTopicsRequest["topics"][number] {
    const { offsetsTopicNumPartitions, offsetsTopicSegmentBytes } = this.#broker;
    return internalTopic(consumerOffsetsTopic, offsetsTopicNumPartitions, {
      "compression.type": "producer",
      "cleanup.policy": "compact",
      "segment.bytes": String(offsetsTopicSegmentBytes),
    });
  }

  #transactionStateTopic(): CreateTopicsRequest["topics"][number] {
    const { transactionStateLogNumPartitions, transactionStateLogSegmentBytes, transactionStateLogMinIsr } = this.#broker;
    return internalTopic(transactionStateTopic, transactionStateLogNumPartitions, {
      "compression.type": "uncompressed",
      "cleanup.policy": "compact",
      "min.insync.replicas": String(transactionStateLogMinIsr),
      "segment.bytes": String(transactionStateLogSegmentBytes),
      "unclean.leader.election.enable": "false",
    });
  }

  #shareGroupStateTopic(): CreateTopicsRequest["topics"][number] {
    const { shareCoordinatorStateTopicNumPartitions, shareCoordinatorStateTopicSegmentBytes, shareCoordinatorStateTopicMinIsr } =
      this.#broker;
    return internalTopic(shareGroupStateTopic, shareCoordinatorStateTopicNumPartitions, {
      "cleanup.policy": "delete",
      "compression.type": "producer",
      "min.insync.replicas": String(shareCoordinatorStateTopicMinIsr),
      "retention.ms": "-1",
      "segment.bytes": String(shareCoordinatorStateTopicSegmentBytes),
    });
  }

  #settle(): BrokerSettings {
    return settle({
      nodeId: this.#nodeId,
      staticProperties: this.#staticProperties,
      clusterOverrides: this.#image.overrides(configResourceType.broker, ""),
      brokerOverrides: this.#image.overrides(configResourceType.broker, String(this.#nodeId)),
    }).settings;
  }
}

function internalTopic(
  name: string,
  numPartitions: number,
  configs: Readonly<Record<string, string>>,
): CreateTopicsRequest["topics"][number] {
  const listed = Object.entries(configs).map(([key, value]) => ({ name: key, value }));
  return { name, numPartitions, replicationFactor: 1, assignments: [], configs: listed };
}

/** Everything that is wrong with a broker's properties, in Kafka's words; `name` is empty where several are wrong together. */
export function checkBrokerProperties(properties: Overrides): ConfigProblem[] {
  const { settings, problems } = settle({ nodeId: 0, staticProperties: properties, clusterOverrides: {}, brokerOverrides: {} });
  if (problems.length > 0) return [...problems];
  const authorizer = authorizerProblem(properties);
  const broken = [...brokerRuleProblems(settings), ...(authorizer === undefined ? [] : [authorizer])];
  return [...classProblems(properties), ...broken.map((message) => ({ name: "", message }))];
}

/** What Kafka's authorizer is told, which is no config of the broker's. */
const authorizerConfigs: readonly string[] = ["super.users", "allow.everyone.if.no.acl.found"];

/** The properties that no config is called by, plugins' own left out: Kafka says nothing of them, and nothing comes of them. */
export function unknownBrokerProperties(properties: Overrides): readonly string[] {
  const ofPlugins = /^(cruise\.control|prometheus\.metrics\.reporter|client\.quota\.callback|listener\.name)\./;
  return Object.keys(properties).filter((name) => !brokerConfigs.has(name) && !authorizerConfigs.includes(name) && !ofPlugins.test(name));
}

/** Everything that is wrong with what a broker's properties say of its listeners. */
export function checkListeners(listeners: readonly DeclaredListener[], properties: Overrides): readonly ConfigProblem[] {
  const { settings } = settle({ nodeId: 0, staticProperties: properties, clusterOverrides: {}, brokerOverrides: {} });
  return [...listenerProblems(listeners, settings), ...saslProblems(listeners, settings)];
}

/** Everything that is wrong with a topic's configs by themselves, in Kafka's words. */
export function checkTopicConfigs(configs: Overrides): ConfigProblem[] {
  return Object.entries(configs).flatMap(([name, text]) => {
    const def = topicConfigs.get(name);
    if (def === undefined) return [{ name, message: `Unknown topic config name: ${name}` }];
    const parsed = parseConfig(def, text);
    return isProblem(parsed) ? [parsed] : [];
  });
}
