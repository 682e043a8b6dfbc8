import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { SuiteResults } from "../results.ts";
import { ledgerPage, ranges } from "./page.ts";
import { type Evidence, errorRows, suiteRow, versionRows } from "./rows.ts";
import { toolRows } from "./tools.ts";

const produce = { key: 0, name: "Produce", min: 0, max: 3 };
const acls = { key: 29, name: "DescribeAcls", min: 1, max: 3 };

const evidence: Evidence = {
  apis: [produce, acls],
  unserved: new Map([[29, "security is later work"]]),
  documented: new Map([["Produce", ["CORRUPT_MESSAGE", "INVALID_RECORD", "TOPIC_AUTHORIZATION_FAILED"]]]),
  onKafka: [{ 0: { 0: ["NONE"], 1: ["NONE", "CORRUPT_MESSAGE"], 3: ["NONE", "INVALID_RECORD"] } }],
  onMillrace: [{ 0: { 0: ["NONE"] } }, { 0: { 1: ["CORRUPT_MESSAGE"], 2: ["NONE"], 3: ["NONE"] } }],
};

const passed = { passed: true, known: [], exercised: {} };

describe("the ledger", () => {
  it("passes a version that both brokers answered in alike, and names why an API is not served", () => {
    const rows = versionRows(evidence).map(({ api, first, last, verdict }) => [api.name, first, last, verdict.kind]);
    assert.deepEqual(rows, [
      ["Produce", 0, 1, "pass"],
      ["Produce", 2, 2, "not run"],
      ["Produce", 3, 3, "pass"],
      ["DescribeAcls", 1, 3, "difference"],
    ]);
  });

  it("passes an error that both answered with, and tells one that can't come from one that was not tried", () => {
    const rows = errorRows(evidence).map(({ error, versions, verdict }) => [error, versions, verdict.kind]);
    assert.deepEqual(rows, [
      ["CORRUPT_MESSAGE", [1], "pass"],
      ["INVALID_RECORD", [], "not run"],
      ["NONE", [0, 3], "pass"],
      ["TOPIC_AUTHORIZATION_FAILED", [], "difference"],
    ]);
  });

  it("passes a suite only if every case of it did", () => {
    const kind = (...of: Parameters<typeof suiteRow>) => suiteRow(...of).verdict.kind;
    assert.equal(kind("java", undefined), "not run");
    assert.equal(kind("java", { cases: ["a", "b"], peers: { millrace: { a: passed } } }), "not run");
    assert.equal(kind("java", { cases: ["a"], peers: { millrace: { a: { ...passed, passed: false } } } }), "fails");
    assert.equal(kind("java", { cases: ["a"], peers: { millrace: { a: passed }, kafka: { a: { ...passed, passed: false } } } }), "fails");
    assert.equal(kind("java", { cases: ["a"], peers: { millrace: { a: passed } } }), "pass");
  });

  it("passes a tool only if every case of it did, wherever it was tried", () => {
    const kafkaTopics = (peers: SuiteResults["peers"]) =>
      toolRows({ tools: { cases: [], peers } }).find(({ tool }) => tool === "kafka-topics")?.verdict.kind;
    const failed = { ...passed, passed: false };
    const both = { "kafka-topics": passed, "kafka-topics.errors": passed };
    assert.equal(kafkaTopics({ millrace: both }), "pass");
    assert.equal(kafkaTopics({ millrace: { "kafka-topics": passed } }), "not run");
    assert.equal(kafkaTopics({ millrace: { ...both, "kafka-topics.errors": failed } }), "fails");
    assert.equal(kafkaTopics({ millrace: both, kafka: { "kafka-topics": failed } }), "fails");
  });

  it("says on its page what did not run", () => {
    const page = ledgerPage({
      versions: versionRows(evidence),
      errors: errorRows(evidence),
      suites: [suiteRow("java", undefined)],
      tools: toolRows({}),
      accepted: [{ name: "a name", reason: "a reason" }],
    });
    for (const row of [
      "| java | 0 | not run |",
      "| 0 Produce | 2 | not run |",
      "| Produce | NONE | 0, 3 | pass |",
      "| kafka-topics | not run |",
      "| a name | a reason |",
    ])
      assert.ok(page.includes(row), row);
  });

  it("writes versions that follow each other as one range", () => assert.equal(ranges([0, 1, 2, 5, 7, 8]), "0–2, 5, 7–8"));
});
