import type { CommandDefinition, OptionDefinition } from "../command.ts";
import { output, repeated, wholeNumber } from "../options.ts";

export const files: OptionDefinition = {
  flags: "-f, --files <path>",
  summary: "a file or folder of resources, - for the standard input; may be repeated",
  parse: repeated,
  required: true,
};

export const platformCommands: readonly CommandDefinition[] = [
  {
    name: "up",
    summary: "run a platform in this process",
    about:
      "Runs the resources (Kafka, KafkaNodePool, KafkaTopic, KafkaUser, Secret) of the files until it is interrupted; of Strimzi's other kinds,\nwhich are kept, it says that nothing comes of them yet. Each start applies the files again: topics and users are created and\naltered; what left the files stays, unless --prune. A file written to .../kubernetes/kubeconfig in the data directory lets kubectl at the\nresources while they run.",
    options: [
      files,
      {
        flags: "--port <port>",
        summary: "of the first listener; 0 takes a free one (default: as declared)",
        parse: wholeNumber(0, 65_535),
      },
      {
        flags: "--kubernetes-port <port>",
        summary: "of the Kubernetes API; 0 takes a free one (default: that of the last start, if it is free)",
        parse: wholeNumber(0, 65_535),
      },
      {
        flags: "--metrics-port <port>",
        summary: "tell metrics and health over HTTP there; 0 takes a free one (default: 9404 if the Kafka declares metrics)",
        parse: wholeNumber(0, 65_535),
      },
      {
        flags: "--host <address>",
        summary: "the address to bind (default: 127.0.0.1); any other needs TLS and authentication on all listeners",
      },
      { flags: "--metrics-host <address>", summary: "the address to tell metrics and health at (default: as --host)" },
      { flags: "--allow-insecure", summary: "open to everybody who can reach --host, also what has no TLS or asks nobody who they are" },
      { flags: "--data <directory>", summary: "where persistent storage goes (default: .millrace/<name of the Kafka>)" },
      { flags: "--prune", summary: "delete topics and users that files declared earlier and no longer declare" },
      {
        flags: "--log-level <level>",
        summary: "what is logged on the standard error, a line of JSON each",
        choices: ["debug", "info", "warn", "error"],
        default: "warn",
      },
      output,
    ],
    examples: [
      ["Run a platform on the address that it declares", "millrace up -f platform.yaml"],
      ["Run it on a free port, for a test", "millrace up -f platform.yaml --port 0 --output json"],
    ],
    load: async () => {
      const { up } = await import("../commands/up.ts");
      return (_args, options) => up(options);
    },
  },
  {
    name: "validate",
    summary: "check resources without running them",
    options: [files, output],
    examples: [["Check all resources of a folder", "millrace validate -f resources/"]],
    load: async () => {
      const { validate } = await import("../commands/validate.ts");
      return (_args, options) => validate(options);
    },
  },
  {
    name: "version",
    summary: "print the version",
    options: [output],
    examples: [],
    load: async () => (await import("../commands/version.ts")).version,
  },
];
