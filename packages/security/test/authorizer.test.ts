import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { type Acl, AclIndex, Authorizer, aclOperations, patternTypes, permissionTypes, resourceTypes } from "../src/index.ts";
import { anyAcl, anyHost, anyName, anyOperation, anyPrincipal, anyResourceType } from "./acls.ts";
import { plainlyAllowed, type Question, somewhereAllowed } from "./plain-authorizer.ts";

const nobody = { superUsers: new Set<string>(), allowEveryoneIfNoAclFound: false };

function indexOf(acls: readonly Acl[]): AclIndex {
  const index = new AclIndex();
  for (const [at, acl] of acls.entries()) index.add(String(at), acl);
  return index;
}

const anyQuestion: fc.Arbitrary<Question & { resourceType: Acl["resourceType"]; operation: Acl["operation"] }> = fc.record({
  principal: anyPrincipal,
  host: anyHost,
  operation: fc.oneof(fc.constantFrom(aclOperations.DESCRIBE, aclOperations.READ, aclOperations.DESCRIBE_CONFIGS), anyOperation),
  resourceType: anyResourceType,
  name: anyName,
});

function defined<T extends object>(parts: T): { [K in keyof T]?: Exclude<T[K], null | undefined> } {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as never;
}

const topicRead: Acl = {
  resourceType: resourceTypes.TOPIC,
  patternType: patternTypes.LITERAL,
  resourceName: "orders",
  principal: "User:alice",
  host: "*",
  operation: aclOperations.READ,
  permissionType: permissionTypes.ALLOW,
};

describe("the authorizer", () => {
  test("decides as the plain rules do, for any ACLs, in whatever order they came and went", () => {
    fc.assert(
      fc.property(
        fc.array(anyAcl, { maxLength: 12 }),
        fc.array(anyAcl, { maxLength: 6 }),
        fc.array(anyQuestion, { minLength: 1, maxLength: 10 }),
        fc.boolean(),
        (acls, gone, questions, allowEveryoneIfNoAclFound) => {
          const index = indexOf(acls);
          for (const [at, acl] of gone.entries()) {
            if (index.has(acl)) continue;
            index.add(`gone ${at}`, acl);
            index.remove(`gone ${at}`);
          }
          const authorizer = new Authorizer(index, { superUsers: new Set(), allowEveryoneIfNoAclFound });
          for (const question of questions) {
            const { allowed } = authorizer.authorize(question, question.operation, question.resourceType, question.name);
            assert.equal(allowed, plainlyAllowed(acls, question, allowEveryoneIfNoAclFound), JSON.stringify(question));
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  test("knows whether something is allowed on at least one resource of a type", () => {
    const operation = aclOperations.READ;
    const [resourceType, principal, host] = [resourceTypes.TOPIC, "User:alice", "10.0.0.1"] as const;
    // Mostly about the question: else there is hardly ever anything to outweigh.
    const mostly = <T>(value: T) => fc.option(fc.constant(value), { freq: 8, nil: undefined });
    const aboutIt = fc.record({
      resourceType: mostly(resourceType),
      principal: mostly(principal),
      host: mostly(host),
      operation: mostly(operation),
    });
    const anyRule = fc.tuple(anyAcl, aboutIt).map(([acl, about]) => ({ ...acl, ...defined(about) }));
    const outcomes = new Set<string>();
    fc.assert(
      fc.property(fc.array(anyRule, { maxLength: 8 }), (acls) => {
        // The name that stands for all others is another matter.
        fc.pre(acls.every((acl) => !"hardcode".startsWith(acl.resourceName)));
        const asked = new Authorizer(indexOf(acls), nobody).authorizeByResourceType({ principal, host }, operation, resourceType);
        assert.equal(asked, somewhereAllowed(acls, { principal, host, operation, resourceType, name: "" }));
        outcomes.add(`${asked} of ${acls.length}`);
      }),
      { numRuns: 5000 },
    );
    assert.ok(outcomes.size > 10);
  });

  test("asks about a name of Kafka's own to learn whether everything is allowed: an ACL for that name is enough", () => {
    const index = indexOf([{ ...topicRead, resourceName: "hardcode", operation: aclOperations.WRITE }]);
    const authorizer = new Authorizer(index, nobody);
    const alice = { principal: "User:alice", host: "::1" };
    assert.ok(authorizer.authorizeByResourceType(alice, aclOperations.DESCRIBE, resourceTypes.TOPIC));
    assert.ok(!authorizer.authorizeByResourceType({ ...alice, principal: "User:bob" }, aclOperations.WRITE, resourceTypes.TOPIC));
  });

  test("lets super users do what ACLs deny to everybody", () => {
    const index = indexOf([{ ...topicRead, principal: "User:*", permissionType: permissionTypes.DENY }]);
    const authorizer = new Authorizer(index, { ...nobody, superUsers: new Set(["User:admin"]) });
    const ask = (principal: string) => authorizer.authorize({ principal, host: "::1" }, aclOperations.READ, resourceTypes.TOPIC, "orders");
    assert.deepEqual(ask("User:admin"), { allowed: true, rule: "SuperUser" });
    assert.equal(ask("User:alice").allowed, false);
    assert.ok(authorizer.authorizeByResourceType({ principal: "User:admin", host: "::1" }, aclOperations.WRITE, resourceTypes.TOPIC));
  });

  test("names the rule that decided", () => {
    const authorizer = new Authorizer(indexOf([topicRead]), nobody);
    const open = new Authorizer(indexOf([topicRead]), { ...nobody, allowEveryoneIfNoAclFound: true });
    const alice = { principal: "User:alice", host: "::1" };
    const ask = (by: Authorizer, name: string, operation = aclOperations.DESCRIBE) =>
      by.authorize(alice, operation, resourceTypes.TOPIC, name).rule;
    assert.equal(ask(authorizer, "orders"), topicRead);
    assert.equal(ask(authorizer, "other"), "DefaultDeny");
    assert.equal(ask(open, "other"), "DefaultAllow");
  });

  test("looks at no more than concerns the resource and the principal, however many ACLs there are", () => {
    const many = Array.from({ length: 10_000 }, (_, at) => ({ ...topicRead, resourceName: `topic-${at}`, principal: `User:${at % 1000}` }));
    const prefixes = Array.from({ length: 2_000 }, (_, at) => ({
      ...topicRead,
      patternType: patternTypes.PREFIXED,
      resourceName: `t${at}-`,
    }));
    const onOne = Array.from({ length: 5_000 }, (_, at) => ({ ...topicRead, resourceName: "topic-7", principal: `User:many-${at}` }));
    const index = indexOf([...many, ...prefixes, ...onOne]);
    const found = index.patternsFor(resourceTypes.TOPIC, "topic-7");
    assert.equal(found.length, 1);
    assert.equal(found[0]?.get("User:7")?.size, 1);
  });
});
