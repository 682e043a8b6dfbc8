import type { CommandDefinition } from "../command.ts";
import { configs, connection, output, wholeNumber } from "../options.ts";

const dryRun = { flags: "--dry-run", summary: "only say what would come of it" };

export const topicCommands: readonly CommandDefinition[] = [
  {
    name: "topics list",
    summary: "list topics",
    options: [{ flags: "--internal", summary: "also those that Kafka keeps for itself" }, output, ...connection],
    examples: [
      ["List the topics of the local platform", "millrace topics list"],
      ["List those of another cluster, as JSON", "millrace topics list -b kafka-1:9092,kafka-2:9092 -o json"],
    ],
    load: async () => (await import("../commands/topics-list.ts")).listTopics,
  },
  {
    name: "topics describe",
    summary: "show topics with their partitions and configs",
    arguments: [["<topic...>", "names of topics"]],
    options: [{ flags: "--all-configs", summary: "also configs that have their defaults" }, output, ...connection],
    examples: [["Show a topic", "millrace topics describe orders"]],
    load: async () => (await import("../commands/topics-describe.ts")).describeTopics,
  },
  {
    name: "topics create",
    summary: "create topics",
    arguments: [["<topic...>", "names of topics"]],
    options: [
      { flags: "-p, --partitions <count>", summary: "how many partitions (default: as the brokers say)", parse: wholeNumber(1) },
      {
        flags: "-r, --replication-factor <count>",
        summary: "how many replicas of each partition (default: as the brokers say)",
        parse: wholeNumber(1, 32_767),
      },
      configs,
      { flags: "--if-not-exists", summary: "leave topics as they are that exist already" },
      dryRun,
      output,
      ...connection,
    ],
    examples: [
      ["Create a topic with six partitions", "millrace topics create orders --partitions 6"],
      ["Keep its records for a day", "millrace topics create orders -c retention.ms=86400000"],
    ],
    load: async () => (await import("../commands/topics-create.ts")).createTopics,
  },
  {
    name: "topics alter",
    summary: "give topics more partitions",
    about:
      "The records that are there stay where they are; those with keys may go to other partitions from then on.\nConfigs are changed by millrace configs alter.",
    arguments: [["<topic...>", "names of topics"]],
    options: [
      {
        flags: "-p, --partitions <count>",
        summary: "how many each topic is to have, more than now",
        parse: wholeNumber(1),
        required: true,
      },
      dryRun,
      output,
      ...connection,
    ],
    examples: [["Have twelve partitions from now on", "millrace topics alter orders --partitions 12"]],
    load: async () => (await import("../commands/topics-alter.ts")).alterTopics,
  },
  {
    name: "topics delete",
    summary: "delete topics with all their records",
    arguments: [["<topic...>", "names of topics"]],
    options: [{ flags: "--if-exists", summary: "say nothing about topics that do not exist" }, output, ...connection],
    examples: [["Delete two topics", "millrace topics delete orders payments"]],
    load: async () => (await import("../commands/topics-delete.ts")).deleteTopics,
  },
];
