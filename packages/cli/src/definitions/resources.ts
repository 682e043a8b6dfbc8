import type { CommandDefinition, OptionDefinition } from "../command.ts";
import { limitMs } from "../kubernetes/limit.ts";
import { connection, output, repeated } from "../options.ts";

const access: readonly OptionDefinition[] = [
  { flags: "-n, --namespace <name>", summary: "the namespace to work in (default: default, or the context's)" },
  { flags: "--data <directory>", summary: "of the running platform that is meant (default: the one that runs in this folder)" },
  { flags: "--kubeconfig <file>", summary: "of the cluster that is meant (default: what KUBECONFIG names)" },
  { flags: "--context <name>", summary: "a context of the kubeconfig" },
];
const filename: OptionDefinition = {
  flags: "-f, --filename <path>",
  summary: "a file or folder of resources, - for the standard input; may be repeated",
  parse: repeated,
};
const selector: OptionDefinition = {
  flags: "-l, --selector <labels>",
  summary: "only objects with these labels, for example strimzi.io/cluster=quickstart",
};
const allNamespaces: OptionDefinition = { flags: "-A, --all-namespaces", summary: "of all namespaces" };
const ignoreNotFound: OptionDefinition = { flags: "--ignore-not-found", summary: "say nothing of what is not there" };
const all: OptionDefinition = { flags: "--all", summary: "all objects of the kind in the namespace" };
const dryRun: OptionDefinition = {
  flags: "--dry-run <strategy>",
  summary: "server: only say what would come of it",
  choices: ["none", "server"],
  default: "none",
};
const fieldManager: OptionDefinition = {
  flags: "--field-manager <name>",
  summary: "who owns the fields that are applied (default: millrace, or millrace-up for what millrace up has declared)",
};
const forceConflicts: OptionDefinition = { flags: "--force-conflicts", summary: "take fields from whoever has set them to something else" };
const timeout = (what: string, value?: number): OptionDefinition => ({
  flags: "--timeout <duration>",
  summary: `how long to wait ${what}: 10s, 2m, 1m30s`,
  parse: limitMs,
  ...(value === undefined ? {} : { default: value }),
});
/** Collects names of labels. */
const labelNames = (text: string, previous: unknown): string[] =>
  text.split(",").reduce((names, name) => repeated(name.trim(), names), (previous as string[] | undefined) ?? []);
const subject: readonly (readonly [string, string])[] = [["<kind...>", "a kind and names, kinds separated by commas, or KIND/NAME"]];

/** Work on resources, where they are behind a Kubernetes API: that of a running platform, or a cluster's. */
export const resourceCommands: readonly CommandDefinition[] = [
  {
    name: "apply",
    summary: "make resources be as files declare them",
    about:
      "By server-side apply: what a file declares is set, what it declared before and no longer does goes, and what others have set is a\nconflict. Works on the platform that runs in this folder, or on a cluster; as kubectl does, and with its words.",
    options: [
      { ...filename, required: true },
      forceConflicts,
      fieldManager,
      dryRun,
      {
        flags: "--validate <how>",
        summary: "what becomes of fields that are not known",
        choices: ["strict", "warn", "ignore"],
        default: "strict",
      },
      { flags: "--prune", summary: "then delete what was applied before, and the files no longer declare" },
      { ...selector, summary: "with --prune: only what has these labels" },
      { ...all, summary: "with --prune: whatever its labels" },
      { flags: "--wait", summary: "until what is applied is Ready" },
      timeout("for that", 300_000),
      { flags: "-o, --output <format>", summary: "in place of what was done: the objects", choices: ["json", "yaml", "name"] },
      ...access,
    ],
    examples: [
      ["Change topics of the platform that runs here, and wait until they are so", "millrace apply -f topics.yaml --wait"],
      ["Make the topics of an application be those of its folder", "millrace apply -f topics/ --prune -l app=orders"],
      ["Apply a folder to a cluster", "millrace apply -f resources/ --kubeconfig ~/.kube/config -n kafka"],
    ],
    load: async () => (await import("../commands/apply.ts")).apply,
  },
  {
    name: "diff",
    summary: "show what applying files would change, and what that does",
    about:
      "Field by field, as the API server itself tells it, and then what comes of it: created, altered live, restarted, refused or nothing, and\nwhy. Ends with 0 if nothing would change, 1 if something would, and 2 if that can't be told.",
    options: [{ ...filename, required: true }, forceConflicts, fieldManager, output, ...access],
    examples: [["See what a changed file does to the platform that runs here", "millrace diff -f platform.yaml"]],
    load: async () => (await import("../commands/diff.ts")).diff,
  },
  {
    name: "get",
    summary: "show resources",
    arguments: subject,
    options: [
      {
        flags: "-o, --output <format>",
        summary: "table, wide, json, yaml, name, jsonpath=TEMPLATE or custom-columns=HEADER:PATH,…",
        default: "table",
      },
      allNamespaces,
      selector,
      { flags: "--field-selector <fields>", summary: "only objects with these values, for example metadata.name=orders" },
      { flags: "-L, --label-columns <labels>", summary: "show these labels in columns; separated by commas", parse: labelNames },
      { flags: "--show-labels", summary: "show all labels in a column" },
      { flags: "--sort-by <path>", summary: "in the order of what is there, for example .spec.partitions" },
      { flags: "-w, --watch", summary: "then show what changes, until it is interrupted" },
      { flags: "--watch-only", summary: "show only what changes" },
      { flags: "--no-headers", summary: "leave out the names of columns" },
      { flags: "--show-managed-fields", summary: "tell also who has set which field" },
      ignoreNotFound,
      ...access,
    ],
    examples: [
      ["List topics and users", "millrace get kafkatopics,kafkausers"],
      ["Keep one as a file", "millrace get kafkatopic orders -o yaml > orders.yaml"],
      ["Read one value", "millrace get kafkatopic orders -o jsonpath='{.status.topicId}'"],
    ],
    load: async () => (await import("../commands/get.ts")).get,
  },
  {
    name: "describe",
    summary: "show all that is known of resources: what is wanted, what has become of it, what happened",
    arguments: subject,
    options: [selector, allNamespaces, { flags: "--no-show-events", summary: "leave out what happened" }, ...access],
    examples: [["Find out why a topic is not ready", "millrace describe kafkatopic orders"]],
    load: async () => (await import("../commands/describe.ts")).describe,
  },
  {
    name: "delete",
    summary: "delete resources, and wait until they are gone",
    arguments: [["[kind...]", "a kind and names, kinds separated by commas, or KIND/NAME"]],
    options: [
      filename,
      selector,
      all,
      allNamespaces,
      ignoreNotFound,
      { flags: "--no-wait", summary: "do not wait until they are gone (also --wait=false)" },
      timeout("for each to go"),
      {
        flags: "--cascade <how>",
        summary: "what becomes of what they own",
        choices: ["background", "foreground", "orphan"],
        default: "background",
      },
      dryRun,
      { flags: "-o, --output <format>", summary: "only the names", choices: ["name"] },
      ...access,
    ],
    examples: [["Delete a topic with all its records", "millrace delete kafkatopic orders"]],
    load: async () => (await import("../commands/delete.ts")).remove,
  },
  {
    name: "wait",
    summary: "wait until something is true of resources",
    arguments: [["[kind...]", "a kind and names, or KIND/NAME"]],
    options: [
      {
        flags: "--for <what>",
        summary: "condition=NAME, condition=NAME=VALUE, jsonpath={PATH}, jsonpath={PATH}=VALUE, delete or create",
        required: true,
      },
      filename,
      selector,
      all,
      allNamespaces,
      timeout("for all of it", 30_000),
      ...access,
    ],
    examples: [["Go on as soon as a topic can be used", "millrace wait kafkatopic/orders --for=condition=Ready --timeout=60s"]],
    load: async () => (await import("../commands/wait.ts")).wait,
  },
  {
    name: "export",
    summary: "write the topics and users of any Kafka as resources",
    about:
      "KafkaTopics with partitions, replicas and their own configs; KafkaUsers with ACLs and quotas. What Kafka does not tell, such as\npasswords, and what no resource can say is told on the standard error.",
    options: [
      { flags: "--cluster <name>", summary: "name of the Kafka that they will belong to", required: true },
      { flags: "-n, --namespace <name>", summary: "the namespace that they will be in" },
      { flags: "--topics", summary: "only topics" },
      { flags: "--users", summary: "only users" },
      { flags: "-o, --output <format>", summary: "documents of YAML, or one list as JSON", choices: ["yaml", "json"], default: "yaml" },
      ...connection,
    ],
    examples: [["Declare what a Kafka has", "millrace export -b kafka:9092 --cluster quickstart > resources.yaml"]],
    load: async () => (await import("../commands/export.ts")).exportResources,
  },
  {
    name: "convert",
    summary: "make v1 of resources of Strimzi's older versions, and tell each change",
    about:
      "Writes the files in v1 to the standard output, comments included, or with --in-place into the files. What somebody has to decide is told\nwith its place, and then nothing is written. Everything else in the files stays as it is.",
    options: [
      { ...filename, required: true },
      { flags: "--in-place", summary: "write the files anew" },
    ],
    examples: [["Bring the files of an older Strimzi to v1", "millrace convert -f resources/ --in-place"]],
    load: async () => (await import("../commands/convert.ts")).convert,
  },
];
