import assert from "node:assert/strict";
import { test } from "node:test";
import { topicDeclaration, userDeclaration } from "@millrace/resources";
import fc from "fast-check";
import { topicResource, userResource } from "../src/exports/index.ts";
import { resourceName } from "../src/exports/resource-name.ts";
import { planTopic, planUsers, type TopicState, type UserState } from "../src/index.ts";

const home = { cluster: "c", namespace: "ns" };

test("names that Kubernetes does not take become others, each its own", () => {
  assert.equal(resourceName("orders.v1-a"), "orders.v1-a");
  const names = ["Orders", "orders", "orders_v1", "orders.v1", "orders-v1", "_", ".x", "x".repeat(249).toUpperCase(), "a..b"];
  const made = names.map(resourceName);
  for (const name of made) assert.match(name, /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/);
  assert.equal(new Set(made).size, names.length);
});

const setting = fc.oneof(
  fc.record({ value: fc.constantFrom("0", "-1", "604800000", "9223372036854775807"), type: fc.constant("LONG"), isOwn: fc.boolean() }),
  fc.record({ value: fc.constantFrom("true", "false"), type: fc.constant("BOOLEAN"), isOwn: fc.boolean() }),
  fc.record({ value: fc.constantFrom("compact", "compact,delete", ""), type: fc.constant("LIST"), isOwn: fc.boolean() }),
  fc.record({ value: fc.constantFrom("0.5", "1.0"), type: fc.constant("DOUBLE"), isOwn: fc.boolean() }),
);
const topics: fc.Arbitrary<TopicState> = fc.record({
  name: fc.stringMatching(/^[a-zA-Z0-9._-]{1,40}$/),
  partitions: fc
    .integer({ min: 1, max: 4 })
    .chain((replicas) => fc.array(fc.constant({ replicas, becoming: replicas }), { minLength: 1, maxLength: 3 })),
  settings: fc.dictionary(fc.constantFrom("a.ms", "b.enable", "c.policy", "d.ratio"), setting),
});

test("a topic that is exported is as its KafkaTopic declares it", () => {
  fc.assert(
    fc.property(topics, (topic) => {
      const { resource, notes } = topicResource(topic, home);
      assert.ok(resource !== undefined);
      assert.deepEqual(planTopic(topicDeclaration(resource), topic), []);
      assert.deepEqual(notes, []);
    }),
  );
});

test("what a KafkaTopic can't say is told", () => {
  const partitions = [1, 2].map((replicas) => ({ replicas, becoming: replicas }));
  const secret = { value: null, type: "PASSWORD", isOwn: true };
  const { resource, notes } = topicResource({ name: "t", partitions, settings: { secret } }, home);
  assert.deepEqual(resource?.spec, { partitions: 2 });
  assert.equal(notes.length, 2);
});

const acls = fc.array(
  fc.record({
    permission: fc.constantFrom("allow" as const, "deny" as const),
    operation: fc.constantFrom("Read" as const, "Write" as const, "All" as const),
    resourceType: fc.constantFrom("topic" as const, "group" as const, "transactional-id" as const),
    resourceName: fc.constantFrom("a", "*"),
    patternType: fc.constantFrom("literal" as const, "prefixed" as const),
    host: fc.constantFrom("*", "10.0.0.1"),
  }),
  { maxLength: 6 },
);
const users: fc.Arbitrary<UserState> = fc.record({
  name: fc.constantFrom("alice", "CN=alice"),
  hasScram: fc.boolean(),
  acls,
  quotas: fc.dictionary(fc.constantFrom("producer_byte_rate", "request_percentage"), fc.integer({ min: 1, max: 9 })),
});

test("a user that is exported is as its KafkaUser declares it", () => {
  fc.assert(
    fc.property(users, (user) => {
      const { resource } = userResource(user, home);
      assert.ok(resource !== undefined);
      const state = { ...user, hasScram: user.hasScram && user.name === "alice" };
      assert.deepEqual(planUsers([userDeclaration(resource)], [state], { prune: new Set() }), []);
    }),
  );
});

test("what a KafkaUser can't say is told", () => {
  const acl = { permission: "allow", resourceName: "x", patternType: "literal", host: "*" } as const;
  const user: UserState = {
    name: "bob",
    hasScram: false,
    acls: [
      { ...acl, operation: "DescribeTokens", resourceType: "user" },
      { ...acl, operation: "All", resourceType: "cluster", resourceName: "kafka-cluster" },
    ],
    quotas: { "other.quota": 1 },
  };
  const { resource, notes } = userResource(user, home);
  assert.deepEqual(resource?.spec, { authorization: { type: "simple", acls: [{ resource: { type: "cluster" }, operations: ["All"] }] } });
  assert.deepEqual(notes, [
    "user bob: a KafkaUser can't say the ACL for DescribeTokens on user; it is left out",
    "user bob: a KafkaUser can't say the quota other.quota; it is left out",
  ]);
  assert.equal(userResource({ ...user, name: "*" }, home).resource, undefined);
});
