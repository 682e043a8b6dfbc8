import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { FaultyFiles } from "@millrace/files";
import { ManualClock, seededRandom } from "@millrace/kit";
import { apis, errors } from "@millrace/protocol";
import { TestBroker } from "./harness/test-broker.ts";

const storage = errors.KAFKA_STORAGE_ERROR.code;

/** `log.flush.offset.checkpoint.interval.ms` */
const checkpointMs = 60_000;

describe("a disk that fails", () => {
  let files: FaultyFiles;
  let broker: TestBroker;

  beforeEach(async () => {
    const clock = new ManualClock();
    files = new FaultyFiles(clock, seededRandom(3));
    broker = await TestBroker.start({ "offsets.topic.num.partitions": "4" }, { files, clock });
    await broker.createTopic("old");
  });

  afterEach(async () => {
    files.mend();
    await broker.stop();
  });

  const create = async (name: string) => {
    const { topics } = await broker.call(apis.createTopics, 7, {
      topics: [{ name, numPartitions: 1, replicationFactor: 1 }],
      timeoutMs: 1,
    });
    return topics[0]?.errorCode;
  };
  const remove = async (name: string) =>
    (await broker.call(apis.deleteTopics, 6, { topics: [{ name }], timeoutMs: 1 })).responses[0]?.errorCode;
  const grow = async (count: number) =>
    (await broker.call(apis.createPartitions, 3, { topics: [{ name: "old", count, assignments: null }], timeoutMs: 1 })).results[0]
      ?.errorCode;
  const names = async () => (await broker.call(apis.metadata, 12, { topics: null })).topics.map(({ name }) => name);

  for (const call of ["write", "sync"] as const) {
    test(`refuses changes of topics when the metadata log can't ${call}, on a connection that stays open`, async () => {
      for (const change of [() => create("new"), () => grow(3), () => remove("old")]) {
        files.fail({ call, code: "EIO", path: "__cluster_metadata-0" });
        assert.equal(await change(), storage);
      }
      assert.ok((await names()).length > 0);
    });

    test(`has no producer id to give when the metadata log can't ${call}`, async () => {
      const ask = () => broker.call(apis.initProducerId, 4, { transactionalId: null, transactionTimeoutMs: 1 });
      files.fail({ call, code: "EIO", path: "__cluster_metadata-0" });
      assert.equal((await ask()).errorCode, errors.COORDINATOR_LOAD_IN_PROGRESS.code);
      files.mend();
      if (call === "sync") broker = await broker.restart();
      assert.equal((await ask()).errorCode, 0);
    });
  }

  test("shows in the broker's health, with its reason", async () => {
    assert.deepEqual(broker.broker.health(), { failures: [], loading: [] });
    files.fail({ call: "sync", code: "EIO", path: "__cluster_metadata-0" });
    await create("new");
    const { failures, loading } = broker.broker.health();
    assert.equal(failures.length, 1);
    assert.match(failures[0] ?? "", /__cluster_metadata-0 can't be written: .*EIO/);
    assert.deepEqual(loading, []);
  });

  test("is not trusted with the metadata again after it failed to flush: what could not last is not made to look as if it did", async () => {
    files.fail({ call: "sync", code: "EIO", path: "__cluster_metadata-0" });
    assert.equal(await create("doubtful"), storage);
    files.mend();
    assert.equal(await create("late"), storage);
    assert.deepEqual(await names(), ["old", "doubtful"]);
    broker = await broker.restart();
    assert.equal(await create("late"), 0);
  });

  test("that can't open a partition of groups' offsets leaves each group in its own one", async () => {
    const [groupId, topics] = ["g", [{ name: "old", partitions: [{ partitionIndex: 0, committedOffset: 7, committedMetadata: "" }] }]];
    // The group is in partition 3, of which the first two could be opened.
    files.fail({ call: "open", code: "EIO", path: "__consumer_offsets-2/" });
    await broker.call(apis.findCoordinator, 6, { keyType: 0, coordinatorKeys: [groupId] });
    files.mend();
    const commit = async () => {
      const answer = await broker.call(apis.offsetCommit, 9, { groupId, topics });
      return answer.topics[0]?.partitions[0]?.errorCode;
    };
    assert.equal(await commit(), errors.NOT_COORDINATOR.code);
    broker = await broker.restart();
    assert.equal(await commit(), 0);
    const { groups } = await broker.call(apis.offsetFetch, 9, { groups: [{ groupId, topics: null }] });
    assert.equal(groups[0]?.topics[0]?.partitions[0]?.committedOffset, 7);
  });

  test("is trusted again when only too much was open", async () => {
    files.fail({ call: "open", code: "EMFILE", path: "__cluster_metadata-0", times: 100 });
    broker.clock.advance(checkpointMs);
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    files.mend();
    assert.deepEqual(broker.broker.health(), { failures: [], loading: [] });
    assert.equal(await create("late"), 0);
  });

  test("refuses changes of configs, and goes on with the old ones", async () => {
    const resource = { resourceType: 2, resourceName: "old" };
    const configs = [{ name: "retention.ms", configOperation: 0, value: "1000" }];
    const alter = async () => {
      const { responses } = await broker.call(apis.incrementalAlterConfigs, 1, { resources: [{ ...resource, configs }] });
      return responses[0]?.errorCode;
    };
    const retention = async () => {
      const { results } = await broker.call(apis.describeConfigs, 4, { resources: [{ ...resource, configurationKeys: ["retention.ms"] }] });
      return results[0]?.configs[0]?.value;
    };
    files.fail({ call: "write", code: "ENOSPC", path: "__cluster_metadata-0" });
    assert.equal(await alter(), storage);
    assert.equal(await retention(), "604800000");
    assert.equal(await alter(), 0);
    assert.equal(await retention(), "1000");
  });

  test("leaves nothing of a topic whose record could not be written", async () => {
    files.fail({ call: "write", code: "ENOSPC", path: "__cluster_metadata-0" });
    assert.equal(await create("new"), storage);
    files.mend();
    assert.deepEqual(await names(), ["old"]);
    assert.equal(await create("new"), 0);
  });

  test("refuses a topic whose partition can't be made; the next start makes it", async () => {
    files.fail({ call: "open", code: "EMFILE", path: "new-0" });
    assert.equal(await create("new"), storage);
    files.mend();
    broker = await broker.restart();
    assert.deepEqual(await names(), ["old", "new"]);
    assert.equal((await broker.produce("new", 0, ["a"])).errorCode, 0);
  });

  test("says so when a deleted topic's files can't be moved away; the next start does it", async () => {
    files.fail({ call: "rename", code: "EIO", path: "old-0" });
    assert.equal(await remove("old"), storage);
    files.mend();
    broker = await broker.restart();
    assert.deepEqual(await names(), []);
    assert.deepEqual(
      files.list("data").filter((name) => name === "old-0"),
      [],
    );
  });

  test("tells no offset of a group that could not be flushed, nor before it is", async () => {
    broker = await broker.restart({ "log.flush.interval.messages": "1", "offsets.topic.num.partitions": "1" });
    await broker.call(apis.findCoordinator, 6, { keyType: 0, coordinatorKeys: ["g"] });
    const commit = async (committedOffset: number) => {
      const topics = [{ name: "old", partitions: [{ partitionIndex: 0, committedOffset, committedMetadata: "" }] }];
      const { topics: answers } = await broker.call(apis.offsetCommit, 8, { groupId: "g", generationIdOrMemberEpoch: -1, topics });
      return answers[0]?.partitions[0]?.errorCode;
    };
    const fetch = async (client = broker.client) => {
      const groups = [{ groupId: "g", topics: [{ name: "old", partitionIndexes: [0] }] }];
      const [group] = (await client.call(apis.offsetFetch, 8, { groups })).groups;
      return group?.errorCode === 0 ? group.topics[0]?.partitions[0]?.committedOffset : group?.errorCode;
    };
    assert.equal(await commit(4), 0);
    assert.equal(await fetch(), 4);
    files.fail({ call: "sync", code: "EIO", path: "__consumer_offsets-0" });
    const other = broker.connect();
    const [committed, fetched] = await Promise.all([commit(11), fetch(other)]);
    other.close();
    assert.equal(committed, errors.NOT_COORDINATOR.code);
    assert.ok(fetched === 4 || fetched === errors.NOT_COORDINATOR.code, `${fetched}`);
    assert.equal(await fetch(), errors.NOT_COORDINATOR.code);
  });
});
