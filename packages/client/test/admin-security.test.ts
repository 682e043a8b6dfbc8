import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, beforeEach, describe, test } from "node:test";
import { seededRandom } from "@millrace/kit";
import { type AlterUserScramCredentialsRequest, apis, type CreateAclsRequest, type DeleteAclsRequest } from "@millrace/protocol";
import { type Acl, type Admin, openAdmin, RequestFailedError } from "../src/index.ts";
import { ScriptedCluster } from "./support/scripted-cluster.ts";

let cluster: ScriptedCluster;
let admin: Admin;

const stop = async () => {
  await admin?.close();
  cluster?.close();
};
beforeEach(async () => {
  await stop();
  cluster = new ScriptedCluster().withTopic(2, () => [1], 2);
  admin = openAdmin({
    bootstrapServers: "h:9001",
    connect: cluster.connect,
    random: seededRandom(1),
    operationTimeoutMs: 2_000,
    retryBackOff: { firstMs: 1, lastMs: 1 },
  });
});
after(stop);

const acl: Acl = {
  principal: "User:alice",
  permission: "allow",
  operation: "AlterConfigs",
  resourceType: "transactional-id",
  resourceName: "t-",
  patternType: "prefixed",
  host: "::1",
};
const wireAcl = {
  resourceType: 5,
  resourceName: "t-",
  patternType: 4,
  principal: "User:alice",
  host: "::1",
  operation: 11,
  permissionType: 3,
};

describe("ACLs", () => {
  test("are described in words, what is not known too, and sorted", async () => {
    const { resourceType, resourceName, patternType, ...rest } = wireAcl;
    cluster.on(apis.describeAcls, (asked) => {
      assert.deepEqual(asked, {
        resourceTypeFilter: 1,
        resourceNameFilter: null,
        patternTypeFilter: 1,
        principalFilter: null,
        hostFilter: null,
        operation: 1,
        permissionType: 1,
      });
      return {
        resources: [
          { resourceType: 99, resourceName: "x", patternType: 98, acls: [{ ...rest, operation: 97, permissionType: 96 }] },
          { resourceType, resourceName, patternType, acls: [rest, { ...rest, operation: 3 }] },
        ],
      };
    });
    assert.deepEqual(await admin.describeAcls(), [
      acl,
      { ...acl, operation: "Read" },
      { ...acl, resourceType: "unknown", resourceName: "x", patternType: "unknown", operation: "Unknown", permission: "unknown" },
    ]);
  });

  test("are chosen by what a filter says", async () => {
    cluster.on(apis.describeAcls, (asked) => {
      assert.deepEqual(asked, {
        resourceTypeFilter: 2,
        resourceNameFilter: "orders",
        patternTypeFilter: 2,
        principalFilter: "User:alice",
        hostFilter: "*",
        operation: 12,
        permissionType: 2,
      });
      return { errorCode: 54, errorMessage: "No Authorizer is configured." };
    });
    const filter = { resourceType: "topic", resourceName: "orders", patternType: "match", principal: "User:alice", host: "*" } as const;
    await assert.rejects(
      admin.describeAcls({ ...filter, operation: "IdempotentWrite", permission: "deny" }),
      (thrown) => thrown instanceof RequestFailedError && thrown.error.name === "SECURITY_DISABLED",
    );
  });

  test("are created at the controller, each with its outcome", async () => {
    let asked: CreateAclsRequest | undefined;
    cluster.on(apis.createAcls, (request) => {
      asked = request;
      return { results: [{ errorCode: 0 }, { errorCode: 42, errorMessage: "no" }] };
    });
    const outcomes = await admin.createAcls([acl, { ...acl, host: "" }]);
    const { patternType: resourcePatternType, ...rest } = wireAcl;
    assert.deepEqual(asked?.creations, [
      { ...rest, resourcePatternType },
      { ...rest, resourcePatternType, host: "" },
    ]);
    assert.deepEqual(
      outcomes.map(({ acl: { host }, error, errorMessage }) => [host, error.name, errorMessage]),
      [
        ["::1", "NONE", null],
        ["", "INVALID_REQUEST", "no"],
      ],
    );
    assert.deepEqual(cluster.asked.at(-1), "9002 CreateAcls");
  });

  test("are deleted by filters, which tell what they chose", async () => {
    let asked: DeleteAclsRequest | undefined;
    cluster.on(apis.deleteAcls, (request) => {
      asked = request;
      return {
        filterResults: [
          {
            errorCode: 0,
            matchingAcls: [
              { ...wireAcl, errorCode: 0 },
              { ...wireAcl, host: "*", errorCode: -1, errorMessage: "disk" },
            ],
          },
          { errorCode: 42, errorMessage: "no" },
        ],
      };
    });
    const outcomes = await admin.deleteAcls([{ resourceType: "transactional-id" }, { patternType: "unknown" }]);
    assert.deepEqual(
      asked?.filters.map(({ resourceTypeFilter, patternTypeFilter }) => [resourceTypeFilter, patternTypeFilter]),
      [
        [5, 1],
        [1, 0],
      ],
    );
    assert.deepEqual(
      outcomes.map(({ error, acls }) => [error.name, acls.map((each) => [each.acl, each.error.name, each.errorMessage])]),
      [
        [
          "NONE",
          [
            [acl, "NONE", null],
            [{ ...acl, host: "*" }, "UNKNOWN_SERVER_ERROR", "disk"],
          ],
        ],
        ["INVALID_REQUEST", []],
      ],
    );
  });
});

describe("SCRAM credentials", () => {
  test("are described without what is secret", async () => {
    cluster.on(apis.describeUserScramCredentials, ({ users }) => {
      if (users === null)
        return {
          results: [
            {
              user: "bob",
              credentialInfos: [
                { mechanism: 2, iterations: 8192 },
                { mechanism: 9, iterations: 1 },
              ],
            },
            { user: "alice" },
          ],
        };
      assert.deepEqual(users, [{ name: "nobody" }]);
      return { results: [{ user: "nobody", errorCode: 91, errorMessage: "none" }] };
    });
    const all = await admin.describeUserScramCredentials();
    assert.deepEqual(
      all.map(({ user, credentials }) => [user, credentials]),
      [
        ["alice", []],
        [
          "bob",
          [
            { mechanism: "SCRAM-SHA-512", iterations: 8192 },
            { mechanism: "unknown", iterations: 1 },
          ],
        ],
      ],
    );
    const [nobody] = await admin.describeUserScramCredentials(["nobody"]);
    assert.deepEqual([nobody?.error.name, nobody?.errorMessage], ["RESOURCE_NOT_FOUND", "none"]);
    assert.deepEqual(await admin.describeUserScramCredentials([]), []);
  });

  test("are salted and hashed here, as the example of RFC 7677 has it", async () => {
    let asked: AlterUserScramCredentialsRequest | undefined;
    cluster.on(apis.alterUserScramCredentials, (request) => {
      asked = request;
      return { results: [{ user: "user" }, { user: "gone", errorCode: 91, errorMessage: "none" }] };
    });
    const salt = Buffer.from("W22ZaJ0SNY7soEsUEjb6gQ==", "base64");
    const outcomes = await admin.alterUserScramCredentials([
      { user: "user", mechanism: "SCRAM-SHA-256", password: "pencil", salt },
      { user: "gone", mechanism: "SCRAM-SHA-512", password: null },
      { user: "user", mechanism: "SCRAM-SHA-512", password: "pencil", iterations: 5000 },
    ]);
    assert.deepEqual(
      outcomes.map(({ user, error }) => [user, error.name]),
      [
        ["user", "NONE"],
        ["gone", "RESOURCE_NOT_FOUND"],
      ],
    );
    assert.deepEqual(asked?.deletions, [{ name: "gone", mechanism: 2 }]);
    const [first, second] = asked?.upsertions ?? [];
    assert.ok(first && second);
    assert.deepEqual([first.name, first.mechanism, first.iterations, first.salt], ["user", 1, 4096, salt]);
    const said =
      "n=user,r=rOprNGfwEbeRWgbNEkqO,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    const serverKey = createHmac("sha256", first.saltedPassword).update("Server Key").digest();
    assert.equal(createHmac("sha256", serverKey).update(said).digest("base64"), "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
    assert.deepEqual([second.mechanism, second.iterations, second.saltedPassword.length], [2, 5000, 64]);
    assert.match(second.salt.toString(), /^[0-9a-z]{26}$/);
  });
});
