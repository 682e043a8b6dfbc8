import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type AssignedMember, type Assignor, type AssignorName, assignors } from "../src/consumer/assignors.ts";

const member = (memberId: string, topics: string[], groupInstanceId: string | null = null): AssignedMember => ({
  memberId,
  groupInstanceId,
  topics,
});

function shown(assignor: Assignor, members: AssignedMember[], counts: Record<string, number>): Record<string, string> {
  const assigned = [...assignor(members, new Map(Object.entries(counts)))];
  const text = (topics: Map<string, number[]>): string =>
    [...topics]
      .map(([topic, partitions]) => `${topic}:${partitions.join("")}`)
      .sort()
      .join(" ");
  return Object.fromEntries(assigned.map(([memberId, topics]) => [memberId, text(topics)]));
}

test("range gives runs of each topic, longer ones to the first members", () => {
  const members = [member("b", ["s", "t"]), member("a", ["s", "t"]), member("c", ["t"])];
  assert.deepEqual(shown(assignors.range, members, { s: 3, t: 5 }), { a: "s:01 t:01", b: "s:2 t:23", c: "t:4" });
});

test("roundrobin deals out all partitions in turn and passes over members without the topic", () => {
  const members = [member("a", ["s"]), member("b", ["s", "t"]), member("c", ["t"])];
  assert.deepEqual(shown(assignors.roundrobin, members, { s: 3, t: 3 }), { a: "s:02", b: "s:1 t:02", c: "t:1" });
});

test("static members come first, in the order of their instance ids", () => {
  const members = [member("a", ["t"]), member("z", ["t"], "1"), member("y", ["t"], "2")];
  assert.deepEqual(shown(assignors.range, members, { t: 2 }), { a: "", z: "t:0", y: "t:1" });
});

const groups = fc.record({
  members: fc.uniqueArray(fc.record({ id: fc.nat(50), topics: fc.subarray(["r", "s", "t"]) }), {
    selector: ({ id }) => id,
    minLength: 1,
    maxLength: 8,
  }),
  counts: fc.record({ r: fc.nat(9), s: fc.nat(9), t: fc.nat(9) }),
});

for (const name of Object.keys(assignors) as AssignorName[]) {
  test(`${name} gives every partition that someone subscribes to, once, to a subscriber`, () => {
    fc.assert(
      fc.property(groups, ({ members, counts }) => {
        const subscribed = members.map(({ id, topics }) => member(`m${id}`, topics));
        const assigned = assignors[name](subscribed, new Map(Object.entries(counts)));
        assert.deepEqual(new Set(assigned.keys()), new Set(subscribed.map(({ memberId }) => memberId)));
        const given = [...assigned].flatMap(([memberId, topics]) =>
          [...topics].flatMap(([topic, partitions]) => partitions.map((p) => [memberId, topic, p] as const)),
        );
        for (const [memberId, topic] of given) assert.ok(subscribed.find((each) => each.memberId === memberId)?.topics.includes(topic));
        const wanted = Object.entries(counts).filter(([topic]) => subscribed.some(({ topics }) => topics.includes(topic)));
        const expected = wanted.flatMap(([topic, count]) => Array.from({ length: count }, (_, partition) => `${topic}${partition}`));
        assert.deepEqual(given.map(([, topic, partition]) => `${topic}${partition}`).sort(), expected.sort());
      }),
    );
  });

  test(`${name} shares alike among members that subscribe alike`, () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.nat(30), (memberCount, partitionCount) => {
        const members = Array.from({ length: memberCount }, (_, at) => member(`m${at}`, ["t"]));
        const sizes = [...assignors[name](members, new Map([["t", partitionCount]])).values()].map(
          (topics) => topics.get("t")?.length ?? 0,
        );
        assert.ok(Math.max(...sizes) - Math.min(...sizes) <= 1, sizes.join());
      }),
    );
  });
}
