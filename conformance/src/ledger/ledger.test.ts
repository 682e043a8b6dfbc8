import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { SuiteResults } from "../results.ts";
import { changes, ledgerPage, ranges } from "./page.ts";
import { type Evidence, errorRows, suiteRow, versionRows } from "./rows.ts";
import { toolRows } from "./tools.ts";

const produce = { key: 0, name: "Produce", min: 0, max: 3 };
const acls = { key: 29, name: "DescribeAcls", min: 1, max: 3 };
const handshake = { key: 17, name: "SaslHandshake", min: 0, max: 1 };

const evidence: Evidence = {
  apis: [produce, handshake, acls],
  later: new Map([acls, handshake].map(({ key }) => [key, "security is later work"])),
  documented: new Map([
    ["Produce", ["CORRUPT_MESSAGE", "INVALID_RECORD", "KAFKA_STORAGE_ERROR"]],
    ["SaslHandshake", ["UNSUPPORTED_SASL_MECHANISM"]],
    ["DescribeAcls", ["SECURITY_DISABLED"]],
  ]),
  onKafka: [{ 0: { 0: ["NONE"], 1: ["NONE", "CORRUPT_MESSAGE"], 3: ["NONE", "INVALID_RECORD"] }, 17: { 0: ["ILLEGAL_SASL_STATE"] } }],
  onMillrace: [{ 0: { 0: ["NONE"] }, 17: { 0: ["ILLEGAL_SASL_STATE"] } }, { 0: { 1: ["CORRUPT_MESSAGE"], 2: ["NONE"], 3: ["NONE"] } }],
};

const passed = { passed: true, known: [], exercised: {} };

describe("the ledger", () => {
  it("passes a version that both brokers answered in alike, and names why an API is left to later work", () => {
    const rows = versionRows(evidence).map(({ api, first, last, verdict }) => [api.name, first, last, verdict.kind]);
    assert.deepEqual(rows, [
      ["Produce", 0, 1, "pass"],
      ["Produce", 2, 2, "not run"],
      ["Produce", 3, 3, "pass"],
      ["SaslHandshake", 0, 0, "pass"],
      ["SaslHandshake", 1, 1, "difference"],
      ["DescribeAcls", 1, 3, "difference"],
    ]);
  });

  it("passes an error that both answered with, and tells one that can't come from one that was not tried", () => {
    const rows = errorRows(evidence).map(({ error, versions, verdict }) => [error, versions, verdict.kind]);
    assert.deepEqual(rows, [
      ["CORRUPT_MESSAGE", [1], "pass"],
      ["INVALID_RECORD", [], "not run"],
      ["KAFKA_STORAGE_ERROR", [], "difference"],
      ["NONE", [0, 3], "pass"],
      ["ILLEGAL_SASL_STATE", [0], "pass"],
      ["UNSUPPORTED_SASL_MECHANISM", [], "difference"],
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
    const loggedIn = { cases: [], peers: { millrace: { "kafka-topics": passed } } };
    const kafkaTopics = (peers: SuiteResults["peers"]) =>
      toolRows({ tools: { cases: [], peers }, "sasl-tools": loggedIn }).find(({ tool }) => tool === "kafka-topics")?.verdict.kind;
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
      kubernetes: [],
      tools: toolRows({}),
      accepted: [{ name: "a name", reason: "a reason" }],
    });
    for (const row of [
      "| java | not run |",
      "| 0 Produce | 2 | not run |",
      "| Produce | NONE | 0, 3 | pass |",
      "| kafka-topics | not run |",
      "| a name | a reason |",
    ])
      assert.ok(page.includes(row), row);
  });

  it("tells how two pages differ", () => {
    assert.deepEqual(changes("a\nb\nc", "a\nd\nc"), ["- b", "+ d"]);
    assert.deepEqual(changes("a\nb", "b\na"), ["lines in another order"]);
    assert.deepEqual(changes("a", "a"), []);
  });

  it("writes versions that follow each other as one range", () => assert.equal(ranges([0, 1, 2, 5, 7, 8]), "0–2, 5, 7–8"));
});
