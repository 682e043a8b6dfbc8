import assert from "node:assert/strict";
import { test } from "node:test";
import { ZERO_UUID } from "@millrace/protocol";
import { coordinatorPartition, type GroupRecord, groupRecordFormat } from "../src/index.ts";

const { encode, decode } = groupRecordFormat;
const offset = { offset: 5, leaderEpoch: 2, metadata: "m", commitTimestamp: 1_000, expireTimestamp: -1, topicId: ZERO_UUID };
const commit: GroupRecord = { type: "OffsetCommit", groupId: "g", topic: "t", partition: 3, value: offset };

test("groups are spread as Java's String.hashCode spreads them", () => {
  // Computed with java.lang.String; "polygenelubricants" has the one hash whose absolute value does not exist.
  const rows: Array<[string, number]> = [
    ["", 0],
    ["test-group", 12],
    ["console-consumer-12345", 6],
    ["größe", 7],
    ["polygenelubricants", 0],
  ];
  for (const [group, partition] of rows) assert.equal(coordinatorPartition(group, 50), partition, group);
});

test("records have Kafka's bytes", () => {
  const { key, value } = encode(commit);
  assert.equal(key.toString("hex"), "0001" + "000167" + "000174" + "00000003");
  assert.equal(value?.toString("hex"), "0004" + "0000000000000005" + "00000002" + "026d" + "00000000000003e8" + "00");
  const group: GroupRecord = {
    type: "GroupMetadata",
    groupId: "g",
    value: { protocolType: "consumer", generation: 1, protocol: null, leader: null, currentStateTimestamp: 1_000, members: [] },
  };
  const stored = encode(group);
  assert.equal(stored.key.toString("hex"), "0002" + "000167");
  assert.equal(stored.value?.toString("hex"), `0003${"0008636f6e73756d6572"}00000001ffffffff${"00000000000003e8"}00000000`);
});

test("an offset with an expiry time is written in the version that has one, a topic id in the version that has that", () => {
  const timed = encode({ ...commit, value: { ...offset, expireTimestamp: 9_000 } });
  assert.equal(timed.value?.readInt16BE(), 1);
  const named = encode({ ...commit, value: { ...offset, topicId: "AAAAAAAAAAAAAAAAAAAAAQ" } });
  assert.equal(named.value?.readInt16BE(), 4);
  assert.deepEqual(decode(named.key, named.value), { ...commit, value: { ...offset, topicId: "AAAAAAAAAAAAAAAAAAAAAQ" } });
});

test("tombstones, old commits and unknown sorts are read", () => {
  const gone: GroupRecord = { ...commit, value: null };
  const { key } = encode(gone);
  assert.deepEqual(decode(key, null), gone);
  const legacy = Buffer.concat([Buffer.from([0, 0]), key.subarray(2)]);
  const legacyValue = Buffer.from(`0000${"0000000000000005"}0001${"6d"}${"00000000000003e8"}`, "hex");
  const read = decode(legacy, legacyValue);
  assert.ok(read?.type === "OffsetCommit");
  assert.deepEqual([read.value?.offset, read.value?.metadata, read.value?.leaderEpoch], [5, "m", -1]);
  assert.equal(decode(Buffer.from([0, 99, 1, 2]), null), undefined);
});
