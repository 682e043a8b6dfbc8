import { MillraceError, messageOf } from "@millrace/kit";
import type { Kafka } from "@millrace/resources";

/** Kafka Exporter's regular expressions, in RE2's syntax; a name counts if a part of it matches. */
export interface ExporterPatterns {
  readonly topicRegex: string;
  readonly topicExcludeRegex: string | undefined;
  readonly groupRegex: string;
  readonly groupExcludeRegex: string | undefined;
  readonly showAllOffsets: boolean;
}

/** What Kafka Exporter is to tell of. */
export interface Exported {
  topic(name: string): boolean;
  group(groupId: string): boolean;
  /** Whether groups without members tell their offsets too. */
  readonly showAllOffsets: boolean;
}

export type Matcher = (name: string) => boolean;

const all: Matcher = () => true;
const none: Matcher = () => false;

/** What a Kafka's `kafkaExporter` says, or would if it were there. */
export function exporterPatterns({ spec }: Kafka): ExporterPatterns {
  const { topicRegex = ".*", groupRegex = ".*", topicExcludeRegex, groupExcludeRegex, showAllOffsets = true } = spec.kafkaExporter ?? {};
  return { topicRegex, groupRegex, topicExcludeRegex, groupExcludeRegex, showAllOffsets };
}

/**
 * A regular expression in RE2's syntax, as Kafka Exporter and Strimzi's reporter read it: a match anywhere in a name is one. The library is
 * loaded only where it is needed. Throws CONFIG_INVALID, naming the field.
 */
export async function matcherOf(field: string, regex: string | undefined, whenAbsent: Matcher = all): Promise<Matcher> {
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

/** What Kafka Exporter's regular expressions let through. Throws CONFIG_INVALID. */
export async function exportedOf(patterns: ExporterPatterns): Promise<Exported> {
  const field = (name: string) => `spec.kafkaExporter.${name}`;
  const topic = await matcherOf(field("topicRegex"), patterns.topicRegex);
  const notTopic = await matcherOf(field("topicExcludeRegex"), patterns.topicExcludeRegex, none);
  const group = await matcherOf(field("groupRegex"), patterns.groupRegex);
  const notGroup = await matcherOf(field("groupExcludeRegex"), patterns.groupExcludeRegex, none);
  return {
    topic: (name) => topic(name) && !notTopic(name),
    group: (name) => group(name) && !notGroup(name),
    showAllOffsets: patterns.showAllOffsets,
  };
}
