import type { CommandDefinition } from "../command.ts";
import { connection, durationMs, output, repeatedState } from "../options.ts";

const states = ["CompleteAbort", "CompleteCommit", "Dead", "Empty", "Ongoing", "PrepareAbort", "PrepareCommit", "PrepareEpochFence"];

export const transactionCommands: readonly CommandDefinition[] = [
  {
    name: "transactions list",
    summary: "list transactional ids with their producers",
    options: [
      {
        flags: "--state <state>",
        summary: "only those in this state, for example Ongoing or CompleteCommit; may be repeated",
        parse: repeatedState(states),
      },
      { flags: "--longer-than <duration>", summary: "only those whose transaction began longer ago: 30s, 5m, 1h", parse: durationMs },
      { flags: "--id-pattern <regex>", summary: "only ids that this regular expression matches as a whole" },
      output,
      ...connection,
    ],
    examples: [["List transactions that have been open for long", "millrace transactions list --state Ongoing --longer-than 5m"]],
    load: async () => (await import("../commands/transactions-list.ts")).listTransactions,
  },
  {
    name: "transactions describe",
    summary: "show transactions with their partitions",
    arguments: [["<id...>", "transactional ids"]],
    options: [output, ...connection],
    examples: [["Show what a producer is at", "millrace transactions describe payments"]],
    load: async () => (await import("../commands/transactions-describe.ts")).describeTransactions,
  },
];
