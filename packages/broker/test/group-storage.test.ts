import assert from "node:assert/strict";
import { test } from "node:test";
import { FaultyFiles } from "@millrace/files";
import { ManualClock, seededRandom } from "@millrace/kit";
import { apis, errors, type OffsetFetchResponse } from "@millrace/protocol";
import { TestBroker } from "./harness/test-broker.ts";

async function commit(broker: TestBroker, groupId: string, offset: number): Promise<number | undefined> {
  const topics = [{ name: "t", partitions: [{ partitionIndex: 0, committedOffset: offset, committedMetadata: "x".repeat(400) }] }];
  const reply = await broker.call(apis.offsetCommit, 8, { groupId, topics });
  return reply.topics[0]?.partitions[0]?.errorCode;
}

function fetch(broker: TestBroker, groupId: string): Promise<OffsetFetchResponse> {
  return broker.call(apis.offsetFetch, 7, { groupId, topics: [{ name: "t", partitionIndexes: [0] }] });
}

async function committed(broker: TestBroker, groupId: string): Promise<number | undefined> {
  return (await fetch(broker, groupId)).topics[0]?.partitions[0]?.committedOffset;
}

async function withGroups(files: FaultyFiles, clock: ManualClock, properties: Record<string, string> = {}): Promise<TestBroker> {
  const broker = await TestBroker.start(properties, { files, clock });
  await broker.createTopic("t");
  await broker.call(apis.findCoordinator, 0, { key: "g" });
  return broker;
}

/** The end of a broker whose files are gone. */
async function bury(broker: TestBroker): Promise<void> {
  await broker.stop().catch(() => {});
}

function machine(): { files: FaultyFiles; clock: ManualClock } {
  const clock = new ManualClock();
  return { clock, files: new FaultyFiles(clock, seededRandom(3)) };
}

test("a long log is read in pieces; meanwhile its groups are loading, and heartbeats do no harm", async () => {
  const { files, clock } = machine();
  const first = await withGroups(files, clock);
  for (let offset = 0; offset < 1_500; offset++) await commit(first, "g", offset);
  const second = await first.restart();
  assert.match(second.broker.health().loading[0] ?? "", /^__consumer_offsets-\d+ is being read$/);
  assert.equal((await fetch(second, "g")).errorCode, errors.COORDINATOR_LOAD_IN_PROGRESS.code);
  assert.equal((await second.call(apis.listGroups, 5, {})).errorCode, errors.COORDINATOR_LOAD_IN_PROGRESS.code);
  const heartbeat = { groupId: "g", generationId: 1, memberId: "m" };
  assert.equal((await second.call(apis.heartbeat, 4, heartbeat)).errorCode, 0);
  clock.advance(0);
  assert.equal((await second.call(apis.heartbeat, 4, heartbeat)).errorCode, errors.UNKNOWN_MEMBER_ID.code);
  assert.equal(await committed(second, "g"), 1_499);
  await second.stop();
});

test("what was committed before the process was killed is there after it", async () => {
  const { files, clock } = machine();
  const first = await withGroups(files, clock);
  for (let offset = 0; offset < 10; offset++) assert.equal(await commit(first, "g", offset), 0);
  files.kill();
  await bury(first);
  const second = await TestBroker.start({}, { files, clock });
  clock.advance(0);
  assert.equal(await committed(second, "g"), 9);
  await second.stop();
});

test("with log.flush.interval.messages=1 a commit survives loss of power", async () => {
  const { files, clock } = machine();
  const properties = { "log.flush.interval.messages": "1" };
  const first = await withGroups(files, clock, properties);
  assert.equal(await commit(first, "g", 7), 0);
  files.losePower();
  await bury(first);
  const second = await TestBroker.start(properties, { files, clock });
  clock.advance(0);
  assert.equal(await committed(second, "g"), 7);
  await second.stop();
});

test("a commit that the disk refuses is refused and can be repeated", async () => {
  const { files, clock } = machine();
  const broker = await withGroups(files, clock);
  assert.equal(await commit(broker, "g", 1), 0);
  files.fail({ call: "write", code: "ENOSPC", path: "__consumer_offsets" });
  assert.equal(await commit(broker, "g", 2), errors.NOT_COORDINATOR.code);
  assert.equal(await committed(broker, "g"), 1);
  files.mend();
  assert.equal(await commit(broker, "g", 3), 0);
  assert.equal(await committed(broker, "g"), 3);
  await broker.stop();
});

test("groups that expire are gone after a restart too", async () => {
  const { files, clock } = machine();
  const first = await withGroups(files, clock, { "offsets.retention.minutes": "1", "offsets.retention.check.interval.ms": "1000" });
  await commit(first, "g", 1);
  clock.advance(61_000);
  assert.equal(await committed(first, "g"), -1);
  const second = await first.restart();
  clock.advance(0);
  assert.deepEqual((await second.call(apis.listGroups, 5, {})).groups, []);
  await second.stop();
});
