import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type Ended, millrace, Up } from "./millrace.ts";

let up: Up;
before(async () => {
  up = await Up.start();
});
after(() => up.stop());

const diff = (stdin: string, ...args: readonly string[]): Promise<Ended> =>
  millrace(["diff", "-f", "-", "--data", "data", ...args], { cwd: up.directory, stdin });

const topic = (name: string, spec: object): string =>
  JSON.stringify({
    apiVersion: "kafka.strimzi.io/v1",
    kind: "KafkaTopic",
    metadata: { name, labels: { "strimzi.io/cluster": "tested" } },
    spec,
  });

test("what is as declared has no difference", async () => {
  const { code, stdout, stderr } = await millrace(["diff", "-f", "platform.yaml", "--data", "data"], { cwd: up.directory });
  assert.deepEqual([code, stdout, stderr], [0, "", ""]);
});

test("differences are told field by field, with what they do, and nothing is done", async () => {
  const { code, stdout } = await diff(
    `${topic("declared", { partitions: 4, config: { "retention.ms": 1000 } })}\n---\n${topic("more", { partitions: 1 })}`,
  );
  assert.equal(code, 1);
  assert.equal(
    stdout,
    `KafkaTopic default/declared would be changed:
  spec.partitions: 2 → 4
  spec.config["retention.ms"]: (not set) → 1000
  → altered live: topic declared: partitions 2 → 4
  → altered live: topic declared: retention.ms (default) → 1000
KafkaTopic default/more would be created:
  metadata.labels["strimzi.io/cluster"]: "tested"
  spec.partitions: 1
  → created: topic more: create with 1 partition
`,
  );
  assert.match((await up.command(["topics", "list"])).stdout, /^declared +2 +1$/m);
});

test("what can't be had is told with the reason", async () => {
  const { code, stdout } = await diff(topic("declared", { partitions: 1, replicas: 3 }));
  assert.equal(code, 1);
  assert.match(stdout, /^ {2}→ refused: topic declared: stays at 2 partitions: 1 declared, but Kafka cannot take partitions away$/m);
  assert.match(stdout, /^ {2}→ no effect: spec\.replicas is 3 and takes effect as 1: embedded there is one node$/m);
});

test("what the API server refuses ends with 2, and so does what can't be compared", async () => {
  const { code, stdout } = await diff(`${topic("declared", { partitions: 0 })}\n---\n${topic("declared", { partitions: 3 })}`);
  assert.equal(code, 2);
  assert.match(stdout, /^KafkaTopic default\/declared would be refused:\n {2}→ refused: .*spec\.partitions.*greater than or equal to 1$/m);
  assert.match(stdout, /^ {2}→ altered live: topic declared: partitions 2 → 3$/m);
  assert.equal((await millrace(["diff", "-f", "nothing.yaml", "--data", "data"], { cwd: up.directory })).code, 2);
  assert.equal((await millrace(["diff", "-f", "platform.yaml", "--data", "nowhere"], { cwd: up.directory })).code, 2);
});

test("differences as JSON, and what Secrets hold in neither", async () => {
  const secret = JSON.stringify({ apiVersion: "v1", kind: "Secret", metadata: { name: "s" }, data: { password: "c2VjcmV0" } });
  const { code, stdout } = await diff(secret, "-o", "json");
  assert.equal(code, 1);
  const [{ name, change, fields }] = JSON.parse(stdout);
  assert.deepEqual([name, change], ["Secret default/s", "created"]);
  assert.ok(fields.some(({ path }: { path: string }) => path === "data.password"));
  assert.doesNotMatch(stdout + (await diff(secret)).stdout, /c2VjcmV0/);
});
