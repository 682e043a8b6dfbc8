import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openAdmin } from "@millrace/client";
import { readDocuments } from "@millrace/resources";
import { Up } from "./millrace.ts";
import { declaredUsers, freePort, securedPlatform } from "./secured-platform.ts";

let up: Up;
before(async () => {
  up = await Up.start([...(await platform()), ...declaredUsers]);
});
after(() => up.stop());

/** Where somebody looks after topics as well. */
async function platform(): Promise<readonly unknown[]> {
  const text = JSON.stringify(securedPlatform(await freePort()));
  return JSON.parse(text.replace('"entityOperator":{', '"entityOperator":{"topicOperator":{},'));
}

async function out(on: Up, ...args: string[]): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const { code, stdout, stderr } = await on.command(args);
  assert.equal(code, 0, stderr);
  return { stdout, stderr };
}

const exported = (on: Up, ...args: string[]) => out(on, "export", "--cluster", "secured", ...args);

test("what is exported declares what there is: a platform of it exports the same", async () => {
  await out(up, "topics", "create", "Orders_1", "-p", "3", "-c", "retention.ms=604800000", "-c", "cleanup.policy=compact,delete");
  for (const name of ["plain", "__strimzi_canary"]) await out(up, "topics", "create", name, "-p", "1");
  await out(up, "acls", "add", "--principal", "User:CN=carol", "--operation", "Read", "--topic", "pay", "--prefixed");
  await out(up, "acls", "add", "--principal", "User:*", "--operation", "Describe", "--topic", "plain");
  const admin = openAdmin({ bootstrapServers: up.ready.kafka.bootstrapServers });
  await admin.alterClientQuotas([{ entity: { user: null }, set: { request_percentage: 50 } }]);
  await admin.close();
  const first = await exported(up);
  assert.match(first.stderr, /^warning: the quotas of user \(default\): no KafkaUser can say them; they are left out$/m);
  assert.match(first.stderr, /^warning: user \*: no KafkaUser can have this name; it is left out$/m);
  assert.match(first.stderr, /^warning: user alice: Kafka does not tell its password, /m);
  const { resources, problems } = readDocuments(first.stdout, "exported.yaml");
  assert.deepEqual([problems, resources.flatMap(({ findings }) => findings)], [[], []]);
  assert.deepEqual(
    resources.map(({ resource }) => `${resource.kind} ${resource.metadata.name}`),
    ["KafkaTopic orders-1---26b08e48", "KafkaTopic plain", "KafkaUser carol", "KafkaUser alice", "KafkaUser bob"],
  );
  assert.match(first.stdout, /^ {4}retention\.ms: 604800000$/m);
  const { items } = JSON.parse((await exported(up, "-o", "json", "--namespace", "there")).stdout);
  const again = await Up.start([
    ...(await platform()),
    ...items.map((each: { metadata: object }) => ({ ...each, metadata: { ...each.metadata, namespace: undefined } })),
  ]);
  try {
    assert.equal((await exported(again)).stdout, first.stdout);
  } finally {
    await again.stop();
  }
});

test("topics and users are exported by themselves", async () => {
  assert.doesNotMatch((await exported(up, "--topics")).stdout, /KafkaUser/);
  assert.doesNotMatch((await exported(up, "--users")).stdout, /KafkaTopic/);
});
