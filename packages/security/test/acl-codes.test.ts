import assert from "node:assert/strict";
import { test } from "node:test";
import { MillraceError } from "@millrace/kit";
import {
  type Acl,
  AclIndex,
  aclOperations,
  codeName,
  knownCode,
  parseSuperUsers,
  pascalCase,
  patternTypes,
  permissionTypes,
  resourceTypes,
  supportedOperations,
} from "../src/index.ts";

test("a number that stands for nothing is UNKNOWN", () => {
  assert.equal(knownCode(resourceTypes, 5), resourceTypes.TRANSACTIONAL_ID);
  for (const code of [-1, 8, 127]) assert.equal(knownCode(resourceTypes, code), resourceTypes.UNKNOWN);
  assert.equal(codeName(aclOperations, 15), "TWO_PHASE_COMMIT");
  assert.equal(codeName(aclOperations, 16), "UNKNOWN");
});

test("names are written as Kafka's tools write them", () => {
  assert.deepEqual(Object.keys(resourceTypes).map(pascalCase), [
    "Unknown",
    "Any",
    "Topic",
    "Group",
    "Cluster",
    "TransactionalId",
    "DelegationToken",
    "User",
  ]);
});

test("what can be done with a resource is a subset of all operations", () => {
  const concrete = Object.values(resourceTypes).filter((code) => code > resourceTypes.ANY);
  assert.deepEqual(Object.keys(supportedOperations).map(Number), concrete);
});

test("super users are principals with semicolons between them", () => {
  assert.deepEqual([...parseSuperUsers(" User:alice; User:CN=a,O=b ;;User:")], ["User:alice", "User:CN=a,O=b", "User:"]);
  assert.deepEqual([...parseSuperUsers("")], []);
  assert.throws(
    () => parseSuperUsers("User:a;bob"),
    (error) => error instanceof MillraceError && error.code === "CONFIG_INVALID" && /bob/.test(error.message),
  );
});

test("ACLs that differ in one part only are different", () => {
  const acl: Acl = {
    resourceType: resourceTypes.TOPIC,
    patternType: patternTypes.LITERAL,
    resourceName: "1/1",
    principal: "User:a",
    host: "*",
    operation: aclOperations.READ,
    permissionType: permissionTypes.ALLOW,
  };
  const index = new AclIndex();
  index.add("1", acl);
  for (const other of [
    { resourceName: "1/1/User:a/*" },
    { principal: "User:a/*" },
    { host: "::1" },
    { permissionType: permissionTypes.DENY },
  ]) {
    assert.ok(!index.has({ ...acl, ...other }), JSON.stringify(other));
  }
  index.add("2", acl);
  assert.deepEqual([...index.entries()], [["2", acl]]);
  index.remove("2");
  assert.equal(index.size, 0);
  assert.deepEqual(index.patternsFor(resourceTypes.TOPIC, "1/1"), []);
});
