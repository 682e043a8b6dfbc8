import assert from "node:assert/strict";
import { join } from "node:path";
import { runCommand } from "../../toolchain/commands.ts";
import type { Verdict } from "../../verdicts.ts";
import type { ApiServer } from "../api-server.ts";
import { type Metadata, topic } from "../cases/objects.ts";
import { Talk } from "../talk.ts";

const millrace = join(import.meta.dirname, "../../../../packages/cli/src/main.ts");

/** What is typed behind `millrace`, and behind `kubectl`. */
const commands: readonly (readonly string[])[] = [
  ["get", "kafkatopics"],
  ["get", "kt", "-o", "wide"],
  ["get", "kt", "t-9", "--no-headers"],
  ["get", "kt", "t-9", "t-10"],
  ["get", "kt/t-9", "-o", "name"],
  ["get", "kt", "--show-labels"],
  ["get", "kt", "-L", "tier,strimzi.io/cluster"],
  ["get", "kt", "-L", "tier", "-L", "none", "--show-labels", "--no-headers"],
  ["get", "kt", "--sort-by=.spec.partitions"],
  ["get", "kt", "--sort-by", "{.metadata.name}"],
  ["get", "kt", "-l", "tier in (a)", "-o", "name"],
  ["get", "kt", "-l", "none=here"],
  ["get", "kt", "--field-selector", "metadata.name=t-9"],
  ["get", "kt,cm", "-o", "name"],
  ["get", "kt", "none"],
  ["get", "kt", "none", "--ignore-not-found"],
  ["get", "nothing"],
  ["get", "kt", "-o", "jsonpath={.items[*].metadata.name}"],
  ["get", "kt", "t-9", "-o", "jsonpath={.spec}"],
  ["get", "kt", "t-9", "-o=jsonpath={.spec.config.retention\\.ms} {.none}"],
  ["get", "kt", "-o", 'jsonpath={range .items[*]}{.metadata.name}{"\\t"}{.spec.partitions}{"\\n"}{end}'],
  ["get", "kt", "-o", "jsonpath={.items[?(@.spec.partitions>2)].metadata.name}"],
  ["get", "kt", "-o", "jsonpath={.items[0:1].metadata.name} {.items[-1].metadata.name}"],
  ["get", "kt", "-o", 'jsonpath={.items[?(@.metadata.labels.tier=="a")].metadata.name}'],
  ["get", "kt", "-o", "custom-columns=NAME:.metadata.name,P:.spec.partitions,NONE:.a.b"],
  ["get", "kt", "--sort-by=.spec.partitions", "-o", "custom-columns=NAME:.metadata.name,L:.metadata.labels"],
  ["get", "kt", "-o", "custom-columns=C:{.spec.config}", "--no-headers"],
  ["delete", "kt", "t-9", "--dry-run=server"],
  ["delete", "kt", "none"],
  ["delete", "kt", "none", "--ignore-not-found"],
  ["wait", "kt/t-9", "--for=jsonpath={.spec.partitions}=3"],
  ["wait", "kt/t-9", "--for=condition=Ready", "--timeout=0"],
  ["wait", "kt/t-9", "--for=condition=Ready", "--timeout=100ms"],
  ["wait", "kt/none", "--for=condition=Ready", "--timeout=100ms"],
  ["wait", "kt/none", "--for=delete", "--timeout=60s"],
  ["wait", "kt", "-l", "tier", "--for=jsonpath={.spec.partitions}", "--timeout=60s"],
  ["get", "kafkatopics.kafka.strimzi.io", "t-9"],
  ["get", "kafkatopics.v1.kafka.strimzi.io", "t-9"],
  ["get", "strimzi", "-o", "name"],
  ["get", "kt", "t-9", "-o", "json"],
  ["get", "kt", "-o", "yaml"],
];

/** The same of what changes something: each in a namespace of its own. `held` has a finalizer. */
const changes: readonly (readonly string[])[] = [
  ["delete", "kt", "t-1", "none", "t-2"],
  ["delete", "kt/t-3", "kt/t-4", "-o", "name"],
  ["delete", "kt", "t-5", "--cascade=orphan"],
  ["delete", "kt", "held", "--timeout=500ms"],
  ["delete", "kt", "held", "--wait=false"],
  ["get", "kt", "-o", "name"],
  ["delete", "kt", "-l", "tier=none"],
  ["delete", "kt", "-l", "tier=b", "--wait=false"],
  ["delete", "kt,cm", "--all", "--wait=false", "--dry-run=server"],
  ["wait", "kt/held", "--for=delete", "--timeout=300ms"],
];

const declared = (name: string, partitions: number, tier: string, config: object = {}, metadata: Metadata = {}) =>
  topic(name, { partitions, ...config }, { labels: { "strimzi.io/cluster": "main", tier }, ...metadata });

/** Types each command behind both, which have to say the same, and end alike. */
export async function sameWords(kubectl: string, server: ApiServer, namespace: string): Promise<Verdict> {
  const typed = programs(kubectl, server);
  const talk = new Talk(server, namespace);
  const topics = [declared("t-10", 2, "b"), declared("t-9", 3, "a", { config: { "retention.ms": 1000 } })];
  for (const body of topics) await talk.send("POST", topicsPath, { body, aside: true });
  return inTurn(commands, (program, args) => typed[program](args, namespace));
}

/** The same of commands that change something. */
export async function sameChanges(kubectl: string, server: ApiServer, namespaces: Readonly<Record<Program, string>>): Promise<Verdict> {
  const typed = programs(kubectl, server);
  const topics = [
    ...[1, 2, 3, 4, 5].map((at) => declared(`t-${at}`, 1, "a")),
    ...[6, 7].map((at) => declared(`t-${at}`, 1, "b")),
    declared("held", 1, "c", {}, { finalizers: ["test.io/held"] }),
  ];
  for (const namespace of Object.values(namespaces)) {
    const talk = new Talk(server, namespace);
    for (const body of topics) await talk.send("POST", topicsPath, { body, aside: true });
  }
  return inTurn(changes, (program, args) => typed[program](args, namespaces[program]));
}

type Program = "kubectl" | "millrace";

const topicsPath = "/apis/kafka.strimzi.io/v1/namespaces/{ns}/kafkatopics";

/** What kubectl says of watches that end early, and what `millrace` adds: what somebody may do. */
const furtherWords = /^(?:[IWEF]\d{4} .*reflector\.go|hint: ).*\n/gm;

function programs(kubectl: string, server: ApiServer) {
  const flags = ["--conditions=source", "--disable-warning=ExperimentalWarning"];
  const behind = (command: string, before: readonly string[]) => async (args: readonly string[], namespace: string) => {
    const where = ["--kubeconfig", server.kubeconfig, "--namespace", namespace];
    const { code, stdout, stderr } = await runCommand(command, [...before, ...args, ...where]);
    const lines = (text: string) => text.replaceAll(namespace, "<namespace>").replaceAll(furtherWords, "").split("\n");
    return { code, stdout: lines(stdout), stderr: lines(stderr) };
  };
  return { kubectl: behind(kubectl, []), millrace: behind(process.execPath, [...flags, millrace]) };
}

type Said = Awaited<ReturnType<ReturnType<typeof programs>[Program]>>;

async function inTurn(
  typed: readonly (readonly string[])[],
  run: (program: Program, args: readonly string[]) => Promise<Said>,
): Promise<Verdict> {
  const seen = [];
  for (const args of typed) {
    const [theirs, ours] = await Promise.all([run("kubectl", args), run("millrace", args)]);
    const command = args.join(" ");
    assert.deepEqual(ours, theirs, command);
    seen.push({ command, code: theirs.code });
  }
  return seen;
}
