import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Assignment } from "../src/modern/assignment.ts";
import type { AssignorMember } from "../src/modern/assignors/assignor.ts";
import { assignors } from "../src/modern/assignors/index.ts";
import { javaHashOrder } from "../src/modern/assignors/java-hash-order.ts";

const none: Assignment = new Map();

function members(subscriptions: Readonly<Record<string, readonly string[]>>): AssignorMember[] {
  return Object.entries(subscriptions).map(([memberId, topics]) => {
    return { memberId, instanceId: null, topicIds: new Set(topics), assigned: none };
  });
}

function assign(name: "uniform" | "range", of: AssignorMember[], counts: Readonly<Record<string, number>>) {
  const [first] = of;
  const homogeneous = of.every(({ topicIds }) => [...topicIds].join() === [...(first?.topicIds ?? [])].join());
  return assignors[name]({ members: of, homogeneous, partitionCount: (topicId) => counts[topicId] ?? 0 });
}

function shown(assignments: ReadonlyMap<string, Assignment>): Record<string, string> {
  const text = (assignment: Assignment) =>
    Array.from(assignment, ([topicId, partitions]) => `${topicId}:${[...partitions].sort((a, b) => a - b)}`)
      .sort()
      .join(" ");
  return Object.fromEntries(Array.from(assignments, ([memberId, assignment]) => [memberId, text(assignment)]));
}

test("range gives the same parts of topics to the same members, in the order of instance ids, then member ids", () => {
  const all = ["a", "b"];
  assert.deepEqual(shown(assign("range", members({ m2: all, m1: all, m3: all }), { a: 4, b: 4 })), {
    m1: "a:0,1 b:0,1",
    m2: "a:2 b:2",
    m3: "a:3 b:3",
  });
  const withStatic = members({ m2: all, m1: all }).map((one) => (one.memberId === "m2" ? { ...one, instanceId: "i" } : one));
  assert.deepEqual(shown(assign("range", withStatic, { a: 3, b: 1 })), { m2: "a:0,1 b:0", m1: "a:2" });
  assert.deepEqual(shown(assign("range", members({ m1: ["a"], m2: ["a", "b"] }), { a: 3, b: 2 })), { m1: "a:0,1", m2: "a:2 b:0,1" });
});

test("uniform moves no more than it has to when a member comes, and gives what is left to those that have least", () => {
  const alone = assign("uniform", members({ m1: ["a"] }), { a: 5 });
  const [old] = members({ m1: ["a"] });
  assert.ok(old);
  const kept = { ...old, assigned: alone.get("m1") ?? none };
  const both = assign("uniform", [kept, ...members({ m2: ["a"] })], { a: 5 });
  assert.deepEqual(shown(both), { m1: "a:0,1,2", m2: "a:3,4" });
});

test("uniform evens out members that subscribe to different topics", () => {
  const assigned = assign("uniform", members({ m1: ["a"], m2: ["a", "b"], m3: ["b"] }), { a: 6, b: 3 });
  const sizes = Array.from(assigned.values(), (assignment) => [...assignment.values()].reduce((sum, { size }) => sum + size, 0));
  assert.ok(Math.max(...sizes) - Math.min(...sizes) <= 1, JSON.stringify(shown(assigned)));
});

const topics = ["a", "b", "c", "d"];
const subscription = fc.subarray(topics, { minLength: 1 });

test("every assignor gives each partition to one subscriber, keeps sizes even among equals, and stays when nothing has changed", () => {
  fc.assert(
    fc.property(
      fc.constantFrom("uniform" as const, "range" as const),
      fc.array(subscription, { minLength: 1, maxLength: 8 }),
      fc.array(fc.nat({ max: 9 }), { minLength: 4, maxLength: 4 }),
      fc.boolean(),
      (name, subscriptions, sizes, alike) => {
        const counts = Object.fromEntries(topics.map((topic, index) => [topic, sizes[index] ?? 0]));
        const all = subscriptions.map((each, index) => [`m${index}`, alike ? (subscriptions[0] ?? each) : each] as const);
        const before = members(Object.fromEntries(all));
        const assigned = assign(name, before, counts);
        const owners = new Map<string, string>();
        for (const [memberId, assignment] of assigned) {
          for (const [topicId, partitions] of assignment) {
            assert.ok(before.find((one) => one.memberId === memberId)?.topicIds.has(topicId));
            for (const partition of partitions) {
              assert.equal(owners.get(`${topicId}:${partition}`), undefined);
              owners.set(`${topicId}:${partition}`, memberId);
            }
          }
        }
        const read = new Set(all.flatMap(([, each]) => each));
        assert.equal(
          owners.size,
          [...read].reduce((sum, topic) => sum + (counts[topic] ?? 0), 0),
        );
        const after = before.map((one) => ({ ...one, assigned: assigned.get(one.memberId) ?? none }));
        assert.deepEqual(shown(assign(name, after, counts)), shown(assigned));
        if (!alike || name !== "uniform") return;
        const held = before.map(({ memberId }) => [...owners.values()].filter((owner) => owner === memberId).length);
        assert.ok(Math.max(...held) - Math.min(...held) <= 1);
      },
    ),
    { numRuns: 300 },
  );
});

test("texts come in the order of a Java HashMap's keys", () => {
  // As a Java program printed `new HashMap<>()` with these keys.
  assert.deepEqual(javaHashOrder(["member-a", "member-b", "zeta", "m-1", "m-2", "m-10"]), [
    "zeta",
    "m-1",
    "m-2",
    "member-a",
    "member-b",
    "m-10",
  ]);
});

test("2,000 members share 2,000 partitions evenly, whatever they subscribe to", () => {
  const many = members(
    Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [`m${index}`, index % 2 === 0 ? ["a"] : ["a", "b"]])),
  );
  const assigned = assign("uniform", many, { a: 1_000, b: 1_000 });
  assert.ok([...assigned.values()].every((assignment) => [...assignment.values()].reduce((sum, { size }) => sum + size, 0) === 1));
});
