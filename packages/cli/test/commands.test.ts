import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { openAdmin, Producer } from "@millrace/client";
import { apis, RequestHeader, requestHeaderVersion, Writer } from "@millrace/protocol";
import { millrace, Run, Up } from "./millrace.ts";

let up: Up;
before(async () => {
  up = await Up.start();
});
after(() => up.stop());

/** Runs a command that has to succeed, and gives what it wrote. */
async function out(args: readonly string[], stdin = ""): Promise<string> {
  const { code, stdout, stderr } = await up.command(args, stdin);
  assert.equal(code, 0, stderr);
  return stdout;
}

async function json(args: readonly string[], stdin = "") {
  return JSON.parse(await out([...args, "--output", "json"], stdin));
}

async function topicWith(name: string, lines: readonly string[], options: readonly string[] = []): Promise<void> {
  await out(["topics", "create", name, "--partitions", "1"]);
  await out(["produce", name, ...options], lines.map((line) => `${line}\n`).join(""));
}

const numbered = (count: number) => Array.from({ length: count }, (_, at) => `v${at}`);

test("up says in one line of JSON that it is ready", () => {
  assert.equal(up.ready.ready, true);
  assert.equal(up.ready.cluster, "tested");
  assert.match(up.ready.kafka.bootstrapServers, /^127\.0\.0\.1:\d+$/);
});

test("up tells where it tells its metrics, and tells them there", async () => {
  const { url } = up.ready.metrics;
  assert.match(url, /^http:\/\/127\.0\.0\.1:\d+\/metrics$/);
  const text = await (await fetch(url)).text();
  assert.match(text, /^kafka_topic_partitions\{topic="declared"\} 2$/m);
  assert.equal((await fetch(new URL("/ready", url))).status, 200);
});

test("topics are listed, created, described and deleted", async () => {
  assert.equal(await out(["topics", "create", "orders", "--partitions", "3", "-c", "retention.ms=1000"]), "topic orders created\n");
  const listed = await out(["topics", "list"]);
  assert.match(listed, /^NAME +PARTITIONS +REPLICATION\n/);
  assert.match(listed, /^declared +2 +1$/m);
  assert.match(listed, /^orders +3 +1$/m);
  const described = await out(["topics", "describe", "orders"]);
  assert.match(described, /^Configs: +retention\.ms=1000$/m);
  assert.match(described, /^2 +0 +0 +0$/m);
  assert.equal(await out(["topics", "delete", "orders"]), "topic orders deleted\n");
  assert.doesNotMatch(await out(["topics", "list"]), /orders/);
});

test("topics as JSON", async () => {
  const [created] = await json(["topics", "create", "machine", "-p", "2"]);
  assert.deepEqual([created.name, created.created, created.partitions], ["machine", true, 2]);
  const listed = (await json(["topics", "list"])).find((topic: { name: string }) => topic.name === "machine");
  assert.deepEqual(listed, { name: "machine", topicId: created.topicId, partitions: 2, replicationFactor: 1, internal: false });
  const [described] = await json(["topics", "describe", "machine"]);
  assert.deepEqual(described.partitions[1], { partition: 1, leader: 0, leaderEpoch: 0, replicas: [0], isr: [0], offlineReplicas: [] });
  assert.deepEqual(await json(["topics", "delete", "machine"]), [{ name: "machine", deleted: true, error: "NONE" }]);
});

test("topics get more partitions, never fewer", async () => {
  await out(["topics", "create", "narrow", "-p", "2"]);
  assert.equal(await out(["topics", "alter", "narrow", "--partitions", "3", "--dry-run"]), "topic narrow can have 3 partitions\n");
  assert.equal(await out(["topics", "alter", "narrow", "--partitions", "3"]), "topic narrow has 3 partitions\n");
  assert.match(await out(["topics", "list"]), /^narrow +3 +1$/m);
  const refused = await up.command(["topics", "alter", "narrow", "nobody", "-p", "1", "-o", "json"]);
  assert.equal(refused.code, 1);
  assert.deepEqual(
    JSON.parse(refused.stdout).map((each: { name: string; altered: boolean; error: string }) => [each.name, each.altered, each.error]),
    [
      ["narrow", false, "INVALID_PARTITIONS"],
      ["nobody", false, "UNKNOWN_TOPIC_OR_PARTITION"],
    ],
  );
  assert.match(refused.stderr, /^error: topic narrow was not altered: INVALID_PARTITIONS: .* would not be an increase/);
});

test("what can't be done with one topic is told, and done with the others", async () => {
  const created = await up.command(["topics", "create", "declared", "fresh"]);
  assert.deepEqual([created.code, created.stdout], [1, "topic fresh created\n"]);
  assert.match(created.stderr, /^error: topic declared was not created: TOPIC_ALREADY_EXISTS: .*\n$/);
  assert.equal(await out(["topics", "create", "declared", "--if-not-exists"]), "topic declared exists already\n");
  assert.equal(await out(["topics", "create", "dry", "--dry-run"]), "topic dry can be created\n");
  const deleted = await up.command(["topics", "delete", "fresh", "dry"]);
  assert.deepEqual([deleted.code, deleted.stdout], [1, "topic fresh deleted\n"]);
  assert.match(deleted.stderr, /^error: topic dry was not deleted: UNKNOWN_TOPIC_OR_PARTITION/);
  assert.equal(await out(["topics", "delete", "dry", "--if-exists"]), "");
  const described = await up.command(["topics", "describe", "dry"]);
  assert.equal(described.code, 1);
});

test("lines go in and come out", async () => {
  await topicWith("lines", ["one", "", "zwei ä", "three"]);
  assert.equal(await out(["consume", "lines"]), "one\n\nzwei ä\nthree\n");
  assert.equal(await out(["consume", "lines", "--count", "2"]), "one\n\n");
  assert.equal(await out(["consume", "lines", "--offset", "3"]), "three\n");
  assert.equal(await out(["consume", "lines", "--offset", "-2"]), "zwei ä\nthree\n");
  assert.equal(await out(["consume", "lines", "--offset", "-99"]), "one\n\nzwei ä\nthree\n");
  assert.equal(await out(["consume", "lines", "--offset", "latest"]), "");
  assert.equal(await out(["consume", "lines", "--offset", "@2001-01-01T00:00:00Z", "-n", "1"]), "one\n");
  assert.equal(await out(["consume", "lines", "--offset", "@9999999999999"]), "");
});

test("records of aborted transactions are left out where that is asked for", async () => {
  await out(["topics", "create", "undone", "--partitions", "1"]);
  const producer = new Producer({ bootstrapServers: up.ready.kafka.bootstrapServers, transactionalId: "undoing" });
  await producer.initTransactions();
  for (const [value, committed] of [
    ["taken back", false],
    ["kept", true],
  ] as const) {
    producer.beginTransaction();
    await producer.send({ topic: "undone", value });
    await (committed ? producer.commitTransaction() : producer.abortTransaction());
  }
  await producer.close();
  assert.equal(await out(["consume", "undone"]), "taken back\nkept\n");
  assert.equal(await out(["consume", "undone", "--isolation-level", "read_committed"]), "kept\n");
});

test("keys, headers and places are written where they are asked for", async () => {
  await out(["topics", "create", "parts", "-p", "2"]);
  const told = await json(["produce", "parts", "--key", "k", "--value", "v", "-H", "a=1", "-H", "b=x=y", "--partition", "1"]);
  assert.deepEqual([told.topic, told.partition, told.offset], ["parts", 1, 0]);
  await out(["produce", "parts", "--key-separator", "=>", "-p", "1"], "q=>w\nno separator\n");
  await out(["produce", "parts", "--key", "gone", "--tombstone", "-p", "1"]);
  assert.equal(await out(["consume", "parts", "--key"]), "k\tv\nq\tw\n\tno separator\ngone\t\n");
  assert.equal(await out(["consume", "parts", "--position", "--headers", "--separator", "|", "-n", "1"]), "1@0|a=1,b=x=y|v\n");
  assert.match(await out(["consume", "parts", "--timestamp", "-n", "1"]), /^20\d\d-\d\d-\d\dT[\d:.]+Z\tv\n$/);
  assert.equal(await out(["consume", "parts", "--partition", "0"]), "");
  const nowhere = await up.command(["consume", "parts", "--partition", "2"]);
  assert.deepEqual([nowhere.code, nowhere.stderr], [1, "error: parts has no partition 2, only 0 to 1\n"]);
});

test("records as JSON go in as they came out", async () => {
  await out(["topics", "create", "objects", "copies"]);
  const lines = [
    {
      key: "k",
      value: "v",
      headers: [
        { key: "h", value: "x" },
        { key: "n", value: null },
      ],
      timestampMs: 5,
    },
    { key: null, value: null, headers: [], timestampMs: 6 },
    { key: "/wA=", keyEncoding: "base64", value: "gIA=", valueEncoding: "base64", headers: [], timestampMs: 7 },
  ];
  await out(["produce", "objects", "--format", "json"], lines.map((line) => JSON.stringify(line)).join("\n"));
  const text = await out(["consume", "objects", "--output", "json"]);
  const read = text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    read,
    lines.map((line, offset) => ({ topic: "objects", partition: 0, offset, ...line })),
  );
  await out(["produce", "copies", "--format", "json"], text);
  assert.equal(await out(["consume", "copies", "--format", "json"]), text.replaceAll('"objects"', '"copies"'));
  await out(["produce", "copies", "--format", "json"], '{"value":{"a":[1]}}');
  assert.equal(await out(["consume", "copies", "--offset", "-1"]), '{"a":[1]}\n');
});

test("a line that is no record ends producing; those before it are stored", async () => {
  await out(["topics", "create", "spoilt"]);
  const { code, stderr } = await up.command(
    ["produce", "spoilt", "--format", "json"],
    '{"value":"good"}\n{"valu":"bad"}\n{"value":"late"}\n',
  );
  assert.equal(code, 1);
  assert.match(stderr, /^error: a line can't be read as a record: it has a field "valu".*\nhint: /);
  assert.equal(await out(["consume", "spoilt"]), "good\n");
});

test("a topic that is not there is told by name", async () => {
  const consumed = await up.command(["consume", "nowhere"]);
  assert.equal(consumed.code, 1);
  assert.match(consumed.stderr, /^error: topic nowhere can't be read: UNKNOWN_TOPIC_OR_PARTITION.*\nhint: /);
  const produced = await up.command(["produce", "nowhere", "-v", "x", "--timeout", "300ms"]);
  assert.equal(produced.code, 1);
  assert.match(produced.stderr, /^error: .*nowhere.*UNKNOWN_TOPIC_OR_PARTITION/);
});

for (const compression of ["gzip", "snappy", "lz4", "zstd"]) {
  test(`records are written with ${compression}`, async () => {
    await topicWith(`with-${compression}`, numbered(200), ["--compression", compression]);
    assert.equal(
      await out(["consume", `with-${compression}`]),
      numbered(200)
        .map((line) => `${line}\n`)
        .join(""),
    );
  });
}

test("following goes on until it is interrupted", async () => {
  await topicWith("followed", ["one"]);
  const run = new Run(["consume", "followed", "--follow"], { env: up.env });
  await run.until(() => run.stdout === "one\n");
  await out(["produce", "followed", "-v", "two"]);
  await run.until(() => run.stdout === "one\ntwo\n");
  run.child.kill("SIGINT");
  assert.deepEqual(await run.ended, { code: 0, stdout: "one\ntwo\n", stderr: "" });
});

test("producing ends when it is interrupted; what was read is written", async () => {
  await out(["topics", "create", "interrupted"]);
  const run = new Run(["produce", "interrupted", "-o", "json"], { env: up.env });
  run.child.stdin.write("one\ntwo\n");
  await run.until(() => run.stdout.split("\n").length === 3);
  run.child.kill("SIGINT");
  const { code, stderr } = await run.ended;
  assert.deepEqual([code, stderr], [130, "2 records written to interrupted\n"]);
  assert.equal(await out(["consume", "interrupted"]), "one\ntwo\n");
});

test("a reader that goes away ends the command quietly", async () => {
  await topicWith("long", numbered(20_000));
  const run = new Run(["consume", "long", "--follow"], { env: up.env });
  await run.until(() => run.stdout.length > 0);
  run.child.stdout.destroy();
  await out(["produce", "long"], `${"x".repeat(200_000)}\n`);
  const { code, stderr } = await run.ended;
  assert.deepEqual([code, stderr], [0, ""]);
});

test("a group goes on behind what was written out", async () => {
  await topicWith("grouped", numbered(5));
  assert.equal(await out(["consume", "grouped", "--group", "readers", "--count", "2"]), "v0\nv1\n");
  assert.equal(await out(["consume", "grouped", "--group", "readers"]), "v2\nv3\nv4\n");
  assert.equal(await out(["consume", "grouped", "--group", "readers"]), "");
  await out(["produce", "grouped", "-v", "v5"]);
  assert.equal(await out(["consume", "grouped", "--group", "readers"]), "v5\n");
});

test("groups are listed, described and deleted", async () => {
  await topicWith("watched", numbered(3));
  const member = new Run(["consume", "watched", "--group", "watchers", "--follow"], { env: up.env });
  await member.until(() => member.stdout === "v0\nv1\nv2\n");
  assert.match(await out(["groups", "list"]), /^watchers +Stable +classic +consumer$/m);
  assert.match(await out(["groups", "list", "--state", "Stable"]), /watchers/);
  assert.doesNotMatch(await out(["groups", "list", "--state", "Empty"]), /watchers/);
  const busy = await up.command(["groups", "delete", "watchers"]);
  assert.equal(busy.code, 1);
  assert.match(busy.stderr, /^error: group watchers was not deleted: NON_EMPTY_GROUP/);
  const [described] = await json(["groups", "describe", "watchers"]);
  assert.deepEqual([described.type, described.state, described.protocol, described.members.length], ["classic", "Stable", "range", 1]);
  member.child.kill("SIGTERM");
  assert.equal((await member.ended).code, 0);
  await out(["produce", "watched", "-v", "v3"]);
  const text = await out(["groups", "describe", "watchers"]);
  assert.match(text, /^State: +Empty$/m);
  assert.match(text, /^watched +0 +3 +4 +1 +- +- +-$/m);
  assert.equal(await out(["groups", "delete", "watchers"]), "group watchers deleted\n");
  const gone = await up.command(["groups", "describe", "watchers"]);
  assert.equal(gone.code, 1);
  assert.match(gone.stderr, /GROUP_ID_NOT_FOUND/);
  assert.deepEqual(await json(["groups", "delete", "watchers", "--if-exists"]), [
    { name: "watchers", deleted: false, error: "GROUP_ID_NOT_FOUND" },
  ]);
});

test("transactions are listed and described", async () => {
  const admin = openAdmin({ bootstrapServers: up.ready.kafka.bootstrapServers });
  const [{ producerId } = { producerId: -1 }] = await admin.fenceProducers(["payments"]);
  await admin.close();
  assert.match(await out(["transactions", "list"]), new RegExp(`^payments +Empty +${producerId}$`, "m"));
  assert.doesNotMatch(await out(["transactions", "list", "--state", "Ongoing"]), /payments/);
  assert.deepEqual(await json(["transactions", "list", "--id-pattern", "pay.*"]), [
    { transactionalId: "payments", producerId, state: "Empty" },
  ]);
  const text = await out(["transactions", "describe", "payments"]);
  assert.match(text, /^State: +Empty$/m);
  assert.match(text, /^Timeout: +30s$/m);
  const [described] = await json(["transactions", "describe", "payments"]);
  assert.deepEqual([described.producerId, described.producerEpoch, described.partitions], [producerId, 0, []]);
  const unknown = await up.command(["transactions", "describe", "nobody"]);
  assert.equal(unknown.code, 1);
  assert.match(unknown.stderr, /^error: transactional id nobody can't be described: TRANSACTIONAL_ID_NOT_FOUND/);
});

/** A member of a consumer group (KIP-848) that says one thing: our own consumer speaks the classic protocol. */
async function joinConsumerGroup(groupId: string, topic: string): Promise<void> {
  const [host = "", port] = up.ready.kafka.bootstrapServers.split(":");
  const api = apis.consumerGroupHeartbeat;
  const writer = new Writer();
  writer.beginFrame();
  const header = { requestApiKey: api.key, requestApiVersion: 1, correlationId: 1, clientId: "raw" };
  RequestHeader.encode(writer, header, requestHeaderVersion(api, 1));
  const joining = { groupId, memberId: "member", rebalanceTimeoutMs: 60_000, subscribedTopicNames: [topic], topicPartitions: [] };
  api.request.encode(writer, joining, 1);
  writer.endFrame();
  const socket = connect(Number(port), host);
  socket.write(Buffer.concat([writer.toBuffer()].flat()));
  await once(socket, "data");
  socket.destroy();
}

test("a consumer group is shown with its epochs and its members on their way", async () => {
  await topicWith("modern", numbered(2));
  await out(["consume", "modern", "--group", "moderns", "--count", "1"]);
  await out(["groups", "delete", "moderns"]);
  await joinConsumerGroup("moderns", "modern");
  assert.match(await out(["groups", "list"]), /^moderns +Stable +consumer +consumer$/m);
  const text = await out(["groups", "describe", "moderns"]);
  assert.match(text, /^Type: +consumer$/m);
  assert.match(text, /^Epoch: +2 \(assigned: 2\)$/m);
  assert.match(text, /^member +- +consumer +2 +1 +1 +modern$/m);
  assert.match(text, /^modern +0 +- +2 +- +raw +\/127\.0\.0\.1 +member$/m);
  const [described] = await json(["groups", "describe", "moderns"]);
  assert.deepEqual([described.type, described.epoch, described.assignmentEpoch, described.protocol], ["consumer", 2, 2, "uniform"]);
  assert.deepEqual(described.members[0].targetAssignment, [{ topic: "modern", partition: 0 }]);
});

test("a second start on the same data is refused, and the first one is not harmed", async () => {
  const second = await millrace(["up", "-f", "platform.yaml", "--port", "0", "--data", "data"], { cwd: up.directory });
  assert.equal(second.code, 1);
  assert.match(second.stderr, new RegExp(`error: .*\\b${up.run.child.pid}\\b`), "it names the holder");
  assert.match(await out(["topics", "list"]), /declared/);
});

test("data that nobody said where to keep is kept out of git", async () => {
  const directory = mkdtempSync(join(tmpdir(), "millrace-cli-"));
  writeFileSync(join(directory, "platform.yaml"), readFileSync(join(up.directory, "platform.yaml")));
  for (const expected of ["*\n", "own\n"]) {
    const run = new Run(["up", "-f", "platform.yaml", "--port", "0"], { cwd: directory });
    await run.until(() => run.stdout.includes("is ready"));
    run.child.kill("SIGTERM");
    await run.ended;
    assert.equal(readFileSync(join(directory, ".millrace/.gitignore"), "utf8"), expected);
    writeFileSync(join(directory, ".millrace/.gitignore"), "own\n");
  }
  rmSync(directory, { recursive: true });
});

test("resources are validated without being run", async () => {
  const good = await millrace(["validate", "-f", "platform.yaml"], { cwd: up.directory });
  assert.deepEqual([good.code, good.stdout], [0, "valid: Kafka tested, 1 node pool, 1 topic\n"]);
  const bad = await millrace(["validate", "-f", "-", "-o", "json"], {
    stdin: "apiVersion: kafka.strimzi.io/v1\nkind: KafkaTopic\nmetadata: {name: t}\nspec: {partition: 1}\n",
  });
  assert.equal(bad.code, 1);
  assert.equal(JSON.parse(bad.stdout).valid, false);
});

test("configs are altered, described and listed", async () => {
  await out(["topics", "create", "tuned"]);
  assert.equal(
    await out(["configs", "alter", "topic", "tuned", "-c", "retention.ms=5", "--append", "cleanup.policy=compact"]),
    "configs of topic tuned changed\n",
  );
  assert.match(await out(["configs", "describe", "topic", "tuned"]), /^retention\.ms +5 +DYNAMIC_TOPIC_CONFIG$/m);
  assert.deepEqual(
    (await json(["configs", "describe", "topics", "tuned"])).map(({ name, value }: { name: string; value: string }) => [name, value]),
    [
      ["cleanup.policy", "delete,compact"],
      ["min.insync.replicas", "1"], // of the whole cluster
      ["retention.ms", "5"],
    ],
  );
  assert.equal(
    await out(["configs", "alter", "topic", "tuned", "--delete", "retention.ms", "--dry-run"]),
    "configs of topic tuned can be changed\n",
  );
  assert.match(await out(["configs", "describe", "topic", "tuned"]), /retention\.ms/);
  const refused = await up.command(["configs", "alter", "group", "g", "-c", "consumer.session.timeout.ms=1"]);
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /^error: configs of group g were not changed: INVALID_CONFIG: consumer\.session\.timeout\.ms must be/);
  assert.equal(await out(["configs", "alter", "broker", "-c", "log.cleaner.backoff.ms=7000"]), "configs of all brokers changed\n");
  assert.deepEqual(await json(["configs", "alter", "broker", "-c", "log.cleaner.backoff.ms=7000"]), [
    { type: "broker", name: "", altered: true, error: "NONE" },
  ]);
  const elsewhere = await up.command(["configs", "describe", "broker", "5"]);
  assert.deepEqual([elsewhere.code, elsewhere.stdout], [1, ""]);
  assert.match(await out(["configs", "describe", "brokers"]), /^log\.cleaner\.backoff\.ms +7000/m);
  assert.match(await out(["configs", "list", "topic"]), /^topic +tuned$/m);
});

test("a logger's level takes effect at once", async () => {
  await out(["configs", "alter", "broker-logger", "0", "-c", "kafka.request.logger=DEBUG"]);
  assert.match(await out(["configs", "describe", "broker-logger", "0"]), /^kafka\.request\.logger +DEBUG +DYNAMIC_BROKER_LOGGER_CONFIG$/m);
  await out(["configs", "alter", "broker-logger", "0", "--delete", "kafka.request.logger"]);
  assert.match(await out(["configs", "describe", "broker-logger", "0"]), /^kafka\.request\.logger +WARN /m);
});

test("features are listed, lowered and raised; the cluster is described", async () => {
  assert.match(await out(["features", "list"]), /^transaction\.version +2 +0 +2$/m);
  assert.equal(await out(["features", "describe"]), await out(["features", "list"]));
  assert.equal(await out(["features", "downgrade", "transaction.version=1", "--dry-run"]), "feature transaction.version can be set to 1\n");
  assert.equal(await out(["features", "downgrade", "transaction.version=1"]), "feature transaction.version set to 1\n");
  assert.match(await out(["features", "list"]), /^transaction\.version +1 /m);
  assert.deepEqual(await json(["features", "upgrade", "transaction.version=2"]), [
    { name: "transaction.version", level: 2, altered: true },
  ]);
  const refused = await up.command(["features", "upgrade", "metadata.version=99"]);
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /only supports versions 7-30/);
  assert.match(await out(["cluster", "describe"]), /^Controller: +0 \(epoch 1\)$/m);
  const { brokers, quorum } = await json(["cluster", "describe"]);
  assert.deepEqual([brokers.length, quorum.leaderId], [1, 0]);
});
