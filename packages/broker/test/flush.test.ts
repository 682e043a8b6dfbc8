import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { FaultyFiles } from "@millrace/files";
import { ManualClock, seededRandom } from "@millrace/kit";
import { apis, errors } from "@millrace/protocol";
import { TestBroker } from "./harness/test-broker.ts";

async function highWatermark(broker: TestBroker): Promise<number | undefined> {
  const topics = [{ topic: "safe", partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1000 }] }];
  const { responses } = await broker.call(apis.fetch, 11, { maxWaitMs: 0, minBytes: 0, sessionEpoch: -1, topics });
  return responses[0]?.partitions[0]?.highWatermark;
}

describe("flushing before the answer", () => {
  for (const seed of [1, 2, 3, 4, 5]) {
    test(`with log.flush.interval.messages=1 an answered record survives loss of power, seed ${seed}`, async () => {
      const clock = new ManualClock();
      const files = new FaultyFiles(clock, seededRandom(seed));
      const dead = await TestBroker.start({ "log.flush.interval.messages": "1" }, { files, clock });
      await dead.createTopic("safe");
      for (let at = 0; at < 20; at++) assert.equal((await dead.produce("safe", 0, [`v${at}`])).errorCode, 0);
      assert.equal(await highWatermark(dead), 20);
      files.losePower();
      const broker = await TestBroker.start({}, { files, clock, seed: 2 });
      assert.equal(await highWatermark(broker), 20);
      await broker.stop();
      await dead.stop().catch(() => {}); // only now: what it still writes must not help
    });
  }

  test("a record whose flush fails is refused, and is not shown", async () => {
    const clock = new ManualClock();
    const files = new FaultyFiles(clock, seededRandom(9));
    const broker = await TestBroker.start({ "log.flush.interval.messages": "1" }, { files, clock });
    await broker.createTopic("safe");
    assert.equal((await broker.produce("safe", 0, ["kept"])).errorCode, 0);
    files.fail({ call: "sync", code: "EIO", path: "safe-0" });
    assert.equal((await broker.produce("safe", 0, ["lost"])).errorCode, errors.KAFKA_STORAGE_ERROR.code);
    assert.equal(await highWatermark(broker), 1);
    await broker.stop().catch(() => {});
  });
});
