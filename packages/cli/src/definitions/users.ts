import type { CommandDefinition } from "../command.ts";
import { addresses, connection, output } from "../options.ts";
import { files } from "./platform.ts";

export const userCommands: readonly CommandDefinition[] = [
  {
    name: "users list",
    summary: "list users that have credentials, ACLs or quotas",
    options: [output, ...connection],
    examples: [["List the users of the local platform", "millrace users list"]],
    load: async () => (await import("../commands/users-list.ts")).listUsers,
  },
  {
    name: "users describe",
    summary: "show users with their credentials, quotas and ACLs",
    about:
      "A user with a certificate is called as the certificate says, for example CN=alice. Passwords can't be shown: no Kafka knows them.",
    arguments: [["<user...>", "names of users"]],
    options: [output, ...connection],
    examples: [["Show what a user may do", "millrace users describe alice"]],
    load: async () => (await import("../commands/users-describe.ts")).describeUsers,
  },
  {
    name: "users client-properties",
    summary: "write what clients need to log in as a user of a platform",
    about:
      "Takes the password or certificate from the data directory of the platform of the files, which has to have been started once, and\nwrites properties as Kafka's clients and tools take them, certificates included. As JSON: the parts, for clients that want them elsewhere.",
    arguments: [["<user>", "name of a KafkaUser"]],
    options: [
      files,
      { flags: "--data <directory>", summary: "where the platform keeps its data (default: .millrace/<name of the Kafka>)" },
      { flags: "--listener <name>", summary: "the listener to connect to (default: the first that the user can log in on)" },
      {
        flags: "-b, --bootstrap-server <list>",
        summary: "where clients reach the listener (default: 127.0.0.1 and the port that is declared)",
        parse: addresses,
      },
      { flags: "--to <file>", summary: "write it there, to a new file that you alone can read" },
      output,
    ],
    examples: [["Let alice list topics", "millrace users client-properties alice -f platform.yaml --to alice.properties"]],
    load: async () => (await import("../commands/users-client-properties.ts")).writeClientProperties,
  },
];
