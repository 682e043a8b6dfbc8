const hoursMs = 3_600_000;
const minutesMs = 60_000;

/** A broker config that stands in for a topic config, and how many of the topic config's units make one of its own. */
export interface TopicSynonym {
  readonly name: string;
  readonly units: number;
}

const synonym = (name: string, units = 1): TopicSynonym => ({ name, units });

/** For each topic config the broker configs that give its default; the first that is given counts. */
export const topicSynonyms: Readonly<Record<string, readonly TopicSynonym[]>> = {
  "segment.bytes": [synonym("log.segment.bytes")],
  "segment.ms": [synonym("log.roll.ms"), synonym("log.roll.hours", hoursMs)],
  "segment.jitter.ms": [synonym("log.roll.jitter.ms"), synonym("log.roll.jitter.hours", hoursMs)],
  "segment.index.bytes": [synonym("log.index.size.max.bytes")],
  "flush.messages": [synonym("log.flush.interval.messages")],
  "flush.ms": [synonym("log.flush.interval.ms"), synonym("log.flush.scheduler.interval.ms")],
  "retention.bytes": [synonym("log.retention.bytes")],
  "retention.ms": [synonym("log.retention.ms"), synonym("log.retention.minutes", minutesMs), synonym("log.retention.hours", hoursMs)],
  "max.message.bytes": [synonym("message.max.bytes")],
  "index.interval.bytes": [synonym("log.index.interval.bytes")],
  "delete.retention.ms": [synonym("log.cleaner.delete.retention.ms")],
  "min.compaction.lag.ms": [synonym("log.cleaner.min.compaction.lag.ms")],
  "max.compaction.lag.ms": [synonym("log.cleaner.max.compaction.lag.ms")],
  "file.delete.delay.ms": [synonym("log.segment.delete.delay.ms")],
  "min.cleanable.dirty.ratio": [synonym("log.cleaner.min.cleanable.ratio")],
  "cleanup.policy": [synonym("log.cleanup.policy")],
  "unclean.leader.election.enable": [synonym("unclean.leader.election.enable")],
  "min.insync.replicas": [synonym("min.insync.replicas")],
  "compression.type": [synonym("compression.type")],
  "compression.gzip.level": [synonym("compression.gzip.level")],
  "compression.lz4.level": [synonym("compression.lz4.level")],
  "compression.zstd.level": [synonym("compression.zstd.level")],
  preallocate: [synonym("log.preallocate")],
  "message.timestamp.type": [synonym("log.message.timestamp.type")],
  "message.timestamp.before.max.ms": [synonym("log.message.timestamp.before.max.ms")],
  "message.timestamp.after.max.ms": [synonym("log.message.timestamp.after.max.ms")],
  "local.retention.ms": [synonym("log.local.retention.ms")],
  "local.retention.bytes": [synonym("log.local.retention.bytes")],
};

/** The broker config that gives a group config's default; those without one have a fixed default. */
export function groupSynonym(name: string): string | undefined {
  return ["share.auto.offset.reset", "share.isolation.level", "share.renew.acknowledge.enable"].includes(name)
    ? undefined
    : `group.${name}`;
}

const families: readonly (readonly string[])[] = [
  ["log.roll.ms", "log.roll.hours"],
  ["log.roll.jitter.ms", "log.roll.jitter.hours"],
  ["log.retention.ms", "log.retention.minutes", "log.retention.hours"],
];
const flushFamily = ["log.flush.interval.ms", "log.flush.scheduler.interval.ms"];

const listenerConfig = /^listener\.name\.([^.]*)\.(.*)$/s;

/** These stand behind a SASL mechanism's name as well: `listener.name.<listener>.<mechanism>.<config>`. */
const mechanismConfigs = [
  "sasl.jaas.config",
  "sasl.login.callback.handler.class",
  "sasl.login.class",
  "sasl.server.callback.handler.class",
  "connections.max.reauth.ms",
];

/** The config that a listener's own config replaces for that listener; undefined for all others. */
export function listenerBase(name: string): string | undefined {
  return listenerConfig.exec(name)?.[2];
}

/** The listener, in lower case, that has `config` for itself by this name; undefined for all other names. */
export function listenerOf(name: string, config: string): string | undefined {
  const [, listener, base] = listenerConfig.exec(name) ?? [];
  return base === config ? listener : undefined;
}

/** Names under which a broker config may be given, the one that counts first. A config of one listener has the general one behind it. */
export function brokerSynonyms(name: string): readonly string[] {
  const family = brokerFamily(name);
  const base = family.length === 1 ? listenerBase(name) : undefined;
  if (base === undefined) return family;
  return [name, mechanismConfigs.find((config) => base.endsWith(config)) ?? base];
}

/** As `brokerSynonyms`, without what is given for all listeners: that stays when a listener gets its own. */
export function brokerFamily(name: string): readonly string[] {
  if (name === flushFamily[0]) return flushFamily;
  return families.find((family) => family.includes(name)) ?? [name];
}
