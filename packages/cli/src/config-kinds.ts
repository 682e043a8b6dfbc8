import type { ConfigResource } from "@millrace/client";
import { UsageError } from "./command.ts";

/** What configs belong to, by the words that are understood: our own and those of Kafka's `--entity-type`. */
const kinds: Readonly<Record<string, ConfigResource["type"]>> = {
  topic: "topic",
  topics: "topic",
  broker: "broker",
  brokers: "broker",
  "broker-logger": "broker-logger",
  "broker-loggers": "broker-logger",
  "client-metrics": "client-metrics",
  group: "group",
  groups: "group",
};

/** As the help names them. */
export const kindNames = "topic, broker, broker-logger, client-metrics or group";

export function kindOf(word: string): ConfigResource["type"] {
  const kind = Object.hasOwn(kinds, word) ? kinds[word] : undefined;
  if (kind === undefined) throw new UsageError(`"${word}" has no configs: ${kindNames} is expected`);
  return kind;
}

/** The resource that two arguments name; brokers without a name are all of them. */
export function resourceOf([word = "", name = ""]: readonly string[]): ConfigResource {
  const type = kindOf(word);
  if (name === "" && type !== "broker") throw new UsageError(`which ${type}? a name is expected`);
  if (type.startsWith("broker") && !/^\d*$/.test(name)) throw new UsageError(`"${name}" is no broker's id: a number is expected`);
  return { type, name };
}

/** For people: `topic orders`, `all brokers`. */
export function resourceText({ type, name }: ConfigResource): string {
  return name === "" ? "all brokers" : `${type} ${name}`;
}
