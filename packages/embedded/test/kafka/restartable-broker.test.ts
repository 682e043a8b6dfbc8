import assert from "node:assert/strict";
import { test } from "node:test";
import { MemoryFiles } from "@millrace/files";
import { ManualClock, seededRandom, silentLogger } from "@millrace/kit";
import { RestartableBroker } from "../../src/kafka/restartable-broker.ts";

const setup = { listeners: [{ name: "PLAIN", host: "127.0.0.1", port: 0 }], properties: {} };

function started(clock: ManualClock): Promise<RestartableBroker> {
  const files = new MemoryFiles(clock);
  files.makeDirectory("data");
  const options = { files, directory: "data", nodeId: 0, clock, random: seededRandom(1), logger: silentLogger };
  return RestartableBroker.start({ ...options, onChange: () => {} }, setup);
}

test("whoever connects while a broker starts again is connected when it runs", async () => {
  const broker = await started(new ManualClock());
  await broker.end({ keepsData: true });
  const connected = broker.connect();
  assert.deepEqual(await broker.take(setup), { type: "started" });
  (await connected).destroy();
  const restarted = broker.take({ ...setup, properties: { "num.partitions": "2" } });
  (await broker.connect()).destroy();
  assert.equal((await restarted).type, "restarted");
  await broker.close();
});

test("whoever connects to a broker that does not come is told so after three seconds, or when the process stops", async () => {
  const clock = new ManualClock();
  const broker = await started(clock);
  await broker.end({ keepsData: true });
  const late = assert.rejects(broker.connect(), /does not run/);
  clock.advance(3_000);
  await late;
  const stopped = assert.rejects(broker.connect(), /does not run/);
  await broker.close();
  await stopped;
});
