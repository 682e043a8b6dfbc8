import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type AclFilter, AclIndex, aclOperations, matchesFilter, patternTypes, permissionTypes, resourceTypes } from "../src/index.ts";
import { anyAcl, anyName } from "./acls.ts";

const open: AclFilter = {
  resourceType: resourceTypes.ANY,
  patternType: patternTypes.ANY,
  resourceName: null,
  principal: null,
  host: null,
  operation: aclOperations.ANY,
  permissionType: permissionTypes.ANY,
};

test("a filter that leaves everything open chooses every ACL, and an ACL's own parts choose it alone", () => {
  fc.assert(
    fc.property(fc.array(anyAcl, { minLength: 1, maxLength: 10 }), (acls) => {
      const index = new AclIndex();
      for (const [at, acl] of acls.entries()) index.add(String(at), acl);
      const all = index.matching(open).map(([, acl]) => acl);
      assert.equal(all.length, index.size);
      for (const acl of acls) {
        assert.ok(index.has(acl));
        assert.deepEqual(
          index.matching(acl).map(([, found]) => found),
          [acl],
        );
      }
    }),
  );
});

test("each part of a filter must hold", () => {
  fc.assert(
    fc.property(anyAcl, anyAcl, (acl, other) => {
      for (const part of ["resourceType", "patternType", "resourceName", "principal", "host", "operation", "permissionType"] as const) {
        assert.equal(matchesFilter({ ...open, [part]: other[part] }, acl), other[part] === acl[part], part);
      }
    }),
  );
});

test("MATCH chooses what applies to a resource of the name: itself, the wildcard, and what the name begins with", () => {
  fc.assert(
    fc.property(anyAcl, anyName, (acl, name) => {
      const literal = acl.patternType === patternTypes.LITERAL;
      const applies = literal ? acl.resourceName === name || acl.resourceName === "*" : name.startsWith(acl.resourceName);
      assert.equal(matchesFilter({ ...open, patternType: patternTypes.MATCH, resourceName: name }, acl), applies);
    }),
  );
  const wildcard = { ...open, resourceName: "*" };
  const prefixed = fc.sample(anyAcl, 1).map((acl) => ({ ...acl, patternType: patternTypes.PREFIXED, resourceName: "ab" }));
  for (const acl of prefixed) {
    assert.ok(!matchesFilter(wildcard, acl));
    assert.ok(matchesFilter({ ...open, patternType: patternTypes.MATCH, resourceName: "abc" }, acl));
    assert.ok(!matchesFilter({ ...open, patternType: patternTypes.PREFIXED, resourceName: "abc" }, acl));
  }
});
