import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { apis, encodeBatch, errors } from "@millrace/protocol";
import {
  accept,
  acquiredIn,
  initializeShare,
  reject,
  release,
  renew,
  ShareMember,
  setGroupConfigs,
  valuesIn,
} from "./harness/share-member.ts";
import { TestBroker } from "./harness/test-broker.ts";

const properties = {
  "share.coordinator.state.topic.num.partitions": "1",
  "share.coordinator.state.topic.replication.factor": "1",
  "group.share.max.size": "3",
  "group.share.max.share.sessions": "3",
};
const lockMs = 30_000;

describe("share consumers", () => {
  let broker: TestBroker;
  let topicId: string;

  beforeEach(async () => {
    broker = await TestBroker.start(properties);
    topicId = await broker.createTopic("t");
    await initializeShare(broker, "g", topicId);
    await setGroupConfigs(broker, "g", { "share.auto.offset.reset": "earliest" });
  });

  afterEach(() => broker.stop());

  function member(memberId: string, groupId = "g"): ShareMember {
    return new ShareMember(broker.connect(), groupId, memberId, topicId);
  }

  /** Opens a session; the first fetch of a partition may have to wait until the partition's state is read. */
  async function joined(memberId: string, groupId = "g"): Promise<ShareMember> {
    const who = member(memberId, groupId);
    assert.equal((await who.fetch([], { maxRecords: 0 })).errorCode, 0);
    return who;
  }

  /** Waits until everything before the offset may be read by those who read what is committed: markers come after the answer. */
  async function stableUpTo(offset: number): Promise<void> {
    const topics = [{ name: "t", partitions: [{ partitionIndex: 0, timestamp: -1 }] }];
    for (;;) {
      const answer = await broker.call(apis.listOffsets, 7, { isolationLevel: 1, topics });
      if (answer.topics[0]?.partitions[0]?.offset === offset) return;
    }
  }

  /** Once what was sent has arrived: the connections are served in turn. */
  async function arrived(): Promise<void> {
    await broker.call(apis.apiVersions, 0, {});
  }

  test("records go to one member, and what it accepts is gone for all", async () => {
    await broker.produce("t", 0, ["a", "b", "c"]);
    const [m, n] = [await joined("m"), await joined("n")];
    const first = await m.fetch();
    assert.equal(acquiredIn(first), "0-2x1");
    assert.deepEqual(valuesIn(first), ["a", "b", "c"]);
    assert.equal(first.acquisitionLockTimeoutMs, lockMs);
    assert.equal(acquiredIn(await n.fetch()), "");
    const { errorCode, responses } = await m.acknowledge([
      [0, 0, accept],
      [1, 1, release],
      [2, 2, reject],
    ]);
    assert.deepEqual([errorCode, responses[0]?.partitions[0]?.errorCode], [0, 0]);
    assert.equal(acquiredIn(await n.fetch()), "1-1x2");
  });

  test("what is said along with a fetch comes before it, and is told with it", async () => {
    await broker.produce("t", 0, ["a", "b"]);
    const m = await joined("m");
    await m.fetch();
    await broker.produce("t", 0, ["c"]);
    const next = await m.fetch([
      [0, 0, accept],
      [1, 1, release],
    ]);
    assert.equal(next.responses[0]?.partitions[0]?.acknowledgeErrorCode, 0);
    assert.match(acquiredIn(next), /2-2x1/);
    const stale = await m.fetch([[0, 0, accept]], { maxRecords: 0 });
    assert.equal(stale.responses[0]?.partitions[0]?.acknowledgeErrorCode, 0, "what is done with is taken for acknowledged");
  });

  describe("a waiting fetch", () => {
    function waiting(who: ShareMember, minBytes = 1): Promise<string> {
      const answer = who.receive(who.send([], { maxWaitMs: 60_000, minBytes })).then(acquiredIn);
      answer.catch(() => {});
      return answer;
    }

    test("ends with the next record, or when the time is up", async () => {
      const m = await joined("m");
      const one = waiting(m);
      await arrived();
      await broker.produce("t", 0, ["a"]);
      assert.equal(await one, "0-0x1");
      const two = waiting(m);
      await arrived();
      broker.clock.advance(60_000);
      assert.equal(await two, "0-0x2", "its own time for the record has run out meanwhile");
      const three = m.receive(m.send([], { maxWaitMs: 500 }));
      await arrived();
      broker.clock.advance(500);
      assert.equal(acquiredIn(await three), "");
    });

    test("waits for as many bytes as it asks for", async () => {
      const m = await joined("m");
      const answer = waiting(m, 1000);
      await arrived();
      await broker.produce("t", 0, ["a"]);
      await arrived();
      await broker.produce("t", 0, ["b".repeat(1000)]);
      assert.equal(await answer, "0-1x1");
    });

    test("gets what another releases, leaves behind, or holds for too long", async () => {
      await broker.produce("t", 0, ["a"]);
      const [m, n] = [await joined("m"), await joined("n")];
      await m.fetch();
      const released = waiting(n);
      await arrived();
      await m.acknowledge([[0, 0, release]]);
      assert.equal(await released, "0-0x2");

      const left = waiting(m);
      await arrived();
      n.client.end();
      assert.equal(await left, "0-0x3");

      const o = await joined("o");
      const late = waiting(o);
      await arrived();
      broker.clock.advance(lockMs);
      assert.equal(await late, "0-0x4");
    });

    test("ends with its topic", async () => {
      const m = await joined("m");
      const answer = waiting(m);
      await arrived();
      await broker.call(apis.deleteTopics, 6, { topics: [{ name: "t" }], timeoutMs: 1000 });
      assert.equal(await answer, "");
      assert.equal(acquiredIn(await m.fetch()), `error ${errors.UNKNOWN_TOPIC_OR_PARTITION.code}`);
    });
  });

  describe("a session", () => {
    test("counts its requests", async () => {
      const m = member("m");
      assert.equal((await m.fetch([], { shareSessionEpoch: 1 })).errorCode, errors.SHARE_SESSION_NOT_FOUND.code);
      m.epoch = 0;
      assert.equal((await m.fetch([[0, 0, accept]])).errorCode, errors.INVALID_REQUEST.code);
      m.epoch = 0;
      assert.equal((await m.fetch()).errorCode, 0);
      assert.equal((await m.fetch([], { shareSessionEpoch: 5 })).errorCode, errors.INVALID_SHARE_SESSION_EPOCH.code);
      assert.equal((await m.acknowledge([], { shareSessionEpoch: 0 })).errorCode, errors.INVALID_SHARE_SESSION_EPOCH.code);
      assert.equal((await m.acknowledge([], { shareSessionEpoch: 1 })).errorCode, 0);
      assert.equal((await m.fetch([], { shareSessionEpoch: 2 })).errorCode, 0);
    });

    test("ends with its last request: others get what the member held", async () => {
      await broker.produce("t", 0, ["a", "b"]);
      const [m, n] = [await joined("m"), await joined("n")];
      await m.fetch();
      m.epoch = -1;
      const last = await m.fetch([[0, 0, accept]]);
      assert.deepEqual([last.errorCode, last.responses[0]?.partitions[0]?.acknowledgeErrorCode], [0, 0]);
      assert.equal(acquiredIn(await n.fetch()), "1-1x2");
      assert.equal((await m.acknowledge([])).errorCode, errors.SHARE_SESSION_NOT_FOUND.code);
      n.epoch = -1;
      assert.equal((await n.acknowledge([[1, 1, accept]])).responses[0]?.partitions[0]?.errorCode, 0);
    });

    test("finds no room beyond the limit, and says so when the wait is over", async () => {
      for (const id of ["m", "n", "o"]) await joined(id);
      const p = member("p");
      await p.client.call(apis.apiVersions, 0, {});
      const answer = p.receive(p.send([], { maxWaitMs: 500 }));
      await arrived();
      broker.clock.advance(500);
      assert.equal((await answer).errorCode, errors.SHARE_SESSION_LIMIT_REACHED.code);
      const again = await joined("m");
      assert.equal(again.epoch, 1, "a member that begins anew needs no further room");
    });

    test("tells of unknown topics and partitions", async () => {
      const m = member("m");
      const unknown = { topicId: "AAAAAAAAAAAAAAAAAAAAAQ", partitions: [{ partitionIndex: 0 }] };
      const topics = [{ topicId, partitions: [{ partitionIndex: 7 }] }, unknown];
      const { responses } = await m.fetch([], { topics });
      const codes = responses.map(({ partitions }) => partitions[0]?.errorCode);
      assert.deepEqual(codes, [errors.UNKNOWN_TOPIC_OR_PARTITION.code, errors.UNKNOWN_TOPIC_ID.code]);
      const forgottenTopicsData = [
        { topicId, partitions: [7] },
        { topicId: unknown.topicId, partitions: [0] },
      ];
      assert.deepEqual((await m.fetch([], { topics: [], forgottenTopicsData })).responses, []);
    });

    test("is for members that say who they are", async () => {
      for (const wrong of [{ groupId: null }, { memberId: null }, { memberId: "" }, { memberId: "x".repeat(37) }]) {
        assert.equal((await member("m").fetch([], wrong)).errorCode, errors.INVALID_REQUEST.code);
        assert.equal((await member("m").acknowledge([], wrong)).errorCode, errors.INVALID_REQUEST.code);
      }
    });
  });

  describe("an acknowledgement", () => {
    const outcome = async (m: ShareMember, said: Parameters<ShareMember["acknowledge"]>[0], version = 2) => {
      const { responses } = await m.acknowledge(said, {}, version);
      return responses[0]?.partitions[0]?.errorCode;
    };

    test("is refused as a whole if it makes no sense", async () => {
      await broker.produce("t", 0, ["a", "b", "c"]);
      const m = await joined("m");
      await m.fetch();
      const code = errors.INVALID_REQUEST.code;
      assert.equal(await outcome(m, [[1, 0, accept]]), code);
      assert.equal(await outcome(m, [[1, 2, accept], [0, 0, accept]]), code); // biome-ignore format: one line
      assert.equal(await outcome(m, [[0, 2]]), code);
      assert.equal(await outcome(m, [[0, 2, accept, accept]]), code);
      assert.equal(await outcome(m, [[0, 2, 5]]), code);
      assert.equal(await outcome(m, [[0, 2, renew]]), code, "a renewal has to be announced");
      assert.equal(await outcome(m, [[0, 2, renew]], 1), code, "and there is none in version 1");
      assert.equal(await outcome(m, [[0, 3, accept]]), code, "beyond what was handed out");
      assert.equal(await outcome(m, [[0, 2, accept]]), 0, "nothing of this has counted");
    });

    test("of nothing is not answered", async () => {
      await broker.produce("t", 0, ["a"]);
      const m = await joined("m");
      await m.fetch();
      assert.deepEqual((await m.acknowledge([])).responses, []);
    });

    test("can be a session's last word: what it says nothing of is for others", async () => {
      await broker.produce("t", 0, ["a", "b"]);
      const [m, n] = [await joined("m"), await joined("n")];
      await m.fetch();
      m.epoch = -1;
      assert.equal(await outcome(m, [[0, 0, accept]]), 0);
      assert.equal(acquiredIn(await n.fetch()), "1-1x2");
      assert.equal((await m.acknowledge([])).errorCode, errors.SHARE_SESSION_NOT_FOUND.code);
    });

    test("is refused to others than the member that holds the records", async () => {
      await broker.produce("t", 0, ["a", "b"]);
      const [m, n] = [await joined("m"), await joined("n")];
      await m.fetch();
      const { responses } = await n.acknowledge([[0, 1, accept]]);
      const [told] = responses[0]?.partitions ?? [];
      assert.equal(told?.errorCode, errors.INVALID_RECORD_STATE.code);
      assert.equal(told?.errorMessage, "Member is not the owner of batch record");
    });

    test("can ask for more time, in a fetch that asks for nothing else", async () => {
      await broker.produce("t", 0, ["a"]);
      const [m, n] = [await joined("m"), await joined("n")];
      await m.fetch();
      broker.clock.advance(lockMs - 1);
      assert.equal((await m.fetch([[0, 0, renew]], { isRenewAck: true })).errorCode, errors.INVALID_REQUEST.code);
      m.epoch--;
      const nothing = { maxWaitMs: 0, minBytes: 0, maxBytes: 0, maxRecords: 0 };
      const renewed = await m.fetch([[0, 0, renew]], { isRenewAck: true, ...nothing });
      assert.equal(renewed.responses[0]?.partitions[0]?.acknowledgeErrorCode, 0);
      broker.clock.advance(lockMs - 1);
      assert.equal(acquiredIn(await n.fetch()), "");
      broker.clock.advance(1);
      assert.equal(acquiredIn(await n.fetch()), "0-0x2");
    });
  });

  test("a strict limit is never exceeded", async () => {
    await broker.produce("t", 0, ["a", "b", "c"]);
    const m = await joined("m");
    assert.equal(acquiredIn(await m.fetch([], { maxRecords: 2, shareAcquireMode: 1 })), "0-1x1");
    assert.equal(acquiredIn(await m.fetch([], { maxRecords: 2, shareAcquireMode: 1 })), "2-2x1");
    assert.equal((await m.fetch([], { shareAcquireMode: 2 })).errorCode, errors.UNKNOWN_SERVER_ERROR.code);
  });

  test("only so many records are in flight", async () => {
    await setGroupConfigs(broker, "g", { "share.partition.max.record.locks": "100" });
    await broker.produce("t", 0, new Array(60).fill("a"));
    await broker.produce("t", 0, new Array(60).fill("b"));
    await broker.produce("t", 0, ["c"]);
    const m = await joined("m");
    assert.equal(acquiredIn(await m.fetch()), "0-119x1");
    assert.equal(acquiredIn(await m.fetch()), "");
    await m.acknowledge([[0, 119, accept]]);
    assert.equal(acquiredIn(await m.fetch()), "120-120x1");
  });

  test("a limit is one for all partitions", async () => {
    const id = await broker.createTopic("three", 3);
    for (const partition of [0, 1, 2]) await initializeShare(broker, "g", id, { partition });
    for (const partition of [0, 1, 2]) await broker.produce("three", partition, ["a", "b", "c"]);
    const topics = [{ topicId: id, partitions: [0, 1, 2].map((partitionIndex) => ({ partitionIndex })) }];
    const acquired = async (m: ShareMember, limits: Parameters<ShareMember["fetch"]>[1]) => {
      assert.equal((await m.fetch([], { topics, maxRecords: 0 })).errorCode, 0);
      const { responses } = await m.fetch([], { topics: [], shareAcquireMode: 1, ...limits });
      const runs = responses.flatMap(({ partitions }) => partitions.flatMap(({ acquiredRecords }) => acquiredRecords));
      return runs.map(({ firstOffset, lastOffset }) => lastOffset - firstOffset + 1).sort();
    };
    assert.deepEqual(await acquired(member("m"), { maxBytes: 1 }), [3], "one batch goes beyond it, and no second one");
    assert.deepEqual(await acquired(member("n"), { maxRecords: 4 }), [1, 3]);
  });

  test("only batches that are needed are sent", async () => {
    for (const value of ["a", "b", "c"]) await broker.produce("t", 0, [value]);
    const m = await joined("m");
    const first = await m.fetch([], { maxRecords: 1 });
    assert.deepEqual([acquiredIn(first), valuesIn(first)], ["0-0x1", ["a"]]);
    const second = await m.fetch([], { maxRecords: 1 });
    assert.deepEqual([acquiredIn(second), valuesIn(second)], ["1-1x1", ["b"]]);
  });

  describe("a group begins", () => {
    test("at the end, if nothing else is said", async () => {
      await broker.produce("t", 0, ["old"]);
      await initializeShare(broker, "h", topicId);
      const m = await joined("m", "h");
      await broker.produce("t", 0, ["new"]);
      assert.deepEqual(valuesIn(await m.fetch()), ["new"]);
    });

    test("where records are not older than so long", async () => {
      await setGroupConfigs(broker, "g", { "share.auto.offset.reset": "by_duration:PT1M" });
      await broker.produce("t", 0, ["old"]);
      broker.clock.advance(61_000);
      await broker.produce("t", 0, ["new"]);
      assert.deepEqual(valuesIn(await (await joined("m")).fetch()), ["new"]);
    });

    test("nowhere, if its coordinator has not said so", async () => {
      const m = member("m", "unknown");
      await m.fetch();
      assert.equal(acquiredIn(await m.fetch()), `error ${errors.UNKNOWN_SERVER_ERROR.code}`);
    });
  });

  test("what the log has dropped is handed to nobody", async () => {
    await broker.produce("t", 0, ["a", "b", "c"]);
    const [m, n] = [await joined("m"), await joined("n")];
    await m.fetch([], { maxRecords: 1, shareAcquireMode: 1 });
    const topics = [{ name: "t", partitions: [{ partitionIndex: 0, offset: 2 }] }];
    await broker.call(apis.deleteRecords, 2, { topics, timeoutMs: 1000 });
    assert.equal(acquiredIn(await n.fetch()), "2-2x1");
  });

  test("a leader whose group has begun anew is told so, and begins anew", async () => {
    await broker.produce("t", 0, ["a", "b"]);
    const m = await joined("m");
    await m.fetch([], { maxRecords: 1, shareAcquireMode: 1 });
    await initializeShare(broker, "g", topicId, { stateEpoch: 2, startOffset: 1 });
    const { responses, nodeEndpoints } = await m.acknowledge([[0, 0, accept]]);
    assert.equal(responses[0]?.partitions[0]?.errorCode, errors.NOT_LEADER_OR_FOLLOWER.code);
    assert.equal(nodeEndpoints[0]?.nodeId, 0);
    assert.equal(acquiredIn(await m.fetch()), "1-1x1");
  });

  test("records of aborted transactions are for nobody who reads what is committed", async () => {
    await setGroupConfigs(broker, "g", { "share.isolation.level": "read_committed" });
    await broker.call(apis.findCoordinator, 4, { keyType: 1, coordinatorKeys: ["tx"] });
    const identity = await broker.call(apis.initProducerId, 4, {
      transactionalId: "tx",
      transactionTimeoutMs: 60_000,
      producerId: -1,
      producerEpoch: -1,
    });
    const { producerId, producerEpoch } = identity;
    let baseSequence = 0;
    const transaction = async (values: readonly string[], committed: boolean | undefined) => {
      const topics = [{ name: "t", partitions: [0] }];
      await broker.call(apis.addPartitionsToTxn, 3, {
        v3AndBelowTransactionalId: "tx",
        v3AndBelowProducerId: producerId,
        v3AndBelowProducerEpoch: producerEpoch,
        v3AndBelowTopics: topics,
      });
      const records = encodeBatch({
        records: values.map((value) => ({ key: null, value: Buffer.from(value), timestamp: broker.clock.now() })),
        producerId,
        producerEpoch,
        baseSequence,
        transactional: true,
      });
      baseSequence += values.length;
      const topicData = [{ name: "t", partitionData: [{ index: 0, records }] }];
      await broker.call(apis.produce, 9, { transactionalId: "tx", acks: -1, timeoutMs: 1000, topicData });
      if (committed !== undefined) await broker.call(apis.endTxn, 3, { transactionalId: "tx", producerId, producerEpoch, committed });
    };
    await transaction(["gone", "gone"], false);
    await stableUpTo(3);
    await transaction(["a"], true);
    await stableUpTo(5);
    await transaction(["open"], undefined);
    const m = await joined("m");
    assert.equal(acquiredIn(await m.fetch()), "2-4x1", "the markers are told of as offsets without records");
    assert.equal(acquiredIn(await m.fetch()), "", "and nothing of a transaction that is open");
    await m.acknowledge([[2, 2, 0], [3, 3, accept], [4, 4, 0]]); // biome-ignore format: one line
    await broker.call(apis.endTxn, 3, { transactionalId: "tx", producerId, producerEpoch, committed: true });
    await stableUpTo(7);
    assert.equal(acquiredIn(await m.fetch()), "5-6x1");
  });
});
