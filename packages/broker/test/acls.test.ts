import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { jsonLogger, ManualClock } from "@millrace/kit";
import { apis, type CreateAclsRequest, errors } from "@millrace/protocol";
import { TestBroker } from "./harness/test-broker.ts";

const authorizer = { "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer" };
const [topic, cluster, literal, read, alter, describe_, deny, allow] = [2, 4, 3, 3, 7, 8, 2, 3];

type Creation = CreateAclsRequest["creations"][number];

const readable: Creation = {
  resourceType: topic,
  resourceName: "orders",
  resourcePatternType: literal,
  principal: "User:alice",
  host: "*",
  operation: read,
  permissionType: allow,
};

const anything = { resourceTypeFilter: 1, resourceNameFilter: null, patternTypeFilter: 1, principalFilter: null, hostFilter: null };
const any = { ...anything, operation: 1, permissionType: 1 };

async function create(client: Pick<TestBroker, "call">, ...creations: readonly Creation[]) {
  return (await client.call(apis.createAcls, 3, { creations })).results;
}

/** Names of what ACLs are for, one for each ACL. */
async function listed(client: Pick<TestBroker, "call">): Promise<(string | undefined)[]> {
  const { resources } = await client.call(apis.describeAcls, 3, any);
  return resources.flatMap(({ resourceName, acls }) => acls.map(() => resourceName));
}

describe("ACLs", () => {
  test("are security that is switched off where there is no authorizer, and everything is allowed", async () => {
    const it = await TestBroker.start();
    const off = errors.SECURITY_DISABLED.code;
    const described = await it.call(apis.describeAcls, 1, any);
    assert.deepEqual([described.errorCode, described.errorMessage], [off, "No Authorizer is configured on the broker"]);
    const none = { errorCode: off, errorMessage: "No Authorizer is configured." };
    assert.deepEqual(await create(it, readable, readable), [none, none]);
    const { filterResults } = await it.call(apis.deleteAcls, 2, { filters: [any] });
    assert.deepEqual(filterResults, [{ ...none, matchingAcls: [] }]);
    await it.stop();
  });

  test("are there after restarts, with snapshots and without, and once only", async () => {
    for (const settings of [{}, { "metadata.log.max.record.bytes.between.snapshots": "1" }]) {
      const properties = { ...authorizer, ...settings };
      let it = await TestBroker.start(properties);
      const good = { errorCode: 0, errorMessage: "" };
      assert.deepEqual(await create(it, readable, readable, { ...readable, resourceName: "gone" }), [good, good, good]);
      assert.deepEqual(await create(it, readable), [good]);
      it = await it.restart(properties);
      assert.deepEqual(await listed(it), ["orders", "gone"]);
      const filters = [
        { ...any, resourceNameFilter: "gone" },
        { ...any, patternTypeFilter: 2, resourceNameFilter: "gone" },
        { ...any, operation: 99 },
      ];
      const { filterResults } = await it.call(apis.deleteAcls, 3, { filters });
      assert.deepEqual(
        filterResults.map(({ errorCode, errorMessage, matchingAcls }) => [errorCode, errorMessage, matchingAcls.length]),
        [
          [0, null, 1],
          [0, null, 1],
          [errors.INVALID_REQUEST.code, "Unknown entryFilter.", 0],
        ],
      );
      it = await it.restart(properties);
      assert.deepEqual(await listed(it), ["orders"]);
      await it.stop();
    }
  });

  test("that make no sense are refused in Kafka's words, and the others of the request are made", async () => {
    const it = await TestBroker.start(authorizer);
    const refused: ReadonlyArray<readonly [Partial<Creation>, string]> = [
      [{ resourceType: cluster }, "The only valid name for the CLUSTER resource is kafka-cluster"],
      [{ resourceName: "" }, "Invalid empty resource name"],
      [{ resourceType: 99 }, "Invalid resourceType UNKNOWN"],
      [{ resourcePatternType: 99 }, "Invalid patternType UNKNOWN"],
      [{ operation: 99 }, "Invalid operation UNKNOWN"],
      [{ permissionType: 99 }, "Invalid permissionType UNKNOWN"],
      [
        { principal: "alice" },
        "Could not parse principal from `alice` (no colon is present separating the principal type from the principal name)",
      ],
    ];
    const results = await create(it, readable, ...refused.map(([part]) => ({ ...readable, ...part })));
    const expected = refused.map(([, errorMessage]) => ({ errorCode: errors.INVALID_REQUEST.code, errorMessage }));
    assert.deepEqual(results, [{ errorCode: 0, errorMessage: "" }, ...expected]);
    assert.deepEqual(await listed(it), ["orders"]);
    const open = await create(it, { ...readable, resourceName: "other" }, { ...readable, operation: 1 });
    assert.deepEqual(
      open.map(({ errorCode }) => errorCode),
      [-1, -1],
    );
    assert.deepEqual(await listed(it), ["orders"]);
    await it.stop();
  });

  test("that say UNKNOWN in so many words end the connection", async () => {
    const it = await TestBroker.start(authorizer);
    await assert.rejects(create(it.connect(), { ...readable, operation: 0 }), /closed the connection/);
    await assert.rejects(it.connect().call(apis.describeAcls, 3, { ...any, permissionType: 0 }), /closed the connection/);
    await assert.rejects(
      it.connect().call(apis.deleteAcls, 3, { filters: [any, { ...any, resourceTypeFilter: 0 }] }),
      /closed the connection/,
    );
    await it.stop();
  });

  test("decide who may see and change them, and denials are logged once in a while", async () => {
    const clock = new ManualClock();
    const lines: Record<string, unknown>[] = [];
    const logger = jsonLogger({ level: "info", now: () => clock.now(), write: (line) => lines.push(JSON.parse(line)) });
    const it = await TestBroker.start(authorizer, { clock, logger });
    const client = await it.connectOverTcp();
    const denied = errors.CLUSTER_AUTHORIZATION_FAILED.code;
    const described = await client.call(apis.describeAcls, 3, any);
    assert.deepEqual([described.errorCode, described.errorMessage], [denied, "Request DescribeAcls needs DESCRIBE permission."]);
    for (let time = 0; time < 20; time++) assert.equal((await create(client, readable))[0]?.errorCode, denied);
    const audited = lines.filter(({ logger: name }) => name === "kafka.authorizer.logger");
    assert.equal(audited.length, 6);
    assert.deepEqual(
      [audited[1]?.principal, audited[1]?.operation, audited[1]?.resource, audited[1]?.host, audited[1]?.api, audited[1]?.rule],
      ["User:ANONYMOUS", "ALTER", "Cluster:LITERAL:kafka-cluster", "127.0.0.1", "CreateAcls", "DefaultDeny"],
    );
    const mayAlter = { ...readable, resourceType: cluster, resourceName: "kafka-cluster", principal: "User:ANONYMOUS", operation: alter };
    await create(it, mayAlter);
    assert.deepEqual(await listed(client), ["kafka-cluster"]);
    assert.deepEqual(await create(client, readable), [{ errorCode: 0, errorMessage: "" }]);
    await create(it, { ...mayAlter, host: "127.0.0.1", operation: describe_, permissionType: deny });
    assert.deepEqual(await listed(client), []);
    client.close();
    await it.stop();
  });

  test("are not decided by Java classes, and super users are principals", async () => {
    const start = (properties: Readonly<Record<string, string>>) => TestBroker.start(properties);
    await assert.rejects(start({ "authorizer.class.name": "com.example.Own" }), /Java classes can't be loaded/);
    await assert.rejects(start({ ...authorizer, "super.users": "User:a;bob" }), /principalType:principalName but got bob/);
  });

  test("don't stop super users, nor anybody where there is no ACL for a resource and that is to mean leave", async () => {
    for (const more of [{ "super.users": "User:x; User:ANONYMOUS" }, { "allow.everyone.if.no.acl.found": " TRUE " }]) {
      const it = await TestBroker.start({ ...authorizer, ...more });
      const client = await it.connectOverTcp();
      assert.deepEqual(await create(client, readable), [{ errorCode: 0, errorMessage: "" }]);
      client.close();
      await it.stop();
    }
  });
});
