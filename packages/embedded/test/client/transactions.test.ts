import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Producer } from "@millrace/client";
import { systemClock } from "@millrace/kit";
import { errors } from "@millrace/protocol";
import { RunningBroker, readRecords } from "./running-broker.ts";

let running: RunningBroker;
before(async () => {
  running = await RunningBroker.start();
});
after(() => running.close());

async function ready(transactionalId: string): Promise<Producer> {
  const producer = running.producer({ transactionalId, lingerMs: 0 });
  await producer.initTransactions();
  return producer;
}

/** Values that a reader of committed records sees from the start to the last stable offset. */
async function committed(topic: string): Promise<string[]> {
  const [end] = await running.admin.listOffsets([{ topic, partition: 0, at: "latest" }], { isolation: "read_committed" });
  const consumer = running.consumer({ isolation: "read_committed" });
  consumer.assign([{ topic, partition: 0, from: "earliest" }]);
  const values: string[] = [];
  for (let next = 0; next < (end?.offset ?? 0); ) {
    const batch = await consumer.next();
    if (batch === undefined) break;
    for (const { value } of batch.records) values.push(`${value}`);
    next = batch.nextOffset;
  }
  await consumer.close();
  return values;
}

test("what is committed is seen, what is aborted is not", async () => {
  const topic = "seen";
  await running.createTopic(topic);
  const producer = await ready("seeing");
  producer.beginTransaction();
  const [first] = await Promise.all([producer.send({ topic, value: "a" }), producer.send({ topic, value: "b" })]);
  assert.equal(first?.offset, 0);
  assert.deepEqual(await committed(topic), []);
  const [{ producers = [] } = {}] = await running.admin.describeProducers([{ topic, partition: 0 }]);
  assert.deepEqual(
    producers.map(({ lastSequence, transactionStartOffset }) => [lastSequence, transactionStartOffset]),
    [[1, 0]],
  );
  await producer.commitTransaction();
  producer.beginTransaction();
  await producer.send({ topic, value: "c" });
  await producer.abortTransaction();
  producer.beginTransaction();
  void producer.send({ topic, value: "d" });
  await producer.commitTransaction();
  assert.deepEqual(await committed(topic), ["a", "b", "d"]);
  const all = running.consumer();
  all.assign([{ topic, partition: 0, from: "earliest" }]);
  assert.deepEqual(
    (await readRecords(all, 4)).map(({ value }) => value),
    ["a", "b", "c", "d"],
  );
  await all.close();
});

test("each step has its time", async () => {
  const producer = running.producer({ transactionalId: "steps" });
  assert.throws(() => producer.beginTransaction(), { code: "USAGE", hint: /initTransactions/ });
  await producer.initTransactions();
  await assert.rejects(producer.send({ topic: "steps", value: "a" }), { code: "USAGE", hint: /beginTransaction/ });
  await assert.rejects(producer.commitTransaction(), { code: "USAGE" });
  producer.beginTransaction();
  assert.throws(() => producer.beginTransaction(), { code: "USAGE" });
  await producer.commitTransaction();
  const plain = running.producer();
  assert.throws(() => plain.beginTransaction(), { code: "CONFIG_INVALID" });
  assert.throws(() => running.producer({ transactionalId: "x", acks: 1 }), { code: "CONFIG_INVALID" });
});

test("a record that is lost takes its transaction along; after the abort the producer goes on", async () => {
  const topic = "lost";
  await running.createTopic(topic, 1, { "max.message.bytes": "1000" });
  const producer = await ready("losing");
  producer.beginTransaction();
  const [good, bad] = [producer.send({ topic, value: "a" }), producer.send({ topic, value: "x".repeat(2000) })];
  await assert.rejects(bad, /MESSAGE_TOO_LARGE/);
  await good.catch(() => {});
  await assert.rejects(producer.send({ topic, value: "b" }), /MESSAGE_TOO_LARGE/);
  await assert.rejects(producer.commitTransaction(), /MESSAGE_TOO_LARGE/);
  await producer.abortTransaction();
  producer.beginTransaction();
  await producer.send({ topic, value: "c" });
  await producer.commitTransaction();
  assert.deepEqual(await committed(topic), ["c"]);
});

test("offsets are committed with the transaction, or not", async () => {
  const [topic, groupId] = ["offsets-along", "along"];
  await running.createTopic(topic);
  const offsets = [{ topic, partition: 0, offset: 7, metadata: "m" }];
  const stable = async () => (await running.admin.listGroupOffsets(groupId, { partitions: [{ topic, partition: 0 }] })).offsets;
  const producer = await ready("offset-keeper");
  producer.beginTransaction();
  await producer.sendOffsetsToTransaction(offsets, { groupId });
  assert.deepEqual(await stable(), []);
  await producer.abortTransaction();
  assert.deepEqual(await stable(), []);
  producer.beginTransaction();
  await producer.sendOffsetsToTransaction(offsets, { groupId });
  await producer.commitTransaction();
  assert.deepEqual(
    (await stable()).map(({ offset, metadata }) => [offset, metadata]),
    [[7, "m"]],
  );
  producer.beginTransaction();
  const member = { groupId, memberId: "nobody", generationId: 3 };
  await assert.rejects(producer.sendOffsetsToTransaction(offsets, member), /UNKNOWN_MEMBER_ID|ILLEGAL_GENERATION/);
  await assert.rejects(producer.commitTransaction());
  await producer.abortTransaction();
});

test("a successor shuts its predecessor out and takes back what that one left open", async () => {
  const topic = "succession";
  await running.createTopic(topic);
  const old = await ready("throne");
  old.beginTransaction();
  await old.send({ topic, value: "old" });
  const heir = await ready("throne");
  await assert.rejects(old.send({ topic, value: "older" }), /INVALID_PRODUCER_EPOCH/);
  await assert.rejects(old.abortTransaction(), { error: errors.PRODUCER_FENCED });
  await assert.rejects(old.abortTransaction(), { code: "USAGE", hint: /closed/ });
  heir.beginTransaction();
  await heir.send({ topic, value: "new" });
  await heir.commitTransaction();
  assert.deepEqual(await committed(topic), ["new"]);
});

test("whatever breaks, a transaction is there whole and once, or not at all", async () => {
  const topic = "breaking";
  await running.createTopic(topic);
  const producer = await ready("breaking");
  const breaking = systemClock.every(15, () => running.breakConnections());
  const expected: string[] = [];
  for (let at = 0; at < 60; at++) {
    producer.beginTransaction();
    for (let part = 0; part < 3; part++) void producer.send({ topic, value: `${at}.${part}` }).catch(() => {});
    if (at % 3 === 2) {
      await producer.abortTransaction();
    } else {
      await producer.commitTransaction();
      expected.push(`${at}.0`, `${at}.1`, `${at}.2`);
    }
  }
  breaking();
  assert.deepEqual(await committed(topic), expected);
});
