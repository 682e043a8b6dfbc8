import assert from "node:assert/strict";
import { test } from "node:test";
import { apis } from "@millrace/protocol";
import { aclOperations, patternTypes, permissionTypes, resourceTypes } from "@millrace/security";
import { TestBroker } from "./harness/test-broker.ts";

const authorizer = { "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer" };
const unused = { idleRatio: () => 1, idleNanos: () => 0, diskReadBytes: () => undefined, diskWriteBytes: () => undefined };
const exported = { topic: () => true, group: () => true, showAllOffsets: true };

/** What an authorizer tells of itself, by the last words of the metrics' names. */
async function told({ broker }: TestBroker): Promise<Record<string, readonly unknown[]>> {
  const families = await broker.metrics({ naming: "strimziMetricsReporter", exported, process: unused });
  const prefix = "kafka_server_plugins_";
  const own = families.filter(({ name }) => name.startsWith(prefix));
  return Object.fromEntries(
    own.map(({ name, samples }) => [name.slice(prefix.length), [...samples()].map(({ labels, value }) => ({ ...labels, value }))]),
  );
}

test("an authorizer tells how many ACLs there are and how often it lately allowed and denied something", async () => {
  const it = await TestBroker.start(authorizer);
  for (const name of ["open", "closed"]) await it.createTopic(name);
  const acl = {
    resourceType: resourceTypes.TOPIC,
    resourceName: "open",
    resourcePatternType: patternTypes.LITERAL,
    principal: "User:ANONYMOUS",
    host: "*",
    operation: aclOperations.DESCRIBE,
    permissionType: permissionTypes.ALLOW,
  };
  await it.call(apis.createAcls, 3, { creations: [acl, { ...acl, operation: aclOperations.READ }] });
  const client = await it.connectOverTcp();
  const partitions = [{ partitionIndex: 0, timestamp: -1 }];
  for (let time = 0; time < 10; time++) {
    const topics = ["open", "closed", "closed"].map((name) => ({ name, partitions }));
    await client.call(apis.listOffsets, 7, { topics });
  }
  client.close();
  const plugin = { config: "authorizer.class.name", class: "StandardAuthorizer", role: "broker" };
  const sample = (value: number) => [{ ...plugin, value }];
  // Ten of each in the half minute that is looked at at first.
  assert.deepEqual(await told(it), {
    acls_total_count: sample(2),
    authorization_request_rate_per_minute: sample(40),
    authorization_allowed_rate_per_minute: sample(20),
    authorization_denied_rate_per_minute: sample(20),
  });
  it.clock.advance(120_000);
  const later = await told(it);
  assert.deepEqual(later.authorization_request_rate_per_minute, sample(0));
  await it.stop();
});

test("where there is no authorizer nothing is told of one", async () => {
  const it = await TestBroker.start();
  assert.deepEqual(Object.values(await told(it)).flat(), []);
  await it.stop();
});
