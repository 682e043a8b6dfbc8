import { topicConfigs, validationProblem } from "@millrace/configs";
import type { LogConfig } from "@millrace/log";
import { errors, type KafkaError } from "@millrace/protocol";
import { isProblem, type Overrides, type Parsed, parseConfig } from "./parse.ts";
import type { BrokerSettings } from "./settings.ts";

/** Why a config is refused, as it is answered. */
export interface ConfigRefusal {
  readonly error: KafkaError;
  /** Null where Kafka has nothing to add to the error. */
  readonly message: string | null;
}

/** Every topic config of a topic with these overrides; what can't be read counts as not given. */
export function topicSettings(settings: BrokerSettings, overrides: Overrides): ReadonlyMap<string, Parsed> {
  const values = new Map(settings.topicDefaults);
  for (const [name, text] of Object.entries(overrides)) {
    const def = topicConfigs.get(name);
    const parsed = def && parseConfig(def, text);
    if (parsed !== undefined && !isProblem(parsed)) values.set(name, parsed);
  }
  return values;
}

/** What Kafka answers when these are to be all of a topic's overrides; undefined if it takes them. The first problem only, as Kafka does. */
export function topicConfigRefusal(settings: BrokerSettings, overrides: Overrides): ConfigRefusal | undefined {
  if (Object.keys(overrides).length === 0) return undefined; // nothing of the topic's own can be wrong
  const message = unknownName(overrides) ?? valueProblem(settings, overrides) ?? togetherProblem(topicSettings(settings, overrides));
  return message === undefined ? undefined : { error: errors.INVALID_CONFIG, message };
}

function unknownName(overrides: Overrides): string | undefined {
  const unknown = Object.keys(overrides).find((name) => !topicConfigs.has(name));
  return unknown === undefined ? undefined : `Unknown topic config name: ${unknown}`;
}

/** The broker's defaults are checked as well: its own rules let more through than the topics' do. */
function valueProblem(settings: BrokerSettings, overrides: Overrides): string | undefined {
  for (const [name, def] of topicConfigs) {
    const text = overrides[name];
    if (text !== undefined) {
      const parsed = parseConfig(def, text);
      if (isProblem(parsed)) return parsed.message;
      continue;
    }
    const inherited = settings.topicDefaults.get(name);
    if (def.validator === null || inherited === undefined) continue;
    const problem = validationProblem(name, def.validator, inherited.value, String(inherited.text));
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function togetherProblem(values: ReadonlyMap<string, Parsed>): string | undefined {
  const [min, max] = [values.get("min.compaction.lag.ms"), values.get("max.compaction.lag.ms")];
  if (Number(min?.value) > Number(max?.value)) {
    return `conflict topic config setting min.compaction.lag.ms (${min?.text}) > max.compaction.lag.ms (${max?.text})`;
  }
  if (values.get("remote.storage.enable")?.value === true) {
    return "Tiered Storage functionality is disabled in the broker. Topic cannot be configured with remote log storage.";
  }
  return undefined;
}

/** The settings that the log of a topic with these overrides follows. */
export function logConfigOf(settings: BrokerSettings, overrides: Overrides): LogConfig {
  const values = topicSettings(settings, overrides);
  const number = (name: string): number => Number(values.get(name)?.value);
  const text = <T extends string>(name: string): T => String(values.get(name)?.value) as T;
  const internalSegmentBytes = values.get("internal.segment.bytes")?.value ?? null;
  const cleanupPolicy = values.get("cleanup.policy")?.value;
  const cleansBy = (way: string): boolean => Array.isArray(cleanupPolicy) && cleanupPolicy.includes(way);
  return {
    segmentBytes: internalSegmentBytes === null ? number("segment.bytes") : Number(internalSegmentBytes),
    segmentMs: number("segment.ms"),
    segmentJitterMs: number("segment.jitter.ms"),
    segmentIndexBytes: number("segment.index.bytes"),
    indexIntervalBytes: number("index.interval.bytes"),
    cleanupDelete: cleansBy("delete"),
    cleanupCompact: cleansBy("compact"),
    minCleanableDirtyRatio: number("min.cleanable.dirty.ratio"),
    minCompactionLagMs: number("min.compaction.lag.ms"),
    maxCompactionLagMs: number("max.compaction.lag.ms"),
    deleteRetentionMs: number("delete.retention.ms"),
    retentionBytes: number("retention.bytes"),
    retentionMs: number("retention.ms"),
    maxMessageBytes: number("max.message.bytes"),
    flushMessages: number("flush.messages"),
    flushMs: number("flush.ms"),
    fileDeleteDelayMs: number("file.delete.delay.ms"),
    compressionType: text("compression.type"),
    messageTimestampType: text("message.timestamp.type"),
    messageTimestampBeforeMaxMs: number("message.timestamp.before.max.ms"),
    messageTimestampAfterMaxMs: number("message.timestamp.after.max.ms"),
  };
}
