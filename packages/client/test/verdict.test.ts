import assert from "node:assert/strict";
import { test } from "node:test";
import { errors } from "@millrace/protocol";
import { type Verdict, verdictOf } from "../src/producer/verdict.ts";

const cases: ReadonlyArray<
  readonly [
    error: keyof typeof errors,
    situation: { records?: number; isFirst?: boolean; idempotent?: boolean; transactional?: boolean },
    verdict: Verdict,
  ]
> = [
  ["NONE", {}, "stored"],
  ["DUPLICATE_SEQUENCE_NUMBER", {}, "stored"],
  ["NOT_LEADER_OR_FOLLOWER", {}, "again"],
  ["NOT_ENOUGH_REPLICAS", {}, "again"],
  ["UNKNOWN_TOPIC_OR_PARTITION", {}, "again"],
  ["TOPIC_AUTHORIZATION_FAILED", {}, "failed"],
  ["INVALID_RECORD", {}, "failed"],
  ["MESSAGE_TOO_LARGE", { records: 2 }, "split"],
  ["MESSAGE_TOO_LARGE", { records: 1 }, "failed"],
  ["OUT_OF_ORDER_SEQUENCE_NUMBER", { isFirst: false }, "again"],
  ["OUT_OF_ORDER_SEQUENCE_NUMBER", { isFirst: true }, "again in a new epoch"],
  ["UNKNOWN_PRODUCER_ID", { isFirst: true }, "again in a new epoch"],
  ["OUT_OF_ORDER_SEQUENCE_NUMBER", { idempotent: false }, "failed"],
  ["OUT_OF_ORDER_SEQUENCE_NUMBER", { transactional: true }, "failed"],
  ["OUT_OF_ORDER_SEQUENCE_NUMBER", { transactional: true, isFirst: false }, "again"],
  ["CONCURRENT_TRANSACTIONS", { transactional: true }, "again"],
  ["TRANSACTION_ABORTABLE", { transactional: true }, "failed"],
];

for (const [name, situation, verdict] of cases) {
  test(`a batch with ${name}, ${JSON.stringify(situation)}, is ${verdict}`, () => {
    assert.equal(verdictOf(errors[name], { records: 3, isFirst: true, idempotent: true, transactional: false, ...situation }), verdict);
  });
}
