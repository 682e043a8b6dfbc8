import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { jsonLogger } from "@millrace/kit";
import { apis, type CreateAclsRequest, errors } from "@millrace/protocol";
import { aclOperations, patternTypes, permissionTypes, resourceTypes } from "@millrace/security";
import type { RawClient } from "./harness/raw-client.ts";
import { logIn } from "./harness/sasl-client.ts";
import { TestBroker } from "./harness/test-broker.ts";

type Creation = CreateAclsRequest["creations"][number];

const plain = { name: "PLAIN-9092", host: "127.0.0.1", port: 0 } as const;
const sasl = { name: "SASL-9094", securityProtocol: "SASL_PLAINTEXT", host: "127.0.0.1", port: 0 } as const;
const prefix = "listener.name.sasl-9094.";
const long = "n".repeat(10_000);
/** Each of them is somebody else. */
const users = ["alice", "alice\u0000", "alice\n", "al\u0007ice", "\u001b[31malice", "*", "User:alice", long, `${long}n`, long.slice(1)];
const allButNul = users.filter((user) => !user.includes("\u0000"));
const escaped = (text: string) => text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
const properties = {
  "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
  "super.users": "User:root",
  "connection.failed.authentication.delay.ms": "0",
  [`${prefix}sasl.enabled.mechanisms`]: "PLAIN",
  [`${prefix}plain.sasl.jaas.config`]: `org.apache.kafka.common.security.plain.PlainLoginModule required ${allButNul
    .map((user) => `"user_${escaped(user)}"="pw"`)
    .join(" ")};`,
};

const allowing: Creation = {
  resourceType: resourceTypes.TOPIC,
  resourceName: "t",
  resourcePatternType: patternTypes.LITERAL,
  principal: "User:alice",
  host: "*",
  operation: aclOperations.DESCRIBE,
  permissionType: permissionTypes.ALLOW,
};
const anything = { resourceTypeFilter: 1, resourceNameFilter: null, patternTypeFilter: 1, principalFilter: null, hostFilter: null };

async function as(it: TestBroker, user: string): Promise<RawClient> {
  const client = it.connectTo(sasl.name);
  assert.equal((await logIn(client, { mechanism: "PLAIN", user, password: "pw" })).errorCode, 0, JSON.stringify(user.slice(0, 20)));
  return client;
}

async function sees(it: TestBroker, user: string): Promise<boolean> {
  const client = await as(it, user);
  const { topics } = await client.call(apis.metadata, 9, { topics: [{ name: "t" }] });
  client.close();
  return topics[0]?.errorCode === 0;
}

async function start(lines: string[]): Promise<TestBroker> {
  const logger = jsonLogger({ level: "debug", now: () => 0, write: (line) => lines.push(line) });
  const it = await TestBroker.start(properties, { listeners: [plain, sasl], logger });
  await it.createTopic("t");
  return it;
}

describe("names in ACLs that are made to confuse", () => {
  test("are kept as they are, over a restart too, found by just that name, and let in just who is called so", async () => {
    let it = await start([]);
    const creations = users.map((user) => ({ ...allowing, principal: `User:${user}` }));
    const odd = ["\u0001\n", "\u0000", "\u2028", "../../etc", long].map((resourceName) => ({
      ...allowing,
      resourceName,
      host: resourceName,
    }));
    const made = await it.call(apis.createAcls, 3, { creations: [...creations, ...odd] });
    assert.ok(made.results.every(({ errorCode }) => errorCode === 0));
    const all = (resources: readonly { resourceName: string; acls: readonly { principal: string; host: string }[] }[]) =>
      resources
        .flatMap(({ resourceName, acls }) => acls.map(({ principal, host }) => JSON.stringify([resourceName, principal, host])))
        .sort();
    const expected = [...creations, ...odd]
      .map(({ resourceName, principal, host }) => JSON.stringify([resourceName, principal, host]))
      .sort();
    for (let restarts = 0; restarts < 2; restarts++) {
      const { resources } = await it.call(apis.describeAcls, 3, { ...anything, operation: 1, permissionType: 1 });
      assert.deepEqual(all(resources), expected);
      it = await it.restart(properties);
    }
    for (const user of users) {
      const filter = { ...anything, principalFilter: `User:${user}`, operation: 1, permissionType: 1 };
      const { resources } = await it.call(apis.describeAcls, 3, filter);
      assert.deepEqual(all(resources).includes(JSON.stringify(["t", `User:${user}`, "*"])), true);
      const { filterResults } = await it.call(apis.deleteAcls, 3, { filters: [filter] });
      // Those of other resources are alice's.
      assert.equal(filterResults[0]?.matchingAcls.length, user === "alice" ? 1 + odd.length : 1);
    }
    await it.stop();
  });

  test("let nobody in whose name is nearly the same", async () => {
    for (const allowed of allButNul.filter((user) => user !== "*")) {
      const it = await start([]);
      await it.call(apis.createAcls, 3, { creations: [{ ...allowing, principal: `User:${allowed}` }] });
      for (const user of allButNul) assert.equal(await sees(it, user), user === allowed, JSON.stringify([allowed, user]).slice(0, 200));
      await it.stop();
    }
  });

  test("don't make their bearer a super user, nor one whose name only looks like one", async () => {
    const it = await start([]);
    for (const user of allButNul) assert.equal(await sees(it, user), false);
    await it.stop();
  });

  test("come into the audit log in one short line each", async () => {
    const lines: string[] = [];
    const it = await start(lines);
    const from = lines.length;
    for (const user of allButNul) await sees(it, user);
    const client = await as(it, long);
    const denied = await client.call(apis.metadata, 9, { topics: ["x".repeat(30_000), '\u001b[2J\n"}'].map((name) => ({ name })) });
    assert.ok(denied.topics.every(({ errorCode }) => errorCode === errors.TOPIC_AUTHORIZATION_FAILED.code));
    const audited = lines.slice(from).filter((line) => line.includes("kafka.authorizer.logger"));
    assert.ok(audited.length >= allButNul.length + 2, `${audited.length} lines`);
    for (const line of audited) {
      assert.equal(line.indexOf("\n"), line.length - 1);
      assert.ok(!/\p{Cc}/u.test(line.slice(0, -1)), JSON.stringify(line));
      assert.equal(JSON.parse(line).message, "denied");
      assert.ok(line.length < 3_000, `${line.length} characters`);
    }
    client.close();
    await it.stop();
  });

  test("take no more than they are long, thousands of them", async () => {
    const it = await start([]);
    const before = process.memoryUsage();
    for (let round = 0; round < 20; round++) {
      const creations = Array.from({ length: 25 }, (_, at) => ({ ...allowing, principal: `User:${long}${round}-${at}` }));
      const { results } = await it.call(apis.createAcls, 3, { creations });
      assert.ok(results.every(({ errorCode }) => errorCode === 0));
    }
    assert.equal(await sees(it, "alice"), false);
    assert.ok(process.memoryUsage().rss - before.rss < 200_000_000);
    await it.stop();
  });
});
