import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { KafkaOutcome } from "@millrace/controllers";
import { Waits } from "../../src/cluster/waits.ts";

const waiting = (message: string): KafkaOutcome => ({
  ...{ type: "waiting", reason: "Creating", message, state: undefined, requeueAfterMs: 3_000, done: [] },
});

describe("what a Kafka waits for", () => {
  let nowMs = 0;
  const waits = new Waits(1_000, { monotonicMs: () => nowMs });
  const judged = (ms: number, message: string): string => {
    nowMs = ms;
    const outcome = waits.judge("ns/my", waiting(message));
    return outcome.type === "ready" ? outcome.type : `${outcome.type} ${outcome.reason} ${outcome.message}`;
  };

  it("has failed when it takes too long, and no sooner", () => {
    assert.equal(judged(0, "pod a is not ready"), "waiting Creating pod a is not ready");
    assert.equal(judged(999, "pod a is not ready"), "waiting Creating pod a is not ready");
    assert.equal(judged(1_000, "pod a is not ready"), "failed TimeoutException Exceeded timeout of 1000ms: pod a is not ready");
  });

  it("has its time for itself, whatever was waited for before", () => {
    assert.match(judged(1_500, "pod b is not ready"), /^waiting/);
    assert.match(judged(2_500, "pod b is not ready"), /^failed/);
  });

  it("is the same while only the last attempt differs", () => {
    assert.match(judged(3_000, "Kafka can't be asked: refused"), /^waiting/);
    assert.match(judged(4_000, "Kafka can't be asked: timed out"), /^failed/);
  });

  it("may take as long as it takes, if it says so", () => {
    const patient = { ...waiting("another one is rolled before"), isPatient: true } as KafkaOutcome;
    for (nowMs of [4_000, 9_000_000]) assert.equal(waits.judge("ns/my", patient), patient);
    assert.match(judged(9_000_001, "pod a is not ready"), /^waiting/);
    nowMs = 4_000;
  });

  it("is forgotten once it is there", () => {
    waits.judge("ns/my", { type: "failed", reason: "X", message: "m", passing: false, state: undefined, done: [] });
    assert.match(judged(4_001, "Kafka can't be asked: refused"), /^waiting/);
  });
});
