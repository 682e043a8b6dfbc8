import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { RequestFailedError } from "@millrace/client";
import { errors } from "@millrace/protocol";
import { RunningBroker } from "./running-broker.ts";

let running: RunningBroker;
before(async () => {
  running = await RunningBroker.start();
});
after(() => running.close());

const refusedWith = (name: string) => (thrown: unknown) => thrown instanceof RequestFailedError && thrown.error.name === name;

test("features are described and their levels changed, all or none", async () => {
  const { admin } = running;
  const levels = async () => Object.fromEntries((await admin.describeFeatures()).map(({ name, level }) => [name, level]));
  const before = await levels();
  assert.equal(before["transaction.version"], 2);
  const lower = { name: "transaction.version", level: 1, type: "safe-downgrade" } as const;
  await admin.updateFeatures([lower], { validateOnly: true });
  assert.deepEqual(await levels(), before);
  await assert.rejects(
    admin.updateFeatures([lower, { name: "group.version", level: 9 }]),
    (thrown) => refusedWith("INVALID_UPDATE_VERSION")(thrown) && /group\.version.*0-1/.test(String(thrown)),
  );
  assert.deepEqual(await levels(), before);
  await admin.updateFeatures([lower, { name: "group.version", level: 0, type: "unsafe-downgrade" }]);
  assert.deepEqual(await levels(), { ...before, "transaction.version": 1, "group.version": 0 });
  await admin.updateFeatures([
    { name: "transaction.version", level: 2 },
    { name: "group.version", level: 1 },
  ]);
  assert.deepEqual(await levels(), before);
});

test("leaders are elected and partitions moved, as far as one broker can", async () => {
  const { admin } = running;
  await running.createTopic("placed", 2);
  const partitions = [
    { topic: "placed", partition: 0 },
    { topic: "placed", partition: 7 },
  ];
  const elected = await admin.electLeaders(partitions);
  assert.deepEqual(
    elected.map(({ partition, error }) => [partition, error.name]),
    [
      [0, "ELECTION_NOT_NEEDED"],
      [7, "UNKNOWN_TOPIC_OR_PARTITION"],
    ],
  );
  assert.equal((await admin.electLeaders(partitions.slice(0, 1), { type: "unclean" }))[0]?.error, errors.ELECTION_NOT_NEEDED);
  const moved = await admin.alterPartitionReassignments([
    { topic: "placed", partition: 0, replicas: [0] },
    { topic: "placed", partition: 1, replicas: [5] },
    { topic: "none", partition: 0, replicas: null },
  ]);
  assert.deepEqual(
    moved.map(({ error }) => error.name),
    ["NONE", "INVALID_REPLICA_ASSIGNMENT", "UNKNOWN_TOPIC_OR_PARTITION"],
  );
  assert.deepEqual(await admin.listPartitionReassignments(), []);
  assert.deepEqual(await admin.listPartitionReassignments([{ topic: "placed", partition: 0 }]), []);
});

test("the quorum is described; a broker that is there is not unregistered", async () => {
  const { admin } = running;
  const { leaderId, leaderEpoch, highWatermark, voters, observers } = await admin.describeMetadataQuorum();
  assert.deepEqual([leaderId, leaderEpoch, voters.length, observers.length], [0, 1, 1, 0]);
  assert.equal(voters[0]?.logEndOffset, highWatermark);
  assert.equal(voters[0]?.directoryId.length, 22);
  await assert.rejects(admin.unregisterBroker(9), refusedWith("BROKER_ID_NOT_REGISTERED"));
  await assert.rejects(admin.unregisterBroker(0), refusedWith("INVALID_REQUEST"));
});

test("configs of every kind of resource are listed, described and altered", async () => {
  const { admin } = running;
  await running.createTopic("listed");
  const changed = [
    { type: "group", name: "g", changes: [{ name: "consumer.session.timeout.ms", operation: "set", value: "50000" }] },
    { type: "client-metrics", name: "m", changes: [{ name: "interval.ms", operation: "set", value: "1000" }] },
    { type: "broker-logger", name: "0", changes: [{ name: "kafka.log", operation: "set", value: "DEBUG" }] },
    { type: "broker", name: "", changes: [{ name: "message.max.bytes", operation: "set", value: "2000000" }] },
  ] as const;
  const outcomes = await admin.incrementalAlterConfigs(changed);
  assert.deepEqual(
    outcomes.map(({ error }) => error.name),
    // The running broker of these tests logs nothing, so that it has no loggers but the one above all.
    ["NONE", "NONE", "INVALID_CONFIG", "NONE"],
  );
  const resources = await admin.listConfigResources();
  for (const { type, name } of [changed[0], changed[1], { type: "broker", name: "0" }, { type: "topic", name: "listed" }]) {
    assert.ok(
      resources.some((resource) => resource.type === type && resource.name === name),
      `${type} ${name} is not listed`,
    );
  }
  assert.deepEqual(await admin.listConfigResources(["client-metrics"]), [{ type: "client-metrics", name: "m" }]);
  const described = await admin.describeConfigs([changed[0], changed[1], { type: "broker-logger", name: "0" }]);
  const values = described.map(({ entries }) =>
    entries.filter(({ source }) => source.startsWith("DYNAMIC")).map(({ name, value }) => `${name}=${value}`),
  );
  assert.deepEqual(values, [["consumer.session.timeout.ms=50000"], ["interval.ms=1000"], ["root=FATAL"]]);
});
