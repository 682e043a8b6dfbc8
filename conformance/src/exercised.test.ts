import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { exercising, noteAnswer, unexercised } from "./exercised.ts";

describe("what a case exercised", () => {
  it("is every error in a reply, by API and version, without what only prepares", async () => {
    const { exercised } = await exercising(async () => {
      noteAnswer({ key: 0 }, 9, { responses: [{ partitions: [{ errorCode: 0 }, { errorCode: 3 }] }], errorCode: 0 });
      await unexercised(async () => noteAnswer({ key: 3 }, 12, { errorCode: 5 }));
      await Promise.resolve();
      noteAnswer({ key: 0 }, 2, "closed");
    });
    assert.deepEqual(exercised, { 0: { 2: ["closed"], 9: ["NONE", "UNKNOWN_TOPIC_OR_PARTITION"] } });
  });

  it("is kept apart for cases that run at the same time", async () => {
    const each = (key: number) =>
      exercising(async () => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        noteAnswer({ key }, 0, { errorCode: 0 });
      });
    const [one, other] = await Promise.all([each(1), each(2)]);
    assert.deepEqual([one.exercised, other.exercised], [{ 1: { 0: ["NONE"] } }, { 2: { 0: ["NONE"] } }]);
  });

  it("is nothing outside of a case", () => assert.doesNotThrow(() => noteAnswer({ key: 0 }, 0, { errorCode: 0 })));
});
