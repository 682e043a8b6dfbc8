import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { apis, errors } from "@millrace/protocol";
import { Producer } from "../src/producer/producer.ts";
import { ScriptedCluster } from "./support/scripted-cluster.ts";
import { TurningClock } from "./support/turning-clock.ts";

/** A producer with a record in its open transaction, on a broker that answers an EndTxn as `end` says; undefined: never. */
async function writing(t: TestContext, end: (committed: boolean) => number | undefined): Promise<Producer> {
  const cluster = new ScriptedCluster().withTopic(1, () => [1]);
  cluster.on(apis.findCoordinator, () => ({ coordinators: [{ key: "tx", nodeId: 1, host: "h", port: 9001 }] }));
  cluster.on(apis.initProducerId, () => ({ producerId: 5, producerEpoch: 0 }));
  cluster.on(apis.produce, ({ topicData }) => ({
    responses: topicData.map(({ name, topicId }) => ({ name, topicId, partitionResponses: [{ index: 0, baseOffset: 0 }] })),
  }));
  cluster.on(apis.endTxn, ({ committed }) => {
    const errorCode = end(committed);
    // Nobody is told what has become of it.
    if (errorCode === undefined) throw new Error("the connection breaks");
    return errorCode === 0 ? { producerId: 5, producerEpoch: 1 } : { errorCode };
  });
  const clock = new TurningClock();
  const backOff = { firstMs: 1, lastMs: 2 };
  const producer = new Producer({
    bootstrapServers: "h:9001",
    connect: cluster.connect,
    retryBackOff: backOff,
    reconnectBackOff: backOff,
    operationTimeoutMs: 1_000,
    clock,
    transactionalId: "tx",
    lingerMs: 0,
  });
  t.after(async () => {
    await producer.close();
    cluster.close();
    clock.stop();
  });
  await producer.initTransactions();
  producer.beginTransaction();
  await producer.send({ topic: "t", value: "a" });
  return producer;
}

for (const committed of [true, false]) {
  const [same, other] = committed
    ? (["commitTransaction", "abortTransaction"] as const)
    : (["abortTransaction", "commitTransaction"] as const);

  test(`after ${same} without an answer nothing but the same is possible`, async (t) => {
    let answers = false;
    const producer = await writing(t, () => (answers ? 0 : undefined));
    await assert.rejects(producer[same](), { code: "CONNECTION_CLOSED" });
    await assert.rejects(producer.send({ topic: "t", value: "b" }), { code: "USAGE" });
    await assert.rejects(producer[other](), { code: "USAGE" });
    await assert.rejects(producer.initTransactions(), { code: "USAGE" });
    assert.throws(() => producer.beginTransaction(), { code: "USAGE" });
    answers = true;
    await producer[same]();
    producer.beginTransaction();
    await producer.send({ topic: "t", value: "c" });
  });
}

test("a commit that is refused leaves nothing but to abort", async (t) => {
  const producer = await writing(t, (committed) => (committed ? errors.INVALID_TXN_STATE.code : 0));
  await assert.rejects(producer.commitTransaction(), { error: errors.INVALID_TXN_STATE });
  await assert.rejects(producer.send({ topic: "t", value: "b" }), { error: errors.INVALID_TXN_STATE });
  await producer.abortTransaction();
  producer.beginTransaction();
  await producer.commitTransaction();
});

test("a transaction is ended once at a time", async (t) => {
  const producer = await writing(t, () => 0);
  const first = producer.commitTransaction();
  const second = assert.rejects(producer.commitTransaction(), { code: "USAGE" });
  await Promise.all([first, second]);
});

for (const [what, record] of [
  ["for a partition that there is not", { topic: "t", partition: 7, value: "b" }],
  ["that is too large", { topic: "t", value: Buffer.alloc(2_000_000) }],
] as const) {
  test(`a record ${what} leaves nothing but to abort`, async (t) => {
    const producer = await writing(t, () => 0);
    await assert.rejects(producer.send(record), { code: "REQUEST_FAILED" });
    await assert.rejects(producer.commitTransaction(), { code: "REQUEST_FAILED" });
    await producer.abortTransaction();
    producer.beginTransaction();
    await producer.send({ topic: "t", value: "c" });
    await producer.commitTransaction();
  });
}
