import type { CommandDefinition } from "../command.ts";
import { kindNames } from "../config-kinds.ts";
import { configEntries, connection, output, repeated } from "../options.ts";

const kind = ["<kind>", `${kindNames}, or as Kafka's tools spell them`] as const;
const name = ["[name]", "a topic's or group's name, a broker's id; none: all brokers"] as const;

export const configCommands: readonly CommandDefinition[] = [
  {
    name: "configs list",
    summary: "list what has configs of its own",
    arguments: [["[kind...]", `${kindNames} (default: all)`]],
    options: [output, ...connection],
    examples: [["List groups and subscriptions to metrics that have configs", "millrace configs list group client-metrics"]],
    load: async () => (await import("../commands/configs-list.ts")).listConfigs,
  },
  {
    name: "configs describe",
    summary: "show configs of a topic, broker, group, …",
    arguments: [kind, name],
    options: [{ flags: "--all", summary: "also configs that nobody has set" }, output, ...connection],
    examples: [
      ["Show what is set for a topic", "millrace configs describe topic orders"],
      ["Show every config of a broker", "millrace configs describe broker 0 --all"],
      ["Show the levels of a broker's loggers", "millrace configs describe broker-logger 0"],
    ],
    load: async () => (await import("../commands/configs-describe.ts")).describeConfigs,
  },
  {
    name: "configs alter",
    summary: "change configs while the cluster runs",
    arguments: [kind, name],
    options: [
      configEntries("-c, --config <name=value>", "a config to set; may be repeated"),
      configEntries("--append <name=value>", "something to add to a config that is a list; may be repeated"),
      configEntries("--subtract <name=value>", "something to take out of a config that is a list; may be repeated"),
      { flags: "--delete <name>", summary: "a config that goes back to its default; may be repeated", parse: repeated },
      { flags: "--dry-run", summary: "only say what would come of it" },
      output,
      ...connection,
    ],
    examples: [
      ["Keep a topic's records for a day", "millrace configs alter topic orders -c retention.ms=86400000"],
      ["Accept larger batches everywhere", "millrace configs alter broker -c message.max.bytes=5000000"],
      ["Log more about requests", "millrace configs alter broker-logger 0 -c kafka.request.logger=DEBUG"],
    ],
    load: async () => (await import("../commands/configs-alter.ts")).alterConfigs,
  },
];
