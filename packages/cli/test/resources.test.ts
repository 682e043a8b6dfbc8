import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { after, before, test } from "node:test";
import { type Ended, millrace, Run, Up } from "./millrace.ts";

let up: Up;
before(async () => {
  up = await Up.start();
});
after(() => up.stop());

/** Runs a command on the platform that was started. */
const on = (args: readonly string[], stdin = ""): Promise<Ended> => millrace([...args, "--data", "data"], { cwd: up.directory, stdin });

async function out(args: readonly string[], stdin = ""): Promise<string> {
  const { code, stdout, stderr } = await on(args, stdin);
  assert.equal(code, 0, stderr);
  return stdout;
}

const topic = (name: string, spec: object, cluster = "tested"): string =>
  JSON.stringify({
    apiVersion: "kafka.strimzi.io/v1",
    kind: "KafkaTopic",
    metadata: { name, labels: { "strimzi.io/cluster": cluster } },
    spec,
  });

test("resources are applied, and Kafka has them", async () => {
  const both = `${topic("one", { partitions: 2 })}\n---\n${topic("two", { partitions: 1 })}`;
  assert.equal(
    await out(["apply", "-f", "-", "--dry-run=server"], both),
    "kafkatopic.kafka.strimzi.io/one created (server dry run)\nkafkatopic.kafka.strimzi.io/two created (server dry run)\n",
  );
  assert.match(
    await out(["apply", "-f", "-", "--wait"], both),
    /^kafkatopic\.kafka\.strimzi\.io\/one created\nkafkatopic\.kafka\.strimzi\.io\/two created\n$/,
  );
  assert.match((await up.command(["topics", "list"])).stdout, /^one +2 +1$/m);
  const changed = `${topic("one", { partitions: 3 })}\n---\n${topic("two", { partitions: 1 })}`;
  assert.equal(
    await out(["apply", "-f", "-", "--wait"], changed),
    "kafkatopic.kafka.strimzi.io/one configured\nkafkatopic.kafka.strimzi.io/two unchanged\n",
  );
  assert.match((await up.command(["topics", "list"])).stdout, /^one +3 +1$/m);
  assert.match(await out(["get", "kafkatopics"]), /^NAME +CLUSTER +PARTITIONS +REPLICATION FACTOR +READY\n(?:.+\n)*one +tested +3 +True\n/);
});

test("what stands twice is as it stands last", async () => {
  const twice = [2, 3].map((partitions) => topic("twice", { partitions })).join("\n---\n");
  assert.equal(
    await out(["apply", "-f", "-"], twice),
    "kafkatopic.kafka.strimzi.io/twice created\nkafkatopic.kafka.strimzi.io/twice configured\n",
  );
  assert.equal(await out(["get", "kt", "twice", "--no-headers"]).then((row) => row.split(/ +/)[2]), "3");
});

test("what can't be had ends the wait, and says why", async () => {
  await out(["apply", "-f", "-", "--wait"], topic("shrinking", { partitions: 2 }));
  const { code, stderr } = await on(["apply", "-f", "-", "--wait"], topic("shrinking", { partitions: 1 }));
  assert.equal(code, 1);
  assert.equal(stderr, "error: kafkatopic.kafka.strimzi.io/shrinking: NotSupported: Decreasing partitions not supported\n");
  const described = await out(["describe", "kt", "shrinking"]);
  assert.match(described, /^Name: +shrinking\nNamespace: +default\nLabels: +strimzi\.io\/cluster=tested\n/);
  assert.match(described, /^ {4}Reason: +NotSupported$/m);
  assert.match(described, /^ {2}Warning +NotSupported +\S+ +millrace-topic-operator +Decreasing partitions not supported$/m);
});

test("what up has declared from its files is changed by them without a conflict; what others have set is one", async () => {
  const file = topic("declared", { partitions: 3 });
  assert.equal(await out(["apply", "-f", "-"], file), "kafkatopic.kafka.strimzi.io/declared configured\n");
  const refused = await on(["apply", "-f", "-", "--field-manager", "somebody"], topic("declared", { partitions: 4 }));
  assert.equal(refused.code, 1);
  assert.match(
    refused.stderr,
    /^error: kafkatopic.*\/declared: Apply failed with 1 conflict: .*"millrace-up".*spec\.partitions\nhint: --force-conflicts /,
  );
  const forced = ["apply", "-f", "-", "--field-manager", "somebody", "--force-conflicts"];
  assert.equal(await out(forced, topic("declared", { partitions: 4 })), "kafkatopic.kafka.strimzi.io/declared configured\n");
});

test("what an API server refuses is told as kubectl tells it, and does not stop the others", async () => {
  const unknown = topic("unknown", { partitions: 1, partition: 2 });
  const { code, stdout, stderr } = await on(["apply", "-f", "-"], `${unknown}\n---\n${topic("fine", { partitions: 1 })}`);
  assert.equal(code, 1);
  assert.match(stderr, /^Error from server.*: .*\.spec\.partition: field not declared in schema\n$/);
  assert.equal(stdout, "kafkatopic.kafka.strimzi.io/fine created\n");
  const foreign = await on(
    ["apply", "-f", "-"],
    JSON.stringify({ apiVersion: "kafka.strimzi.io/v1beta2", kind: "KafkaTopic", metadata: { name: "old" } }),
  );
  assert.match(
    foreign.stderr,
    /^error: \(standard input\):1: no matches for kind "KafkaTopic" in version "kafka.strimzi.io\/v1beta2"\nhint: millrace convert/,
  );
  const nameless = await on(["apply", "-f", "-"], "kind: KafkaTopic\napiVersion: kafka.strimzi.io/v1\n");
  assert.deepEqual(
    [nameless.code, nameless.stderr.split("\n")[0]],
    [1, "error: (standard input):1:1 metadata.name: required, but missing: expected text"],
  );
});

test("resources are shown in each form, and what was shown can be applied", async () => {
  await out(["apply", "-f", "-"], topic("shown", { partitions: 1, config: { "flush.messages": "9223372036854775807" } }));
  assert.equal(await out(["get", "kt", "shown", "-o", "name"]), "kafkatopic.kafka.strimzi.io/shown\n");
  const yaml = await out(["get", "kt/shown", "-o", "yaml"]);
  assert.match(yaml, /^apiVersion: kafka\.strimzi\.io\/v1\nkind: KafkaTopic\nmetadata:\n {2}creationTimestamp: "/);
  assert.doesNotMatch(yaml, /managedFields/);
  // What its controller has set is the file's now as well; that is all the difference, and the topic goes all the same.
  await out(["apply", "-f", "-"], yaml);
  assert.equal(await out(["apply", "-f", "-"], yaml), "kafkatopic.kafka.strimzi.io/shown unchanged\n");
  assert.match(await out(["get", "kt", "shown", "-o", "yaml"]), /9223372036854775807/);
  await out(["delete", "kt", "shown", "--timeout=60s"]);
  const list = JSON.parse(await out(["get", "kafkatopics", "-l", "strimzi.io/cluster=nowhere", "-o", "json"]));
  assert.deepEqual(list, { apiVersion: "v1", items: [], kind: "List", metadata: { resourceVersion: "" } });
  assert.match(
    await out(["get", "kt,knp", "-A"]),
    /^NAMESPACE +NAME .*\n(?:default +kafkatopic\.kafka\.strimzi\.io\/.*\n)+\nNAMESPACE +NAME .*\ndefault +kafkanodepool\.kafka\.strimzi\.io\/node /,
  );
});

test("resources are shown in other columns and orders, and by paths", async () => {
  const labelled = (name: string, partitions: number, tier: string) => {
    const read = JSON.parse(topic(name, { partitions }));
    return JSON.stringify({ ...read, metadata: { ...read.metadata, labels: { ...read.metadata.labels, "app.io/tier": tier } } });
  };
  await out(["apply", "-f", "-"], [labelled("l-10", 2, "b"), labelled("l-9", 3, "a")].join("\n---\n"));
  const chosen = ["get", "kt", "-l", "app.io/tier"];
  const rows = (text: string) =>
    text
      .trimEnd()
      .split("\n")
      .map((line) => line.split(/ {2,}/));
  const byName = rows(await out([...chosen, "--sort-by=.metadata.name", "-L", "app.io/tier,none", "--show-labels"]));
  assert.deepEqual(byName[0]?.slice(-3), ["TIER", "NONE", "LABELS"]);
  assert.deepEqual(
    byName.slice(1).map(([name]) => name),
    ["l-10", "l-9"],
  );
  assert.deepEqual(byName[1]?.slice(-2), ["b", "app.io/tier=b,strimzi.io/cluster=tested"]);
  const byPartitions = await out([
    ...chosen,
    "--sort-by={.spec.partitions}",
    "-o",
    "custom-columns=NAME:.metadata.name,P:.spec.partitions",
  ]);
  assert.equal(byPartitions, "NAME   P\nl-10   2\nl-9    3\n");
  assert.equal(await out([...chosen, "-o=jsonpath={range .items[*]}{.metadata.name} {end}", "--sort-by=.spec.partitions"]), "l-10 l-9 ");
  assert.equal(await out(["get", "kt", "l-9", "-o", "jsonpath={.spec.partitions}"]), "3");
  const wrong = await on(["get", "kt", "-o", "xml"]);
  assert.match(wrong.stderr, /^error: unable to match a printer suitable for the output format "xml", allowed formats are: table, wide, /);
  assert.equal(wrong.code, 2);
});

test("what was applied and has left the files goes with --prune, and nothing else", async () => {
  const labelled = (name: string) => topic(name, { partitions: 1 });
  await out(["apply", "-f", "-"], ["p-1", "p-2"].map(labelled).join("\n---\n"));
  await out(["apply", "-f", "-", "--field-manager", "another"], labelled("p-3"));
  const refused = await on(["apply", "-f", "-", "--prune"], labelled("p-1"));
  assert.deepEqual(
    [refused.code, refused.stderr.split(".")[0]],
    [2, "error: all resources selected for prune without explicitly passing --all"],
  );
  const only = ["apply", "-f", "-", "--prune", "-l", "strimzi.io/cluster=tested"];
  const rehearsed = await out([...only, "--dry-run=server"], labelled("p-1"));
  assert.match(rehearsed, /\/p-1 unchanged \(server dry run\)\n(?:.*\n)*kafkatopic\.kafka\.strimzi\.io\/p-2 pruned \(server dry run\)\n/);
  const done = await out(only, labelled("p-1"));
  assert.match(done, /^kafkatopic\.kafka\.strimzi\.io\/p-2 pruned$/m);
  assert.doesNotMatch(done, /p-3|declared|\/node|\/tested/);
  assert.equal(await out(["get", "kt", "p-1", "p-3", "-o", "name"]).then((text) => text.split("\n").length), 3);
});

test("changes are shown as they come", async () => {
  const watching = new Run(["get", "kt", "-w", "-o", "name", "--data", "data"], { cwd: up.directory });
  await watching.until(() => watching.stdout.includes("/declared\n"));
  await out(["apply", "-f", "-"], topic("coming", { partitions: 1 }));
  await watching.until(() => watching.stdout.includes("/coming\n"));
  watching.child.kill("SIGINT");
  assert.equal((await watching.ended).code, 0);
});

test("resources are waited for and deleted, and then they are gone from Kafka too", async () => {
  await out(["apply", "-f", "-"], topic("passing", { partitions: 1 }));
  const ready = await out(["wait", "kt/passing", "--for=condition=Ready", "--timeout=60s"]);
  assert.equal(ready, "kafkatopic.kafka.strimzi.io/passing condition met\n");
  assert.equal(await out(["wait", "kt/passing", "--for=jsonpath={.status.topicName}=passing"]), ready);
  const late = await on(["wait", "kt/passing", "--for=condition=Ready=False", "--timeout=100ms"]);
  assert.deepEqual([late.code, late.stderr], [1, "error: timed out waiting for the condition on kafkatopics/passing\n"]);
  const rehearsed = 'kafkatopic.kafka.strimzi.io "passing" deleted from default namespace (server dry run)\n';
  assert.equal(await out(["delete", "kt", "passing", "--dry-run=server"]), rehearsed);
  assert.equal(await out(["delete", "kt", "passing"]), 'kafkatopic.kafka.strimzi.io "passing" deleted from default namespace\n');
  assert.doesNotMatch((await up.command(["topics", "list"])).stdout, /passing/);
  const again = await on(["delete", "kt", "passing"]);
  assert.deepEqual([again.code, again.stderr], [1, 'Error from server (NotFound): kafkatopics.kafka.strimzi.io "passing" not found\n']);
  assert.equal(await out(["delete", "kt", "passing", "--ignore-not-found"]), "");
  assert.equal(await out(["wait", "kt/passing", "--for=delete"]), "");
});

test("a platform that does not run, or that could be another, is told", async () => {
  const empty = mkdtempSync(join(tmpdir(), "millrace-none-"));
  try {
    const none = await millrace(["get", "kt"], { cwd: empty });
    assert.deepEqual([none.code, none.stderr.split("\n")[0]], [1, "error: no platform is running here: .millrace has none"]);
    writeFileSync(join(empty, "config"), "{}");
    const broken = await millrace(["get", "kt"], { cwd: empty, env: { KUBECONFIG: join(empty, "config") } });
    assert.match(broken.stderr, /^error: can't use the kubeconfig .*config: it has no current-context/);
    const files = ["none", "config", join(up.directory, "data/kubernetes/kubeconfig")].join(delimiter);
    assert.equal((await millrace(["get", "knp", "-o", "name"], { cwd: empty, env: { KUBECONFIG: files } })).code, 0);
    const both = await on(["get", "kt", "--kubeconfig", "x"]);
    assert.deepEqual([both.code, both.stderr.split("\n")[0]], [2, "error: --data and --kubeconfig or --context exclude each other"]);
    const foo = await on(["get", "foo"]);
    assert.deepEqual([foo.code, foo.stderr], [1, `error: the server doesn't have a resource type "foo"\n`]);
  } finally {
    rmSync(empty, { recursive: true });
  }
});

test("a kubeconfig leads there as well", async () => {
  const { stdout } = await millrace(["get", "knp", "--kubeconfig", "data/kubernetes/kubeconfig"], { cwd: up.directory });
  assert.match(stdout, /^NAME +DESIRED REPLICAS +ROLES +NODEIDS\nnode +1 /);
});
