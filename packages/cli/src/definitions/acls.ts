import { filterOptions, host, operation, principal, resourceOptions } from "../acl-words.ts";
import type { CommandDefinition } from "../command.ts";
import { connection, output } from "../options.ts";

export const aclCommands: readonly CommandDefinition[] = [
  {
    name: "acls list",
    summary: "list ACLs: who may do what, and who must not",
    options: [...filterOptions, output, ...connection],
    examples: [
      ["List what is said about a user", "millrace acls list --principal alice"],
      ["List all that applies to a topic, prefixes and * included", "millrace acls list --topic orders --pattern match"],
    ],
    load: async () => (await import("../commands/acls-list.ts")).listAcls,
  },
  {
    name: "acls add",
    summary: "add ACLs",
    about: "What is denied to somebody stays denied, whatever else is allowed.",
    options: [
      { ...principal, required: true },
      ...resourceOptions,
      { flags: "--prefixed", summary: "the names are prefixes: every resource that begins with them is meant" },
      operation,
      { flags: "--producer", summary: "what those need who produce: write, describe and create topics, use transactional ids" },
      { flags: "--consumer", summary: "what those need who consume: read and describe topics, read groups" },
      { flags: "--deny", summary: "deny it instead of allowing it" },
      host,
      output,
      ...connection,
    ],
    examples: [
      ["Let a user consume a topic in a group", "millrace acls add --principal alice --consumer --topic orders --group billing"],
      [
        "Let a user write to every topic that begins with metrics-",
        "millrace acls add --principal bob --operation write --topic metrics- --prefixed",
      ],
      [
        "Keep somebody with a certificate from deleting topics",
        "millrace acls add --principal User:CN=bob --deny --operation delete --topic '*'",
      ],
    ],
    load: async () => (await import("../commands/acls-add.ts")).addAcls,
  },
  {
    name: "acls remove",
    summary: "remove ACLs",
    options: [
      ...filterOptions,
      { flags: "--all", summary: "where nothing is chosen: really all of them" },
      { flags: "--dry-run", summary: "only show what would be removed" },
      output,
      ...connection,
    ],
    examples: [["Take a user's rights on a topic away", "millrace acls remove --principal alice --topic orders"]],
    load: async () => (await import("../commands/acls-remove.ts")).removeAcls,
  },
];
