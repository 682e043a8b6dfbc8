import { groupConfigs, offsetResetOf } from "@millrace/configs";
import type { ConsumerGroupConfig, ShareGroupConfig, StreamsGroupConfig } from "@millrace/coordinators";
import { errors } from "@millrace/protocol";
import type { DeliverySettings } from "../shares/delivery-settings.ts";
import { defaultOf, isProblem, type Overrides, type Parsed, parseConfig } from "./parse.ts";
import type { BrokerSettings } from "./settings.ts";
import { groupSynonym } from "./synonyms.ts";
import type { ConfigRefusal } from "./topic-settings.ts";

/** Every config of a group with these overrides. */
export function groupSettings(settings: BrokerSettings, overrides: Overrides): ReadonlyMap<string, Parsed> {
  const values = new Map<string, Parsed>();
  for (const [name, def] of groupConfigs) {
    const text = overrides[name];
    const parsed = text === undefined ? undefined : parseConfig(def, text);
    const given = parsed === undefined || isProblem(parsed) ? settings.values.get(groupSynonym(name) ?? "") : parsed;
    values.set(name, given ?? defaultOf(def));
  }
  return values;
}

/** Numbers that a group has for a kind of groups, brought within what the broker allows by now (KIP-848). */
function groupNumbers(kind: "consumer" | "share" | "streams", settings: BrokerSettings, overrides: Overrides): (what: string) => number {
  const broker = (name: string) => Number(settings.values.get(name)?.value);
  return (what) => {
    const name = `${kind}.${what}`;
    const def = groupConfigs.get(name);
    const text = overrides[name];
    const parsed = text === undefined || def === undefined ? undefined : parseConfig(def, text);
    if (parsed === undefined || isProblem(parsed)) return broker(`group.${name}`);
    const bound = (side: string) => broker(`group.${kind}.${side}.${what.replace(/^num\./, "")}`);
    const [min, max] = [bound("min"), bound("max")];
    return Math.min(Math.max(Number(parsed.value), Number.isNaN(min) ? 0 : min), Number.isNaN(max) ? Number.POSITIVE_INFINITY : max);
  };
}

/** What every kind of groups has. */
const groupTimes = (value: (what: string) => number) => ({
  sessionTimeoutMs: value("session.timeout.ms"),
  heartbeatIntervalMs: value("heartbeat.interval.ms"),
  assignmentIntervalMs: value("assignment.interval.ms"),
});

/** A consumer group's configs. */
export function consumerGroupConfig(settings: BrokerSettings, overrides: Overrides): ConsumerGroupConfig {
  return groupTimes(groupNumbers("consumer", settings, overrides));
}

/** A share group's configs. */
export function shareGroupConfig(settings: BrokerSettings, overrides: Overrides): ShareGroupConfig {
  return groupTimes(groupNumbers("share", settings, overrides));
}

/** A streams group's configs. */
export function streamsGroupConfig(settings: BrokerSettings, overrides: Overrides): StreamsGroupConfig {
  const value = groupNumbers("streams", settings, overrides);
  return {
    ...groupTimes(value),
    initialRebalanceDelayMs: value("initial.rebalance.delay.ms"),
    numStandbyReplicas: value("num.standby.replicas"),
  };
}

/** What a share group's configs say about deliveries. */
export function deliverySettings(settings: BrokerSettings, overrides: Overrides): DeliverySettings {
  const number = groupNumbers("share", settings, overrides);
  const values = groupSettings(settings, overrides);
  const value = (name: string) => values.get(name)?.value;
  return {
    recordLockDurationMs: number("record.lock.duration.ms"),
    deliveryCountLimit: number("delivery.count.limit"),
    partitionMaxRecordLocks: number("partition.max.record.locks"),
    renewAcknowledgeEnable: value("share.renew.acknowledge.enable") === true,
    autoOffsetReset: offsetResetOf(String(value("share.auto.offset.reset"))) ?? "latest",
    readCommitted: value("share.isolation.level") === "read_committed",
  };
}

/** Group configs that the broker's configs `group.<kind>.min.…` and `group.<kind>.max.…` bound, in the order in which Kafka looks. */
const bounded: readonly string[] = [
  "consumer.heartbeat.interval.ms",
  "consumer.session.timeout.ms",
  "consumer.assignment.interval.ms",
  "share.heartbeat.interval.ms",
  "share.session.timeout.ms",
  "share.record.lock.duration.ms",
  "share.delivery.count.limit",
  "share.partition.max.record.locks",
  "share.assignment.interval.ms",
  "streams.heartbeat.interval.ms",
  "streams.session.timeout.ms",
  "streams.num.standby.replicas",
  "streams.assignment.interval.ms",
];

/** What Kafka answers when these are to be all of a group's overrides; undefined if it takes them. The first problem only, as Kafka does. */
export function groupConfigRefusal(settings: BrokerSettings, overrides: Overrides): ConfigRefusal | undefined {
  const message = unknownName(overrides) ?? valueProblem(overrides) ?? togetherProblem(settings, groupSettings(settings, overrides));
  return message === undefined ? undefined : { error: errors.INVALID_CONFIG, message };
}

function unknownName(overrides: Overrides): string | undefined {
  const unknown = Object.keys(overrides).find((name) => !groupConfigs.has(name));
  return unknown === undefined ? undefined : `Unknown group config name: ${unknown}`;
}

function valueProblem(overrides: Overrides): string | undefined {
  for (const [name, def] of groupConfigs) {
    const text = overrides[name];
    const parsed = text === undefined ? undefined : parseConfig(def, text);
    if (parsed !== undefined && isProblem(parsed)) return parsed.message;
  }
  return undefined;
}

function togetherProblem(settings: BrokerSettings, values: ReadonlyMap<string, Parsed>): string | undefined {
  const number = (name: string): number => Number(values.get(name)?.value);
  for (const name of bounded) {
    const bound = (side: string) => `group.${name.replace(".num.", ".").replace(".", `.${side}.`)}`;
    const [min, max] = [bound("min"), bound("max")];
    if (settings.values.has(min) && number(name) < Number(settings.values.get(min)?.value))
      return `${name} must be greater than or equal to ${min}`;
    if (number(name) > Number(settings.values.get(max)?.value)) return `${name} must be less than or equal to ${max}`;
  }
  for (const kind of ["consumer", "share", "streams"]) {
    const [session, heartbeat] = [`${kind}.session.timeout.ms`, `${kind}.heartbeat.interval.ms`];
    if (number(session) <= number(heartbeat)) return `${session} must be greater than ${heartbeat}`;
  }
  return undefined;
}
