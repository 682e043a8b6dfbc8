import type { Exported } from "@millrace/broker";
import { MillraceError, messageOf } from "@millrace/kit";
import type { ExporterPatterns } from "./declared.ts";

type Matcher = (name: string) => boolean;

const all: Matcher = () => true;
const none: Matcher = () => false;

/**
 * A regular expression in RE2's syntax, as Kafka Exporter and Strimzi's reporter read it: a match anywhere in a name is one. The library is
 * loaded only where it is needed. Throws CONFIG_INVALID, naming the field.
 */
async function matcherOf(field: string, regex: string | undefined, whenAbsent: Matcher): Promise<Matcher> {
  if (regex === undefined) return whenAbsent;
  if (regex === ".*") return all;
  const { RE2JS } = await import("re2js");
  try {
    const compiled = RE2JS.compile(regex);
    return (name) => compiled.matcher(name).find();
  } catch (cause) {
    throw new MillraceError("CONFIG_INVALID", `${field} is no regular expression: ${messageOf(cause)}`, { cause });
  }
}

/** What Kafka Exporter's regular expressions let through. */
export async function exportedOf(patterns: ExporterPatterns): Promise<Exported> {
  const field = (name: string) => `spec.kafkaExporter.${name}`;
  const topic = await matcherOf(field("topicRegex"), patterns.topicRegex, all);
  const notTopic = await matcherOf(field("topicExcludeRegex"), patterns.topicExcludeRegex, none);
  const group = await matcherOf(field("groupRegex"), patterns.groupRegex, all);
  const notGroup = await matcherOf(field("groupExcludeRegex"), patterns.groupExcludeRegex, none);
  return {
    topic: (name) => topic(name) && !notTopic(name),
    group: (name) => group(name) && !notGroup(name),
    showAllOffsets: patterns.showAllOffsets,
  };
}

/** Whether the reporter's `allowList` lets a metric through. */
export async function allowedOf(allowList: readonly string[]): Promise<Matcher> {
  const field = (at: number) => `spec.kafka.metricsConfig.values.allowList[${at}]`;
  const matchers = await Promise.all(allowList.map((regex, at) => matcherOf(field(at), regex, all)));
  return matchers.length === 0 ? all : (name) => matchers.some((matches) => matches(name));
}
