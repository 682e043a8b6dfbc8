import assert from "node:assert/strict";
import { test } from "node:test";
import { TopicPatterns } from "../src/groups/topic-patterns.ts";

const topics = ["tea", "teas", "coffee"].map((name) => ({ name, id: name, partitionCount: 1 }));
const image = { topics: () => topics, topic: () => undefined, topicById: () => undefined, topicsVersion: 3, newTopicsVersion: 3 };

test("an expression matches whole names; one that is none matches nothing", async () => {
  const patterns = new TopicPatterns();
  await patterns.load();
  const { topics: matched, version } = patterns.resolve(["tea.?", "tea", "["], image, () => true);
  assert.equal(version, 3);
  assert.deepEqual(
    [...matched].map(([regex, names]) => [regex, [...names]]),
    [
      ["tea.?", ["tea", "teas"]],
      ["tea", ["tea"]],
      ["[", []],
    ],
  );
  assert.equal(patterns.problemOf("["), "missing closing ]");
});

test("topics that may not be described match nothing", async () => {
  const patterns = new TopicPatterns();
  await patterns.load();
  const { topics: matched } = patterns.resolve([".*"], image, (topic) => topic !== "tea");
  assert.deepEqual([...(matched.get(".*") ?? [])], ["teas", "coffee"]);
});

test("what would grow to far more than names of topics ask for is refused before it grows", async () => {
  const patterns = new TopicPatterns();
  await patterns.load();
  for (const regex of ["a{1000}".repeat(500), "((a{10}){10}){10}".repeat(60), "(.*|b){2,999}".repeat(20), "a".repeat(20_001)]) {
    assert.equal(patterns.problemOf(regex), "expression too large", regex.slice(0, 20));
    assert.deepEqual(patterns.resolve([regex], image, () => true).topics.get(regex), new Set());
  }
  for (const regex of ["[a-z]{1,249}", "(orders|bills)\\.([a-z]{2}){1,3}", "a{0,}"])
    assert.equal(patterns.problemOf(regex), undefined, regex);
});
