import type { Duplex } from "node:stream";
import { duplexPair } from "node:stream";
import { type Files, makePrivateDirectory } from "@millrace/files";
import { type Clock, type Closeable, type Logger, MillraceError, type Opened, opening, type Random } from "@millrace/kit";
import { type CleanerConfig, type LogDirectory, openLogDirectory } from "@millrace/log";
import { hasTls } from "@millrace/security";
import { Dispatcher } from "./api/dispatcher.ts";
import { handlers, servedApis } from "./api/table.ts";
import { DelegationTokens } from "./authentication/delegation-tokens.ts";
import { openSaslListeners } from "./authentication/sasl-listeners.ts";
import { sweepTokens } from "./authentication/token-sweep.ts";
import { Authorization } from "./authorization/authorization.ts";
import { authorizerSettings } from "./authorization/authorizer-settings.ts";
import { BrokerConfigs, checkBrokerProperties, checkListeners } from "./broker-configs.ts";
import type { BrokerParts, Volume } from "./broker-parts.ts";
import { identityProperties } from "./config/identity.ts";
import type { ShardsBase } from "./coordinators/shards.ts";
import { openMetaProperties } from "./directory/meta-properties.ts";
import { removeOrphans } from "./directory/orphans.ts";
import { finishRemoval } from "./directory/remove-data.ts";
import { Faults } from "./faults/faults.ts";
import { FetchSessions } from "./fetch/fetch-sessions.ts";
import { GroupRuntime } from "./groups/group-runtime.ts";
import { type Health, healthOf } from "./health.ts";
import { levelOf, metadataVersion } from "./metadata/features.ts";
import { MetadataImage } from "./metadata/image.ts";
import { Metadata, metadataLogConfig } from "./metadata/metadata.ts";
import { initialRecords, startRecord } from "./metadata/metadata-records.ts";
import { metadataVersionName } from "./metadata/metadata-versions.ts";
import { ProducerIds } from "./metadata/producer-ids.ts";
import { metadataTopic } from "./metadata/topic-names.ts";
import { Topics } from "./metadata/topics.ts";
import { BrokerCounts } from "./metrics/broker-counts.ts";
import type { MetricFamily } from "./metrics/exposition.ts";
import type { Exported, ProcessUse } from "./metrics/metric.ts";
import type { Naming } from "./metrics/names.ts";
import type { Listener } from "./network/listener.ts";
import { type ListenerSpec, Listeners } from "./network/listeners.ts";
import { type Listen, TcpServer } from "./network/server.ts";
import type { TlsDoors } from "./network/tls/tls-doors.ts";
import { Partitions } from "./partitions/partitions.ts";
import { Quotas } from "./quotas/quotas.ts";
import { PatientPersister } from "./shares/patient-persister.ts";
import { ShareDeliveries } from "./shares/share-deliveries.ts";
import { ShareStateRuntime } from "./shares/share-state-runtime.ts";
import { ClientTelemetry } from "./telemetry/client-telemetry.ts";
import type { PushedFamily } from "./telemetry/pushed-metrics.ts";
import { Admissions } from "./transactions/admissions.ts";
import { MarkerWriter } from "./transactions/marker-writer.ts";
import { TransactionRuntime } from "./transactions/transaction-runtime.ts";

export interface BrokerOptions {
  readonly files: Files;
  /** The data directory; made if missing. */
  readonly directory: string;
  /** Whoever starts the broker has locked the data directory. */
  readonly isLocked?: boolean;
  /** Taken for a new data directory; an old one keeps its own. */
  readonly nodeId: number;
  readonly clusterId?: string;
  readonly listeners: readonly ListenerSpec[];
  /** Opens their ports. Default: over TCP. */
  readonly listen?: Listen;
  /** Kafka's broker properties. Throws CONFIG_INVALID, naming each that is wrong. */
  readonly properties: Readonly<Record<string, string>>;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** What the volume of the data directory holds. */
  readonly volume?: () => Volume;
  /** What is to go wrong, for the tests of programs. Default: nothing. */
  readonly faults?: Faults;
}

export interface MetricsOptions {
  readonly naming: Naming;
  readonly exported: Exported;
  readonly process: ProcessUse;
}

/** A running single-node broker. */
export interface Broker extends Closeable {
  readonly nodeId: number;
  readonly clusterId: string;
  readonly listeners: readonly Listener[];
  /** Kafka's name of the level of `metadata.version`: `4.3-IV0`. */
  readonly metadataVersion: string;
  /**
   * Takes other properties in place of those it was started with, if it can have them while it runs. Returns why it can't: then all stays as
   * it was.
   */
  reconfigure(properties: Readonly<Record<string, string>>): string | undefined;
  /** A client's end of a connection inside the process. */
  connect(): Duplex;
  health(): Health;
  /** What the broker tells about itself, under the names of one of Strimzi's ways to expose it. What this takes is loaded now. */
  metrics(options: MetricsOptions): Promise<readonly MetricFamily[]>;
  /** What clients have pushed about themselves (KIP-714), as it is now. */
  clientMetrics(): readonly PushedFamily[];
}

/** `socket.listen.backlog.size` */
const listenBacklogDefault = 50;
const unknownVolume: Volume = { totalBytes: -1, usableBytes: -1 };

/**
 * Starts a broker on a data directory, in order: lock, identity, metadata, logs, groups, listeners. Resolves when it answers. Throws
 * DATA_LOCKED, DATA_FORMAT_UNKNOWN, DATA_CORRUPT, CONFIG_INVALID, ADDRESS_IN_USE or IO_FAILED, with everything closed again.
 */
export function startBroker(options: BrokerOptions): Promise<Broker> {
  return opening((opened) => start(options, opened));
}

interface CoordinatorsOptions extends ShardsBase {
  readonly nodeId: number;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly configs: BrokerConfigs;
  readonly metadata: Metadata;
}

/** Groups, transactions and share partitions' state, each on topics of its own. */
function openCoordinators(opened: Opened, options: CoordinatorsOptions) {
  const { clock, metadata, partitions, image, nodeId } = options;
  const shareState = opened.add(new ShareStateRuntime(options));
  const persister = new PatientPersister(shareState, clock);
  const groups = opened.add(new GroupRuntime({ ...options, persister }));
  const markers = new MarkerWriter({ clock, partitions, groups });
  const producerIds = new ProducerIds(metadata, nodeId);
  const transactionVersion = () => levelOf(image, "transaction.version");
  const transactions = opened.add(new TransactionRuntime({ ...options, producerIds, markers, transactionVersion }));
  const deliveries = new ShareDeliveries({ ...options, persister });
  return { shareState, persister, deliveries, groups, markers, producerIds, transactions };
}

async function start(options: BrokerOptions, opened: Opened): Promise<Broker> {
  const { files, directory, properties, clock, random, logger } = options;
  checkOptions(options);
  holdDirectory(options, opened);
  await finishRemoval(files, directory);
  const { clusterId, nodeId, directoryId } = await openMetaProperties(files, directory, options, random);
  const image = new MetadataImage();
  const counts = new BrokerCounts();
  const listeners = new Listeners(logger, clock, counts, options.listen ?? TcpServer.listen);
  opened.defer(() => listeners.close());
  await bindAll(options, listeners);
  const identity = identityProperties({ nodeId, directory, listeners: listeners.bound });
  const configs = new BrokerConfigs({ properties, identity, nodeId, image, logLevels: logger.levels });
  const { tokens, saslListeners } = await openLogins(options, configs, image, listeners.bound);
  const logs = opened.add(await openLogDirectory({ files, directory, clock, logger, random, ...logDirectorySettings(configs) }));
  const log = logs.open(metadataTopic, 0, metadataLogConfig(configs.broker));
  const metadata = opened.add(new Metadata({ image, log, clock, logger, files, settings: configs.broker }));
  const initial = initialRecords(image, properties);
  const facts = { nodeId, directoryId, rack: configs.broker.brokerRack, listeners: listeners.bound, incarnationId: random.uuid() };
  await metadata.commit([...initial, startRecord({ ...facts, brokerEpoch: metadata.endOffset + initial.length })]);
  configs.refresh();
  logs.cleanerReconfigured();
  const partitions = opened.add(openPartitions(logs, metadata, configs, files, counts));
  await logs.flushRecovered();
  const topics = new Topics({ nodeId, random, metadata, partitions, configs });
  const coordinators = openCoordinators(opened, { clock, logger, configs, partitions, topics, image, random, metadata, nodeId });
  const authorization = opened.add(new Authorization({ settings: authorizerSettings(properties), acls: image.acls, logger, clock }));
  const parts: BrokerParts = {
    nodeId,
    clusterId,
    directoryId,
    rack: configs.broker.brokerRack,
    servedApis,
    clock,
    random,
    logger: logger.named("kafka.server"),
    counts,
    authorization,
    configs,
    metadata,
    topics,
    partitions,
    ...coordinators,
    admissions: new Admissions({ transactions: coordinators.transactions, clock, settings: () => configs.broker }),
    fetchSessions: new FetchSessions(() => configs.broker.maxIncrementalFetchSessionCacheSlots, random.below),
    faults: options.faults ?? new Faults(random),
    quotas: opened.add(openQuotas(options, configs, image)),
    tokens,
    telemetry: new ClientTelemetry({ clock, random, image, maxBytes: () => configs.broker.telemetryMaxBytes }),
    volume: volumeOf(options),
  };
  opened.defer(sweepTokens(parts));
  opened.add(listeners); // closed first of all: no request meets a half-closed broker
  opened.add(coordinators.deliveries); // before connections end: nothing is released for them any more
  listeners.serve(new Dispatcher(handlers, parts, listeners.pool), () => configs.broker, {
    tls: await openTls(listeners.bound, configs, options),
    saslListeners,
    rates: parts.quotas.connections.rates,
  });
  return brokerOf(parts, listeners, opened);
}

function holdDirectory({ files, directory, isLocked }: BrokerOptions, opened: Opened): void {
  makePrivateDirectory(files, directory); // records are in it, and what passwords can be guessed from
  if (isLocked === true) return;
  const lock = files.lock(directory);
  opened.defer(() => lock.close());
}

async function openLogins(
  { random, clock, logger }: BrokerOptions,
  configs: BrokerConfigs,
  image: MetadataImage,
  listeners: readonly Listener[],
) {
  const tokens = new DelegationTokens({ stored: image.tokens, secretKey: configs.broker.delegationTokenSecretKey, random });
  const { settings } = configs;
  return { tokens, saslListeners: await openSaslListeners({ listeners, settings, image, tokens, random, clock, logger }) };
}

function checkOptions({ listeners, properties }: BrokerOptions): void {
  const problems = [...checkBrokerProperties(properties), ...checkListeners(listeners, properties)];
  if (problems.length > 0) throw new MillraceError("CONFIG_INVALID", problems.map(({ message }) => message).join("\n"));
}

async function bindAll({ listeners: specs, properties }: BrokerOptions, listeners: Listeners): Promise<void> {
  const backlog = Number(properties["socket.listen.backlog.size"] ?? listenBacklogDefault);
  // One after the other: what fails must not leave another one binding behind its back.
  for (const spec of specs) await listeners.bind(spec, backlog);
}

function brokerOf(parts: BrokerParts, listeners: Listeners, opened: Opened): Broker {
  return {
    nodeId: parts.nodeId,
    clusterId: parts.clusterId,
    listeners: listeners.bound,
    get metadataVersion() {
      return metadataVersionName(levelOf(parts.metadata.image, metadataVersion));
    },
    reconfigure(properties) {
      const { configs, partitions, metadata } = parts;
      const problem = configs.replaceProperties(properties);
      if (problem !== undefined) return problem;
      partitions.directory.cleanerReconfigured();
      for (const topic of metadata.image.topics()) partitions.reconfigure(topic);
      return undefined;
    },
    connect() {
      const [ours, theirs] = duplexPair();
      listeners.attach(ours, listeners.bound[0] as Listener);
      return theirs;
    },
    health: () => healthOf(parts),
    async metrics(asked) {
      const { metricFamilies } = await import("./metrics/exposition.ts");
      return metricFamilies({ parts, listeners, ...asked });
    },
    clientMetrics: () => parts.telemetry.families(),
    close: () => opened.close(),
  };
}

/** Loaded only where a listener has TLS. */
async function openTls(
  listeners: readonly Listener[],
  configs: BrokerConfigs,
  { files, clock, logger }: BrokerOptions,
): Promise<TlsDoors | undefined> {
  if (!listeners.some(({ securityProtocol }) => hasTls(securityProtocol))) return undefined;
  const { TlsDoors } = await import("./network/tls/tls-doors.ts");
  const tls = new TlsDoors({ listeners, settings: () => configs.settings, files, clock, logger: logger.named("kafka.network") });
  configs.tls = tls;
  return tls;
}

function volumeOf({ volume }: BrokerOptions): () => Volume {
  return volume ?? (() => unknownVolume);
}

function openQuotas(options: BrokerOptions, configs: BrokerConfigs, image: MetadataImage): Quotas {
  const { clock, logger, properties } = options;
  return new Quotas({ store: image.clientQuotas, clock, config: () => configs.broker, properties, volume: volumeOf(options), logger });
}

function logDirectorySettings(configs: BrokerConfigs) {
  const { broker } = configs;
  return {
    retentionCheckIntervalMs: broker.logRetentionCheckIntervalMs,
    checkpointIntervalMs: broker.logFlushOffsetCheckpointIntervalMs,
    producerIdExpirationMs: () => configs.broker.producerIdExpirationMs,
    producerIdExpirationCheckIntervalMs: broker.producerIdExpirationCheckIntervalMs,
    cleaner: () => cleanerConfig(configs),
  };
}

function cleanerConfig({ broker }: BrokerConfigs): CleanerConfig {
  return {
    enable: broker.logCleanerEnable,
    dedupeBufferSize: broker.logCleanerDedupeBufferSize,
    ioBufferSize: broker.logCleanerIoBufferSize,
    ioBufferLoadFactor: broker.logCleanerIoBufferLoadFactor,
    ioMaxBytesPerSecond: broker.logCleanerIoMaxBytesPerSecond,
    backoffMs: broker.logCleanerBackoffMs,
  };
}

function openPartitions(logs: LogDirectory, metadata: Metadata, configs: BrokerConfigs, files: Files, counts: BrokerCounts): Partitions {
  const { image } = metadata;
  removeOrphans(logs, image, files);
  const partitions = new Partitions({
    directory: logs,
    files,
    configOf: (topic) => configs.logConfigOf(topic.configs),
    leaderEpochOf: (topic) => image.leaderEpoch(topic),
    counts,
  });
  for (const topic of image.topics()) partitions.open(topic);
  return partitions;
}
