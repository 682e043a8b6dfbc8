import type { CommandDefinition } from "../command.ts";
import { connection, output } from "../options.ts";

const levels = ["<feature=level...>", "features and the levels they are to have"] as const;
const dryRun = { flags: "--dry-run", summary: "only say what would come of it" };

export const clusterCommands: readonly CommandDefinition[] = [
  {
    name: "cluster describe",
    summary: "show the cluster, its brokers and its controller",
    options: [output, ...connection],
    examples: [["Show the local platform's cluster", "millrace cluster describe"]],
    load: async () => (await import("../commands/cluster-describe.ts")).describeCluster,
  },
  {
    name: "features list",
    alias: "describe",
    summary: "list the cluster's features and their levels",
    options: [output, ...connection],
    examples: [["List features", "millrace features list"]],
    load: async () => (await import("../commands/features-list.ts")).listFeatures,
  },
  {
    name: "features upgrade",
    summary: "raise levels of features",
    arguments: [levels],
    options: [dryRun, output, ...connection],
    examples: [["Switch the consumer protocol on", "millrace features upgrade group.version=1"]],
    load: async () => (await import("../commands/features-update.ts")).upgradeFeatures,
  },
  {
    name: "features downgrade",
    summary: "lower levels of features; 0 switches one off",
    arguments: [levels],
    options: [{ flags: "--unsafe", summary: "even if metadata is lost" }, dryRun, output, ...connection],
    examples: [["Go back to transactions as clients before Kafka 4.0 know them", "millrace features downgrade transaction.version=0"]],
    load: async () => (await import("../commands/features-update.ts")).downgradeFeatures,
  },
];
