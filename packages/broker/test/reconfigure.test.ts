import assert from "node:assert/strict";
import { test } from "node:test";
import { MemoryFiles } from "@millrace/files";
import { ManualClock, seededRandom, silentLogger } from "@millrace/kit";
import { startBroker } from "../src/index.ts";
import { metadataVersionName } from "../src/metadata/metadata-versions.ts";

test("a running broker takes properties that Kafka would let be altered, and refuses all of them for one that it would not", async () => {
  const clock = new ManualClock();
  const broker = await startBroker({
    ...{ files: new MemoryFiles(clock), directory: "data", nodeId: 0, clock, random: seededRandom(1), logger: silentLogger },
    listeners: [{ name: "PLAIN-9092", host: "127.0.0.1", port: 0 }],
    properties: { "log.retention.ms": "1000", "num.io.threads": "8" },
  });
  const given = { "log.retention.ms": "2000", "num.io.threads": "8" };
  assert.equal(broker.reconfigure(given), undefined);
  assert.equal(broker.reconfigure(given), undefined, "nothing changes");
  assert.match(broker.reconfigure({ ...given, "num.partitions": "2" }) ?? "", /^num\.partitions: read when a broker starts$/);
  assert.match(broker.reconfigure({ ...given, "super.users": "User:a" }) ?? "", /^super\.users: /);
  assert.match(broker.reconfigure({ ...given, "listener.name.plain-9092.max.connections": "2" }) ?? "", /read when a broker starts$/);
  assert.match(broker.reconfigure({ ...given, "num.io.threads": "17" }) ?? "", /not be greater than double the current value 8/);
  assert.match(broker.reconfigure({ ...given, "log.retention.ms": "soon" }) ?? "", /Invalid value soon/);
  assert.equal(broker.metadataVersion, "4.3-IV0");
  await broker.close();
});

test("levels of metadata.version have Kafka's names", () => {
  const names = [7, 8, 11, 14, 19, 20, 25, 27, 29, 30].map(metadataVersionName);
  assert.deepEqual(names, ["3.3-IV3", "3.4-IV0", "3.5-IV2", "3.6-IV2", "3.7-IV4", "3.8-IV0", "4.0-IV3", "4.1-IV1", "4.2-IV1", "4.3-IV0"]);
});
