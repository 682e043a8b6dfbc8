import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { systemClock } from "@millrace/kit";
import { compressionTypes, errors } from "@millrace/protocol";
import { eventually, RunningBroker, readRecords } from "./running-broker.ts";

let running: RunningBroker;
before(async () => {
  running = await RunningBroker.start();
});
after(() => running.close());

const all = (topic: string, partitions = 1) =>
  Array.from({ length: partitions }, (_, partition) => ({ topic, partition, from: "earliest" as const }));

for (const compression of compressionTypes) {
  test(`records go through whole with compression ${compression}`, async () => {
    const topic = `whole-${compression}`;
    await running.createTopic(topic);
    const producer = running.producer({ compression });
    const headers = [
      { key: "a", value: Buffer.from([0, 255]) },
      { key: "a", value: null },
    ];
    const deliveries = await Promise.all([
      producer.send({ topic, key: "k", value: "v", headers, timestampMs: 5 }),
      producer.send({ topic, key: null, value: null }),
      producer.send({ topic, key: Buffer.alloc(0), value: Buffer.alloc(10_000, "x") }),
    ]);
    assert.deepEqual(
      deliveries.map(({ partition, offset }) => [partition, offset]),
      [
        [0, 0],
        [0, 1],
        [0, 2],
      ],
    );
    const consumer = running.consumer();
    consumer.assign(all(topic));
    const records = [];
    while (records.length < 3) records.push(...((await consumer.next())?.records ?? []));
    const [first, second, third] = records;
    assert.deepEqual(
      { ...first, headers: first?.headers },
      { offset: 0, timestamp: 5, key: Buffer.from("k"), value: Buffer.from("v"), headers },
    );
    assert.deepEqual([second?.key, second?.value, second?.headers], [null, null, []]);
    assert.deepEqual([third?.key?.length, third?.value?.length], [0, 10_000]);
    await consumer.close();
  });
}

test("records of one key stay in order, whatever breaks, and each is stored once", async () => {
  await running.createTopic("broken", 3);
  const producer = running.producer({ batchBytes: 400, lingerMs: 0 });
  const keys = 10;
  const each = 200;
  const deliveries = [];
  for (let at = 0; at < each; at++) {
    for (let key = 0; key < keys; key++) deliveries.push(producer.send({ topic: "broken", key: `k${key}`, value: String(at) }));
    if (at % 10 === 5) running.breakConnections();
    await producer.ready();
    if (at % 20 === 0) await new Promise<void>((resolve) => systemClock.after(2, resolve));
  }
  await Promise.all(deliveries);
  const consumer = running.consumer();
  consumer.assign(all("broken", 3));
  const records = await readRecords(consumer, keys * each);
  for (let key = 0; key < keys; key++) {
    const values = records.filter((record) => record.key === `k${key}`).map(({ value }) => Number(value));
    assert.deepEqual(
      values,
      Array.from({ length: each }, (_, at) => at),
      `key ${key}`,
    );
  }
  const ends = await running.admin.listOffsets([0, 1, 2].map((partition) => ({ topic: "broken", partition, at: "latest" })));
  assert.equal(
    ends.reduce((sum, { offset }) => sum + offset, 0),
    keys * each,
    "nothing is stored twice",
  );
  await consumer.close();
});

test("a batch that is too large for the topic is sent in parts; a record that is too large fails alone", async () => {
  await running.createTopic("small", 1, { "max.message.bytes": "1000" });
  const producer = running.producer();
  const sizes = [300, 300, 300, 300, 1500, 300];
  const outcomes = await Promise.allSettled(sizes.map((size) => producer.send({ topic: "small", value: Buffer.alloc(size) })));
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ["fulfilled", "fulfilled", "fulfilled", "fulfilled", "rejected", "fulfilled"],
  );
  const refused = outcomes[4];
  assert.ok(refused?.status === "rejected" && refused.reason.error === errors.MESSAGE_TOO_LARGE);
  const [end] = await running.admin.listOffsets([{ topic: "small", partition: 0, at: "latest" }]);
  assert.equal(end?.offset, 5);
});

test("with acks 0 records are stored, but where is not known", async () => {
  await running.createTopic("careless");
  const producer = running.producer({ acks: 0 });
  assert.equal((await producer.send({ topic: "careless", value: "v" })).offset, -1);
  const consumer = running.consumer();
  consumer.assign(all("careless"));
  assert.equal((await readRecords(consumer, 1))[0]?.value, "v");
  await consumer.close();
});

test("a topic that is not there fails a record in the end, with the reason", async () => {
  const producer = running.producer({ allowAutoTopicCreation: false, acceptTimeoutMs: 60 });
  await assert.rejects(producer.send({ topic: "nowhere", value: "v" }), {
    code: "TIMED_OUT",
    message: /nowhere.*UNKNOWN_TOPIC_OR_PARTITION/,
  });
  await assert.rejects(producer.send({ topic: "bad name", value: "v" }), { code: "REQUEST_FAILED", message: /INVALID_TOPIC_EXCEPTION/ });
  await running.createTopic("single");
  await assert.rejects(producer.send({ topic: "single", partition: 3, value: "v" }), { code: "REQUEST_FAILED" });
  await assert.rejects(producer.send({ topic: "single", value: Buffer.alloc(2_000_000) }), {
    code: "REQUEST_FAILED",
    message: /MESSAGE_TOO_LARGE/,
  });
});

test("a full buffer makes senders wait, and loses nothing", async () => {
  await running.createTopic("narrow");
  const producer = running.producer({ bufferBytesMax: 2_000, batchBytes: 500, lingerMs: 0 });
  const deliveries = await Promise.all(
    Array.from({ length: 200 }, (_, at) => producer.send({ topic: "narrow", value: `${at} ${"x".repeat(80)}` })),
  );
  assert.deepEqual(
    deliveries.map(({ offset }) => offset),
    Array.from({ length: 200 }, (_, at) => at),
  );
  assert.equal(await producer.ready(), undefined);
});

test("closing a producer first sends what it has", async () => {
  await running.createTopic("closing");
  const producer = running.producer({ lingerMs: 60_000 });
  const delivery = producer.send({ topic: "closing", value: "last" });
  await producer.close();
  assert.equal((await delivery).offset, 0);
  await assert.rejects(producer.send({ topic: "closing", value: "too late" }), { code: "CONNECTION_CLOSED" });
});

test("reading begins where it is told to, also in the middle of a batch", async () => {
  await running.createTopic("places");
  const producer = running.producer();
  await Promise.all(Array.from({ length: 10 }, (_, at) => producer.send({ topic: "places", value: String(at), timestampMs: 1000 + at })));
  const from = async (start: NonNullable<Parameters<ReturnType<typeof running.consumer>["assign"]>[0][number]["from"]>) => {
    const consumer = running.consumer();
    consumer.assign([{ topic: "places", partition: 0, from: start }]);
    const [first] = await readRecords(consumer, 1);
    await consumer.close();
    return first?.offset;
  };
  assert.deepEqual([await from("earliest"), await from({ offset: 7 }), await from({ timestampMs: 1004 })], [0, 7, 4]);
});

test("a position that the partition does not have is put right as offsetReset says", async () => {
  await running.createTopic("reset");
  const producer = running.producer();
  for (let at = 0; at < 4; at++) await producer.send({ topic: "reset", value: String(at) });
  const outside = [{ topic: "reset", partition: 0, from: { offset: 99 } }];
  const earliest = running.consumer({ offsetReset: "earliest" });
  earliest.assign(outside);
  assert.equal((await readRecords(earliest, 1))[0]?.offset, 0);
  const none = running.consumer({ offsetReset: "none" });
  none.assign(outside);
  await assert.rejects(none.next(), { code: "REQUEST_FAILED", message: /OFFSET_OUT_OF_RANGE/ });
  const latest = running.consumer();
  latest.assign(outside);
  const next = latest.next();
  await eventually("the position is the end", () => latest.position({ topic: "reset", partition: 0 }) === 4);
  await producer.send({ topic: "reset", value: "new" });
  assert.equal((await next)?.records[0]?.value?.toString(), "new");
  await Promise.all([earliest, none, latest].map((consumer) => consumer.close()));
});

test("seeking goes on somewhere else at once", async () => {
  await running.createTopic("sought");
  const producer = running.producer({ batchBytes: 100 });
  for (let at = 0; at < 20; at++) await producer.send({ topic: "sought", value: String(at) });
  const consumer = running.consumer();
  consumer.assign(all("sought"));
  await consumer.next();
  consumer.seek({ topic: "sought", partition: 0 }, { offset: 18 });
  assert.deepEqual(
    (await readRecords(consumer, 2)).map(({ offset }) => offset),
    [18, 19],
  );
  consumer.seek({ topic: "sought", partition: 0 }, "earliest");
  assert.equal((await readRecords(consumer, 1))[0]?.offset, 0);
  assert.throws(() => consumer.seek({ topic: "sought", partition: 1 }, "latest"), { code: "NOT_FOUND" });
  await consumer.close();
});

test("clients go on where they were when the broker comes back", async () => {
  await running.createTopic("restarted");
  const producer = running.producer();
  const consumer = running.consumer();
  consumer.assign(all("restarted"));
  await producer.send({ topic: "restarted", value: "before" });
  assert.equal((await readRecords(consumer, 1))[0]?.value, "before");
  await running.stop();
  const delivery = producer.send({ topic: "restarted", value: "meanwhile" });
  const reading = readRecords(consumer, 1);
  await running.startAgain();
  assert.equal((await delivery).offset, 1);
  assert.equal((await reading)[0]?.value, "meanwhile");
  await consumer.close();
});

test("closing a consumer ends what waits for the next batch", async () => {
  await running.createTopic("empty");
  const consumer = running.consumer();
  consumer.assign(all("empty"));
  const next = consumer.next();
  await consumer.close();
  assert.equal(await next, undefined);
});
