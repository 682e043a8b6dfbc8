import type { CommandDefinition } from "../command.ts";
import { connection, output, repeatedState } from "../options.ts";

const states = ["Assigning", "CompletingRebalance", "Dead", "Empty", "NotReady", "PreparingRebalance", "Reconciling", "Stable"];

export const groupCommands: readonly CommandDefinition[] = [
  {
    name: "groups list",
    summary: "list consumer groups",
    options: [
      {
        flags: "--state <state>",
        summary: "only groups in this state, for example Stable or Empty; may be repeated",
        parse: repeatedState(states),
      },
      output,
      ...connection,
    ],
    examples: [["List the groups that have members", "millrace groups list --state Stable"]],
    load: async () => (await import("../commands/groups-list.ts")).listGroups,
  },
  {
    name: "groups describe",
    summary: "show groups with their members, offsets and lag",
    arguments: [["<group...>", "ids of groups"]],
    options: [output, ...connection],
    examples: [["Show how far behind a group is", "millrace groups describe readers"]],
    load: async () => (await import("../commands/groups-describe.ts")).describeGroups,
  },
  {
    name: "groups delete",
    summary: "delete groups that have no members, with their offsets",
    arguments: [["<group...>", "ids of groups"]],
    options: [{ flags: "--if-exists", summary: "say nothing about groups that do not exist" }, output, ...connection],
    examples: [["Forget how far a group was", "millrace groups delete readers"]],
    load: async () => (await import("../commands/groups-delete.ts")).deleteGroups,
  },
];
