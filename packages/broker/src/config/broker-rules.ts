import { assignorNames, shareAssignorNames } from "./assignor-names.ts";
import { parseInteger, parseList } from "./java-text.ts";
import type { BrokerSettings } from "./settings.ts";

/** The number that a broker config has; NaN if it has none. */
type Numbers = (name: string) => number;

/** What configs have to be to one another, with what Kafka says where they are not. */
interface Rule {
  readonly holds: (number: Numbers, settings: BrokerSettings) => boolean;
  readonly message: string;
}

const comparisons = {
  ">=": { holds: (a: number, b: number) => a >= b, words: "must be greater than or equal to" },
  "<=": { holds: (a: number, b: number) => a <= b, words: "must be less than or equal to" },
  "<": { holds: (a: number, b: number) => a < b, words: "must be less than" },
} as const;

function compare(left: string, comparison: keyof typeof comparisons, right: string): Rule {
  const { holds, words } = comparisons[comparison];
  return { holds: (number) => holds(number(left), number(right)), message: `${left} ${words} ${right}` };
}

function require(message: string, holds: Rule["holds"]): Rule {
  return { holds, message: `requirement failed: ${message}` };
}

type GroupKind = "consumer" | "share" | "streams";

function bounds(kind: GroupKind, what: string): Rule[] {
  const [name, min, max] = [`group.${kind}.${what}`, `group.${kind}.min.${what}`, `group.${kind}.max.${what}`];
  return [compare(max, ">=", min), compare(name, ">=", min), compare(name, "<=", max)];
}

function groupRules(kind: GroupKind): Rule[] {
  return [
    ...bounds(kind, "heartbeat.interval.ms"),
    ...bounds(kind, "session.timeout.ms"),
    compare(`group.${kind}.heartbeat.interval.ms`, "<", `group.${kind}.session.timeout.ms`),
    ...bounds(kind, "assignment.interval.ms"),
  ];
}

function shareBounds(what: string): Rule[] {
  return [compare(`group.share.max.${what}`, ">=", `group.share.${what}`), compare(`group.share.${what}`, ">=", `group.share.min.${what}`)];
}

const mebibyte = 1 << 20;
const topicNumber = ({ topicDefaults }: BrokerSettings, name: string): number => Number(topicDefaults.get(name)?.value);

/** In the order in which Kafka looks. */
const rules: readonly Rule[] = [
  ...groupRules("consumer"),
  ...groupRules("share"),
  ...groupRules("streams"),
  compare("group.streams.num.standby.replicas", "<=", "group.streams.max.standby.replicas"),
  ...shareBounds("delivery.count.limit"),
  ...shareBounds("partition.max.record.locks"),
  compare("group.share.record.lock.duration.ms", ">=", "group.share.min.record.lock.duration.ms"),
  compare("group.share.max.record.lock.duration.ms", ">=", "group.share.record.lock.duration.ms"),
  compare("group.share.max.share.sessions", ">=", "group.share.max.size"),
  {
    holds: (_, settings) => listOf(settings, "group.coordinator.rebalance.protocols").includes("classic"),
    message: "Disabling the 'classic' protocol is not supported.",
  },
  {
    holds: (_, settings) => listOf(settings, "group.share.assignors").every((name) => shareAssignorNames.includes(name)),
    message: "group.share.assignors may have simple only: Java classes can't be loaded",
  },
  require("group.share.assignors must contain exactly one assignor", (_, settings) =>
    listOf(settings, "group.share.assignors").length === 1),
  {
    holds: (_, settings) => listOf(settings, "group.consumer.assignors").every((name) => Object.hasOwn(assignorNames, name)),
    message: "group.consumer.assignors may have uniform and range only: Java classes can't be loaded",
  },
  require("log.roll.ms must be greater than or equal to 1", (_, settings) => topicNumber(settings, "segment.ms") >= 1),
  require("log.roll.jitter.ms must be greater than or equal to 0", (_, settings) => topicNumber(settings, "segment.jitter.ms") >= 0),
  require("log.retention.ms must be unlimited (-1) or, greater than or equal to 1", (_, settings) =>
    topicNumber(settings, "retention.ms") !== 0),
  { holds: (number) => number("log.cleaner.threads") !== 0, message: "/ by zero" },
  require("log.cleaner.dedupe.buffer.size must be at least 1MB per cleaner thread.", (number) =>
    Math.trunc(number("log.cleaner.dedupe.buffer.size") / number("log.cleaner.threads")) > mebibyte),
  require("replica.socket.timeout.ms should always be at least replica.fetch.wait.max.ms to prevent unnecessary socket timeouts", (
    number,
  ) => number("replica.fetch.wait.max.ms") <= number("replica.socket.timeout.ms")),
  require("replica.fetch.wait.max.ms should always be less than or equal to replica.lag.time.max.ms to prevent frequent changes in ISR", (
    number,
  ) => number("replica.fetch.wait.max.ms") <= number("replica.lag.time.max.ms")),
  require("queued.max.request.bytes must be larger or equal to socket.request.max.bytes", (number) =>
    number("queued.max.request.bytes") <= 0 || number("queued.max.request.bytes") >= number("socket.request.max.bytes")),
  require("max.connections.per.ip can be set to zero only if max.connections.per.ip.overrides property is set.", (number, settings) =>
    number("max.connections.per.ip") !== 0 || settings.values.get("max.connections.per.ip.overrides")?.value !== ""),
];

function listOf(settings: BrokerSettings, name: string): readonly string[] {
  const list = settings.values.get(name)?.value;
  return Array.isArray(list) ? list : [];
}

/** Everything about a broker's configs together that Kafka refuses, in its words; what is wrong with single ones is found before. */
export function brokerRuleProblems(settings: BrokerSettings): string[] {
  const number: Numbers = (name) => Number(settings.values.get(name)?.value ?? Number.NaN);
  const broken = rules.filter(({ holds }) => !holds(number, settings)).map(({ message }) => message);
  const more = [cordonedProblem(settings), perIpProblem(settings), authenticationDelayProblem(number)];
  return [...broken, ...more.filter((problem) => problem !== undefined)];
}

function authenticationDelayProblem(number: Numbers): string | undefined {
  const [delay, idle] = [number("connection.failed.authentication.delay.ms"), number("connections.max.idle.ms")];
  if (idle < 0 || delay < idle) return undefined;
  return (
    `requirement failed: connection.failed.authentication.delay.ms=${delay} should always be less than connections.max.idle.ms=${idle} ` +
    "to prevent failed authentication responses from timing out"
  );
}

function cordonedProblem(settings: BrokerSettings): string | undefined {
  const cordoned = listOf(settings, "cordoned.log.dirs");
  if (cordoned.includes("*")) {
    return cordoned.length === 1 ? undefined : "requirement failed: When cordoned.log.dirs is set to *, it must not contain other values";
  }
  const present = settings.values.get("log.dirs")?.value === null ? listOf(settings, "log.dir") : listOf(settings, "log.dirs");
  const missing = cordoned.filter((directory) => !present.includes(directory));
  if (missing.length === 0) return undefined;
  return `requirement failed: All entries in cordoned.log.dirs must be present in log.dirs or log.dir. Missing entries : ${missing.join(", ")}`;
}

function perIpProblem({ values }: BrokerSettings): string | undefined {
  const name = "max.connections.per.ip.overrides";
  const pairs = perIpPairs(String(values.get(name)?.value ?? ""));
  for (const { pair, at, limit } of pairs) {
    if (at === -1) return `Error parsing configuration property '${name}': begin 0, end -1, length ${pair.length}`;
    if (parseInteger(limit, 32) === undefined) return `For input string: "${limit}"`;
  }
  const invalid = pairs.map(({ address }) => address).filter((address) => !/^[0-9a-zA-Z\-%._:]*$/.test(address));
  return invalid.length === 0 ? undefined : `${name} contains invalid addresses : ${invalid.join(",")}`;
}

/** `address:number` pairs; an address may hold colons itself. `at` is where the last one is, or -1. */
export function perIpPairs(text: string): { pair: string; at: number; address: string; limit: string }[] {
  return parseList(text).map((pair) => {
    const at = pair.lastIndexOf(":");
    return { pair, at, address: pair.slice(0, Math.max(at, 0)).trim(), limit: pair.slice(at + 1).trim() };
  });
}
