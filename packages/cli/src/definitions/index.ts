import type { CommandDefinition } from "../command.ts";
import { aclCommands } from "./acls.ts";
import { clusterCommands } from "./cluster.ts";
import { configCommands } from "./configs.ts";
import { groupCommands } from "./groups.ts";
import { platformCommands } from "./platform.ts";
import { recordCommands } from "./records.ts";
import { resourceCommands } from "./resources.ts";
import { topicCommands } from "./topics.ts";
import { transactionCommands } from "./transactions.ts";
import { userCommands } from "./users.ts";

/** Every command, in the order of the help. */
export const commands: readonly CommandDefinition[] = [
  ...platformCommands,
  ...resourceCommands,
  ...topicCommands,
  ...recordCommands,
  ...groupCommands,
  ...transactionCommands,
  ...configCommands,
  ...userCommands,
  ...aclCommands,
  ...clusterCommands,
];

/** What commands that share a first word are about. */
export const families: Readonly<Record<string, string>> = {
  topics: "look after topics",
  groups: "look after consumer groups",
  transactions: "look at transactions",
  configs: "look after configs",
  users: "look at users, and hand out what they log in with",
  acls: "look after who may do what",
  cluster: "look at the cluster",
  features: "look after levels of features",
};

/** The command whose name, or other name, a command line begins with; undefined where it begins with none. */
export function namedBy(argv: readonly string[]): CommandDefinition | undefined {
  const begins = (words: string) => words === argv.slice(0, words.split(" ").length).join(" ");
  return commands.find(({ name, alias }) => begins(name) || (alias !== undefined && begins(name.replace(/\S+$/, alias))));
}
