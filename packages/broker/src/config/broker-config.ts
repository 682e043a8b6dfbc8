import type { AssignorName, MigrationPolicy } from "@millrace/coordinators";
import { assignorNames } from "./assignor-names.ts";
import { perIpPairs } from "./broker-rules.ts";
import { parseInteger, trimmed } from "./java-text.ts";
import type { Overrides } from "./parse.ts";
import type { BrokerSettings } from "./settings.ts";
import { listenerOf } from "./synonyms.ts";

/** `num.partitions` → `numPartitions` */
type CamelCase<Name extends string> = Name extends `${infer Head}.${infer Tail}` ? `${Head}${Capitalize<CamelCase<Tail>>}` : Name;

type Fields<Name extends string, Type> = { readonly [N in Name as CamelCase<N>]: Type };

const numbers = [
  "add.partitions.to.txn.retry.backoff.max.ms",
  "add.partitions.to.txn.retry.backoff.ms",
  "connections.max.idle.ms",
  "delegation.token.expiry.check.interval.ms",
  "delegation.token.expiry.time.ms",
  "delegation.token.max.lifetime.ms",
  "fetch.max.bytes",
  "group.consumer.assignment.interval.ms",
  "group.consumer.heartbeat.interval.ms",
  "group.consumer.max.size",
  "group.consumer.regex.refresh.interval.ms",
  "group.consumer.session.timeout.ms",
  "group.initial.rebalance.delay.ms",
  "group.max.session.timeout.ms",
  "group.max.size",
  "group.min.session.timeout.ms",
  "group.share.assignment.interval.ms",
  "group.share.delivery.count.limit",
  "group.share.heartbeat.interval.ms",
  "group.share.initialize.retry.interval.ms",
  "group.share.max.share.sessions",
  "group.share.max.size",
  "group.share.partition.max.record.locks",
  "group.share.record.lock.duration.ms",
  "group.share.session.timeout.ms",
  "group.streams.assignment.interval.ms",
  "group.streams.heartbeat.interval.ms",
  "group.streams.initial.rebalance.delay.ms",
  "group.streams.max.size",
  "group.streams.num.standby.replicas",
  "group.streams.session.timeout.ms",
  "log.cleaner.backoff.ms",
  "log.cleaner.dedupe.buffer.size",
  "log.cleaner.io.buffer.load.factor",
  "log.cleaner.io.buffer.size",
  "log.cleaner.io.max.bytes.per.second",
  "log.flush.offset.checkpoint.interval.ms",
  "log.retention.check.interval.ms",
  "controller.quota.window.num",
  "controller.quota.window.size.seconds",
  "max.connection.creation.rate",
  "max.connections",
  "max.connections.per.ip",
  "max.incremental.fetch.session.cache.slots",
  "max.request.partition.size.limit",
  "metadata.log.max.record.bytes.between.snapshots",
  "metadata.log.max.snapshot.interval.ms",
  "metadata.log.segment.bytes",
  "metadata.log.segment.ms",
  "metadata.max.retention.bytes",
  "metadata.max.retention.ms",
  "num.partitions",
  "offset.metadata.max.bytes",
  "offsets.retention.check.interval.ms",
  "offsets.retention.minutes",
  "offsets.topic.num.partitions",
  "offsets.topic.segment.bytes",
  "producer.id.expiration.check.interval.ms",
  "producer.id.expiration.ms",
  "queued.max.request.bytes",
  "quota.window.num",
  "quota.window.size.seconds",
  "request.timeout.ms",
  "share.coordinator.cold.partition.snapshot.interval.ms",
  "share.coordinator.snapshot.update.records.per.snapshot",
  "share.coordinator.state.topic.min.isr",
  "share.coordinator.state.topic.num.partitions",
  "share.coordinator.state.topic.prune.interval.ms",
  "share.coordinator.state.topic.segment.bytes",
  "socket.listen.backlog.size",
  "socket.request.max.bytes",
  "telemetry.max.bytes",
  "transaction.abort.timed.out.transaction.cleanup.interval.ms",
  "transaction.max.timeout.ms",
  "transaction.remove.expired.transaction.cleanup.interval.ms",
  "transaction.state.log.min.isr",
  "transaction.state.log.num.partitions",
  "transaction.state.log.segment.bytes",
  "transactional.id.expiration.ms",
] as const;

const booleans = [
  "auto.create.topics.enable",
  "delete.topic.enable",
  "log.cleaner.enable",
  "transaction.partition.verification.enable",
] as const;

/** The broker's own configs that have an effect here; each name is Kafka's in camelCase. Topics' defaults are in `logConfigOf`. */
export interface BrokerConfig extends Fields<(typeof numbers)[number], number>, Fields<(typeof booleans)[number], boolean> {
  readonly brokerRack: string | null;
  /** Null or empty: there are no delegation tokens. */
  readonly delegationTokenSecretKey: string | null;
  /** `group.consumer.assignors` */
  readonly groupConsumerAssignors: readonly AssignorName[];
  /** `group.consumer.migration.policy` */
  readonly groupConsumerMigrationPolicy: MigrationPolicy;
  /** Kinds of groups that are served: `group.coordinator.rebalance.protocols`. */
  readonly groupCoordinatorRebalanceProtocols: readonly string[];
  /** Connections allowed for single listeners, by their names in lower case: `listener.name.<listener>.max.connections`. */
  readonly listenerMaxConnections: ReadonlyMap<string, number>;
  /** Connections a second that are accepted on single listeners: `listener.name.<listener>.max.connection.creation.rate`. */
  readonly listenerMaxConnectionCreationRate: ReadonlyMap<string, number>;
  /** Connections allowed for single addresses. */
  readonly maxConnectionsPerIpOverrides: ReadonlyMap<string, number>;
}

export function brokerConfigOf({ values, properties }: BrokerSettings): BrokerConfig {
  const value = (name: string) => values.get(name)?.value ?? null;
  const fields: Record<string, unknown> = {};
  for (const name of [...numbers, ...booleans]) fields[camelCase(name)] = value(name);
  const rack = value("broker.rack");
  const secretKey = value("delegation.token.secret.key");
  const limits = perIpPairs(String(value("max.connections.per.ip.overrides") ?? ""));
  return {
    ...(fields as Fields<(typeof numbers)[number], number> & Fields<(typeof booleans)[number], boolean>),
    groupConsumerAssignors: listOf(value("group.consumer.assignors")).flatMap((name) => assignorNames[name] ?? []),
    groupConsumerMigrationPolicy: String(value("group.consumer.migration.policy")).toLowerCase() as MigrationPolicy,
    groupCoordinatorRebalanceProtocols: listOf(value("group.coordinator.rebalance.protocols")),
    brokerRack: rack === null ? null : String(rack),
    delegationTokenSecretKey: secretKey === null ? null : String(secretKey),
    listenerMaxConnectionCreationRate: numbersOfListeners(properties, "max.connection.creation.rate"),
    listenerMaxConnections: numbersOfListeners(properties, "max.connections"),
    maxConnectionsPerIpOverrides: new Map(limits.map(({ address, limit }) => [address, Number(limit)])),
  };
}

function numbersOfListeners(properties: Overrides, config: string): Map<string, number> {
  const numbers = new Map<string, number>();
  for (const [name, text] of Object.entries(properties)) {
    const listener = listenerOf(name, config);
    const number = parseInteger(trimmed(text), 32);
    if (listener !== undefined && number !== undefined) numbers.set(listener, Number(number));
  }
  return numbers;
}

function listOf(value: unknown): string[] {
  return Array.isArray(value)
    ? value.map(String)
    : String(value ?? "")
        .split(",")
        .map((each) => each.trim());
}

function camelCase(name: string): string {
  return name.replace(/\.(.)/g, (_, letter: string) => letter.toUpperCase());
}
