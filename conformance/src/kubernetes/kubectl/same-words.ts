import assert from "node:assert/strict";
import { join } from "node:path";
import { type CommandResult, runCommand } from "../../toolchain/commands.ts";
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
  ["wait", "kt/none", "--for=delete", "--timeout=1s"],
  ["wait", "kt", "-l", "tier", "--for=jsonpath={.spec.partitions}", "--timeout=1s"],
  ["get", "kafkatopics.kafka.strimzi.io", "t-9"],
  ["get", "kafkatopics.v1.kafka.strimzi.io", "t-9"],
  ["get", "strimzi", "-o", "name"],
  ["get", "kt", "t-9", "-o", "json"],
  ["get", "kt", "-o", "yaml"],
];

const declared = (name: string, partitions: number, tier: string, config: object = {}) => {
  const metadata: Metadata = { labels: { "strimzi.io/cluster": "main", tier } };
  return topic(name, { partitions, ...config }, metadata);
};

/** Types each command behind both, which have to say the same, and end alike. */
export async function sameWords(kubectl: string, server: ApiServer, namespace: string): Promise<Verdict> {
  const talk = new Talk(server, namespace);
  const topics = [declared("t-10", 2, "b"), declared("t-9", 3, "a", { config: { "retention.ms": 1000 } })];
  for (const body of topics) await talk.send("POST", "/apis/kafka.strimzi.io/v1/namespaces/{ns}/kafkatopics", { body, aside: true });
  const where = ["--kubeconfig", server.kubeconfig, "--namespace", namespace];
  const flags = ["--conditions=source", "--disable-warning=ExperimentalWarning"];
  const seen = [];
  for (const args of commands) {
    const [theirs, ours] = await Promise.all([
      runCommand(kubectl, [...args, ...where]),
      runCommand(process.execPath, [...flags, millrace, ...args, ...where]),
    ]);
    const command = args.join(" ");
    assert.deepEqual(said(ours), said(theirs), command);
    seen.push({ command, code: theirs.code });
  }
  return seen;
}

const said = ({ code, stdout, stderr }: CommandResult) => ({ code, stdout: stdout.split("\n"), stderr: stderr.split("\n") });
